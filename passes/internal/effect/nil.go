package effect

import (
	"go/types"
	"slices"

	"golang.org/x/tools/go/ssa"

	"github.com/guardlint/guardlint/passes/internal/guard"
	"github.com/guardlint/guardlint/passes/internal/obligation"
	"github.com/guardlint/guardlint/passes/internal/summary"
	"github.com/guardlint/guardlint/passes/internal/term"
)

// A nilness is what is known of a value that can be nil.
type nilness uint8

const (
	unknownNil nilness = iota
	isNil
	isNonNil
)

// nilness says whether t is nil.
func (m *Machine) nilness(s State, t term.Term) nilness {
	if t == term.TheGuard {
		return m.guardNilness(s)
	}
	n := m.Pool.Node(t)
	switch n.Op {
	case term.Const:
		if m.Pool.IsNil(t) {
			return isNil
		}
		return isNonNil
	case term.Boxed, term.Closure, term.Field, term.Elem, term.Struct:
		return isNonNil
	case term.Opaque:
		if s.Status == obligation.Open && s.IsHolder(t) {
			return isNonNil // the guard is in it
		}
		switch v := n.V.(type) {
		case *ssa.Alloc, *ssa.Global, *ssa.MakeMap, *ssa.MakeSlice, *ssa.MakeChan:
			return isNonNil
		case *ssa.Call:
			if m.neverNil(v) || m.translated(s, v) {
				return isNonNil
			}
		}
	case term.Content:
		if g, ok := m.Pool.Node(n.X).V.(*ssa.Global); ok && guard.IsError(g.Type().Underlying().(*types.Pointer).Elem()) {
			return isNonNil // a sentinel
		}
	case term.Applied:
		if r := m.appliedNilness(s, n); r != unknownNil {
			return r
		}
	}
	switch c := s.Conds.Get(t); {
	case c == obligation.NonNil:
		return isNonNil
	case c > 0 && m.Pool.IsNil(c):
		return isNil
	}
	return unknownNil
}

// translated reports whether a call makes an error of an error, where nothing is known of the callee:
// return nil, toRPCError(err). By convention such functions swallow none; of those that are known, contracts tell.
func (m *Machine) translated(s State, call *ssa.Call) bool {
	if fn := calledFunc(&call.Call); fn != nil && m.Summary(fn) != nil {
		return false
	}
	return guard.Translates(call.Call.Signature()) && len(call.Call.Args) == 1 && m.nilness(s, m.Eval(s, call.Call.Args[0])) == isNonNil
}

// neverNil reports whether a call returns an object in any case.
func (m *Machine) neverNil(call *ssa.Call) bool {
	fn := calledFunc(&call.Call)
	if fn == nil {
		return false
	}
	sum := m.Summary(fn)
	return sum != nil && slices.Contains(sum.Contracts, summary.Contract{Is: summary.Nil, Param: -1})
}

// Known returns what is known of t as a condition: the constant that it equals, or [obligation.NonNil], or zero.
func (m *Machine) Known(s State, t term.Term) term.Term {
	if c := s.Conds.Get(t); c > 0 {
		return c
	}
	switch m.nilness(s, t) {
	case isNil:
		return m.Pool.Nil()
	case isNonNil:
		return obligation.NonNil
	}
	return 0
}

// guardNilness says whether the guard is nil: not after its acquisition was seen to succeed.
func (m *Machine) guardNilness(s State) nilness {
	if s.Conds.Get(term.TheGuard) == obligation.NonNil {
		return isNonNil
	}
	switch {
	case s.Status == obligation.Absent:
		return unknownNil
	case m.site.err != 0 && s.Conds.Get(m.site.err) > 0 && m.Pool.IsNil(s.Conds.Get(m.site.err)):
		return isNonNil
	case m.site.errno != 0 && s.Conds.Get(m.site.errno) == m.constInt(0):
		return isNonNil
	case m.site.ok != 0 && s.Conds.Get(m.site.ok) == m.Pool.Bool(true):
		return isNonNil
	case m.Obl.Site != nil && m.validity() == guard.Always:
		return isNonNil
	}
	return unknownNil
}

// appliedNilness decides whether the result of a call is nil from its contracts and its arguments: an outcome is
// impossible if its consequences are.
func (m *Machine) appliedNilness(s State, n term.Node) nilness {
	args := m.Pool.Items(n.X)
	for _, c := range m.contracts(n) {
		if c.Result != n.N || c.Is > summary.NonNil {
			continue
		}
		impossible := c.Param < 0
		if !impossible && c.Param < len(args) {
			k := m.nilness(s, args[c.Param])
			impossible = k == isNil && c.Then == summary.NonNil || k == isNonNil && c.Then == summary.Nil
		}
		if impossible && c.Is == summary.Nil {
			return isNonNil
		}
		if impossible && c.Is == summary.NonNil {
			return isNil
		}
	}
	return unknownNil
}
