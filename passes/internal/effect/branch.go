package effect

import (
	"go/constant"
	"go/token"
	"go/types"
	"slices"
	"strconv"
	"strings"

	"golang.org/x/tools/go/ssa"

	"github.com/guardlint/guardlint/passes/internal/guard"
	"github.com/guardlint/guardlint/passes/internal/obligation"
	"github.com/guardlint/guardlint/passes/internal/summary"
	"github.com/guardlint/guardlint/passes/internal/term"
)

// Branch decides a condition. It returns the state on the true and on the false edge, and whether each can be
// taken.
func (m *Machine) Branch(s State, cond ssa.Value) (then, els State, canThen, canElse bool) {
	c := m.Eval(s, cond)
	then, canThen = m.Assume(s, c, true)
	els, canElse = m.Assume(s, c, false)
	if m.isInert(s, cond) {
		then = m.absent(then)
	}
	then, els = m.blamed(then, cond, true), m.blamed(els, cond, false)
	return then, els, canThen, canElse
}

// isInert reports whether a condition holds only if the guard, which an interface hides, is of a type whose releases
// do nothing: if _, ok := q.(noopQuerier); ok.
func (m *Machine) isInert(s State, cond ssa.Value) bool {
	ok, isExtract := cond.(*ssa.Extract)
	if !isExtract || ok.Index != 1 {
		return false
	}
	assert, isAssert := ok.Tuple.(*ssa.TypeAssert)
	if !isAssert || types.IsInterface(assert.AssertedType) || !m.IsGuard(s, m.Eval(s, assert.X)) {
		return false
	}
	return !slices.ContainsFunc(m.Obl.Kind.Release, func(r guard.Release) bool {
		obj, _, _ := types.LookupFieldOrMethod(assert.AssertedType, true, nil, r.Method)
		fn, isMethod := obj.(*types.Func)
		if !isMethod {
			return true
		}
		sum := m.Summary(fn)
		return sum == nil || len(sum.Params) > 0 || sum.Opaque
	})
}

// Assume learns that a condition is true, or false. It reports whether that is possible.
func (m *Machine) Assume(s State, cond term.Term, truth bool) (State, bool) {
	if b, ok := m.Pool.IsBool(cond); ok {
		return s, b == truth
	}
	n := m.Pool.Node(cond)
	switch {
	case n.Op == term.Not:
		return m.Assume(s, n.X, !truth)
	case n.Op == term.Compare && n.Tok == token.EQL:
		return m.assumeEqual(s, cond, n, truth)
	case n.Op == term.Compare:
		if m.isImproper(n.X, n.Y) || n.X == term.TheGuard && n.Tok == token.LSS && n.Y == m.constInt(1) { // fd < 0
			return m.assumeNil(s, n.X, truth)
		}
		if m.isImproper(n.Y, n.X) || n.Y == term.TheGuard && n.Tok == token.LEQ && n.X == m.constInt(1) { // fd > 0
			return m.assumeNil(s, n.Y, !truth)
		}
		if less, ok := m.decideOrder(s, n); ok {
			return s, less == truth
		}
	}
	return m.assumeBool(s, cond, truth)
}

// assumeBool learns the value of a boolean.
func (m *Machine) assumeBool(s State, t term.Term, truth bool) (State, bool) {
	want := m.Pool.Bool(truth)
	if known := s.Conds.Get(t); known > 0 {
		return s, known == want
	}
	s.Conds = s.Conds.With(t, want)
	if t == m.site.ok && !truth || t == m.site.flag && truth != m.site.is {
		s = m.absent(s)
	}
	is := summary.False
	if truth {
		is = summary.True
	}
	return m.consequences(s, t, is)
}

// assumeEqual learns x == y, or x != y.
func (m *Machine) assumeEqual(s State, cond term.Term, n term.Node, truth bool) (State, bool) {
	x, y := n.X, n.Y
	if x == y {
		return s, truth
	}
	if m.Pool.IsNil(y) || m.Pool.IsNil(x) {
		if m.Pool.IsNil(x) {
			x = y
		}
		return m.assumeNil(s, x, truth)
	}
	if m.Obl.Site != nil && (x == term.TheGuard && m.isGlobal(y) || y == term.TheGuard && m.isGlobal(x)) {
		return s, !truth // if out != os.Stdout { out.Close() }: what was just opened is not what was there before
	}
	if l := m.Pool.Node(x); l.Op == term.Length && y == m.constInt(0) {
		switch {
		case l.X == term.TheGuard: // a path
			return m.assumeNil(s, l.X, truth)
		case s.IsHolder(l.X), s.Status == obligation.Open && m.element(s, l.X) >= 0:
			return s, !truth // the guard is in it
		}
	}
	if m.isImproper(x, y) {
		return m.assumeNil(s, x, truth)
	}
	if x == m.site.errno && m.Pool.Op(y) == term.Const && (y == m.constInt(0)) != truth {
		s = m.absent(s)
	}
	if m.Pool.Op(y) == term.Const {
		if before := s.Conds.Get(cond); before != 0 {
			return s, before == m.Pool.Bool(truth)
		}
		known := s.Conds.Get(x)
		if m.Pool.Op(x) == term.Const {
			known = x
		}
		switch {
		case known > 0:
			return s, (known == y) == truth
		case truth:
			s.Conds = s.Conds.With(x, y)
			return s, true
		}
		return m.assumeBool(s, cond, truth)
	}
	if truth { // err == io.EOF: what equals something that is not nil is not nil
		if m.nilness(s, y) == isNonNil {
			return m.assumeNil(s, x, false)
		}
		if m.nilness(s, x) == isNonNil {
			return m.assumeNil(s, y, false)
		}
	}
	return m.assumeBool(s, cond, truth)
}

// isImproper reports whether t is the guard, a descriptor, and c the constant zero or a negative one: a variable for a
// descriptor is set to that where there is none. That zero is one, too, nobody takes into account who sets it. Of a path that is
// the empty string.
func (m *Machine) isImproper(t, c term.Term) bool {
	n := m.Pool.Node(c)
	return t == term.TheGuard && n.Op == term.Const && (n.C == "0" || strings.HasPrefix(n.C, "-") || n.C == `""`)
}

// decideOrder decides comparisons whose answer the path knows: of constants, and of the first index with the
// length of a container that is not empty, because the guard is in it.
func (m *Machine) decideOrder(s State, n term.Node) (truth, ok bool) {
	x, y := m.constOf(s, n.X), m.constOf(s, n.Y)
	if a := m.Pool.Node(x); a.Op == term.Const {
		if b := m.Pool.Node(y); b.Op == term.Const {
			va, vb := literal(a.C), literal(b.C)
			if va.Kind() != vb.Kind() || va.Kind() == 0 {
				return false, false
			}
			return constant.Compare(va, n.Tok, vb), true
		}
	}
	if l := m.Pool.Node(y); l.Op == term.Length && n.Tok == token.LSS {
		if s.IsHolder(l.X) {
			return true, m.Pool.Node(x).C == "0"
		}
		if i := m.element(s, l.X); i >= 0 && s.Status == obligation.Open {
			if k, err := strconv.Atoi(m.Pool.Node(x).C); err == nil {
				return k <= i, k <= i
			}
			return true, i > 0 // a later round, and it has not come to the guard
		}
	}
	return false, false
}

// constOf returns the constant that t is known to equal, or t.
func (m *Machine) constOf(s State, t term.Term) term.Term {
	if c := s.Conds.Get(t); c > 0 {
		return c
	}
	return t
}

// assumeNil learns that t is nil, or not.
func (m *Machine) assumeNil(s State, t term.Term, truth bool) (State, bool) {
	if known := m.nilness(s, t); known != unknownNil {
		return s, (known == isNil) == truth
	}
	c, is := obligation.NonNil, summary.NonNil
	if truth {
		c, is = m.Pool.Nil(), summary.Nil
	}
	s.Conds = s.Conds.With(t, c)
	ours := t == term.TheGuard || t == m.site.holder || t == m.site.cleanup && t != 0
	if t == m.site.err && !truth || ours && truth {
		s = m.absent(s)
	}
	if s.Status == obligation.Open && !s.Kept {
		switch {
		case truth && m.leadsFromSite(s, t):
			s = s.WithStatus(obligation.Absent, "")
		case !truth && m.insteadOf(t):
			s = s.WithStatus(obligation.Unsure, "there may be something else in its place")
		}
	}
	if ours && !truth && m.site.err != 0 && m.validity() == guard.ErrNil {
		// A function that hands out a guard reports no error with it.
		return m.assumeNil(s, m.site.err, true)
	}
	return m.consequences(s, t, is)
}

// leadsFromSite reports whether t is a pointer on the way from a result of the acquisition to the guard: where it is nil, there
// is no guard.
//
//	if resp.Successful != nil { defer resp.Successful.Close() }
func (m *Machine) leadsFromSite(s State, t term.Term) bool {
	return m.site.holder != 0 && len(m.Obl.Path) > 1 && m.Pool.Op(t) == term.Content && m.Pool.Reached(t, m.site.holder) &&
		slices.ContainsFunc(s.Cells, func(c obligation.Binding) bool { return c.Value == term.TheGuard && m.Pool.Reached(c.Key, t) })
}

// insteadOf reports whether t is another field of the result than that with the guard, of a function that hands out no guard on
// some of its returns: one of the two is there.
//
//	if resp.Pending != nil { return resp.Pending.Token, nil }
func (m *Machine) insteadOf(t term.Term) bool {
	if !m.Obl.Some || m.site.holder == 0 || len(m.Obl.Path) < 2 || m.Pool.Op(t) != term.Content {
		return false
	}
	field := m.Pool.Node(m.Pool.Node(t).X)
	return field.Op == term.Field && field.X == m.site.holder && field.N != m.Obl.Path[0]
}

// absent learns that the acquisition failed.
func (m *Machine) absent(s State) State {
	if s.Status == obligation.Idle || s.Kept || m.validity() == guard.Always {
		return s
	}
	return s.WithStatus(obligation.Absent, "")
}

// validity says how the acquisition reports failure.
func (m *Machine) validity() guard.Validity {
	if m.Obl.Site == nil || m.Obl.Some && m.Obl.Valid == guard.Always { // func tempFile() string, which may be empty
		return guard.NonNil
	}
	return m.Obl.Valid
}

// consequences applies the contracts of the call that made t, now that t is known to be is.
func (m *Machine) consequences(s State, t term.Term, is summary.Value) (State, bool) {
	n := m.Pool.Node(t)
	if call, ok := n.V.(*ssa.Call); ok && n.Op == term.Opaque && is == summary.True && isPredicate(call) {
		return m.assumeNil(s, m.Eval(s, call.Call.Args[0]), false)
	}
	if n.Op == term.Part && n.N == 1 && is == summary.True { // ee, ok := err.(*exec.ExitError): nil is of no type
		if assert, ok := m.Pool.Node(n.X).V.(*ssa.TypeAssert); ok {
			return m.assumeNil(s, m.Eval(s, assert.X), false)
		}
	}
	if n.Op != term.Applied {
		return s, true
	}
	args := m.Pool.Items(n.X)
	for _, c := range m.contracts(n) {
		if c.Result != n.N || c.Is != is {
			continue
		}
		if c.Param < 0 {
			return s, false
		}
		if c.Param >= len(args) {
			continue
		}
		var ok bool
		if s, ok = m.assumeValue(s, args[c.Param], c.Then); !ok {
			return s, false
		}
	}
	return s, true
}

// isPredicate reports whether a call asks, by a function of which no contract is known, what kind of error it has:
// oserror.IsExist(err). No error is of no kind. That is a convention about func IsXxx(error) bool, and can only silence.
func isPredicate(call *ssa.Call) bool {
	fn := calledFunc(&call.Call)
	if fn == nil || !strings.HasPrefix(fn.Name(), "Is") {
		return false
	}
	sig := fn.Signature()
	return sig.Recv() == nil && sig.Params().Len() == 1 && guard.IsError(sig.Params().At(0).Type()) && len(call.Call.Args) == 1
}

// assumeValue learns what a contract says of an argument.
func (m *Machine) assumeValue(s State, t term.Term, v summary.Value) (State, bool) {
	switch v {
	case summary.Nil, summary.NonNil:
		return m.assumeNil(s, t, v == summary.Nil)
	default:
		return m.Assume(s, t, v == summary.True)
	}
}

// contracts returns what is known of the call in an Applied term.
func (m *Machine) contracts(n term.Node) []summary.Contract {
	if call, ok := n.V.(*ssa.Call); ok {
		if fn := calledFunc(call.Common()); fn != nil {
			if sum := m.Summary(fn); sum != nil {
				return sum.Contracts
			}
		}
	}
	return nil
}
