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

// Locks differ from other guards in one thing: they are parts of objects that have other uses. Handing the object
// over, storing or returning it says nothing of the lock; what hands the duty over is a function that unlocks.

// isLock reports whether the guard is a lock.
func (m *Machine) isLock() bool { return m.Obl.Kind.ReportedBy() == "lockheld" }

// handsOver reports whether who gets t gets the duty with it.
func (m *Machine) handsOver(s State, t term.Term) bool {
	return m.Carries(s, t) && (!m.byAddress() || m.IsCleanup(s, t))
}

// part returns the field at path below the value at, of type typ: its address if it is a struct, else its content.
func (m *Machine) part(s State, at term.Term, typ types.Type, path []int) term.Term {
	for _, f := range path {
		st := StructOf(typ)
		if st == nil || f < 0 || f >= st.NumFields() {
			return 0
		}
		addr := m.Pool.FieldAddr(at, f)
		typ = st.Field(f).Type()
		if _, ok := typ.Underlying().(*types.Struct); ok {
			at = addr
		} else {
			at = m.load(s, addr, typ)
		}
	}
	return at
}

// LockedAgain is the reason of a released lock that is held at the moment, because another call has locked it since.
const LockedAgain = "locked again"

// locksAgain executes what a callee acquires, if that is the guard under study: a second Lock of a mutex that is held
// does not return. It reports false if the path ends there.
//
// A function that is studied on behalf of its callers is entered with the guard held. If it locks without having
// unlocked, it is not called so, and says nothing about a held lock; if it has unlocked, it holds it again.
func (m *Machine) locksAgain(s State, c callSite, sum *summary.Summary) (State, bool) {
	if sum == nil || s.Self == 0 || s.Status != obligation.Open && s.Status != obligation.Released {
		return s, true
	}
	if s.Status == obligation.Open && m.unlocksGlobal(s, c) {
		return m.unsure(s, c, "it may unlock it"), true
	}
	for _, a := range sum.Acquires {
		if a.Valid != guard.Always || a.Param >= len(c.args) || m.part(s, m.Pool.Unbox(c.args[a.Param]), operandType(c, a.Param), a.Path) != s.Self {
			continue
		}
		switch {
		case s.Status == obligation.Open && m.Obl.Kind.Shared && a.Kind == m.Obl.Kind.Name:
			// Read locks are shared.
		case s.Status == obligation.Open:
			m.relocked(s, c)
			return s, false
		case m.Obl.Site == nil && (a.Kind == m.Obl.Kind.Name || !m.isLock()):
			s = s.WithStatus(obligation.Open, "")
		case m.Obl.Site != nil && a.Kind == m.Obl.Kind.Name:
			s = s.WithStatus(obligation.Released, LockedAgain)
		}
	}
	return s, true
}

// unlocksGlobal reports whether the lock is in a package-level variable and the callee unlocks it, at least sometimes.
func (m *Machine) unlocksGlobal(s State, c callSite) bool {
	g := m.global(s)
	return g != nil && c.method != nil && m.Unlocks != nil && m.Unlocks(c.method, g)
}

// global returns the package-level variable that the guard is a part of, or nil.
func (m *Machine) global(s State) *ssa.Global {
	if s.Self == 0 {
		return nil
	}
	root := m.Pool.Root(s.Self)
	if m.Pool.Op(root) == term.Content {
		root = m.Pool.Node(root).X
	}
	g, _ := m.Pool.Node(root).V.(*ssa.Global)
	return g
}

// relocked tells that the lock is taken again while it is held, where that is sure: a lock that was found through
// pointers can be another one by now, one in a variable that a literal captured can be unlocked by a goroutine, and a
// sync.Locker can be a read lock.
func (m *Machine) relocked(s State, c callSite) {
	if m.Obl.Site == nil || m.supposed || c.common.IsInvoke() || !m.fixed(s.Self) {
		return
	}
	m.Again(s.WithEvent(obligation.Event{Kind: obligation.NextRound, Pos: c.instr.Pos(), Instr: c.instr}))
}

// fixed reports whether an address means the same object throughout the function: it is made of fields of something
// that the function was given, or of a variable.
func (m *Machine) fixed(addr term.Term) bool {
	n := m.Pool.Node(m.Pool.Root(addr))
	pointer := n.Op == term.Content
	if pointer {
		n = m.Pool.Node(n.X) // a captured or a package-level variable
	}
	if n.Op != term.Opaque {
		return false
	}
	if !pointer && shared(n.V) {
		return false
	}
	switch n.V.(type) {
	case *ssa.Parameter, *ssa.FreeVar, *ssa.Global, *ssa.Alloc:
		return !m.Pool.Mentions(addr, func(_ term.Term, n term.Node) bool { return n.Op == term.Elem && n.N < 0 })
	}
	return false
}

// shared reports whether v is the address of a local variable that a function literal has captured.
func shared(v ssa.Value) bool {
	switch v := v.(type) {
	case *ssa.FreeVar:
		return true
	case *ssa.Alloc:
		return slices.ContainsFunc(*v.Referrers(), func(ref ssa.Instruction) bool { _, ok := ref.(*ssa.MakeClosure); return ok })
	}
	return false
}

// unlocker executes a call that gets a function which may unlock.
func (m *Machine) unlocker(s State, c callSite, sum *summary.Summary, k int) State {
	if !m.IsCleanup(s, c.args[k]) {
		return s
	}
	if sum != nil {
		e, found := sum.Effect(k, nil)
		switch f := e.OK | e.Err; {
		case !found || f == summary.Borrowed:
			return s
		case f == summary.Released:
			return m.released(s, c)
		case f&^summary.Taken == 0:
			return m.transfer(s, c.instr, "a function that releases it was handed to "+CalleeName(c.common))
		}
	}
	return m.unsure(s, c, "it may call a function that releases it")
}

// launchUnlocker executes a go statement while the lock is held. A goroutine that locks for itself waits for us; one
// that only unlocks was given the lock.
func (m *Machine) launchUnlocker(s State, c callSite) State {
	after := m.suppose(s, c)
	released := 0
	for _, t := range after {
		if t.Status == obligation.Released || t.Status == obligation.Unsure {
			released++
		}
	}
	switch released {
	case 0:
		return s
	case len(after):
		return m.transfer(s, c.instr, "given to a goroutine")
	}
	return m.unsure(s, c, "the goroutine unlocks it on some paths only")
}

// suppose executes a call that happens elsewhere, or later, or not at all.
func (m *Machine) suppose(s State, c callSite) []State {
	was := m.supposed
	m.supposed = true
	defer func() { m.supposed = was }()
	return m.apply(s, c)
}
