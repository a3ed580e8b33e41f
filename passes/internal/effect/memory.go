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

// maxDepth bounds how far we follow pointers and fields from a value to the guard.
const maxDepth = 4

// IsGuard reports whether t is the guard itself.
func (m *Machine) IsGuard(s State, t term.Term) bool {
	t = m.Pool.Unbox(t)
	return t == term.TheGuard || t != 0 && t == s.Self
}

// Carries reports whether who gets t can get at the guard: t is the guard, an object with the guard in a field, a
// container or wrapper around it, a function that captured it.
func (m *Machine) Carries(s State, t term.Term) bool { return m.carries(s, t, maxDepth) }

func (m *Machine) carries(s State, t term.Term, depth int) bool {
	if t == 0 || depth < 0 {
		return false
	}
	t = m.Pool.Unbox(t)
	if m.IsGuard(s, t) || s.IsHolder(t) || t == m.site.cleanup && s.Status != obligation.Idle {
		return true
	}
	n := m.Pool.Look(t)
	switch n.Op {
	case term.Content, term.Field:
		if m.isReleasePoint(s, t) || m.isCalledOn(s, t) {
			return true
		}
	case term.Closure:
		return m.anyCarries(s, n.X, depth) || m.endsProcess(n.V.(*ssa.Function))
	case term.Struct:
		return m.anyCarries(s, n.X, depth)
	case term.Elem:
		if t := m.guardType(); n.X == term.TheGuard && t != nil && isSlice(t) { // &b[0] of a mapping
			return true
		}
	case term.Const:
		return false
	}
	for _, c := range s.Cells { // what is stored below the address t
		if m.Pool.Reached(c.Key, t) && m.carries(s, c.Value, depth-1) {
			return true
		}
	}
	for _, e := range s.Env { // what is known to be inside the struct value t
		if p := m.Pool.Look(e.Key); p.Op == term.Project && p.X == t && m.carries(s, e.Value, depth-1) {
			return true
		}
	}
	for _, h := range s.Holders {
		n := m.Pool.Look(h)
		if n.Op == term.Content && m.Pool.Within(n.X, t) || n.Op == term.Field && m.Pool.Within(h, t) {
			return true
		}
	}
	if n := m.Pool.Look(s.Self); n.Op == term.Content && m.Pool.Within(n.X, t) {
		return true // t is a variable that holds it
	}
	return s.Self != 0 && m.byAddress() && m.Pool.Reached(s.Self, t)
}

// Leads reports whether the guard is a part of the object that t is, or points to: a lock of it. To have the object is not to
// have the duty, but whoever forgets what a variable has cannot tell whose lock is unlocked.
func (m *Machine) Leads(s State, t term.Term) bool { return s.Self != 0 && m.Pool.Reached(s.Self, t) }

func (m *Machine) anyCarries(s State, list term.Term, depth int) bool {
	for _, t := range m.Pool.Items(list) {
		if m.carries(s, t, depth) {
			return true
		}
	}
	return false
}

// isReleasePoint reports whether t is the part of the guard that one of its releases is called on: the process of a
// command.
func (m *Machine) isReleasePoint(s State, t term.Term) bool {
	return s.Status != obligation.Idle && slices.ContainsFunc(m.releasers, func(r releaseTerm) bool { return r.Field != "" && m.isAt(s, t, r) })
}

// byAddress reports whether the guard is an object that has other uses, such as a lock or a counter: handing the
// object over does not hand the duty over.
func (m *Machine) byAddress() bool {
	return m.Obl.Kind.Check == "lockheld" || m.Obl.Kind.Paired && m.Obl.Holder.In == guard.Receiver
}

// endsProcess reports whether a function literal calls the release of a guard that belongs to the process, such as
// pprof.StopCPUProfile: who has the literal can release it.
func (m *Machine) endsProcess(fn *ssa.Function) bool {
	if m.Obl.Holder.In != guard.Process || m.Obl.Site == nil {
		return false
	}
	if obj, ok := fn.Object().(*types.Func); ok && m.isProcessRelease(obj) {
		return true
	}
	for _, b := range fn.Blocks {
		for _, instr := range b.Instrs {
			if call, ok := instr.(ssa.CallInstruction); ok {
				if callee := calledFunc(call.Common()); callee != nil && m.isProcessRelease(callee) {
					return true
				}
			}
		}
	}
	return false
}

func (m *Machine) isProcessRelease(fn *types.Func) bool {
	for _, r := range m.Obl.Kind.Release {
		if r.Func != "" && r.Arg == guard.NoArg && isNamed(fn, r.Func) {
			return true
		}
	}
	return false
}

// endsProcessWide reports whether a callee calls such a release somewhere.
func (m *Machine) endsProcessWide(sum *summary.Summary) bool {
	for _, name := range sum.Stops {
		for _, r := range m.Obl.Kind.Release {
			if r.Func == name && r.Arg == guard.NoArg {
				return true
			}
		}
	}
	return false
}

// alloc executes the creation of a variable: what was known of its last incarnation is gone, and it is zero. If that
// has the guard, and somebody remembers it (a literal that an earlier round of a loop deferred), it gets another name.
func (m *Machine) alloc(s State, instr *ssa.Alloc) State {
	addr := m.Pool.Opaque(instr)
	if s.Status == obligation.Open && m.Carries(s, addr) {
		last := m.Pool.Make(term.Node{Op: term.Opaque, V: instr, N: 1})
		s = m.rename(s, addr, last)
		if s.Self != 0 {
			s.Self = m.Pool.Replace(s.Self, addr, last) // the lock in the variable of the last round
		}
	}
	s.Cells = s.Cells.Filter(func(k, _ term.Term) bool { return !m.Pool.Within(k, addr) })
	s.Conds = s.Conds.Filter(func(k, _ term.Term) bool { return k != addr })
	elem := instr.Type().Underlying().(*types.Pointer).Elem()
	if _, isArray := elem.Underlying().(*types.Array); !isArray {
		s.Cells = s.Cells.With(addr, m.zero(elem))
	}
	return s
}

// rename replaces a term by another in the deferred calls, and in what is stored, if a deferred call mentions it.
func (m *Machine) rename(s State, from, to term.Term) State {
	mentioned := func(t term.Term) bool {
		return m.Pool.Mentions(t, func(u term.Term, _ term.Node) bool { return u == from })
	}
	calls := deferredOf(s.Defers)
	if !slices.ContainsFunc(calls, func(d *obligation.Deferred) bool { return mentioned(d.Callee) || mentioned(d.Args) }) {
		return s
	}
	return m.replace(s, from, to, mentioned)
}

// replace replaces a term by another in the deferred calls and in the contents of the addresses that are chosen.
func (m *Machine) replace(s State, from, to term.Term, addr func(term.Term) bool) State {
	calls := deferredOf(s.Defers)
	s.Defers = nil
	for _, d := range slices.Backward(calls) {
		renamed := *d
		renamed.Callee, renamed.Args = m.Pool.Replace(d.Callee, from, to), m.Pool.Replace(d.Args, from, to)
		renamed.Prev = s.Defers
		s.Defers = &renamed
	}
	for _, c := range s.Cells {
		if addr(c.Key) {
			s.Cells = s.Cells.With(m.Pool.Replace(c.Key, from, to), m.Pool.Replace(c.Value, from, to))
		}
	}
	return s
}

// Generalize makes the content of a variable, which the last round of a loop has computed, a value of its own: the next
// round computes another one by the same name, and what is computed from itself would grow with each round. What old
// knows of it remains.
func (m *Machine) Generalize(old, s State, addr, val term.Term) State {
	content := m.Pool.Make(term.Node{Op: term.Written, X: addr})
	s.Conds = s.Conds.Filter(func(k, _ term.Term) bool { return k != content })
	if c := m.Known(old, val); c != 0 {
		s.Conds = s.Conds.With(content, c)
	}
	s.Cells = s.Cells.With(addr, content)
	return s
}

// load reads memory.
func (m *Machine) load(s State, addr term.Term, typ types.Type) term.Term {
	n := m.Pool.Node(addr)
	if n.Op == term.Elem && (s.IsHolder(n.X) || s.IsHolder(addr) || n.N < 0 && m.element(s, n.X) >= 0) {
		return m.found(s, n.X, typ)
	}
	if _, ok := typ.Underlying().(*types.Struct); ok && addr == term.TheGuard && !m.byAddress() {
		return addr // *bufio.NewWriter(w): the copy is the guard from now on
	}
	if st, ok := typ.Underlying().(*types.Struct); ok && s.Cells.Get(addr) != term.TheGuard && m.partlyKnown(s, addr) {
		return m.loadStruct(s, addr, st)
	}
	if c := s.Cells.Get(addr); c != 0 {
		return c
	}
	if _, ok := typ.Underlying().(*types.Array); ok && m.Carries(s, addr) {
		return addr // as a whole it goes where its elements go
	}
	if container := m.elementIn(s, addr); container != 0 && m.canRelease(typ, maxDepth) {
		return m.found(s, container, typ)
	}
	if n.Op == term.Field {
		if whole := s.Cells.Get(n.X); whole != 0 {
			return m.project(s, whole, n.N, typ)
		}
	}
	return m.bound(s, m.Pool.Make(term.Node{Op: term.Content, X: addr}))
}

// partlyKnown reports whether something is known of single fields of the struct at addr.
func (m *Machine) partlyKnown(s State, addr term.Term) bool {
	for _, c := range s.Cells {
		if c.Key != addr && m.Pool.Within(c.Key, addr) {
			return true
		}
	}
	return false
}

// loadStruct reads a struct field by field: a copy of it holds what it holds.
func (m *Machine) loadStruct(s State, addr term.Term, st *types.Struct) term.Term {
	fields := make([]term.Term, st.NumFields())
	for i := range fields {
		fields[i] = m.load(s, m.Pool.FieldAddr(addr, i), st.Field(i).Type())
	}
	return m.Pool.Make(term.Node{Op: term.Struct, X: m.Pool.ListOf(fields)})
}

// store writes memory. What is written to a place that outlives the call changes hands.
func (m *Machine) store(s State, instr ssa.Instruction, addr, val term.Term, src ssa.Value) State {
	old := s.Cells.Get(addr)
	carries, carried := m.Carries(s, val), old != 0 && m.Carries(s, old)
	switch n := m.Pool.Node(addr); {
	case len(s.Cells) >= maxCells && old == 0 && !carries && m.inTable(addr):
	case n.Op != term.Elem || n.N >= 0:
		s.Cells = s.Cells.Filter(func(k, _ term.Term) bool { return k == addr || !m.Pool.Within(k, addr) })
		s.Cells = s.Cells.With(addr, m.plain(val, src))
	case carries:
		s = s.WithHolder(n.X)
	}
	if container := m.containerOf(addr); carries && container != 0 {
		s = s.WithHolder(container)
	}
	if carried && !carries && s.Status == obligation.Open {
		if !returning(instr) {
			s = s.WithEvent(obligation.Event{Kind: obligation.Overwritten, Pos: instr.Pos(), Instr: instr})
		}
		if m.Overwritten != nil && !m.Anywhere(s) && !m.ofSome(addr) {
			m.Overwritten(s)
		}
	}
	if m.outlives(s, addr) {
		if carries && (old != val || s.IsHolder(val)) && m.handsOver(s, val) && (m.Overwritten == nil || m.Pool.Op(addr) != term.Field) {
			s = m.transfer(s, instr, "stored in "+m.describePlace(instr))
			s.Into = addr
		}
		s = m.escape(s, val)
	}
	return s
}

// ofSome reports whether addr is a part of some element of a container: peers[i].conn is another variable when i is another
// number.
func (m *Machine) ofSome(addr term.Term) bool {
	for {
		switch n := m.Pool.Node(addr); n.Op {
		case term.Elem:
			if n.N < 0 {
				return true
			}
			addr = n.X
		case term.Field, term.Content, term.Written:
			addr = n.X
		default:
			return false
		}
	}
}

// maxCells is how many variables a path knows before it no longer learns what is in the rows of a table. Without it a literal
// with a hundred thousand numbers, as character sets are converted by, takes minutes: each is a cell, and each store looks
// at all of them.
const maxCells = 64

// inTable reports whether addr is an element of an array or slice, or a part of one.
func (m *Machine) inTable(addr term.Term) bool {
	n := m.Pool.Node(addr)
	for n.Op == term.Field {
		n = m.Pool.Node(n.X)
	}
	return n.Op == term.Elem
}

// returning reports whether a store is a part of a return: it sets a result variable, for deferred calls to see.
func returning(instr ssa.Instruction) bool {
	b := instr.Block()
	for _, next := range b.Instrs[slices.Index(b.Instrs, instr)+1:] {
		switch next.(type) {
		case *ssa.Store, *ssa.RunDefers, *ssa.UnOp, *ssa.DebugRef:
		case *ssa.Return:
			return next.Pos() == instr.Pos()
		default:
			return false
		}
	}
	return false
}

// plain returns val, but forgets how arithmetic made it: the contents of counters would be different forever.
func (m *Machine) plain(val term.Term, src ssa.Value) term.Term {
	if b, ok := src.(*ssa.BinOp); ok && m.Pool.Op(val) == term.Const && !isConst(b.X) {
		return m.Pool.Opaque(src)
	}
	return val
}

func isConst(v ssa.Value) bool { _, ok := v.(*ssa.Const); return ok }

// put executes a store into a map.
func (m *Machine) put(s State, instr ssa.Instruction, container, value ssa.Value) State {
	c, v := m.Eval(s, container), m.Eval(s, value)
	if !m.Carries(s, v) {
		if m.outlives(s, c) {
			s = m.escape(s, v)
		}
		return s
	}
	if m.outlives(s, c) {
		if !m.handsOver(s, v) {
			return s
		}
		return m.transfer(s, instr, "stored in "+m.describePlace(instr))
	}
	return s.WithHolder(c)
}

// send executes a send: the receiver has the guard.
func (m *Machine) send(s State, instr ssa.Instruction, ch, value ssa.Value) State {
	if m.Obl.Kind.BySignal() && s.Status == obligation.Open && m.IsGuard(s, m.Eval(s, ch)) {
		s = s.WithEvent(obligation.Event{Kind: obligation.ReleasedBy, Pos: instr.Pos(), Instr: instr, Note: summary.BySend})
		return s.WithStatus(obligation.Released, summary.BySend)
	}
	if m.byAddress() && !m.isLock() && s.Status == obligation.Open { // wg.Add(1); jobs <- j
		return m.transfer(s, instr, "who receives it may well end it")
	}
	if !m.handsOver(s, m.Eval(s, value)) {
		return s
	}
	if c := m.Eval(s, ch); !m.outlives(s, c) {
		s = s.WithHolder(c)
	}
	return m.transfer(s, instr, "sent on a channel")
}

// transfer records that somebody else has the duty now.
func (m *Machine) transfer(s State, instr ssa.Instruction, how string) State {
	if s.Status != obligation.Open && s.Status != obligation.Unsure {
		return s
	}
	s = s.WithEvent(obligation.Event{Kind: obligation.Took, Pos: instr.Pos(), Instr: instr, Note: how})
	return s.WithStatus(obligation.Transferred, how)
}

// describePlace names where a store goes, in the words of the program.
func (m *Machine) describePlace(instr ssa.Instruction) string {
	switch instr := instr.(type) {
	case *ssa.Store:
		switch a := instr.Addr.(type) {
		case *ssa.FieldAddr:
			return "field " + fieldName(a)
		case *ssa.Global:
			return a.Name()
		case *ssa.IndexAddr:
			return "a slice"
		}
	case *ssa.MapUpdate:
		return "a map"
	}
	return "a place that outlives the call"
}

func fieldName(a *ssa.FieldAddr) string {
	return FieldVar(a).Name()
}
