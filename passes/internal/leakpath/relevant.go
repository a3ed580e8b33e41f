package leakpath

import (
	"go/types"
	"slices"

	"golang.org/x/tools/go/ssa"

	"github.com/guardlint/guardlint/passes/internal/effect"
	"github.com/guardlint/guardlint/passes/internal/guard"
	"github.com/guardlint/guardlint/passes/internal/obligation"
	"github.com/guardlint/guardlint/passes/internal/term"
)

// relevance says which values are worth remembering conditions of: those that more than one decision depends on, the
// results of the acquisition, and what the function returns as its error. Remembering all of them makes the
// number of states explode and decides nothing more.
type relevance struct {
	site    ssa.Value // the acquiring call, if there is one
	counts  map[any]int
	bases   map[ssa.Value]bool // pointers to what is decided by: x in if x.f > 0
	flags   map[any]bool       // values that are set to constants: commit flags and the like
	telling map[ssa.Value]bool // calls whose truth value says what became of the guard
	levels  []int8             // of terms, plus one: see level
}

// tells makes relevant what a call returned.
func (r *relevance) tells(call ssa.Value) {
	if !r.telling[call] {
		r.telling[call] = true
		clear(r.levels)
	}
}

// relevance returns what is relevant when o is studied.
func (info *funcInfo) relevance(o *obligation.Obligation) *relevance {
	if info.rel == nil {
		info.rel = newRelevance(o.Fn)
	}
	r := *info.rel
	r.site, r.telling = o.Origin(), make(map[ssa.Value]bool)
	return &r
}

// newRelevance counts the decisions of a function and of its literals.
func newRelevance(fn *ssa.Function) *relevance {
	r := &relevance{counts: make(map[any]int), bases: make(map[ssa.Value]bool), flags: make(map[any]bool)}
	stores := make(map[any][]ssa.Value)
	all := withLiterals(fn, nil)
	for _, fn := range all {
		collectStores(fn, stores)
	}
	for _, fn := range all {
		for _, b := range fn.Blocks {
			for _, instr := range b.Instrs {
				r.decision(instr, stores)
			}
		}
	}
	for _, p := range fn.Params {
		if decisive(p.Type()) {
			r.counts[p]++ // who asks for contracts knows it from the start
		}
	}
	return r
}

func withLiterals(fn *ssa.Function, list []*ssa.Function) []*ssa.Function {
	list = append(list, fn)
	for _, lit := range fn.AnonFuncs {
		list = withLiterals(lit, list)
	}
	return list
}

// collectStores records what is stored where: a decision about a variable is one about what was stored in it.
func collectStores(fn *ssa.Function, stores map[any][]ssa.Value) {
	for _, b := range fn.Blocks {
		for _, instr := range b.Instrs {
			if st, ok := instr.(*ssa.Store); ok {
				k := place(st.Addr)
				stores[k] = append(stores[k], st.Val)
			}
		}
	}
}

// decision counts the values that an instruction decides by.
func (r *relevance) decision(instr ssa.Instruction, stores map[any][]ssa.Value) {
	seen := make(map[any]bool)
	switch instr := instr.(type) {
	case *ssa.If:
		r.leaves(instr.Cond, stores, seen)
	case *ssa.Select:
		for _, c := range instr.States {
			if isVariable(c.Chan) {
				r.leaves(c.Chan, stores, seen)
			}
		}
	case *ssa.Return:
		for _, v := range instr.Results {
			if decisive(v.Type()) {
				r.leaves(v, stores, seen)
			}
		}
	case *ssa.Call, *ssa.Defer: // check(err), assert(ok)
		common := instr.(ssa.CallInstruction).Common()
		for _, v := range common.Args {
			if decisive(v.Type()) {
				r.leaves(v, stores, seen)
			}
		}
	}
	if call, ok := instr.(*ssa.Call); ok && guard.ErrorResult(call.Call.Signature()) >= 0 {
		seen[call] = true // what becomes of the guard in there depends on its error
	}
	for k := range seen {
		r.counts[k]++
	}
}

// isVariable reports whether a channel is in a variable that is nil at times, so that its case is not taken.
func isVariable(ch ssa.Value) bool {
	phi, ok := ch.(*ssa.Phi)
	return ok && slices.ContainsFunc(phi.Edges, func(e ssa.Value) bool { c, ok := e.(*ssa.Const); return ok && c.IsNil() })
}

// decisive reports whether callers and contracts decide by values of type t.
func decisive(t types.Type) bool {
	return guard.IsError(t) || guard.IsTruth(t)
}

// leaves collects the registers and variables that v is computed from.
func (r *relevance) leaves(v ssa.Value, stores map[any][]ssa.Value, seen map[any]bool) {
	switch v.(type) {
	case *ssa.Const, *ssa.Function, *ssa.Builtin:
		return
	}
	if seen[v] {
		return
	}
	seen[v] = true
	switch v := v.(type) {
	case *ssa.Phi:
		for _, e := range v.Edges {
			if _, ok := e.(*ssa.Const); ok && !isCounter(v) {
				r.flags[v] = true
			}
			r.leaves(e, stores, seen)
		}
	case *ssa.UnOp:
		if v.Op.String() != "*" {
			r.leaves(v.X, stores, seen)
			return
		}
		k := place(v.X)
		if seen[k] {
			return
		}
		seen[k] = true
		r.base(v.X)
		if flag, ok := v.X.(*ssa.UnOp); ok { // *verbose, of a variable that package flag has made
			if _, ok := flag.X.(*ssa.Global); ok {
				seen[flag.X] = true
			}
		}
		for field, ok := v.X.(*ssa.FieldAddr); ok; field, ok = field.X.(*ssa.FieldAddr) {
			seen[place(field.X)] = true // the struct variable, which may have been set as a whole
		}
		for _, stored := range stores[k] {
			if _, ok := stored.(*ssa.Const); ok {
				r.flags[k] = true
			}
			r.leaves(stored, stores, seen)
		}
	default:
		if pure(v) {
			var ops [8]*ssa.Value
			for _, op := range v.(ssa.Instruction).Operands(ops[:0]) {
				if *op != nil {
					r.leaves(*op, stores, seen)
				}
			}
		}
		if c, ok := v.(*ssa.Call); ok { // a predicate: errors.Is(err, x), len(x)
			for _, a := range c.Call.Args {
				if decisive(a.Type()) || isBuiltin(c) {
					r.leaves(a, stores, seen)
				}
			}
		}
	}
}

// isCounter reports whether a variable is computed anew from what it was: i + 1. A first round of its loop is like all others.
func isCounter(phi *ssa.Phi) bool {
	return slices.ContainsFunc(phi.Edges, func(e ssa.Value) bool {
		op, ok := e.(*ssa.BinOp)
		return ok && (op.X == phi || op.Y == phi)
	})
}

// base records the registers that an address is computed from.
func (r *relevance) base(addr ssa.Value) {
	if r.bases[addr] {
		return
	}
	r.bases[addr] = true
	if load, ok := addr.(*ssa.UnOp); ok {
		r.base(load.X)
		return
	}
	if pure(addr) {
		var ops [8]*ssa.Value
		for _, op := range addr.(ssa.Instruction).Operands(ops[:0]) {
			if *op != nil {
				r.base(*op)
			}
		}
	}
}

func isBuiltin(c *ssa.Call) bool { _, ok := c.Call.Value.(*ssa.Builtin); return ok }

// place identifies a variable: by itself, or for a field by its declaration, whatever object it is in.
func place(addr ssa.Value) any {
	switch addr := addr.(type) {
	case *ssa.FieldAddr:
		return effect.FieldVar(addr)
	case *ssa.FreeVar: // the variable that was captured
		if outer := effect.Captured(addr); outer != nil {
			return place(outer)
		}
	}
	return addr
}

// condition reports whether what is known of t can decide anything: what t is built from is decided by more than once
// (once to learn it, once to use it), or comes from the acquisition. What was known when it was written need only be
// used.
func (r *relevance) condition(p *term.Pool, t term.Term) bool {
	if p.Op(t) == term.Written {
		return r.atLeast(p, t, 1)
	}
	return r.atLeast(p, t, 2)
}

// binding reports whether what t denotes can decide anything: some decision depends on it, or on what it points to.
func (r *relevance) binding(p *term.Pool, t term.Term) bool {
	return r.atLeast(p, t, 1) || p.Mentions(t, func(_ term.Term, n term.Node) bool { return n.V != nil && r.bases[n.V] })
}

// atLeast reports whether anything in t is decided by so many times, which is once or twice.
func (r *relevance) atLeast(p *term.Pool, t term.Term, times int) bool {
	return int(r.level(p, t)) >= times
}

// level counts, to two, the decisions by that in t which is decided by most often.
func (r *relevance) level(p *term.Pool, t term.Term) int8 {
	if t == 0 {
		return 0
	}
	if int(t) < len(r.levels) && r.levels[t] > 0 {
		return r.levels[t] - 1
	}
	n := p.Node(t)
	level := max(r.own(p, t, n), r.level(p, n.X), r.level(p, n.Y))
	for len(r.levels) <= int(t) {
		r.levels = append(r.levels, 0)
	}
	r.levels[t] = level + 1
	return level
}

// own is the level of a term without what it is built from.
func (r *relevance) own(p *term.Pool, t term.Term, n term.Node) int8 {
	switch {
	case t == term.TheGuard:
		return 2
	case n.V == nil || n.Op == term.Closure:
		if n.Op == term.Field {
			return int8(min(2, r.field(p, n)))
		}
		return 0
	case n.V == r.site, r.telling[n.V]:
		return 2
	}
	at := place(n.V)
	if r.flags[n.V] || r.flags[at] {
		return 2
	}
	return int8(min(2, max(r.counts[n.V], r.counts[at])))
}

// field counts the decisions that depend on an addressed field, in whatever object.
func (r *relevance) field(p *term.Pool, n term.Node) int {
	base := p.Node(n.X)
	if base.V == nil {
		return 2 // a field of a field: rare; remember it
	}
	pt, ok := base.V.Type().Underlying().(*types.Pointer)
	if !ok {
		return 2
	}
	st, ok := pt.Elem().Underlying().(*types.Struct)
	if !ok || n.N >= st.NumFields() {
		return 2
	}
	f := st.Field(n.N)
	if r.flags[f] {
		return 2
	}
	return r.counts[f]
}

// flag reports whether t is a variable that is set to constants.
func (r *relevance) flag(p *term.Pool, t term.Term) bool {
	return p.Mentions(t, func(_ term.Term, n term.Node) bool { return n.V != nil && (r.flags[n.V] || r.flags[place(n.V)]) })
}
