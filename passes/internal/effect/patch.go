package effect

import (
	"golang.org/x/tools/go/ssa"

	"github.com/guardlint/guardlint/passes/internal/obligation"
)

// What follows executes releases that are not in the program: those that a fix would add to it.

// ByFix is the reason of a release that a fix would add.
const ByFix = "a fix"

// added is the instruction of a deferred release that a fix would add.
var added = new(ssa.Defer)

// Add releases the guard here, or when fn returns if fn is not nil. That does not fit a path that is not sure to have the
// guard: the code would touch nil, release twice, or take from a new owner. again says that a second release is harmless.
func (m *Machine) Add(s State, fn *ssa.Function, again bool) State {
	switch {
	case s.Reason == ByFix || s.Status == obligation.Released && again:
		return s
	case !m.sure(s):
		m.Misfit = true
		return s
	case fn == nil:
		return s.WithStatus(obligation.Released, ByFix)
	}
	for d := s.Defers; d != nil; d = d.Prev {
		if d.Instr == added {
			return s
		}
	}
	s.Defers = &obligation.Deferred{Instr: added, Frame: fn, Again: again, Prev: s.Defers}
	return s
}

// CallOff is s without the deferred release that a fix would add: a flag says that it is not to be made.
func (m *Machine) CallOff(s State) State {
	s.Defers = withoutDeferred(s.Defers, func(d *obligation.Deferred) bool { return d.Instr == added })
	return s
}

// sure reports whether the path has the guard, and has seen the acquisition succeed.
func (m *Machine) sure(s State) bool {
	switch {
	case s.Status != obligation.Open:
		return false
	case m.Obl.Site == nil || m.guardNilness(s) == isNonNil:
		return true
	}
	return m.site.holder != 0 && m.nilness(s, m.site.holder) == isNonNil
}
