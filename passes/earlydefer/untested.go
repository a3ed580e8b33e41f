package earlydefer

import (
	"go/token"
	"go/types"

	"golang.org/x/tools/go/ssa"

	"github.com/guardlint/guardlint/passes/internal/effect"
	"github.com/guardlint/guardlint/passes/ownership"
)

// Whether an error was tested is asked of the text of the function, not of the outcome: whatever looks at the error,
// or compares the guard with nil, is a test.

// reachedUntested reports whether the function can come from the acquisition to the defer statement without a test.
func (a acquisition) reachedUntested(d *ssa.Defer) bool {
	errs, guards := aliases(a.err), aliases(a.holder)
	found := false
	walk(a.call, func(instr ssa.Instruction) bool {
		found = found || instr == ssa.Instruction(d)
		return !found && instr != ssa.Instruction(a.call) && !looksAt(instr, errs) && !isComparison(instr, guards)
	})
	return found
}

// testAfter returns the first comparison of the error with nil, or call that gets the error, after the defer statement;
// or nil.
func (a acquisition) testAfter(d *ssa.Defer) (test ssa.Instruction) {
	errs := aliases(a.err)
	walk(d, func(instr ssa.Instruction) bool {
		if _, isCall := instr.(*ssa.Call); test == nil && (isComparison(instr, errs) || isCall && looksAt(instr, errs)) {
			test = instr
		}
		store, isStore := instr.(*ssa.Store)
		return test == nil && instr != ssa.Instruction(a.call) && !(isStore && errs[store.Addr])
	})
	return test
}

// walk visits the instructions that can follow one, nearest blocks first, and goes on where visit returns true.
func walk(from ssa.Instruction, visit func(ssa.Instruction) bool) {
	seen := make(map[*ssa.BasicBlock]bool)
	block := func(instrs []ssa.Instruction) bool {
		for _, instr := range instrs {
			if !visit(instr) {
				return false
			}
		}
		return true
	}
	var work []*ssa.BasicBlock
	add := func(b *ssa.BasicBlock) {
		for _, s := range b.Succs {
			if !seen[s] {
				seen[s] = true
				work = append(work, s)
			}
		}
	}
	b := from.Block()
	if block(b.Instrs[position(from)+1:]) {
		add(b)
	}
	for len(work) > 0 {
		b, work = work[0], work[1:]
		if block(b.Instrs) {
			add(b)
		}
	}
}

// position is the place of an instruction in its block.
func position(instr ssa.Instruction) int {
	for i, other := range instr.Block().Instrs {
		if other == instr {
			return i
		}
	}
	return -1
}

// aliases returns the registers that may have a value, and the variables that it is stored in.
func aliases(v ssa.Value) map[ssa.Value]bool {
	all := map[ssa.Value]bool{v: true}
	work := []ssa.Value{v}
	add := func(v ssa.Value) {
		if !all[v] {
			all[v] = true
			work = append(work, v)
		}
	}
	for len(work) > 0 {
		v := work[0]
		work = work[1:]
		for _, ref := range *v.Referrers() {
			switch ref := ref.(type) {
			case *ssa.Phi:
				add(ref)
			case *ssa.Store:
				if alloc, ok := ref.Addr.(*ssa.Alloc); ok && ref.Val == v {
					add(alloc)
				}
			case *ssa.UnOp:
				if ref.Op == token.MUL && isVariable(v) {
					add(ref)
				}
			case *ssa.MakeClosure:
				add(ref)
			}
		}
	}
	return all
}

func isVariable(v ssa.Value) bool { _, ok := v.(*ssa.Alloc); return ok }

// looksAt reports whether an instruction does something with one of the values, other than passing it on in the function.
func looksAt(instr ssa.Instruction, values map[ssa.Value]bool) bool {
	switch instr := instr.(type) {
	case *ssa.Phi, *ssa.DebugRef, *ssa.MakeClosure, *ssa.Defer:
		return false
	case *ssa.Store:
		if isVariable(instr.Addr) {
			return false
		}
	case *ssa.UnOp:
		if instr.Op == token.MUL {
			return false
		}
	}
	return uses(instr, values)
}

// isComparison reports whether an instruction compares one of the values.
func isComparison(instr ssa.Instruction, values map[ssa.Value]bool) bool {
	op, ok := instr.(*ssa.BinOp)
	return ok && (op.Op == token.EQL || op.Op == token.NEQ) && uses(instr, values)
}

func uses(instr ssa.Instruction, values map[ssa.Value]bool) bool {
	for _, op := range instr.Operands(nil) {
		if *op != nil && values[*op] {
			return true
		}
	}
	return false
}

// returnsAfter reports whether the function goes on to run its deferred calls if a test finds an error. What the test is
// when it is a call we do not know; a process that ends runs nothing.
func returnsAfter(test ssa.Instruction, known *ownership.Result) bool {
	op, ok := test.(*ssa.BinOp)
	if !ok {
		return false
	}
	branch, ok := op.Block().Instrs[len(op.Block().Instrs)-1].(*ssa.If)
	if !ok || branch.Cond != ssa.Value(op) {
		return false
	}
	failed := op.Block().Succs[0]
	if op.Op == token.EQL {
		failed = op.Block().Succs[1]
	}
	returns := false
	visit := func(instr ssa.Instruction) bool {
		switch instr := instr.(type) {
		case *ssa.Return, *ssa.Panic:
			returns = true
		case *ssa.Call:
			if fn := effect.Called(&instr.Call); fn != nil && endsProcess(fn, known) {
				return false
			}
		}
		return !returns
	}
	if visit(failed.Instrs[0]) {
		walk(failed.Instrs[0], visit)
	}
	return returns
}

// endsProcess reports whether a function never returns: os.Exit, and what calls it.
func endsProcess(fn *types.Func, known *ownership.Result) bool {
	switch fn.FullName() {
	case "os.Exit", "syscall.Exit":
		return true // of these there is no body to see it in
	}
	sum := known.Summary(fn)
	return sum != nil && sum.NoReturn
}
