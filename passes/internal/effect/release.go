package effect

import (
	"go/token"
	"go/types"
	"slices"
	"strings"

	"golang.org/x/tools/go/ssa"

	"github.com/guardlint/guardlint/passes/internal/guard"
	"github.com/guardlint/guardlint/passes/internal/obligation"
	"github.com/guardlint/guardlint/passes/internal/summary"
	"github.com/guardlint/guardlint/passes/internal/term"
)

// isRelease reports whether fn is a function by which guards of this kind are released.
func (m *Machine) isRelease(fn *types.Func) bool {
	return fn != nil && m.Obl.Site != nil && slices.ContainsFunc(m.Obl.Kind.Release, func(r guard.Release) bool {
		return r.Func != "" && isNamed(fn, r.Func)
	})
}

// release executes the call if it releases the guard.
func (m *Machine) release(s State, c callSite) ([]State, bool) {
	if c.callee != 0 && c.callee == m.site.cleanup {
		return one(m.released(s, c)), true
	}
	if c.receiver && m.releasesOwner(s, c) {
		if m.Misused != nil && !m.mustRelease(c) {
			return one(lost(s)), true
		}
		return one(m.released(s, c)), true
	}
	if m.Misused == nil && c.receiver && m.wrapped(s, c.args[0]) && m.isReleaser(c.method.Name()) {
		return one(m.released(s, c)), true
	}
	if m.Misused == nil && (m.releasesParent(c) || m.cancelsParent(c)) {
		return one(m.released(s, c)), true
	}
	for _, r := range m.releasers {
		if !m.matches(s, c, r) {
			continue
		}
		if r.When != guard.AnyOutcome && m.Misused != nil && s.Status == obligation.Released {
			return one(m.askedAgain(s, c, r.When)), true
		}
		if m.Misused != nil && r.Takes {
			return one(lost(s)), true
		}
		if r.When == guard.AnyOutcome || c.value == nil {
			return one(m.released(s, c)), true
		}
		return m.releaseWhen(s, c, r.When), true
	}
	return nil, false
}

// releasesParent reports whether a call releases what the guard was made from, and the guard with it.
func (m *Machine) releasesParent(c callSite) bool {
	if len(m.Obl.Kind.Parent) == 0 || !c.receiver || m.Obl.Site == nil || m.Obl.Via != nil || !slices.Contains(m.Obl.Kind.Parent, c.method.Name()) {
		return false
	}
	made := m.Obl.Site.Common()
	fn, on := calledFunc(made), Operands(c.common)
	return fn != nil && fn.Signature().Recv() != nil && len(on) > 0 && sameVariable(embedder(on[0]), Operands(made)[0])
}

// embedder returns the object whose promoted method is called, where v is what is embedded in it.
func embedder(v ssa.Value) ssa.Value {
	load, ok := v.(*ssa.UnOp)
	if !ok || load.Op != token.MUL {
		return v
	}
	addr, ok := load.X.(*ssa.FieldAddr)
	if !ok || !StructOf(addr.X.Type()).Field(addr.Field).Embedded() {
		return v
	}
	return addr.X
}

// sameVariable reports whether two registers have what one variable had, at different times perhaps.
func sameVariable(a, b ssa.Value) bool {
	x, ok := a.(*ssa.UnOp)
	y, too := b.(*ssa.UnOp)
	return a == b || ok && too && x.Op == token.MUL && y.Op == token.MUL && x.X == y.X
}

// wrapped reports whether t is an object that holds the guard behind an interface: its Close, by convention, closes what
// it wraps.
func (m *Machine) wrapped(s State, t term.Term) bool {
	t = m.Pool.Unbox(t)
	v := m.Pool.Node(t)
	if v.V == nil && v.X != 0 {
		v = m.Pool.Node(v.X)
	}
	return s.IsHolder(t) && v.V != nil && !isContainer(v.V.Type())
}

// isContainer reports whether t is the type of a slice, array, map or channel.
func isContainer(t types.Type) bool {
	if p, ok := t.Underlying().(*types.Pointer); ok {
		t = p.Elem()
	}
	switch t.Underlying().(type) {
	case *types.Slice, *types.Array, *types.Map, *types.Chan:
		return true
	}
	return false
}

// matches reports whether the call is the release r of the guard.
func (m *Machine) matches(s State, c callSite, r releaseTerm) bool {
	switch {
	case r.Call:
		return c.callee != 0 && m.IsGuard(s, c.callee)
	case r.Method != "":
		return c.receiver && c.method.Name() == r.Method && len(c.args) > 0 && m.isAt(s, c.args[0], r)
	case r.Func != "":
		if c.method == nil || !isNamed(c.method, r.Func) {
			return false
		}
		if r.Arg == guard.NoArg {
			return true
		}
		i := argOf(c, r.Arg)
		return i < len(c.args) && m.IsGuard(s, c.args[i])
	}
	return false
}

// isNamed reports whether fn has the full name; nearly always its bare name tells that it has not.
func isNamed(fn *types.Func, full string) bool {
	return strings.HasSuffix(full, fn.Name()) && fn.FullName() == full
}

// isAt reports whether t is the part of the guard that the release is called on.
func (m *Machine) isAt(s State, t term.Term, r releaseTerm) bool {
	if r.Field == "" {
		return m.isCalledOn(s, t)
	}
	if r.path == nil {
		return false
	}
	for _, root := range []term.Term{term.TheGuard, s.Self} {
		at := root
		for _, f := range r.path {
			at = m.Pool.Make(term.Node{Op: term.Content, X: m.Pool.FieldAddr(at, f)})
		}
		if root != 0 && at == t {
			return true
		}
	}
	return false
}

// isCalledOn reports whether t, the receiver of a method, is the guard or a struct embedded in it.
func (m *Machine) isCalledOn(s State, t term.Term) bool {
	return m.IsGuard(s, t) || m.IsGuard(s, m.promoted(t))
}

// promoted looks through embedded structs from the receiver of a promoted method to the object that it was called on:
// Close of a net.TCPConn is that of a struct inside it.
func (m *Machine) promoted(t term.Term) term.Term {
	var fields []int
	at := m.Pool.Unbox(t)
	for n := m.Pool.Node(at); n.Op == term.Field || n.Op == term.Content; n = m.Pool.Node(at) {
		if n.Op == term.Field {
			fields = append(fields, n.N)
		}
		at = n.X
	}
	if len(fields) == 0 {
		return t
	}
	typ := m.guardType()
	if typ != nil && types.IsInterface(typ) { // of what a type assertion found in it
		return at
	}
	for _, f := range slices.Backward(fields) {
		st := StructOf(typ)
		if st == nil || f >= st.NumFields() || !st.Field(f).Embedded() {
			return t
		}
		typ = st.Field(f).Type()
	}
	return at
}

// released records the release.
func (m *Machine) released(s State, c callSite) State {
	if m.Misused != nil && (s.Status == obligation.Released || m.otherAmount(s, c)) {
		return m.releasedAgain(s, c)
	}
	if m.isLock() && s.Status == obligation.Released && s.Reason != LockedAgain {
		return s // of the same mutex, but not of this locking
	}
	s = s.WithEvent(obligation.Event{Kind: obligation.ReleasedBy, Pos: c.instr.Pos(), Instr: c.instr, Note: m.releaseName(c), Late: m.late})
	if s.Status == obligation.Absent {
		return s
	}
	return s.WithStatus(obligation.Released, m.releaseName(c))
}

// releaseName names a release as summaries do.
func (m *Machine) releaseName(c callSite) string {
	switch b, ok := c.common.Value.(*ssa.Builtin); {
	case ok && b.Name() == "close":
		return summary.ByClose
	case c.method == nil:
		return summary.ByCall
	case c.receiver:
		return c.method.Name()
	}
	return c.method.FullName()
}

// releaseWhen forks on the outcome that makes the call a release.
func (m *Machine) releaseWhen(s State, c callSite, when guard.Outcome) []State {
	var out []State
	result := m.resultTerm(c.value, 0)
	if when == guard.Success || when == guard.Failure {
		result = m.resultTerm(c.value, max(0, guard.ErrorResult(c.signature())))
	}
	s = m.BindTerm(s, result, result)
	s.Conds = s.Conds.Filter(func(k, _ term.Term) bool { return k != result })
	for _, released := range []bool{true, false} {
		var t State
		var ok bool
		switch when {
		case guard.Success, guard.Failure:
			t, ok = m.assumeNil(s, result, (when == guard.Success) == released)
		default:
			t, ok = m.Assume(s, result, (when == guard.True) == released)
		}
		if !ok {
			continue
		}
		switch {
		case released && m.Misused != nil:
			t = lost(t)
		case released:
			t = m.released(t, c)
		}
		out = append(out, t)
	}
	return out
}
