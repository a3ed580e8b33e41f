package effect

import (
	"go/token"
	"go/types"
	"slices"

	"golang.org/x/tools/go/ssa"

	"github.com/guardlint/guardlint/passes/internal/guard"
	"github.com/guardlint/guardlint/passes/internal/summary"
	"github.com/guardlint/guardlint/passes/internal/term"
)

// Outcome says whether the function returns with an error: yes, no, or unknown if neither is known. A deferred call that
// gets the address of an error adds its own to it: what has failed is not taken to succeed after that.
func (m *Machine) Outcome(e Exit) (failed, known bool) {
	i := guard.ErrorResult(e.Return.Parent().Signature)
	if i < 0 {
		return false, true
	}
	switch m.nilness(e.State, e.Results[i]) {
	case isNil:
		return false, true
	case isNonNil:
		return true, true
	}
	return e.State.Failing, e.State.Failing
}

// failing reports whether the function is about to return an error when the deferred calls at the end of block b begin. Who
// returns nil beside what a call makes there is believed to return an error, and the deferred calls see one:
//
//	return nil, status.Errorf(codes.Internal, "no codec")
func (m *Machine) failing(s State, b *ssa.BasicBlock) (State, bool) {
	ret, ok := b.Instrs[len(b.Instrs)-1].(*ssa.Return)
	if !ok {
		return s, false
	}
	i := guard.ErrorResult(ret.Parent().Signature)
	if i < 0 {
		return s, false
	}
	err := m.resultAt(s, ret, i)
	switch m.nilness(s, err) {
	case isNonNil:
		return s, true
	case isNil:
		return s, false
	}
	n := m.Pool.Node(err)
	if call, ok := n.V.(*ssa.Call); !ok || n.Op == term.Written || !makesError(call) || !onlyReturned(call, ret.Results[i]) {
		return s, false
	}
	for k := range i {
		if !isBasic(ret.Results[k].Type()) && m.Pool.IsNil(m.resultAt(s, ret, k)) {
			return m.assumeNil(s, err, false)
		}
	}
	return s, false
}

// onlyReturned reports whether nothing is done with what a call returns but to return it, as this result.
func onlyReturned(call *ssa.Call, result ssa.Value) bool {
	if len(*call.Referrers()) != 1 {
		return false
	}
	switch ref := (*call.Referrers())[0].(type) {
	case *ssa.Return:
		return true
	case *ssa.Store: // it is read after the deferred calls
		load, ok := result.(*ssa.UnOp)
		return ok && load.X == ref.Addr
	}
	return false
}

// resultAt returns what a return is about to return, before deferred calls can change it.
func (m *Machine) resultAt(s State, ret *ssa.Return, i int) term.Term {
	if result, ok := ret.Results[i].(*ssa.UnOp); ok && result.Op == token.MUL { // it is read after the calls
		return m.load(s, m.Eval(s, result.X), result.Type())
	}
	return m.Eval(s, ret.Results[i])
}

// makesError reports whether a call returns an error only, and not one that it makes of another which may be none: of one that
// was made for this call only, as in trace(status.Errorf(...)).
func makesError(call *ssa.Call) bool {
	return call.Call.Signature().Results().Len() == 1 && !slices.ContainsFunc(call.Call.Args, func(a ssa.Value) bool {
		made, ok := a.(*ssa.Call)
		return guard.IsError(a.Type()) && !(ok && len(*made.Referrers()) == 1 && makesError(made))
	})
}

// Value says what is known of a result at an exit.
func (m *Machine) Value(s State, t term.Term, typ types.Type) (v summary.Value, known bool) {
	if guard.IsTruth(typ) {
		if m.Pool.Op(t) != term.Const {
			t = m.constOf(s, t)
		}
		if truth, ok := m.Pool.IsBool(t); ok {
			if truth {
				return summary.True, true
			}
			return summary.False, true
		}
		// The result of a predicate: errors.Is(nil, x) cannot be true.
		_, canTrue := m.Assume(s, t, true)
		_, canFalse := m.Assume(s, t, false)
		if canTrue {
			return summary.True, !canFalse
		}
		return summary.False, canFalse
	}
	switch m.nilness(s, t) {
	case isNil:
		return summary.Nil, true
	case isNonNil:
		return summary.NonNil, true
	}
	return 0, false
}

// byOutcome forks on whether the call succeeded, if what it does with the guard depends on that: by its error, or by the
// truth value that says whether it took the guard. A truth value that nobody looks at does not tell.
func (m *Machine) byOutcome(s State, c callSite, e summary.Effect, meet func(State, summary.Fate) []State) []State {
	if e.OK == e.Err || c.value == nil {
		return meet(s, e.OK|e.Err)
	}
	assume, i := m.assumeNil, guard.ErrorResult(c.signature())
	if i < 0 {
		if i = guard.TruthResult(c.signature()); i < 0 || !e.ByTruth() || !used(c.value, i) {
			return meet(s, e.OK|e.Err)
		}
		assume = m.Assume
		if m.Telling != nil {
			m.Telling(c.value)
		}
	}
	var out []State
	result := m.bound(s, m.resultTerm(c.value, i))
	for _, succeeded := range []bool{true, false} {
		if t, ok := assume(s, result, succeeded); ok {
			out = append(out, meet(t, fateIf(e, succeeded))...)
		}
	}
	return out
}

// used reports whether anything is done with result number i of a call.
func used(call ssa.Value, i int) bool {
	v := RegisterOf(call.(*ssa.Call), i)
	return v != nil && slices.ContainsFunc(*v.Referrers(), func(ref ssa.Instruction) bool {
		_, isDebug := ref.(*ssa.DebugRef)
		return !isDebug
	})
}

// fateIf returns the fate in calls that succeed, or in those that fail.
func fateIf(e summary.Effect, succeeded bool) summary.Fate {
	if succeeded {
		return e.OK
	}
	return e.Err
}
