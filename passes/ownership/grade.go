package ownership

import (
	"slices"
	"strings"

	"golang.org/x/tools/go/ssa"

	"github.com/guardlint/guardlint/passes/internal/effect"
	"github.com/guardlint/guardlint/passes/internal/guard"
	"github.com/guardlint/guardlint/passes/internal/leakpath"
	"github.com/guardlint/guardlint/passes/internal/obligation"
	"github.com/guardlint/guardlint/passes/internal/source"
	"github.com/guardlint/guardlint/passes/internal/summary"
)

// grade lowers the certainty of what may well be meant:
//
//   - An example shows one thing, and its process ends right after.
//   - Who drops a span and passes on the context that it is in has it ended by who finds it there.
//   - A test that drops a result and gives the error to a function, of which we do not know what it does without one, may
//     well want the error: where there is a guard, it has failed.
//   - A test leaves a goroutine running, or an object with a context: its process ends soon.
//   - A test that calls through an interface or a function value calls a stub, which has nothing to release.
//   - A test that leaves a writer unfinished looks at what was written so far; nobody else will read it.
func (in *inference) grade(v *leakpath.Verdict) {
	o := v.Obl
	if in.foundAgain(o) {
		v.Grade = guard.Unsure
	}
	if !source.InTest(o.Fn.Prog.Fset, o.Site.Pos()) {
		return
	}
	if strings.HasPrefix(topLevel(o.Fn).Name(), "Example") || o.Kind.SuccessOnly || o.Kind.ByChannel() || o.Kind.ByCall() && len(o.Path) > 0 || o.Convention || o.Site.Common().IsInvoke() || in.wantsError(o) {
		v.Grade = guard.Unsure
	}
}

// foundAgain reports whether nobody looks at a result that is in the context beside it, too, and the context is passed on:
// ctx, _ := tracer.Start(ctx, "watch").
func (in *inference) foundAgain(o *obligation.Obligation) bool {
	call, ok := o.Site.(*ssa.Call)
	if !ok || !o.Kind.Found || o.Holder.In != guard.Result || o.Holder.Index == 0 || effect.RegisterOf(call, o.Holder.Index) != nil {
		return false
	}
	return effect.RegisterOf(call, o.Holder.Index-1) != nil
}

// wantsError reports whether nobody looks at the result that the guard is in, while the error goes to a function that may
// end the test where there is none: test.NotNil(t, err).
func (in *inference) wantsError(o *obligation.Obligation) bool {
	call, ok := o.Site.(*ssa.Call)
	if !ok || o.Holder.In != guard.Result || o.Valid != guard.ErrNil || effect.RegisterOf(call, o.Holder.Index) != nil {
		return false
	}
	err := effect.RegisterOf(call, call.Call.Signature().Results().Len()-1)
	return err != nil && in.givenAway(err)
}

// givenAway reports whether an error is passed to a function that has no contract about it.
func (in *inference) givenAway(v ssa.Value) bool {
	return slices.ContainsFunc(*v.Referrers(), func(ref ssa.Instruction) bool {
		switch ref := ref.(type) {
		case *ssa.ChangeInterface:
			return in.givenAway(ref)
		case *ssa.Call:
			callee := called(&ref.Call)
			if callee == nil {
				return true
			}
			sum := in.lookup.of(callee)
			k := slices.Index(operands(&ref.Call), v)
			return sum == nil || !slices.ContainsFunc(sum.Contracts, func(c summary.Contract) bool { return c.Result < 0 && c.Param == k })
		}
		return false
	})
}
