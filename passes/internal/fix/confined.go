package fix

import (
	"go/ast"
	"go/types"

	"golang.org/x/tools/go/ssa"

	"github.com/guardlint/guardlint/passes/internal/effect"
	"github.com/guardlint/guardlint/passes/internal/obligation"
	"github.com/guardlint/guardlint/passes/internal/source"
)

// Confined reports whether all that needs the guard is done in the round of the loop that acquires it. What is collected
// for later is not, such as the readers that a loop opens:
//
//	for _, name := range names {
//		f, err := os.Open(name)
//		if err != nil {
//			return nil, err
//		}
//		defer f.Close()
//		readers = append(readers, f)
//	}
//	return io.ReadAll(io.MultiReader(readers...))
func Confined(p Program, o *obligation.Obligation, loop ast.Node) bool {
	r := &repair{Program: p, o: o, site: source.Find(p.File, o)}
	u := r.usesOf()
	return !u.outlives && !u.loose && !u.launched() && u.within(loop)
}

// launched reports whether a function that needs the guard is given to one that keeps it, to be called at its own time.
func (u *uses) launched() bool {
	for v := range u.needs {
		if _, isFunc := v.Type().Underlying().(*types.Signature); !isFunc {
			continue
		}
		for _, ref := range *v.Referrers() {
			if call, ok := ref.(*ssa.Call); ok && u.keptBy(call, v) {
				return true
			}
		}
	}
	return false
}

// keptBy reports whether a call keeps one of its arguments, as far as is known.
func (u *uses) keptBy(call *ssa.Call, arg ssa.Value) bool {
	callee := effect.Called(&call.Call)
	if callee == nil {
		return false
	}
	sum := u.summary(callee)
	for i, op := range effect.Operands(&call.Call) {
		if op == arg && (sum == nil || keeps(sum, i)) {
			return true
		}
	}
	return false
}
