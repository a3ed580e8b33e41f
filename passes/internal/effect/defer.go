package effect

import (
	"slices"
	"strings"

	"golang.org/x/tools/go/ssa"

	"github.com/guardlint/guardlint/passes/internal/obligation"
	"github.com/guardlint/guardlint/passes/internal/term"
)

// deferCall registers a call for the exit. Its operands are evaluated now, what it reads is read then.
func (m *Machine) deferCall(s State, instr *ssa.Defer) State {
	c := m.callSite(s, instr)
	frame := instr.Parent()
	if instr.DeferStack != nil { // in the body of a range-over-func loop: it runs when the source function ends
		for frame.Synthetic == "range-over-func yield" && frame.Parent() != nil {
			frame = frame.Parent()
		}
	}
	for d := s.Defers; d != nil; d = d.Prev {
		if d.Instr == instr && d.Callee == c.callee && d.Args == m.Pool.ListOf(c.args) {
			return s // registered again in a loop, with the same operands
		}
	}
	s.Defers = &obligation.Deferred{Instr: instr, Frame: frame, Callee: c.callee, Args: m.Pool.ListOf(c.args), Prev: s.Defers}
	return s
}

// RunDefers executes the calls that were deferred for the exit of fn, last first.
func (m *Machine) RunDefers(s State, fn *ssa.Function) []State {
	if s.Defers == nil {
		return one(s)
	}
	var mine []*obligation.Deferred
	for d := s.Defers; d != nil; d = d.Prev {
		if d.Frame == fn {
			mine = append(mine, d)
		}
	}
	s.Defers = withoutDeferred(s.Defers, func(d *obligation.Deferred) bool { return d.Frame == fn })
	was := m.late
	m.late, m.asked = true, false
	defer func() { m.late = was }()
	states := m.runAll(s, mine)
	if len(states) == 0 && m.asked { // it returns only when it has recovered from a panic
		m.panicked = true
		states = m.runAll(s, mine)
		m.panicked = false
	}
	return states
}

// runAll executes deferred calls, in this order.
func (m *Machine) runAll(s State, mine []*obligation.Deferred) []State {
	states := one(s)
	for _, d := range mine {
		var next []State
		for _, s := range states {
			next = append(next, m.runDeferred(s, d)...)
		}
		states = dedup(next)
	}
	return states
}

// runDeferred executes one deferred call.
func (m *Machine) runDeferred(s State, d *obligation.Deferred) []State {
	if d.Instr == added {
		return one(m.Add(s, nil, d.Again))
	}
	return m.apply(s, m.identify(m.registered(d)))
}

// registered returns a deferred call with the operands it was registered with.
func (m *Machine) registered(d *obligation.Deferred) callSite {
	c := callSite{instr: d.Instr, common: d.Instr.Common(), callee: d.Callee, args: m.Pool.Items(d.Args)}
	if n := m.Pool.Node(d.Callee); d.Callee != 0 && n.Op == term.Closure && n.X != 0 && isMethodValue(n) {
		c.args = c.args[len(m.Pool.Items(n.X)):] // identify puts its receiver in front again
	}
	return c
}

// isMethodValue reports whether a closure is a method with its receiver, x.Close, and not a literal.
func isMethodValue(closure term.Node) bool { return closure.V.(*ssa.Function).Parent() == nil }

// WillRelease reports whether the call that d has just registered releases the guard, whatever happens before it runs: the guard is
// among its operands, which have been evaluated, and it reads no variable. It returns what that leaves.
func (m *Machine) WillRelease(s State, d *ssa.Defer) (State, bool) {
	reg := s.Defers
	if reg == nil || reg.Instr != d || m.captures(reg.Callee) {
		return s, false
	}
	c := m.identify(m.registered(reg))
	has := c.callee != 0 && (c.callee == m.site.cleanup || m.IsGuard(s, c.callee)) ||
		slices.ContainsFunc(c.args, func(t term.Term) bool { return m.IsGuard(s, t) }) ||
		slices.ContainsFunc(m.releasers, func(r releaseTerm) bool { return m.matches(s, c, r) })
	if !has {
		return s, false
	}
	was := m.late
	m.late = true
	after := m.apply(s, c)
	m.late = was
	if len(after) == 0 || slices.ContainsFunc(after, func(t State) bool { return t.Status != obligation.Released }) {
		return s, false
	}
	return after[0], true
}

// captures reports whether a function value is a literal that reads variables of the function around it.
func (m *Machine) captures(callee term.Term) bool {
	if callee == 0 {
		return false
	}
	n := m.Pool.Node(callee)
	return n.Op == term.Closure && n.X != 0 && !isMethodValue(n)
}

// withoutDeferred returns the registrations but those that are dropped.
func withoutDeferred(all *obligation.Deferred, drop func(*obligation.Deferred) bool) (rest *obligation.Deferred) {
	for _, d := range slices.Backward(deferredOf(all)) {
		if !drop(d) {
			kept := *d
			kept.Prev = rest
			rest = &kept
		}
	}
	return rest
}

// deferredOf lists the registrations, last first.
func deferredOf(d *obligation.Deferred) []*obligation.Deferred {
	var list []*obligation.Deferred
	for ; d != nil; d = d.Prev {
		list = append(list, d)
	}
	return list
}

// dedup drops states that have equal futures.
func dedup(states []State) []State {
	seen := make(map[uint64]bool, len(states))
	return slices.DeleteFunc(states, func(s State) bool {
		k := s.Key()
		if seen[k] {
			return true
		}
		seen[k] = true
		return false
	})
}

// ToGoroutine begins the reason of a transfer to a goroutine that keeps the guard, or that releases it: then the names of
// the releases follow.
const ToGoroutine = "given to a goroutine"

// LaunchedBy returns the names by which a goroutine releases what it was given, of a transfer with this reason. It reports
// false for another reason.
func LaunchedBy(reason string) (names []string, ok bool) {
	by, ok := strings.CutPrefix(reason, ToGoroutine)
	if by, found := strings.CutPrefix(by, ", "); found {
		names = strings.Split(by, ",")
	}
	return names, ok
}

// launch executes a go statement. A goroutine that gets the guard and only uses it leaves the duty here.
func (m *Machine) launch(s State, instr *ssa.Go) State {
	if instr == m.Obl.Site {
		return m.starts(s, instr)
	}
	c := m.callSite(s, instr)
	if s.Status == obligation.Open && m.releasesParent(c) {
		return m.transfer(s, instr, ToGoroutine)
	}
	carried := m.Carries(s, c.callee) || slices.ContainsFunc(c.args, func(t term.Term) bool { return m.Carries(s, t) }) || m.global(s) != nil
	if !carried || s.Status != obligation.Open && s.Status != obligation.Unsure {
		return s
	}
	if m.isLock() {
		return m.launchUnlocker(s, c)
	}
	after := m.suppose(s, c)
	if len(after) == 0 { // it never ends: the guard lives as long as it does
		if m.byAddress() {
			return s
		}
		return m.transfer(s, instr, "given to a goroutine that does not end")
	}
	for _, t := range after {
		switch t.Status {
		case obligation.Released:
			return s.WithStatus(obligation.Transferred, ToGoroutine+", "+t.Reason)
		case obligation.Transferred:
			return s.WithStatus(obligation.Transferred, ToGoroutine)
		case obligation.Unsure:
			return t
		}
	}
	return s
}
