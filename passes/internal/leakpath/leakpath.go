// Package leakpath decides what becomes of a guard on every path of a function.
//
// It joins the walk of package flow, which knows no Go, with the transfer of package effect, which knows no
// paths: blocks are nodes, and a state is what package obligation says it is. It yields exits with the status of the
// guard and the steps that led there, as data.
//
//	leakpath.go   one study: the walk over a function, nested for literals that are called where we know them
//	detail.go     how closely an acquisition is looked at
//	exit.go       what the end of a path means
//	edge.go       what an edge does: phis, loops
//	rounds.go     loops that must run
//	enum.go       switches that need no default
//	rough.go      functions with too many paths
//	relevant.go   which conditions are worth remembering
//	gate.go       which of them decide whether there is a guard
//	reads.go      which variables can still be read
//	live.go       which registers can still be read
//	lock.go       what is different for locks
//	patch.go      what would be if a fix had been made
//	after.go      what is done with a guard after its release
//	half.go       guards that nobody waits for yet
//	heard.go      goroutines that have told that they are done
//	pile.go       guards that a loop acquires again while they wait for a deferred release
//	option.go     what an option of the program leaves behind
//	dropped.go    releases whose error nobody sees although it matters
//	verdict.go    what a study means
//
// A leak is what a path does not do, and a doubt about anything on it is an excuse. After asks the contrary question, what a
// path does with a guard that it has released already: there a doubt about the release, or about whether it is the same
// guard still, is the excuse. The same walk answers it, with all conditions of a path remembered, to the exit and not to
// where the guard is settled, by a machine that is told to err on the other side (see after.go in package effect). What is
// given up is found nothing in.
//
// The walk begins at the function's entry, not at the acquisition: flags, registered defers and captured variables
// that were set before are what the exits depend on.
package leakpath

import (
	"cmp"
	"go/types"
	"slices"

	"golang.org/x/tools/go/ssa"

	"github.com/guardlint/guardlint/passes/internal/effect"
	"github.com/guardlint/guardlint/passes/internal/flow"
	"github.com/guardlint/guardlint/passes/internal/guard"
	"github.com/guardlint/guardlint/passes/internal/obligation"
	"github.com/guardlint/guardlint/passes/internal/summary"
	"github.com/guardlint/guardlint/passes/internal/term"
)

// Limits of a study. Of 46,000 functions measured, the largest study needed 30 states at a block.
const (
	MaxStates      = 48            // different states at one block
	MaxVisits      = 4096          // visits of blocks in one study, nested walks included
	MaxParamVisits = 512           // the same for one parameter: there are many, and what becomes of one in a large function is rarely simple
	MaxFuncVisits  = 2048          // the same for all parameters of a function, and the fields below them, together
	MaxBlocks      = 2000          // blocks of a function
	fineSite       = MaxStates / 2 // states of an acquisition at one block before they are coarsened
	fineParam      = 2             // the same of a parameter
	patience       = 4             // times as many states and visits for an acquisition that the limits above leave undecided
	maxNested      = 6             // nested walks: literals in literals
)

// A Study is the outcome of following one guard through one function.
type Study struct {
	Obl   *obligation.Obligation
	Exits []Exit
	// GaveUp says why the study is incomplete; nil if it is complete.
	GaveUp error
	// Partial says that a study which gave up has seen too many paths, and that the exits it has are those of real ones. Else
	// they are not to be relied on.
	Partial bool
	Visits  int
}

// A Value is what is known of one result at an exit.
type Value struct {
	Is    summary.Value
	Known bool
	Error bool // it is an error
	Param int  // the parameter that is returned, or -1
}

// An Explorer makes studies in functions of one package.
type Explorer struct {
	// Summary returns what is known of a function or method, or nil.
	Summary func(*types.Func) *summary.Summary
	// Receiver returns what the known implementations of an interface's method do to the receiver, if that is anything.
	Receiver func(*types.Func) (summary.Effect, bool)
	// Unlocks reports whether a function of the package unlocks a lock in a package-level variable.
	Unlocks func(*types.Func, *ssa.Global) bool
	// Dispatched returns what a call of a function value does, or nil if that is not known.
	Dispatched func(*ssa.CallCommon) *summary.Summary
	// Std reports whether a package belongs to the standard library.
	Std func(path string) bool

	info      map[*ssa.Function]*funcInfo
	pool      *term.Pool // of the last study, for the next one
	releaseOf map[releaseQuery]bool
}

// New returns an Explorer that asks lookup for the summaries of callees.
func New(lookup func(*types.Func) *summary.Summary) *Explorer {
	return &Explorer{
		Summary:    lookup,
		Receiver:   func(*types.Func) (e summary.Effect, ok bool) { return e, false },
		Dispatched: func(*ssa.CallCommon) *summary.Summary { return nil },
		Std:        guard.IsStd,
		info:       make(map[*ssa.Function]*funcInfo),

		releaseOf: make(map[releaseQuery]bool),
	}
}

// funcInfo is what is computed once per function.
type funcInfo struct {
	order []int               // rank of each block in reverse postorder
	steps [][]ssa.Instruction // of each block, those that change states or end it
	live  *liveness
	loops map[[2]int]map[*ssa.BasicBlock]bool // back edge -> body
	reach map[int][]bool                      // block -> which blocks can be reached from it
	rel   *relevance
	reads *reads
	// exhaust has the equalities that were looked at: see exhausted.
	exhaust map[*ssa.If]bool
}

// A walker holds one study while it is made.
type walker struct {
	x      *Explorer
	m      *effect.Machine
	study  *Study
	budget flow.Budget
	stack  []*ssa.Function
	rel    *relevance
	gates  map[any]bool // what decides whether there is an acquisition; nil until it is asked for
	params []term.Term  // what the parameters of the studied function denote at entry
	// nested says why a literal could not be walked; what it does is then not known.
	nested error
	until  horizon
	// entered has the heads of loops that run at least one round: see [Explorer.Skipped].
	entered map[*ssa.BasicBlock]bool
	patch   Patch
	watches bool // the guard is watched beyond its release: see [Explorer.After]
	detail  detail
	unseen  bool // on some path it was lost from sight
}

// Acquisition follows the guard that a call acquires.
func (x *Explorer) Acquisition(o *obligation.Obligation) *Study {
	if o.Kind.ReportedBy() == "lockheld" {
		return x.lock(o)
	}
	return x.acquisition(o, untilSettled)
}

// ToExit follows the guard that a call acquires to the end of the function, whoever has got it before.
func (x *Explorer) ToExit(o *obligation.Obligation) *Study { return x.acquisition(o, untilExit) }

// A horizon says how far paths are followed. The zero horizon is the exit of the function.
type horizon uint8

const (
	untilExit    horizon = iota
	untilSettled         // to where the guard is settled and cannot be acquired again
	untilFirst           // to where the guard is settled for the first time
)

// Param follows a guard that comes in below a parameter, at the field path; an Inside in it stands for an element of a
// container. It makes no more than the given number of visits, nor more than MaxParamVisits.
func (x *Explorer) Param(o *obligation.Obligation, visits int) *Study {
	w := x.walker(o)
	w.budget.Visits = min(MaxParamVisits, visits)
	w.budget.Fine = fineParam
	w.run(w.m.Enter(obligation.State{Status: obligation.Open}))
	w.leave()
	return w.study
}

// Fields follows a guard that is, or comes to be, in fields of objects that others have, and yields the places where such
// a field is overwritten while it holds the last name of the guard.
func (x *Explorer) Fields(o *obligation.Obligation) []Exit {
	w := x.walker(o)
	var lost []Exit
	w.m.Overwritten = func(s obligation.State) {
		exit := noExit(s)
		exit.Lost = s.Trace.Instr
		lost = append(lost, exit)
	}
	s := obligation.State{}
	if o.Site == nil {
		s = w.m.Enter(obligation.State{Status: obligation.Open})
	}
	if w.run(s); w.study.GaveUp != nil {
		return nil
	}
	return lost
}

// Assuming walks fn with one parameter known to be nil, non-nil, true or false, and no guard in sight. Fewer exits
// than without the assumption are a contract.
func (x *Explorer) Assuming(fn *ssa.Function, param int, v summary.Value) *Study {
	w := x.walker(&obligation.Obligation{Fn: fn, Kind: &guard.Kind{}, Param: -1, Cleanup: -1})
	s := obligation.State{}
	if param >= 0 {
		s = w.m.Given(s, fn.Params[param], v)
	}
	w.run(s)
	w.leave()
	return w.study
}

// maxPool is the number of terms of which the next study can do without the room.
const maxPool = 1000

// leave ends a study: what it has found speaks of no terms.
func (w *walker) leave() {
	if p := w.m.Pool; p.Len() <= maxPool {
		p.Reset()
		w.x.pool = p
	}
}

func (x *Explorer) walker(o *obligation.Obligation) *walker {
	pool := x.pool
	if x.pool = nil; pool == nil {
		pool = term.NewPool()
	}
	w := &walker{
		x:      x,
		m:      &effect.Machine{Pool: pool, Obl: o, Summary: x.Summary, Receiver: x.Receiver, Unlocks: x.Unlocks, Dispatched: x.Dispatched, Std: x.Std},
		study:  &Study{Obl: o},
		budget: flow.Budget{States: MaxStates, Fine: fineSite, Visits: MaxVisits},
	}
	w.m.Inline = w.inline
	w.m.Lost = w.lost
	if o.Kind.Durable {
		w.m.Ended = w.ended
	}
	w.m.Again = w.again
	w.m.Prepare()
	if len(o.Fn.Blocks) <= MaxBlocks { // beyond, what is needed to know of the function is too much by itself
		w.rel = x.infoOf(o.Fn).relevance(o)
		w.m.Telling = w.rel.tells
	}
	return w
}

// run walks the studied function.
func (w *walker) run(s obligation.State) {
	visits := w.budget.Visits
	fn := w.study.Obl.Fn
	if len(fn.Blocks) > MaxBlocks {
		w.study.GaveUp = errBlocks
		return
	}
	for _, p := range fn.Params {
		w.params = append(w.params, w.m.Eval(s, p))
	}
	err := w.walk(fn, s, func(e effect.Exit) { w.study.Exits = append(w.study.Exits, w.exit(e)) })
	w.study.GaveUp = cmp.Or(err, w.nested)
	w.study.Partial = err != nil && w.nested == nil
	w.study.Visits = visits - w.budget.Visits
}

// walk follows all paths of one function and calls exit at each return.
func (w *walker) walk(fn *ssa.Function, s obligation.State, exit func(effect.Exit)) error {
	w.stack = append(w.stack, fn)
	defer func() { w.stack = w.stack[:len(w.stack)-1] }()
	info := w.x.infoOf(fn)
	return flow.Walk(flow.Problem[obligation.State]{
		Order:   info.order,
		Key:     obligation.State.Key,
		Coarsen: w.coarsen,
		Step: func(edges []edge, block int, s obligation.State) []edge {
			return w.block(edges, fn, info, fn.Blocks[block], s, exit)
		},
	}, 0, s, &w.budget)
}

// block executes one basic block, and appends to edges where control goes from there.
func (w *walker) block(edges []edge, fn *ssa.Function, info *funcInfo, b *ssa.BasicBlock, s obligation.State, exit func(effect.Exit)) []edge {
	if len(w.stack) == 1 && (s.Status.Settled() || s.Status == obligation.Idle && w.until == untilSettled) && w.done(info, b) {
		out := noExit(s)
		w.storedBelow(&out, s)
		w.study.Exits = append(w.study.Exits, out)
		return edges
	}
	if w.watches && len(w.stack) == 1 && s.Status == obligation.Absent && w.study.Obl.Maker == nil && !w.comesBack(info, b) {
		w.unseen = w.unseen || s.Reason != ""
		return edges // nothing to watch
	}
	instrs := info.steps[b.Index]
	if len(w.patch.Spots) > 0 {
		instrs = b.Instrs // any of them may be the first one behind a spot
	}
	var now, next [2]obligation.State // nearly always enough
	states, after := append(now[:0], s), next[:0]
	for _, instr := range instrs {
		states = w.patched(states, instr)
		if instr == w.patch.Without {
			continue
		}
		switch instr := instr.(type) {
		case *ssa.If:
			for _, s := range states {
				edges = w.branch(edges, info, b, instr, s)
			}
		case *ssa.Jump:
			for _, s := range states {
				edges = append(edges, w.edge(info, b, b.Succs[0], s))
			}
		case *ssa.Return:
			for _, s := range states {
				w.returns(fn, instr, s, exit)
			}
		default:
			after = after[:0]
			for _, s := range states {
				after = w.m.Step(after, s, instr)
			}
			states, after = after, states
			if d, ok := instr.(*ssa.Defer); ok {
				states = w.deferred(info, d, states)
			}
		}
		if len(states) == 0 {
			break
		}
	}
	return edges
}

// deferred ends the paths on which the call that d has just registered is sure to release the guard: it runs whatever comes.
// A lock can be released and taken again before, and what is durable stays where the process ends instead.
func (w *walker) deferred(info *funcInfo, d *ssa.Defer, states []obligation.State) []obligation.State {
	kind := w.study.Obl.Kind
	switch {
	case len(w.stack) > 1 || kind.Durable || w.until == untilExit,
		w.until == untilSettled && kind.ReportedBy() == "lockheld",
		slices.ContainsFunc(d.Block().Succs, func(b *ssa.BasicBlock) bool { return !w.done(info, b) }):
		return states
	}
	return slices.DeleteFunc(states, func(s obligation.State) bool {
		if s.Status != obligation.Open {
			return false
		}
		released, ok := w.m.WillRelease(s, d)
		if ok {
			w.study.Exits = append(w.study.Exits, noExit(released))
		}
		return ok
	})
}

// branch follows the edges of a condition that can be taken.
func (w *walker) branch(edges []edge, info *funcInfo, b *ssa.BasicBlock, instr *ssa.If, s obligation.State) []edge {
	then, els, canThen, canElse := w.m.Branch(s, instr.Cond)
	canElse = canElse && !(canThen && info.exhausted(instr))
	note := canThen && canElse && s.Status != obligation.Idle
	for i, t := range [2]obligation.State{then, els} {
		if i == 0 && !canThen || i == 1 && !canElse || w.avoids(info, s, b, canThen, canElse, b.Succs[i]) {
			continue
		}
		if note {
			t = t.WithEvent(obligation.Event{Kind: obligation.Branched, Pos: instr.Cond.Pos(), Instr: instr, Taken: i == 0})
		}
		edges = append(edges, w.edge(info, b, b.Succs[i], t))
	}
	return edges
}

// returns ends the function, after what a range-over-func body has deferred for it.
func (w *walker) returns(fn *ssa.Function, instr *ssa.Return, s obligation.State, exit func(effect.Exit)) {
	for _, s := range w.m.RunDefers(s, fn) {
		e := effect.Exit{State: s, Return: instr}
		for _, r := range instr.Results {
			e.Results = append(e.Results, w.m.Eval(s, r))
		}
		exit(e)
	}
}

// inline walks a function literal on behalf of its caller.
func (w *walker) inline(fn *ssa.Function, s obligation.State) ([]effect.Exit, bool) {
	if len(w.stack) > maxNested || len(fn.Blocks) > MaxBlocks {
		w.nested = cmp.Or(w.nested, errBlocks)
		return nil, false
	}
	for _, active := range w.stack {
		if active == fn {
			return nil, false
		}
	}
	var exits []effect.Exit
	seen := make(map[uint64]bool)
	err := w.walk(fn, s, func(e effect.Exit) {
		local := func(t term.Term) bool { return w.definedIn(t, fn) }
		e.State.Env = e.State.Env.Filter(func(k, _ term.Term) bool { return !local(k) })
		k := e.State.Key()
		for _, r := range e.Results {
			k = k*31 + uint64(r)
		}
		if !seen[k] {
			seen[k] = true
			exits = append(exits, e)
		}
	})
	if err == nil && len(exits) > MaxStates {
		err = flow.ErrStates
	}
	w.nested = cmp.Or(w.nested, err)
	return exits, err == nil
}

// done reports whether a guard that is settled at b need not be followed further.
func (w *walker) done(info *funcInfo, b *ssa.BasicBlock) bool {
	return w.until == untilFirst || w.until == untilSettled && !w.comesBack(info, b)
}

// comesBack reports whether the acquisition can be reached again from b.
func (w *walker) comesBack(info *funcInfo, b *ssa.BasicBlock) bool {
	site := w.study.Obl.Site
	return site != nil && info.reaches(b, site.Block())
}
