package closeerr

import (
	"go/types"

	"golang.org/x/tools/go/ssa"

	"github.com/guardlint/guardlint/passes/internal/effect"
	"github.com/guardlint/guardlint/passes/internal/obligation"
	"github.com/guardlint/guardlint/passes/internal/task"
)

// careful reports whether a function looks at the error of a write to the guard, or to what it has made of it. Who does
// not, and has no error to return, does what can be done and no more. What a function value or the method of an interface
// does with the guard is not known: it may write a profile.
func (c *checker) careful(o *obligation.Obligation) bool {
	holder := effect.RegisterOf(o.Site.(*ssa.Call), o.Holder.Index)
	if holder == nil {
		return false
	}
	derived := map[ssa.Value]bool{holder: true} // the guard, and what was made of it
	for _, b := range o.Fn.Blocks {             // in source order, nearly
		for _, instr := range b.Instrs {
			call, ok := instr.(*ssa.Call)
			if !ok || !c.uses(call, derived) || call.Call.StaticCallee() == nil && !derived[call.Call.Value] {
				continue
			}
			if task.Sees(call, c.known.Summary) != task.Nobody {
				return true
			}
			if _, isTuple := call.Type().(*types.Tuple); !isTuple {
				derived[call] = true
			}
		}
	}
	return false
}

// uses reports whether a call has one of the values among its operands.
func (c *checker) uses(call *ssa.Call, values map[ssa.Value]bool) bool {
	for _, op := range effect.Operands(&call.Call) {
		if values[op] || values[task.PathOf(op).Root] {
			return true
		}
	}
	return false
}
