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

// What follows watches a guard beyond its release, for a machine whose Misused is set. What speaks against a leak (somebody
// may have released it, a variable may still hold it) speaks for a misuse, and must be shown here:
//
//   - a release is one that is called on the guard itself, directly, in a literal that is walked, or in a callee that
//     makes it on all its paths. A summary does not show that: it takes the Close of a compressor around a file for that of
//     the file. Functions of the package are walked again, and others believed if there is nothing else that they can do;
//   - an object that holds the guard in a field holds something unknown there when a callee has had the object;
//   - a lock that anybody else can have locked again is lost from sight. So is every guard that can be revived.

// A Misuse is what a path does with a guard that it has released.
type Misuse struct {
	Call ssa.CallInstruction
	By   string // the method that needs the guard; "" for another release
}

// lost is s from where on nobody can tell what the guard is.
func lost(s State) State {
	return s.WithStatus(obligation.Absent, "it may be another one by now")
}

// mustRelease reports whether a method releases the guard in its receiver on all paths.
func (m *Machine) mustRelease(c callSite) bool {
	if fn := bodyOf(c); fn != nil {
		return m.Releases(fn, 0, m.Obl.Path)
	}
	sum := m.Summary(c.method)
	if sum == nil {
		return false
	}
	e, found := sum.Effect(0, m.Obl.Path)
	return found && e.OK|e.Err == summary.Released
}

// shown reports whether the release in a callee is one of the guard itself, and not of an object around it.
func (m *Machine) shown(s State, c callSite, e summary.Effect) bool {
	path, ok := m.Path(s, m.Pool.Unbox(c.args[e.Param]))
	return ok && slices.Equal(path, e.Path) && !slices.Contains(path, summary.Inside) && m.releasesAll(c, e)
}

// releasesAll reports whether a callee, the summary of which says that it releases what is in a parameter, is known to.
func (m *Machine) releasesAll(c callSite, e summary.Effect) bool {
	if m.takenBy(e.By) || m.hiddenLock(c, e) {
		return false
	}
	if fn := bodyOf(c); fn != nil {
		return m.Releases(fn, e.Param, e.Path)
	}
	iface, ok := operandType(c, e.Param).Underlying().(*types.Interface)
	if !ok || len(e.Path) > 0 {
		return false
	}
	for method := range iface.Methods() {
		if !m.isReleaser(method.Name()) {
			return false
		}
	}
	return true
}

// bodyOf returns the function that a call calls, if its code is at hand.
func bodyOf(c callSite) *ssa.Function {
	if fn := c.common.StaticCallee(); fn != nil && len(fn.Blocks) > 0 {
		return fn
	}
	return nil
}

// hiddenLock reports whether a callee releases a lock that is behind an interface for it: whether it locks it again, as
// (*sync.Cond).Wait does, its summary does not tell.
func (m *Machine) hiddenLock(c callSite, e summary.Effect) bool {
	t := TypeAt(operandType(c, e.Param), e.Path)
	return m.isLock() && (t == nil || types.IsInterface(t))
}

// takenBy reports whether one of the releases that a summary names hands the guard to a new owner.
func (m *Machine) takenBy(by []string) bool {
	return slices.ContainsFunc(m.Obl.Kind.Release, func(r guard.Release) bool { return r.Takes && slices.Contains(by, r.Func) })
}

// releasedAgain executes a release of a guard that was released before.
func (m *Machine) releasedAgain(s State, c callSite) State {
	switch {
	case s.Status != obligation.Released, s.Kept, m.otherAmount(s, c):
		return lost(s)
	case c.receiver && !m.isCalledOn(s, c.args[0]): // of an object around it
		return s
	}
	if !m.supposed {
		m.Misused(s, Misuse{Call: c.instr})
	}
	return s.WithEvent(obligation.Event{Kind: obligation.ReleasedBy, Pos: c.instr.Pos(), Instr: c.instr, Note: m.releaseName(c), Late: m.late})
}

// otherAmount reports whether a release gives back another amount than was acquired: of a semaphore, in two calls.
func (m *Machine) otherAmount(s State, c callSite) bool {
	if !m.byAddress() || !c.receiver || len(c.args) < 2 || m.Obl.Site == nil {
		return false
	}
	acquired := m.Obl.Site.Common().Args
	amount := m.Eval(s, acquired[len(acquired)-1])
	return m.Pool.Op(amount) != term.Const || amount != c.args[len(c.args)-1]
}

// watchAcquisition executes what a call acquires of the kind of the guard. What can be held more than once, and is when the
// acquisition under study is reached, can be released more than once.
func (m *Machine) watchAcquisition(s State, c callSite) State {
	switch {
	case s.Status != obligation.Idle:
		if m.acquiredElsewhere(s, c) {
			return lost(s)
		}
	case m.byAddress() && (m.Obl.Kind.Shared || !m.isLock()) && m.acquires(c):
		s.Conds = s.Conds.With(m.Pool.Unbox(c.args[0]), obligation.Escaped)
	}
	return s
}

// acquires reports whether a call acquires a guard of the kind, in its receiver.
func (m *Machine) acquires(c callSite) bool {
	return c.method != nil && c.receiver && slices.ContainsFunc(m.Obl.Kind.Acquire, func(a guard.Acquisition) bool { return isNamed(c.method, a.Func) })
}

// acquiredElsewhere reports whether another call than the acquisition under study acquires, or may acquire, a guard that is
// a part of an object.
func (m *Machine) acquiredElsewhere(s State, c callSite) bool {
	if !m.byAddress() || s.Self == 0 {
		return false
	}
	if !m.fixed(s.Self) {
		return true
	}
	if m.acquires(c) && m.IsGuard(s, c.args[0]) {
		return true
	}
	if m.global(s) != nil && !m.isStd(c.method) {
		return true
	}
	if c.method == nil {
		return false
	}
	sum := m.Summary(c.method)
	if sum == nil {
		return false
	}
	return slices.ContainsFunc(sum.Acquires, func(a summary.Acquire) bool {
		return a.Param < len(c.args) && m.part(s, m.Pool.Unbox(c.args[a.Param]), operandType(c, a.Param), a.Path) == s.Self
	})
}

// passReleased executes the hand-over of an operand that carries a released guard.
func (m *Machine) passReleased(s State, c callSite, sum *summary.Summary, k int) State {
	arg := m.Pool.Unbox(c.args[k])
	own := c.receiver && k == 0 && m.isCalledOn(s, arg)
	switch {
	case s.Kept:
	case own && m.Obl.Kind.NeededBy(c.method.Name()):
		m.needs(s, c, c.method.Name())
	case own && (slices.Contains(m.Obl.Kind.Revives, c.method.Name()) || !m.isStd(c.method)):
		return lost(s) // Reset, or a method of the program of which nobody knows
	case own:
	case m.isStd(c.method) || c.method != nil && guard.UsedBy(c.method, k) != "":
		if !c.receiver && m.IsGuard(s, arg) {
			m.needs(s, c, guard.UsedBy(c.method, k))
		}
	case m.releasedBelow(s, c, sum, k):
		return m.releasedAgain(s, callSite{instr: c.instr, common: c.common, value: c.value, method: c.method, args: c.args})
	case m.byAddress(), len(m.Obl.Kind.Revives) > 0:
		return lost(s)
	}
	return s
}

// releasedBelow reports whether a callee releases the guard that its operand k is, or has in it, on all its paths.
func (m *Machine) releasedBelow(s State, c callSite, sum *summary.Summary, k int) bool {
	if sum == nil {
		return false
	}
	path, ok := m.Path(s, m.Pool.Unbox(c.args[k]))
	if !ok || slices.Contains(path, summary.Inside) {
		return false
	}
	e, found := sum.Effect(k, path)
	return found && e.OK|e.Err == summary.Released && m.known(e.By, c.args[k]) && m.releasesAll(c, e)
}

// CalledLater reports whether a result is a function literal, and if so calls it, as the caller will.
func (m *Machine) CalledLater(s State, t term.Term) bool {
	t = m.Pool.Unbox(t)
	n := m.Pool.Node(t)
	if n.Op != term.Closure {
		return false
	}
	m.inline(s, callSite{callee: t, instr: noCall, common: &noCall.Call}, n)
	return true
}

// askedAgain executes a call that releases the guard by its outcome, after its release: rows.Next() after rows.Close()
// returns false.
func (m *Machine) askedAgain(s State, c callSite, when guard.Outcome) State {
	m.needs(s, c, c.method.Name())
	if c.value != nil && (when == guard.False || when == guard.True) {
		s = m.bindResult(s, c.value, 0, m.Pool.Bool(when == guard.True))
	}
	return s
}

// needs tells of a call that needs the released guard.
func (m *Machine) needs(s State, c callSite, method string) {
	if !m.supposed && !s.Kept && m.Obl.Kind.NeededBy(method) {
		m.Misused(s, Misuse{Call: c.instr, By: method})
	}
}

// replaced forgets what a callee may have replaced: the guard in a field of an object that it gets.
func (m *Machine) replaced(s State, c callSite, arg term.Term) State {
	if m.isCalledOn(s, arg) {
		return s
	}
	v, _ := c.instr.(ssa.Value)
	for _, cell := range s.Cells {
		if cell.Key != arg && m.Pool.Reached(cell.Key, arg) && m.Carries(s, cell.Value) {
			s.Cells = s.Cells.With(cell.Key, m.Pool.Make(term.Node{Op: term.Written, X: cell.Key, V: v}))
		}
	}
	if n := m.Pool.Node(arg); n.Op == term.Closure {
		for _, captured := range m.Pool.Items(n.X) {
			s = m.replaced(s, c, captured)
		}
	}
	return s
}

// boundTo executes the hand-over of a context that the guard ends, or of something that ends with it: what the callee
// makes with it may end with it, too. Of what a callee has had otherwise we do not know how much of it is needed still.
func (m *Machine) boundTo(s State, c callSite, k int) State {
	arg := m.Pool.Unbox(c.args[k])
	if n := m.Pool.Node(arg); n.Op == term.Closure || !s.IsHolder(arg) {
		return s
	}
	at := k
	if c.receiver {
		at--
	}
	if c.method != nil && c.value != nil && guard.Bound(c.method, at) && !m.isHead(c) {
		return s.WithHolder(m.Pool.Unbox(m.bound(s, m.resultTerm(c.value, 0))))
	}
	return s
}

// consumes forgets a response or rows that a callee gets: it may read them to the end.
func (m *Machine) consumes(s State, arg term.Term) State {
	h := m.Ends(s, arg)
	if h == 0 || !guard.EndsWithContext(m.registerType(h)) {
		return s
	}
	s.Holders = slices.DeleteFunc(slices.Clone(s.Holders), func(t term.Term) bool { return t == h })
	return s
}

// registerType is the type of the register that a term names, or nil.
func (m *Machine) registerType(t term.Term) types.Type {
	switch n := m.Pool.Node(t); n.Op {
	case term.Opaque:
		return n.V.Type()
	case term.Part:
		if v := m.Pool.Node(n.X).V; v != nil {
			return TypeOfResult(v, n.N)
		}
	}
	return nil
}

// isHead reports whether the call makes a request to which there is no response body.
func (m *Machine) isHead(c callSite) bool {
	return slices.ContainsFunc(c.args, func(t term.Term) bool { n := m.Pool.Node(t); return n.Op == term.Const && n.C == `"HEAD"` })
}

// EndsWith reports whether a value is a response, or the like, that ends with the context which the guard ends, or a field
// of one.
func (m *Machine) EndsWith(s State, t term.Term) bool {
	h := m.Ends(s, t)
	return h != 0 && guard.EndsWithContext(m.registerType(h))
}

// Ends returns what a value was made of that ends with the context which the guard ends, or zero: the value itself, or for
// a field of a response the response.
func (m *Machine) Ends(s State, t term.Term) term.Term {
	for t = m.Pool.Unbox(t); t != 0; {
		if s.IsHolder(t) {
			return t
		}
		switch n := m.Pool.Node(t); n.Op {
		case term.Content, term.Field, term.Project:
			t = n.X
		default:
			return 0
		}
	}
	return 0
}
