package effect

import (
	"go/types"
	"slices"

	"github.com/guardlint/guardlint/passes/internal/guard"
	"github.com/guardlint/guardlint/passes/internal/obligation"
	"github.com/guardlint/guardlint/passes/internal/summary"
	"github.com/guardlint/guardlint/passes/internal/term"
)

// ownMethod executes a method of the guard that is no release: what the library does inside is its own affair, and its
// kind's row says all. The result may stand for the guard, as the name of a temporary file does. Of a guard that is known
// by its type alone, the method's summary says whether it releases it on the way.
func (m *Machine) ownMethod(s State, c callSite, sum *summary.Summary) []State {
	if e, ok := m.ends(c, sum); ok {
		return m.meetBy(s, c, e)
	}
	if sum != nil && !sum.Opaque && !c.method.Exported() { // of those the row does not speak: they are for the library's own use
		e := m.effectOn(s, c, sum, 0)
		e.OK, e.Err = without(e.OK, summary.Unknown), without(e.Err, summary.Unknown)
		return m.meetBy(s, c, e)
	}
	if c.method.Name() == commit && m.commits() {
		return one(m.unsure(s, c, "it may close it"))
	}
	if c.value != nil && slices.Contains(m.Obl.Kind.Handles, c.method.Name()) {
		s = m.bindResult(s, c.value, 0, term.TheGuard)
	}
	if sum != nil && m.Misused == nil && !m.isStd(c.method) {
		s = m.handsBack(s, c, sum)
	}
	if len(m.Obl.Kind.Acquire) == 0 && c.common.IsInvoke() {
		s = m.streams(s, c)
	}
	return one(s.WithEvent(obligation.Event{Kind: obligation.HandedOver, Pos: c.instr.Pos(), Instr: c.instr, Note: CalleeName(c.common)}))
}

// handsBack makes the results that hold the receiver, as a method's summary says, other ways to the guard:
//
//	return log.WithFields(fields) // an entry that has the logger
func (m *Machine) handsBack(s State, c callSite, sum *summary.Summary) State {
	for _, e := range sum.Params {
		if e.Param == 0 && (len(e.Path) == 0 || m.promotes(c.method, e.Path)) &&
			(e.OK|e.Err)&summary.Returned != 0 && (e.OK|e.Err)&^(summary.Returned|summary.Borrowed) == 0 {
			s = m.returned(s, c, e)
		}
	}
	return s
}

// promotes reports whether a release of the guard, which the method is called on, is that of what it embeds at the path:
//
//	type DB struct { *sql.DB } // and Unsafe returns another DB with the same one
func (m *Machine) promotes(method *types.Func, path []int) bool {
	return slices.ContainsFunc(m.Obl.Kind.Release, func(r guard.Release) bool {
		if r.Method == "" {
			return false
		}
		obj, index, _ := types.LookupFieldOrMethod(method.Signature().Recv().Type(), true, method.Pkg(), r.Method)
		_, ok := obj.(*types.Func)
		return ok && slices.Equal(index[:len(index)-1], path)
	})
}

// streams takes the results of an interface's method that can be released for wrappers around what it was called on, as
// nobody knows whether they are:
//
//	return session.Archive(ctx) // an io.ReadCloser that ends the session
func (m *Machine) streams(s State, c callSite) State {
	if c.value == nil {
		return s
	}
	for i := range c.signature().Results().Len() {
		if m.hasRelease(resultType(c.signature(), i)) {
			s = s.WithHolder(m.resultTerm(c.value, i))
		}
	}
	return s
}

// ends returns what a method does to a guard of no particular kind that it is called on, if it can release it or keeps it.
func (m *Machine) ends(c callSite, sum *summary.Summary) (e summary.Effect, ok bool) {
	switch {
	case len(m.Obl.Kind.Acquire) > 0 || m.byAddress():
		return e, false
	case c.common.IsInvoke():
		e, ok = m.Receiver(c.method)
	case sum != nil:
		e, ok = sum.Effect(0, nil)
	}
	if ok && len(e.By) > 0 && m.known(e.By, c.args[0]) {
		return e, true
	}
	if ok && m.Misused == nil && e.OK == summary.Kept { // it registers itself somewhere, or gives up its finalizer
		return e, true
	}
	if m.Misused != nil || sum == nil || c.common.IsInvoke() {
		return e, false
	}
	by := m.doesAs(c.method, sum)
	return summary.Effect{OK: summary.Released, Err: summary.Released, By: []string{by}, Into: -1}, by != ""
}

// doesAs returns the release of a method's receiver that releases no more below it than the method does, or "":
//
//	func (r *Results) Cancel()                   { r.mustClose() }
//	func (r *Results) Run(f func(*Result)) error { defer r.mustClose(); ... }
func (m *Machine) doesAs(method *types.Func, sum *summary.Summary) string {
	if by, found := m.doneAs[method]; found {
		return by
	}
	if m.doneAs == nil {
		m.doneAs = make(map[*types.Func]string)
	}
	m.doneAs[method] = ""
	if !slices.ContainsFunc(sum.Params, releasesBelow) {
		return ""
	}
	for _, r := range m.Obl.Kind.Release {
		if r.Method == "" {
			continue
		}
		obj, _, _ := types.LookupFieldOrMethod(method.Signature().Recv().Type(), true, method.Pkg(), r.Method)
		release, ok := obj.(*types.Func)
		if !ok || release == method {
			continue
		}
		done := m.Summary(release)
		if done == nil || done.Opaque || !slices.ContainsFunc(done.Params, releasesBelow) {
			continue
		}
		if !slices.ContainsFunc(done.Params, func(e summary.Effect) bool {
			too, _ := sum.Effect(e.Param, e.Path)
			return releasesBelow(e) && !releasesBelow(too)
		}) {
			m.doneAs[method] = r.Method
			return r.Method
		}
	}
	return ""
}

// releasesBelow reports whether an effect is that of a method which releases something in its receiver, however it returns.
func releasesBelow(e summary.Effect) bool {
	return e.Param == 0 && len(e.Path) > 0 && e.OK == summary.Released && e.Err&^summary.Released == 0
}
