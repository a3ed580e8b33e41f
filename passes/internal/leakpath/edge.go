package leakpath

import (
	"errors"
	"go/token"
	"slices"

	"golang.org/x/tools/go/ssa"

	"github.com/guardlint/guardlint/passes/internal/flow"
	"github.com/guardlint/guardlint/passes/internal/obligation"
	"github.com/guardlint/guardlint/passes/internal/term"
)

var errBlocks = errors.New("the function is too large")

// An edge is a move to a block.
type edge = flow.Edge[obligation.State]

// edge moves a state along an edge: phis take the value of that edge, a loop that comes round forgets what its last
// round computed, and what can no longer matter is dropped, so that paths which differ in nothing else meet.
func (w *walker) edge(info *funcInfo, from, to *ssa.BasicBlock, s obligation.State) edge {
	body := info.loops[[2]int{from.Index, to.Index}]
	if body != nil {
		s = w.roundEnds(info, to, s)
	}
	s = w.phis(info, from, to, s, body)
	if body != nil {
		s = w.nextRound(s, body, to)
	}
	s.Entered = 0
	if body == nil && w.entered[to] && s.Status == obligation.Open {
		s.Entered = int32(to.Index) + 1
	}
	return edge{To: to.Index, State: w.normalize(info, to, s)}
}

// phis binds the phis of a block to what they get from this edge. On an edge that closes a loop a phi is a value of its
// own, about which we know what we knew of the old one: else a counter would be a different term in every round.
func (w *walker) phis(info *funcInfo, from, to *ssa.BasicBlock, s obligation.State, body map[*ssa.BasicBlock]bool) obligation.State {
	pred := predIndex(from, to)
	old := s
	for _, instr := range to.Instrs {
		phi, ok := instr.(*ssa.Phi)
		if !ok {
			break
		}
		reg, val := w.m.Pool.Opaque(phi), w.m.Eval(old, phi.Edges[pred])
		s.Conds = s.Conds.Filter(func(k, _ term.Term) bool { return k != reg })
		if !w.m.Carries(old, val) && w.replaces(info, old, phi, pred) {
			s = s.WithEvent(obligation.Event{Kind: obligation.Overwritten, Pos: madeAt(phi.Edges[pred]), Instr: phi})
		}
		_, computed := phi.Edges[pred].(*ssa.BinOp) // i + 1
		if body == nil || !computed && !w.grows(w.m.Eval(old, phi), val) && (w.lasting(val, body) || w.ownSite(val)) {
			s = w.m.BindTerm(s, reg, val)
			continue
		}
		s = w.m.BindTerm(s, reg, reg)
		if c := w.m.Known(old, val); c != 0 && !computed {
			s.Conds = s.Conds.With(reg, c)
		}
		if w.m.Carries(old, val) {
			s = s.WithHolder(reg)
		}
	}
	return s
}

// replaces reports whether a variable that held the guard holds something else on this edge: f, err = os.Open(second).
// If another variable that is still read has the guard, too, nothing is lost.
func (w *walker) replaces(info *funcInfo, s obligation.State, phi *ssa.Phi, pred int) bool {
	if s.Status != obligation.Open || !madeAt(phi.Edges[pred]).IsValid() {
		return false
	}
	held := false
	for i, e := range phi.Edges {
		held = held || i != pred && e != phi && w.held(s, w.m.Eval(s, e))
	}
	if !held {
		return false
	}
	live := info.live.in[phi.Block().Index]
	for i, v := range info.live.values {
		if live.has(i) && v != phi && !slices.Contains(phi.Edges, v) && w.m.Carries(s, w.m.Eval(s, v)) {
			return false
		}
	}
	return true
}

// held reports whether a variable that nobody reads any more has the guard: it may have been forgotten which of the
// acquisition's results that is.
func (w *walker) held(s obligation.State, t term.Term) bool {
	if w.m.Carries(s, t) {
		return true
	}
	n := w.m.Pool.Node(t)
	return n.Op == term.Part && n.N == w.study.Obl.Holder.Index && w.ownSite(t) || n.Op == term.Opaque && w.ownSite(t)
}

// madeAt is where a value was computed: a result of a call at the call.
func madeAt(v ssa.Value) token.Pos {
	if x, ok := v.(*ssa.Extract); ok {
		return x.Tuple.Pos()
	}
	return v.Pos()
}

// predIndex returns the number of the edge from -> to among to's predecessors.
func predIndex(from, to *ssa.BasicBlock) int {
	for i, p := range to.Preds {
		if p == from {
			return i
		}
	}
	panic("leakpath: edge without predecessor")
}

// lasting reports whether a term means the same in the next round of the loop.
func (w *walker) lasting(t term.Term, body map[*ssa.BasicBlock]bool) bool {
	if t == term.TheGuard {
		return true
	}
	return !w.m.Pool.Mentions(t, func(_ term.Term, n term.Node) bool { return w.definedInBody(n, body) })
}

// definedInBody reports whether a round of the loop computes n: in its body, or in a literal that it may call.
func (w *walker) definedInBody(n term.Node, body map[*ssa.BasicBlock]bool) bool {
	if n.V == nil || n.Op == term.Closure {
		return false
	}
	instr, ok := n.V.(ssa.Instruction)
	return ok && (body[instr.Block()] || isNested(instr.Parent(), w.stack[len(w.stack)-1]))
}

// isNested reports whether fn is a literal inside outer.
func isNested(fn, outer *ssa.Function) bool {
	for fn = fn.Parent(); fn != nil; fn = fn.Parent() {
		if fn == outer {
			return true
		}
	}
	return false
}

// nextRound forgets what registers of the loop's body denoted and what was known of them. Variables that live in
// memory keep their contents; those that were created in the body are other variables in the next round.
func (w *walker) nextRound(s obligation.State, body map[*ssa.BasicBlock]bool, header *ssa.BasicBlock) obligation.State {
	old := s
	lasting := func(t term.Term) bool { return w.lasting(t, body) || w.isHeaderPhi(t, header) || w.ownSite(t) }
	s.Env = s.Env.Filter(func(k, v term.Term) bool { return lasting(k) })
	s.Conds = s.Conds.Filter(func(k, c term.Term) bool { return lasting(k) || c == obligation.Escaped && w.holdsBelow(s, k) })
	s.Cells = s.Cells.Filter(func(k, v term.Term) bool { return lasting(k) || w.m.Carries(s, v) })
	for _, c := range s.Cells {
		if !w.m.Carries(s, c.Value) && !w.ownSite(c.Value) && (!w.lasting(c.Value, body) || w.m.Pool.Op(c.Value) == term.Content && w.setIn(s, body, c.Key)) {
			s = w.m.Generalize(old, s, c.Key, c.Value)
		}
	}
	return s
}

// setIn reports whether the variable at addr is set in the body of a loop: to a part of what it had, perhaps.
func (w *walker) setIn(s obligation.State, body map[*ssa.BasicBlock]bool, addr term.Term) bool {
	for b := range body {
		for _, instr := range b.Instrs {
			if st, ok := instr.(*ssa.Store); ok && w.m.Eval(s, st.Addr) == addr {
				return true
			}
		}
	}
	return false
}

// holdsBelow reports whether the guard is somewhere in a local object.
func (w *walker) holdsBelow(s obligation.State, obj term.Term) bool {
	return slices.ContainsFunc(s.Cells, func(c obligation.Binding) bool { return w.m.Pool.Root(c.Key) == obj && w.m.Carries(s, c.Value) }) ||
		w.m.Carries(s, obj)
}

// ownSite reports whether t is a result of the acquisition: it names the instance under study until the acquisition
// is reached again.
func (w *walker) ownSite(t term.Term) bool {
	site := w.study.Obl.Origin()
	if site == nil {
		return false
	}
	n := w.m.Pool.Node(t)
	return n.V == site || n.X != 0 && w.m.Pool.Node(n.X).V == site
}

func (w *walker) isHeaderPhi(t term.Term, header *ssa.BasicBlock) bool {
	phi, ok := w.m.Pool.Node(t).V.(*ssa.Phi)
	return ok && phi.Block() == header
}

// definedIn reports whether t names a register of fn.
func (w *walker) definedIn(t term.Term, fn *ssa.Function) bool {
	return w.m.Pool.Mentions(t, func(_ term.Term, n term.Node) bool {
		return n.V != nil && n.Op != term.Closure && n.V.Parent() == fn
	})
}

// normalize drops what cannot influence what is still to come.
func (w *walker) normalize(info *funcInfo, to *ssa.BasicBlock, s obligation.State) obligation.State {
	s.Env = s.Env.Filter(func(k, v term.Term) bool {
		if w.m.Pool.Op(k) == term.Project && w.m.Carries(s, v) {
			return true // of a struct that a variable may be a copy of
		}
		if mc, ok := w.m.Pool.Node(k).V.(*ssa.MakeClosure); ok && mc.Fn.(*ssa.Function).Synthetic != "" {
			return w.stillRead(info, to, k) // a method value: what it is bound to
		}
		return w.stillRead(info, to, k) && (w.isArgument(k) || w.m.Carries(s, v) || w.rel.binding(w.m.Pool, k))
	})
	needed := func(addr term.Term) bool { return w.rel.binding(w.m.Pool, addr) && w.readAgain(info, to, addr) }
	s.Cells = s.Cells.Filter(func(k, v term.Term) bool {
		variable := w.m.Pool.Unbox(v) // dest := []any{&n}: who gets dest may write to n
		return w.m.Carries(s, v) || w.m.Leads(s, v) || w.m.MayCancel(v) || needed(k) || w.m.Receives(v) && !s.Status.Settled() ||
			s.Cells.Get(variable) != 0 && needed(variable)
	})
	s.Conds = s.Conds.Filter(func(k, c term.Term) bool {
		return c == obligation.Escaped || (w.rel.condition(w.m.Pool, k) || w.decides(s, k)) && !w.past(info, to, s, k)
	})
	return s
}

// decides reports whether a variable that is decided by more than once has the value t: roll := p == nil || *p.
func (w *walker) decides(s obligation.State, t term.Term) bool {
	has := func(b obligation.Binding) bool { return b.Value == t && w.rel.condition(w.m.Pool, b.Key) }
	return slices.ContainsFunc(s.Env, has) || slices.ContainsFunc(s.Cells, has)
}

// past reports whether what a condition is about cannot come up again: no register that it mentions can still be read,
// no variable and no deferred call has its value.
func (w *walker) past(info *funcInfo, to *ssa.BasicBlock, s obligation.State, k term.Term) bool {
	if k == term.TheGuard || len(w.stack) > 1 || s.Status != obligation.Absent && w.ownSite(k) {
		return false
	}
	registers := false
	read := w.m.Pool.Mentions(k, func(t term.Term, n term.Node) bool {
		instr, ok := n.V.(ssa.Instruction)
		switch n.V.(type) {
		case nil:
			return false
		case *ssa.Alloc, *ssa.MakeClosure:
			return true // a variable, or what can read some
		}
		if !ok || instr.Parent() != to.Parent() {
			return true
		}
		registers = true
		return info.live.at(to, n.V) || w.remembered(s, t)
	})
	return registers && !read
}

// remembered reports whether a variable or a deferred call has a value that is made of t.
func (w *walker) remembered(s obligation.State, t term.Term) bool {
	has := func(u term.Term) bool {
		return w.m.Pool.Mentions(u, func(v term.Term, _ term.Node) bool { return v == t })
	}
	for _, m := range []obligation.Map{s.Env, s.Cells} {
		for _, b := range m {
			if has(b.Value) {
				return true
			}
		}
	}
	for d := s.Defers; d != nil; d = d.Prev {
		if has(d.Callee) || has(d.Args) {
			return true
		}
	}
	return false
}

// isArgument reports whether t names what a literal was called with or has captured: the same for the whole of its walk.
func (w *walker) isArgument(t term.Term) bool {
	switch w.m.Pool.Node(t).V.(type) {
	case *ssa.Parameter, *ssa.FreeVar:
		return w.m.Pool.Op(t) == term.Opaque
	}
	return false
}

// stillRead reports whether the register that a term names can be read from block b on. Registers of enclosing
// functions are kept: their liveness is a question for when the literal has returned.
func (w *walker) stillRead(info *funcInfo, b *ssa.BasicBlock, t term.Term) bool {
	n := w.m.Pool.Node(t)
	if n.V == nil && n.X != 0 {
		n = w.m.Pool.Node(n.X)
	}
	if n.V == nil || n.V.Parent() != b.Parent() {
		return true
	}
	return info.live.at(b, n.V)
}

// grows reports whether what a variable gets in a round is a part of what it had, so that each round would have a longer name
// for it: n = n.next
func (w *walker) grows(had, gets term.Term) bool {
	return had != gets && w.m.Pool.Mentions(gets, func(t term.Term, _ term.Node) bool { return t == had })
}

// coarsen forgets all conditions but those about the guard itself and, where the guard is one that the function acquires,
// those of flags and, if the guard matters only on success, that an error is not nil. What becomes of a parameter is a sum
// over all paths anyway: it loses little when the paths that irrelevant variables tell apart are one. A blind walk wants no
// more than such a sum.
func (w *walker) coarsen(s obligation.State) obligation.State {
	before := s.Key()
	param := w.study.Obl.Site == nil
	sum := param || w.detail == blind
	if sum {
		s.Env = s.Env.Filter(func(k, v term.Term) bool { return w.isArgument(k) || w.m.Carries(s, v) })
		for _, c := range s.Cells {
			if !w.m.Carries(s, c.Value) && !w.m.Leads(s, c.Value) && !w.rel.flag(w.m.Pool, c.Key) {
				s = w.m.Generalize(s, s, c.Key, c.Value)
			}
		}
	}
	fails := func(k, c term.Term) bool { // a writer that was not flushed, or only in vain, is excused where the function fails
		return (w.study.Obl.Kind.SuccessOnly || w.m.Dropped != nil) && c == obligation.NonNil && w.m.IsErrorTerm(k)
	}
	s.Conds = s.Conds.Filter(func(k, c term.Term) bool {
		return c == obligation.Escaped || k == term.TheGuard || w.ownSite(k) ||
			!param && w.decidesSite(k) || !sum && (w.rel.flag(w.m.Pool, k) || fails(k, c))
	})
	s.Blurred = s.Blurred || s.Key() != before
	return s
}
