package task

import (
	"go/token"
	"slices"

	"golang.org/x/tools/go/ssa"

	"github.com/guardlint/guardlint/passes/internal/source"
)

// branch reports whether what is done under a condition tells of it: a call, an assignment, a message. Leaving the task
// early tells nobody; in a function that is called it may keep something from being done that others see.
func (o *observer) branch(cond ssa.Value, branch *ssa.If) bool {
	b := branch.Block()
	for i, succ := range b.Succs {
		if len(succ.Preds) != 1 {
			continue
		}
		bin, ok := cond.(*ssa.BinOp)
		if ok && isNilTest(bin) && (bin.Op == token.NEQ) != (i == 0) && !o.trusting && !source.InTest(b.Parent().Prog.Fset, bin.Pos()) {
			continue // the side without an error, which is what tests look for
		}
		for _, d := range dominated(succ) {
			for _, instr := range d.Instrs {
				if o.tells(instr) {
					return true
				}
			}
		}
	}
	return mergesDifferent(b) || o.endsLoop(b)
}

// tells reports whether an instruction has an effect outside the task.
func (o *observer) tells(instr ssa.Instruction) bool {
	switch instr := instr.(type) {
	case *ssa.Store:
		_, isArgument := instr.Addr.(*ssa.IndexAddr) // of a variadic call, which is looked at by itself
		return !isArgument && (o.exiting == nil || o.store(instr.Addr))
	case *ssa.Send, *ssa.MapUpdate, *ssa.Go:
		return true
	case *ssa.Panic:
		return !o.swallowed()
	case *ssa.Return:
		return len(instr.Results) > 0 && o.returned(instr)
	case *ssa.Call:
		fn := called(instr.Common())
		return fn == nil || !isRendering(fn) // what it makes of an error tells nothing by itself
	}
	return false
}

// mergesDifferent reports whether a value depends on which way a block was left: failed = true.
func mergesDifferent(b *ssa.BasicBlock) bool {
	for _, p := range b.Parent().Blocks {
		for _, instr := range p.Instrs {
			phi, ok := instr.(*ssa.Phi)
			if !ok {
				break
			}
			if len(*phi.Referrers()) > 0 && differs(phi, b) {
				return true
			}
		}
	}
	return false
}

// differs reports whether a phi has one value if a block was left one way, and another if it was left the other.
func differs(phi *ssa.Phi, b *ssa.BasicBlock) bool {
	var values [2][]ssa.Value
	for i, pred := range phi.Block().Preds {
		for side, succ := range b.Succs {
			if pred == b && succ == phi.Block() || len(succ.Preds) == 1 && succ.Dominates(pred) {
				values[side] = append(values[side], phi.Edges[i])
			}
		}
	}
	for _, v := range values[0] {
		if slices.ContainsFunc(values[1], func(w ssa.Value) bool { return v != w }) {
			return true
		}
	}
	return false
}

// endsLoop reports whether a block decides how often a loop is run, and something behind the loop tells: a message that
// the attempts were in vain.
func (o *observer) endsLoop(b *ssa.BasicBlock) bool {
	again := reachable(b)
	if !again[b] {
		return false
	}
	for behind := range again {
		if !reachable(behind)[b] && slices.ContainsFunc(behind.Instrs, o.tells) {
			return true
		}
	}
	return false
}

// reachable returns the blocks that are reached from b, b itself only if it is in a loop.
func reachable(b *ssa.BasicBlock) map[*ssa.BasicBlock]bool {
	seen := make(map[*ssa.BasicBlock]bool)
	work := slices.Clone(b.Succs)
	for len(work) > 0 {
		b := work[len(work)-1]
		work = work[:len(work)-1]
		if !seen[b] {
			seen[b] = true
			work = append(work, b.Succs...)
		}
	}
	return seen
}

func isNilTest(b *ssa.BinOp) bool {
	if b.Op != token.NEQ && b.Op != token.EQL {
		return false
	}
	return isNil(b.X) || isNil(b.Y)
}

func isNil(v ssa.Value) bool {
	c, ok := v.(*ssa.Const)
	return ok && c.IsNil()
}

// dominated returns the blocks that are reached through b only, b included.
func dominated(b *ssa.BasicBlock) []*ssa.BasicBlock {
	list := []*ssa.BasicBlock{b}
	for _, d := range b.Dominees() {
		list = append(list, dominated(d)...)
	}
	return list
}
