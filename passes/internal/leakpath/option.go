package leakpath

import (
	"go/token"
	"slices"

	"golang.org/x/tools/go/ssa"

	"github.com/guardlint/guardlint/passes/internal/effect"
	"github.com/guardlint/guardlint/passes/internal/obligation"
)

// chosen reports whether a path keeps what others release before the same end, and an option decides that. Programs have such
// options for people who want to look at what is left behind.
//
//	if !*keep {
//		defer os.RemoveAll(dir)
//	}
func chosen(st *Study, x Exit) bool {
	end := x.Ends
	if x.Return != nil {
		end = x.Return
	}
	for e := x.Trace; e != nil; e = e.Prev {
		branch, ok := e.Instr.(*ssa.If)
		if !ok || e.Kind != obligation.Branched {
			continue
		}
		what, negated := option(branch.Cond)
		if what == nil {
			continue
		}
		for _, b := range branch.Parent().Blocks { // it may be asked again
			again, ok := b.Instrs[len(b.Instrs)-1].(*ssa.If)
			if !ok {
				continue
			}
			same, opposite := option(again.Cond)
			if same != what {
				continue
			}
			other := b.Succs[1]
			if e.Taken != (negated == opposite) {
				other = b.Succs[0]
			}
			if len(other.Preds) == 1 && leads(other, end) && st.releasedIn(other) {
				return true
			}
		}
	}
	return false
}

// option returns what a condition asks, if that is a bool from elsewhere: a flag, a field of a configuration, the answer of a
// function that is asked nothing in particular.
func option(cond ssa.Value) (what any, negated bool) {
	switch cond := cond.(type) {
	case *ssa.UnOp:
		if cond.Op == token.NOT {
			what, negated = option(cond.X)
			return what, !negated
		}
		switch addr := cond.X.(type) {
		case *ssa.Global:
			return addr, false
		case *ssa.FieldAddr:
			return place(addr), false
		case *ssa.UnOp: // of a variable that package flag has made
			if g, ok := addr.X.(*ssa.Global); ok {
				return g, false
			}
		}
	case *ssa.Field:
		return effect.StructOf(cond.X.Type()).Field(cond.Field).Origin(), false
	case *ssa.Parameter:
		return cond, false
	case *ssa.Call:
		if fn := cond.Call.StaticCallee(); fn != nil && len(cond.Call.Args) == 0 {
			return fn, false
		}
	}
	return nil, false
}

// leads reports whether a path from b comes to an instruction.
func leads(b *ssa.BasicBlock, to ssa.Instruction) bool {
	return to != nil && to.Parent() == b.Parent() && effect.Reaching(to.Block())[b.Index]
}

// releasedIn reports whether some exit has released the guard, or deferred that, in a block which b dominates.
func (st *Study) releasedIn(b *ssa.BasicBlock) bool {
	return slices.ContainsFunc(st.Exits, func(x Exit) bool {
		for e := x.Trace; e != nil; e = e.Prev {
			if e.Kind == obligation.ReleasedBy && b.Dominates(blockIn(b.Parent(), e.Instr)) {
				return true
			}
		}
		return false
	})
}

// blockIn returns the block of fn in which an instruction is, or the literal that it is in is made.
func blockIn(fn *ssa.Function, instr ssa.Instruction) *ssa.BasicBlock {
	for lit := instr.Parent(); lit != fn; lit = instr.Parent() {
		if lit.Parent() == nil {
			return fn.Blocks[0]
		}
		made := slices.IndexFunc(*lit.Referrers(), func(ref ssa.Instruction) bool { _, ok := ref.(*ssa.MakeClosure); return ok })
		if made < 0 {
			return fn.Blocks[0]
		}
		instr = (*lit.Referrers())[made]
	}
	return instr.Block()
}
