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

// acquire executes the acquisition.
func (m *Machine) acquire(s State, c callSite) []State {
	if s.Status != obligation.Idle && m.onlyOnce(c.instr) {
		return nil
	}
	if m.isLock() && s.Status == obligation.Open && !m.Obl.Kind.Shared && m.validity() == guard.Always && m.holder(s, c) == s.Self && s.Self != 0 && m.fixed(s.Self) && !c.common.IsInvoke() {
		m.relocked(s, c)
		return nil
	}
	if w := s.Written; w != nil && w.Stage == obligation.Dropped {
		s = m.forgetSite(s)
		s.Kept = true
		return one(s) // another one; we go on with what this one has lost
	}
	if s.Status == obligation.Open || s.Status == obligation.Unsure {
		if deferred := m.deferred(s); !s.Kept && (deferred || m.storedElsewhere(s)) {
			if deferred && m.Piled != nil && s.Status == obligation.Open {
				m.Piled(s)
			}
			s = m.lastRound(s)
		}
		s = m.forgetSite(s)
		if m.Anywhere(s) {
			s.Kept = true
			return one(s) // kept elsewhere; we go on watching the first one
		}
		if m.Lost != nil && s.Status == obligation.Open {
			m.Lost(s.WithEvent(obligation.Event{Kind: obligation.NextRound, Pos: c.instr.Pos(), Instr: c.instr}))
		}
	}
	s = m.forgetGuard(s)
	if m.Obl.Via != nil {
		s = m.expose(s, c, m.Summary(m.Obl.Via))
	}
	s.Status, s.Reason, s.Into, s.Kept = obligation.Open, "", 0, false
	s.Trace = nil
	if m.Dropped != nil {
		s.Written = new(obligation.Written)
	}
	s = s.WithEvent(obligation.Event{Kind: obligation.Acquired, Pos: c.instr.Pos(), Instr: c.instr})
	m.derivedFrom(s, c)
	s = m.place(s, c)
	if m.Misused != nil && s.Self != 0 && s.Conds.Get(s.Self) == obligation.Escaped {
		return one(lost(s))
	}
	if m.Misused != nil && m.Obl.Kind.Context && m.Obl.Via == nil {
		s = s.WithHolder(m.resultTerm(c.value, 0))
	}
	return one(s)
}

// place puts the guard where the acquisition leaves it.
func (m *Machine) place(s State, c callSite) State {
	h := m.Obl.Holder
	var at term.Term
	switch h.In {
	case guard.Process:
		return s
	case guard.Receiver, guard.Arg:
		if m.Obl.Via != nil && !m.byAddress() && len(m.Obl.Path) > 0 {
			return m.placeInside(s, c)
		}
		s.Self = m.holder(s, c)
		if !m.byAddress() && m.outlives(s, s.Self) {
			return s.WithStatus(obligation.Transferred, ofOthers)
		}
		if t := resultType(c.common.Signature(), 0); h.In == guard.Receiver && t != nil && types.Identical(t, receiverType(c.common)) {
			s = m.bindResult(s, c.value, 0, s.Self) // return new(Writer).Init(w)
		}
		return s
	default:
		at = m.resultTerm(c.value, h.Index)
	}
	for _, p := range m.Obl.Also {
		s = m.placeAlso(s, c, p)
	}
	switch {
	case m.Obl.Cleanup == h.Index:
		return s // only the cleanup function is handed out, and known as such
	case len(m.Obl.Path) == 0:
		return m.BindTerm(s, at, term.TheGuard)
	case types.IsInterface(resultType(c.common.Signature(), h.Index)):
		return s.WithHolder(at) // in an object whose type the interface hides
	case m.isLock():
		s.Self = m.part(s, at, resultType(c.common.Signature(), h.Index), m.Obl.Path)
		return s
	}
	return m.placeBelow(s, at, resultType(c.common.Signature(), h.Index), m.Obl.Path)
}

// placeAlso lets another result carry the guard, too.
func (m *Machine) placeAlso(s State, c callSite, p obligation.Place) State {
	at, typ := m.resultTerm(c.value, p.Result), resultType(c.common.Signature(), p.Result)
	switch {
	case len(p.Path) == 0:
		return m.BindTerm(s, at, term.TheGuard)
	case types.IsInterface(typ):
		return s.WithHolder(at)
	}
	return m.placeBelow(s, at, typ, p.Path)
}

// placeInside puts the guard where a method has left it in its receiver, or a function in an argument.
func (m *Machine) placeInside(s State, c callSite) State {
	at, typ := m.filled(c)
	switch {
	case at == 0:
		return s.WithStatus(obligation.Unsure, "its place is not known")
	case m.outlives(s, at):
		return s.WithStatus(obligation.Transferred, ofOthers)
	}
	return m.placeBelow(s, at, typ, m.Obl.Path)
}

const ofOthers = "it belongs to an object of somebody else"

// filled returns the receiver or the argument that the acquisition leaves the guard in, and its type; or zero.
func (m *Machine) filled(c callSite) (at term.Term, typ types.Type) {
	i := 0
	if m.Obl.Holder.In == guard.Arg {
		i = argOf(c, m.Obl.Holder.Index)
	}
	if i >= len(c.args) {
		return 0, nil
	}
	return m.Pool.Unbox(c.args[i]), operandType(c, i)
}

// holder returns the guard that is a part of the receiver or of an argument of its acquisition.
func (m *Machine) holder(s State, c callSite) term.Term {
	at, typ := m.filled(c)
	if at == 0 || len(m.Obl.Path) == 0 {
		return at
	}
	return m.part(s, at, typ, m.Obl.Path)
}

// placeBelow puts the guard into the fields at path below the value at.
func (m *Machine) placeBelow(s State, at term.Term, typ types.Type, path []int) State {
	for i, f := range path {
		if f == summary.Inside {
			return s.WithHolder(at)
		}
		last := i == len(path)-1
		st := StructOf(typ)
		if st == nil || f < 0 || f >= st.NumFields() {
			return s.WithStatus(obligation.Unsure, "its place in the result is not known")
		}
		pointer := false
		if _, ok := typ.Underlying().(*types.Pointer); ok {
			pointer = true
		}
		typ = st.Field(f).Type()
		_, structField := typ.Underlying().(*types.Struct)
		switch {
		case pointer && last:
			s.Cells = s.Cells.With(m.Pool.FieldAddr(at, f), term.TheGuard)
		case pointer && structField:
			at = m.Pool.FieldAddr(at, f)
			typ = types.NewPointer(typ)
		case pointer:
			at = m.Pool.Make(term.Node{Op: term.Content, X: m.Pool.FieldAddr(at, f)})
		case last:
			s.Env = s.Env.With(m.Pool.Make(term.Node{Op: term.Project, X: at, N: f}), term.TheGuard)
		default:
			at = m.Pool.Make(term.Node{Op: term.Project, X: at, N: f})
		}
	}
	return s
}

// madeOf returns the predicate of the terms that are built from a register.
func (m *Machine) madeOf(v ssa.Value) func(term.Term) bool {
	own := m.Pool.Opaque(v)
	return func(t term.Term) bool {
		return m.Pool.Mentions(t, func(u term.Term, _ term.Node) bool { return u == own })
	}
}

// storedElsewhere reports whether a variable or an element has an object with the guard that a result of the acquisition is.
//
//	parts[i], err = newPart(name)
func (m *Machine) storedElsewhere(s State) bool {
	v := m.Obl.Origin()
	if v == nil || len(m.Obl.Path) == 0 {
		return false
	}
	mine := m.madeOf(v)
	return slices.ContainsFunc(s.Cells, func(c obligation.Binding) bool { return !mine(c.Key) && mine(c.Value) && m.Carries(s, c.Value) })
}

// lastRound gives the object with the guard that the last round of a loop got, and that something else has, a name of its
// own: the register names the next one.
//
//	defer func() { resp.Body.Close() }()
func (m *Machine) lastRound(s State) State {
	v := m.Obl.Origin()
	if v == nil || len(m.Obl.Path) == 0 {
		return s
	}
	last := m.Pool.Make(term.Node{Op: term.Opaque, V: v, N: 1})
	return m.replace(s, m.Pool.Opaque(v), last, func(term.Term) bool { return true })
}

// forgetSite drops what the registers of the acquisition denoted in the last round of the loop.
func (m *Machine) forgetSite(s State) State {
	v := m.Obl.Origin()
	if v == nil {
		return s
	}
	mine := m.madeOf(v)
	s.Env = s.Env.Filter(func(k, v term.Term) bool { return !mine(k) && !mine(v) })
	s.Cells = s.Cells.Filter(func(k, v term.Term) bool { return !mine(k) && (!mine(v) || m.Carries(s, v)) })
	s.Conds = s.Conds.Filter(func(k, _ term.Term) bool { return !mine(k) })
	return s
}

// Anywhere reports whether the guard can still be reached from what the path knows.
func (m *Machine) Anywhere(s State) bool {
	if len(s.Holders) > 0 || s.Self != 0 {
		return true
	}
	has := func(b obligation.Binding) bool { return m.Carries(s, b.Value) }
	return slices.ContainsFunc(s.Env, has) || slices.ContainsFunc(s.Cells, has) || m.deferred(s)
}

// deferred reports whether a deferred call has the guard among its operands.
func (m *Machine) deferred(s State) bool {
	for d := s.Defers; d != nil; d = d.Prev {
		if m.Carries(s, d.Callee) || m.anyCarries(s, d.Args, maxDepth) {
			return true
		}
	}
	return false
}

// forgetGuard drops everything that named the guard of an earlier round.
func (m *Machine) forgetGuard(s State) State {
	s = m.forgetSite(s)
	isGuard := func(t term.Term) bool { return t == term.TheGuard }
	s.Env = s.Env.Filter(func(_, v term.Term) bool { return !isGuard(v) })
	s.Cells = s.Cells.Filter(func(_, v term.Term) bool { return !isGuard(v) })
	s.Conds = s.Conds.Filter(func(k, _ term.Term) bool { return !isGuard(k) })
	if m.Misused != nil { // a deferred call may have it, or the nil in its place, and shall not release the next one
		last := m.Pool.Make(term.Node{Op: term.Opaque, V: m.Obl.Origin(), N: 2})
		s = m.replace(s, term.TheGuard, last, func(term.Term) bool { return false })
	}
	s.Holders, s.Self = nil, 0
	return s
}

// prepareSite finds the results that tell whether the acquisition happened, and the one that undoes it.
func (m *Machine) prepareSite() {
	v, ok := m.Obl.Site.(ssa.Value)
	if !ok { // a go statement
		return
	}
	sig := m.Obl.Site.Common().Signature()
	last := sig.Results().Len() - 1
	switch m.Obl.Valid {
	case guard.ErrNil:
		m.site.err = m.resultTerm(v, guard.ErrorResult(sig))
	case guard.OK:
		m.site.ok = m.resultTerm(v, last)
	case guard.Zero:
		m.site.errno = m.resultTerm(v, last)
	}
	if f := m.Obl.Flag; f != 0 {
		m.site.flag, m.site.is = m.resultTerm(v, max(f, -f)), f > 0
	}
	if m.Obl.Holder.In == guard.Result && len(m.Obl.Path) > 0 {
		m.site.holder = m.resultTerm(m.Obl.Origin(), m.Obl.Holder.Index)
	}
	if m.Obl.Cleanup >= 0 {
		m.site.cleanup = m.resultTerm(v, m.Obl.Cleanup)
	}
}

// ResolveValidity replaces [guard.Auto] by what the signature says.
func ResolveValidity(v guard.Validity, sig *types.Signature, holder guard.Holder) guard.Validity {
	if v != guard.Auto {
		return v
	}
	last := sig.Results().Len() - 1
	switch {
	case guard.ErrorResult(sig) >= 0:
		return guard.ErrNil
	case last > 0 && guard.IsTruth(sig.Results().At(last).Type()):
		return guard.OK
	case last > 0 && guard.IsErrno(sig.Results().At(last).Type()):
		return guard.Zero
	case holder.In != guard.Result:
		return guard.Always
	}
	switch sig.Results().At(holder.Index).Type().Underlying().(type) {
	case *types.Pointer, *types.Interface, *types.Signature:
		return guard.NonNil
	}
	return guard.Always
}
