package effect

import (
	"go/types"
	"slices"

	"golang.org/x/tools/go/ssa"

	"github.com/guardlint/guardlint/passes/internal/obligation"
	"github.com/guardlint/guardlint/passes/internal/summary"
	"github.com/guardlint/guardlint/passes/internal/term"
)

// Enter puts a guard below the parameter that the obligation names.
func (m *Machine) Enter(s State) State {
	o := m.Obl
	var v ssa.Value
	if o.Param < len(o.Fn.Params) {
		v = o.Fn.Params[o.Param]
	} else {
		v = o.Fn.FreeVars[o.Param-len(o.Fn.Params)]
	}
	at := m.Pool.Opaque(v)
	switch {
	case len(o.Path) == 0 && (o.Param >= len(o.Fn.Params) || PointsToBasic(v.Type())):
		// The variable that was captured has it, or what is pointed to: func (h *Handle) Close() { unix.Close(int(*h)) }
		s.Cells = s.Cells.With(at, term.TheGuard)
		return s
	case len(o.Path) == 0:
		return m.BindTerm(s, at, term.TheGuard)
	case m.addressable(v.Type(), o.Path):
		for _, f := range o.Path {
			at = m.Pool.FieldAddr(at, f)
		}
		s.Self = at
		return s
	}
	return m.placeBelow(s, at, v.Type(), o.Path)
}

// PointsToBasic reports whether t is a pointer to a number or a string: what it points to can be a guard, and it cannot.
func PointsToBasic(t types.Type) bool {
	p, ok := t.Underlying().(*types.Pointer)
	return ok && isBasic(p.Elem())
}

// addressable reports whether the guard at path is a struct inside the object, such as a mutex, so that its address and
// not its value is what names it.
func (m *Machine) addressable(t types.Type, path []int) bool {
	t = TypeAt(t, path)
	if t == nil || !summary.OnlyFields(path) {
		return false
	}
	_, ok := t.Underlying().(*types.Struct)
	return ok
}

// Given makes a parameter known to be nil, non-nil, true or false.
func (m *Machine) Given(s State, p *ssa.Parameter, v summary.Value) State {
	s, _ = m.assumeValue(s, m.Eval(s, p), v)
	return s
}

// Deferred reports whether a call that is still registered for another function's exit has the guard.
func (m *Machine) Deferred(s State) bool { return m.deferred(s) }

// IsCleanup reports whether t is a function that releases the guard when it is called: the cleanup result of the
// acquisition, or a literal or method value that captured the guard.
func (m *Machine) IsCleanup(s State, t term.Term) bool {
	t = m.Pool.Unbox(t)
	if t != 0 && t == m.site.cleanup {
		return true
	}
	n := m.Pool.Node(t)
	if n.Op != term.Closure {
		return false
	}
	if s.Status == obligation.Transferred {
		s.Status = obligation.Open
	}
	return slices.ContainsFunc(m.calledSomewhere(s, t), func(t State) bool { return t.Status == obligation.Released })
}

// leavesAlone reports whether t is a function that is known to do no more with the guard than to use it.
func (m *Machine) leavesAlone(s State, t term.Term) bool {
	t = m.Pool.Unbox(t)
	return m.Pool.Op(t) == term.Closure &&
		!slices.ContainsFunc(m.calledSomewhere(s, t), func(after State) bool { return after.Status != s.Status })
}

// calledSomewhere returns the states after calling a function value at no place in particular.
func (m *Machine) calledSomewhere(s State, fn term.Term) []State {
	return m.suppose(s, m.identify(callSite{callee: fn, instr: noCall, common: &noCall.Call}))
}

// noCall stands for the call of a cleanup function somewhere in a caller.
var noCall = func() *ssa.Call {
	c := new(ssa.Call)
	c.Call.Value = new(ssa.Parameter)
	return c
}()

// TypeOf returns the type of a value: the dynamic one where an interface was made of it on the path.
func (m *Machine) TypeOf(t term.Term, v ssa.Value) types.Type {
	if n := m.Pool.Node(t); n.Op == term.Boxed {
		return n.T
	}
	return v.Type()
}
