// Package effect says what one SSA instruction does to a path.
//
// A [Machine] takes a state and an instruction and returns the states after it: none where the path ends (a call
// that does not return), several where the outcome matters (a callee that takes the guard only on success).
// States are never changed in place.
//
//	effect.go   the dispatch over instructions
//	value.go    registers to terms
//	memory.go   loads, stores, and who holds the guard
//	container.go elements of slices, maps and channels
//	branch.go   what a condition tells
//	nil.go      what is known to be nil, and what is not
//	outcome.go  what the end of a function tells: whether it failed, what it returns
//	call.go     calls: closures, contracts, what does not return
//	enter.go    guards that come in below a parameter
//	acquire.go  the acquisition, and where it leaves the guard
//	release.go  the release
//	handover.go what callees do with the guard, by their summaries
//	unsaid.go   what summaries do not say
//	method.go   methods that are called on it
//	rangefunc.go bodies of range-over-func loops
//	way.go      how to get from a value to the guard
//	escape.go   local objects that somebody else has
//	types.go    types of guards, parameters and fields; errors
//	owner.go    releases of the objects that the guard is in
//	unknown.go  callees about which nothing is known
//	defer.go    deferred calls and goroutines
//	lock.go     guards that are parts of objects
//	goroutine.go goroutines that wait for a channel
//	patch.go    releases that a fix would add
//	after.go    what happens to a guard after its release
//	derived.go  contexts that end with another
//	expiry.go   guards that expire
//	once.go     rounds of a loop that there is one of
//	pile.go     which deferred call releases the guard
//
// Assumptions, each of which could be refuted:
//   - Two addresses with different roots do not overlap: a store through one does not change what the other holds.
//     Where this is wrong a guard is found released or held that is not, and a report is lost, never invented.
//   - A package-level variable of type error holds a sentinel and is not nil.
//   - A callee that gets a pointer to an object leaves the object's fields as they are, unless its summary says
//     otherwise or nobody has filled the object yet: then the callee is to fill it.
package effect

import (
	"go/token"
	"go/types"

	"golang.org/x/tools/go/ssa"

	"github.com/guardlint/guardlint/passes/internal/guard"
	"github.com/guardlint/guardlint/passes/internal/obligation"
	"github.com/guardlint/guardlint/passes/internal/summary"
	"github.com/guardlint/guardlint/passes/internal/term"
)

// State is [obligation.State], which this package transforms.
type State = obligation.State

// An Exit is the end of a function on one path: a return.
type Exit struct {
	State   State
	Results []term.Term
	Return  *ssa.Return
}

// A Machine executes instructions on behalf of one obligation.
type Machine struct {
	Pool *term.Pool
	Obl  *obligation.Obligation

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
	// Inline walks a function literal from its entry on. It reports false if it gave up.
	Inline func(fn *ssa.Function, s State) (exits []Exit, ok bool)
	// Lost is told of a guard that the loop left behind when it came round to the acquisition again.
	Lost func(s State)
	// Piled is told of a guard that waits for a deferred call when the loop comes round to the acquisition again.
	Piled func(s State)
	// Dropped reports whether nobody gets to see the error of a call although it is wanted, and Heeded whether somebody does.
	// While they are set, states keep account of what is written to the guard: see written.go.
	Dropped, Heeded func(ssa.CallInstruction) bool
	// Overwritten is told of a guard whose last name was given to something else. While it is set, a guard that is stored
	// in a field is still watched: it has an owner, who forgets it.
	Overwritten func(s State)
	// Misused is told of what a path does with a guard that it has released. While it is set, the machine errs the other way:
	// it takes a guard for released only where that is shown, and forgets it where a callee can have replaced it.
	Misused func(s State, u Misuse)
	// Releases reports, while Misused is set, whether a function with a body releases the guard below a parameter on all
	// its paths.
	Releases func(fn *ssa.Function, param int, path []int) bool
	// Telling is told of a call whose truth value says what became of the guard: it is worth remembering.
	Telling func(call ssa.Value)
	// Again is told of a lock that is taken again while it is held.
	Again func(s State)

	// Ended is told of a call that ends the process while the guard is open. Deferred calls do not run then.
	Ended func(s State, at ssa.Instruction)
	// Misfit is set when a release that a fix would add does harm on some path.
	Misfit bool

	site      siteTerms
	receivers map[ssa.Value]bool     // see Receives
	doneAs    map[*types.Func]string // see doesAs
	supposed  bool                   // what is executed happens elsewhere, or not at all
	late      bool                   // deferred calls are run
	asked     bool                   // one of them has asked recover, and got nil
	panicked  bool                   // recover may have something for them
	releasers []releaseTerm
}

// siteTerms are the terms by which a path knows the results of the acquisition.
type siteTerms struct {
	err, ok term.Term
	errno   term.Term   // zero means that nothing failed
	flag    term.Term   // a truth value that is another where there is no guard
	is      bool        // what it is where there is one
	holder  term.Term   // the object that the guard is in, if it is not a result by itself
	parents []term.Term // functions that release what the guard was made from: see derivedFrom
	once    *bool       // whether a path comes to it one time at most; nil until that is asked
	cleanup term.Term
}

// releaseTerm is a release whose receiver is a field of the guard.
type releaseTerm struct {
	*guard.Release
	path []int
}

// Prepare computes what depends on the obligation alone. It must be called once, before Step.
func (m *Machine) Prepare() {
	o := m.Obl
	if o.Site != nil {
		m.prepareSite()
	}
	m.releasers = make([]releaseTerm, len(o.Kind.Release))
	for i := range o.Kind.Release {
		r := &o.Kind.Release[i]
		m.releasers[i] = releaseTerm{Release: r, path: fieldPath(m.guardType(), r.Field)}
	}
}

// Idle reports whether an instruction changes no state: what only computes is evaluated where it is used, phis are bound
// on the edge, and new objects are known by their register.
func Idle(instr ssa.Instruction) bool {
	switch instr := instr.(type) {
	case *ssa.Phi, *ssa.ChangeInterface, *ssa.ChangeType, *ssa.DebugRef, *ssa.Extract, *ssa.Field, *ssa.FieldAddr, *ssa.IndexAddr,
		*ssa.MakeInterface, *ssa.MakeMap, *ssa.MakeSlice, *ssa.MultiConvert, *ssa.Slice, *ssa.SliceToArrayPointer, *ssa.TypeAssert:
		return true
	case *ssa.BinOp:
		return instr.Op != token.ADD
	case *ssa.UnOp:
		return instr.Op != token.MUL && instr.Op != token.ARROW
	case *ssa.Convert:
		return !isUnsafe(instr.Type())
	}
	return false
}

// Step executes one instruction that does not end its block, and appends to out the states after it.
func (m *Machine) Step(out []State, s State, instr ssa.Instruction) []State {
	switch instr := instr.(type) {
	case *ssa.Alloc:
		s = m.alloc(s, instr)
		if instr == m.Obl.Maker {
			s = m.makes(s)
		}
	case *ssa.Store:
		s = m.store(s, instr, m.Eval(s, instr.Addr), m.Eval(s, instr.Val), instr.Val)
	case *ssa.UnOp:
		s = m.unop(s, instr)
	case *ssa.MapUpdate:
		s = m.put(s, instr, instr.Map, instr.Key) // conns[c] = true
		s = m.put(s, instr, instr.Map, instr.Value)
	case *ssa.Send:
		s = m.send(s, instr, instr.Chan, instr.X)
	case *ssa.Select:
		return append(out, m.selects(s, instr)...)
	case *ssa.Lookup:
		s = m.bindElement(s, instr, instr.X, instr.CommaOk)
	case *ssa.Index:
		s = m.bindElement(s, instr, instr.X, false)
	case *ssa.Next:
		s = m.next(s, instr)
	case *ssa.MakeClosure:
		s = m.bind(s, instr, m.closure(s, instr))
	case *ssa.Call:
		return append(out, m.call(s, instr)...)
	case *ssa.Defer:
		s = m.deferCall(s, instr)
	case *ssa.RunDefers:
		s, failing := m.failing(s, instr.Block())
		for _, after := range m.RunDefers(s, instr.Parent()) {
			after.Failing = failing
			out = append(out, after)
		}
		return out
	case *ssa.Go:
		s = m.launch(s, instr)
	case *ssa.Panic:
		return out
	case *ssa.BinOp:
		s = m.concat(s, instr)
	case *ssa.Convert:
		if isUnsafe(instr.Type()) && s.Status == obligation.Open && !m.byAddress() && m.Carries(s, m.Eval(s, instr.X)) {
			s = s.WithStatus(obligation.Unsure, "it is reached through unsafe.Pointer")
		}
	case *ssa.Range: // the rounds of the loop read the container, when its own register may be dead
		if x := m.Eval(s, instr.X); s.IsHolder(x) {
			s = m.bind(s, instr, x)
		}
	case *ssa.MakeChan:
		if instr == m.Obl.Maker {
			s = m.makes(s)
		}
	}
	return append(out, s)
}

// isUnsafe reports whether t is unsafe.Pointer.
func isUnsafe(t types.Type) bool {
	b, ok := t.Underlying().(*types.Basic)
	return ok && b.Kind() == types.UnsafePointer
}

func one(s State) []State { return []State{s} }

// bind records what a register denotes.
func (m *Machine) bind(s State, reg ssa.Value, t term.Term) State {
	return m.BindTerm(s, m.Pool.Opaque(reg), t)
}

// BindTerm records what a register, given by its own term, denotes.
func (m *Machine) BindTerm(s State, reg, t term.Term) State {
	if reg == t {
		s.Env = s.Env.Filter(func(k, _ term.Term) bool { return k != reg })
	} else {
		s.Env = s.Env.With(reg, t)
	}
	return s
}

// resultTerm is the term of result i of a call, before anything is known of it.
func (m *Machine) resultTerm(call ssa.Value, i int) term.Term {
	if _, ok := call.Type().(*types.Tuple); ok {
		return m.Pool.Make(term.Node{Op: term.Part, X: m.Pool.Opaque(call), N: i})
	}
	return m.Pool.Opaque(call)
}

// IsResult reports whether t is result i of a call, and nothing that is known to be something else.
func (m *Machine) IsResult(t term.Term, call ssa.Value, i int) bool {
	return t == m.resultTerm(call, i)
}

// bindResult records what result i of a call denotes.
func (m *Machine) bindResult(s State, call ssa.Value, i int, t term.Term) State {
	return m.BindTerm(s, m.resultTerm(call, i), t)
}

// unop executes the operators that read memory; the others are pure.
func (m *Machine) unop(s State, instr *ssa.UnOp) State {
	switch instr.Op {
	case token.MUL:
		return m.bind(s, instr, m.load(s, m.Eval(s, instr.X), instr.Type()))
	case token.ARROW:
		if m.tellsExpiry(s, instr.X) {
			s = m.expired(s, instr, instr.X)
		}
		if instr.CommaOk && neverCloses(instr.X) {
			s = m.bindResult(s, instr, 1, m.Pool.Bool(true))
		}
		return m.bindElement(s, instr, instr.X, instr.CommaOk)
	}
	return s
}

// neverCloses reports whether a channel is that of a timer or ticker, which package time does not close.
func neverCloses(ch ssa.Value) bool {
	load, ok := ch.(*ssa.UnOp)
	if !ok {
		return false
	}
	addr, ok := load.X.(*ssa.FieldAddr)
	if !ok {
		return false
	}
	named, ok := types.Unalias(addr.X.Type().Underlying().(*types.Pointer).Elem()).(*types.Named)
	return ok && named.Obj().Pkg() != nil && named.Obj().Pkg().Path() == "time"
}

// concat executes an operator. A path made of the path of a temporary directory leads to it.
func (m *Machine) concat(s State, instr *ssa.BinOp) State {
	if instr.Op == token.ADD && (m.Carries(s, m.Eval(s, instr.X)) || m.Carries(s, m.Eval(s, instr.Y))) {
		return s.WithHolder(m.Pool.Opaque(instr))
	}
	return s
}

// CaseOf returns the branch that is taken where a select statement has chosen its state i, or nil.
func CaseOf(sel *ssa.Select, i int) *ssa.If {
	for _, ref := range *sel.Referrers() {
		index, ok := ref.(*ssa.Extract)
		if !ok || index.Index != 0 {
			continue
		}
		for _, ref := range *index.Referrers() {
			eq, ok := ref.(*ssa.BinOp)
			if !ok || eq.Op != token.EQL || eq.X != index {
				continue
			}
			if c, ok := eq.Y.(*ssa.Const); !ok || c.Int64() != int64(i) {
				continue
			}
			for _, ref := range *eq.Referrers() {
				if branch, ok := ref.(*ssa.If); ok {
					return branch
				}
			}
		}
	}
	return nil
}

// selects forks on the case that was taken, so that a send hands the guard over in its own case only, and the guard has expired
// only where that was received. A case whose channel is nil is not taken: done = nil is how a loop hears of something once.
func (m *Machine) selects(s State, instr *ssa.Select) []State {
	forks := false
	for _, c := range instr.States {
		forks = forks || c.Dir == types.SendOnly && (m.byAddress() || m.Carries(s, m.Eval(s, c.Send)) || m.IsGuard(s, m.Eval(s, c.Chan))) ||
			c.Dir == types.RecvOnly && m.tellsExpiry(s, c.Chan) || s.Status == obligation.Open && m.Pool.IsNil(m.Eval(s, c.Chan))
	}
	if !forks {
		return one(s)
	}
	index := m.resultTerm(instr, 0)
	var out []State
	for i, c := range instr.States {
		if m.Pool.IsNil(m.Eval(s, c.Chan)) {
			continue
		}
		t := m.BindTerm(s, index, m.constInt(i))
		switch {
		case c.Dir == types.SendOnly:
			t = m.send(t, instr, c.Chan, c.Send)
		case m.tellsExpiry(t, c.Chan):
			t = m.expired(t, instr, c.Chan)
		}
		out = append(out, t)
	}
	if !instr.Blocking {
		t := m.BindTerm(s, index, m.constInt(-1))
		for _, c := range instr.States { // a signal that cannot be sent is there already: nobody has received it yet
			if c.Dir == types.SendOnly && m.IsGuard(s, m.Eval(s, c.Chan)) {
				t = m.send(t, instr, c.Chan, c.Send)
			}
		}
		out = append(out, t)
	}
	return out
}
