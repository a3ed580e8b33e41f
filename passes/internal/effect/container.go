package effect

import (
	"go/types"

	"golang.org/x/tools/go/ssa"

	"github.com/guardlint/guardlint/passes/internal/obligation"
	"github.com/guardlint/guardlint/passes/internal/term"
)

// bindElement executes reads of one element of a container. Of a container that holds the guard we look at the
// read that finds it: the first one.
func (m *Machine) bindElement(s State, reg ssa.Value, container ssa.Value, commaOk bool) State {
	if !s.IsHolder(m.Eval(s, container)) {
		return s
	}
	if commaOk {
		s = m.bindResult(s, reg, 1, m.Pool.Bool(true))
	}
	return m.bindResult(s, reg, 0, term.TheGuard)
}

// next executes one round of a range loop over a map. The first round over a map that holds the guard finds it.
func (m *Machine) next(s State, instr *ssa.Next) State {
	rng, ok := instr.Iter.(*ssa.Range)
	if !ok || !s.IsHolder(m.Eval(s, rng)) {
		return s
	}
	at := 2
	if typ, ok := rng.X.Type().Underlying().(*types.Map); ok && !m.canRelease(typ.Elem(), maxDepth) {
		at = 1 // a set: the keys are what it holds
	}
	started := m.Pool.Opaque(rng)
	if s.Conds.Get(started) != 0 {
		s = m.BindTerm(s, m.resultTerm(instr, 0), m.resultTerm(instr, 0))
		return m.bindResult(s, instr, at, term.TheGuard)
	}
	s.Conds = s.Conds.With(started, obligation.Escaped)
	s = m.bindResult(s, instr, 0, m.Pool.Bool(true))
	return m.bindResult(s, instr, at, term.TheGuard)
}

// found returns what an element of type t is in a container that holds the guard: the guard, or a function that has it.
//
//	closers = append(closers, f.Close)
//	for _, c := range closers { c() }
func (m *Machine) found(s State, container term.Term, t types.Type) term.Term {
	if _, isFunc := t.Underlying().(*types.Signature); isFunc {
		if f := m.function(s, container); f != 0 {
			return f
		}
	}
	return term.TheGuard
}

// function returns an element of a container that is a function which has the guard, or zero.
func (m *Machine) function(s State, container term.Term) term.Term {
	for _, c := range s.Cells {
		if n := m.Pool.Node(c.Key); n.Op == term.Elem && n.X == container && m.Pool.Op(c.Value) == term.Closure && m.Carries(s, c.Value) {
			return c.Value
		}
	}
	return 0
}

// element returns the constant index at which a container holds the guard, or -1.
func (m *Machine) element(s State, container term.Term) int {
	for _, c := range s.Cells {
		if n := m.Pool.Node(c.Key); c.Value == term.TheGuard && n.Op == term.Elem && n.X == container {
			return n.N
		}
	}
	return -1
}

// elementIn returns the container with the guard that a field at addr lies in, or zero.
func (m *Machine) elementIn(s State, addr term.Term) term.Term {
	if container, _ := m.around(addr); container != 0 && s.IsHolder(container) {
		return container
	}
	return 0
}

// containerOf returns the container of structs that a field at addr lies in, at some index, or zero.
//
//	dirs[i].file = f
func (m *Machine) containerOf(addr term.Term) term.Term {
	if container, index := m.around(addr); index < 0 {
		return container
	}
	return 0
}

// around returns the container of structs that a field at addr lies in, or zero, and the index there: negative if it is any.
func (m *Machine) around(addr term.Term) (container term.Term, index int) {
	n := m.Pool.Node(addr)
	if n.Op != term.Field {
		return 0, 0
	}
	for n.Op == term.Field {
		n = m.Pool.Node(n.X)
	}
	if n.Op != term.Elem {
		return 0, 0
	}
	return n.X, n.N
}
