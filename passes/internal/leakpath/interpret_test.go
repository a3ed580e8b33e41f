package leakpath_test

import (
	"maps"
	"slices"
)

const (
	maxRoundsRun = 3    // of a loop on one path
	maxPaths     = 1000 // of a program
)

// A truth is what the interpreter finds about one acquisition.
type truth struct {
	open map[int]bool // lines of returns at which a guard of it is open; 0 is the end of a body
	// behind: a loop comes round while an earlier guard is open. The engine reports one that nobody can reach any
	// more even where a panic follows on all paths.
	behind bool

	twice    bool         // a guard of it is closed that has been closed before
	returned map[int]bool // lines of returns that hand out a closed guard of it, and no error
}

// interpret walks all paths of the function, the literal or the loop body that an acquisition is in, with every outcome
// of every call and at most maxRoundsRun rounds of each loop. ok is false if there are too many paths.
//
// It knows what the engine is meant to know: that the acquisition under study hands out a guard or an error, but not so
// of any other; and nothing of what a literal finds in the variables around it.
func interpret(p *program, at site) (t *truth, ok bool) {
	t = &truth{open: make(map[int]bool), returned: make(map[int]bool)}
	var tape []bool
	for range maxPaths {
		r := &run{truth: t, study: at.acquire, tape: tape, named: p.named, env: make(map[string]*cell), outer: make(map[string]*cell)}
		r.root(p, at)
		// The next path takes the last choice that was false the other way.
		tape = r.tape[:r.at]
		for len(tape) > 0 && tape[len(tape)-1] {
			tape = tape[:len(tape)-1]
		}
		if len(tape) == 0 {
			return t, true
		}
		tape[len(tape)-1] = true
	}
	return t, false
}

// An instance is a guard that was acquired.
type instance struct {
	open   bool
	closed bool // by the program itself
}

func release(g *instance) {
	if g != nil {
		g.open = false
	}
}

// close closes a guard.
func (r *run) close(g *instance) {
	if g == nil {
		return
	}
	r.twice = r.twice || g.closed && slices.Contains(r.instances, g)
	g.closed = true
	release(g)
}

// A cell is a variable of any type: for errors set means non-nil.
type cell struct {
	unknown bool // not looked at yet: it can be anything
	g       *instance
	set     bool
}

// A run is the execution of one path.
type run struct {
	*truth
	study *stmt
	tape  []bool // the choices of this path; those after at are still to be made
	at    int
	named bool

	env       map[string]*cell
	outer     map[string]*cell // variables around the literal that is run by itself
	instances []*instance      // of the acquisition under study
	defers    []deferred
	result    *instance
	failed    bool
}

// A deferred is a call that waits for the exit of its function.
type deferred struct {
	g    *instance
	body []*stmt
	env  map[string]*cell
}

// A signal says how a statement ended.
type signal uint8

const (
	next signal = iota
	broke
	continued
	returned
	stopped // the path ends without an exit
)

// choose decides what the program leaves open, differently on each path.
func (r *run) choose() bool {
	if r.at == len(r.tape) {
		r.tape = append(r.tape, false)
	}
	r.at++
	return r.tape[r.at-1]
}

// root runs what the acquisition under study is in.
func (r *run) root(p *program, at site) {
	switch {
	case at.frame == nil:
		r.program(p)
	case at.frame.op == opRange:
		r.round(at.frame.body)
	default:
		if sig, line := r.frame(at.frame.body, r.env); sig != stopped {
			r.settle(line)
		}
	}
}

func (r *run) program(p *program) {
	for _, names := range [][]string{guardVars, errorVars, flagVars, {"r", "err"}} {
		for _, n := range names {
			r.env[n] = &cell{unknown: n == "b0" || n == "b1"} // parameters
		}
	}
	sig, line := r.block(p.body)
	if sig == stopped || r.runDefers() == stopped {
		return
	}
	if r.named {
		r.result, r.failed = r.guard("r"), r.isSet("err")
	}
	if r.result != nil && r.result.closed && !r.failed && slices.Contains(r.instances, r.result) {
		r.returned[line] = true
	}
	release(r.result)
	r.settle(line)
}

// settle records what is open at an exit.
func (r *run) settle(line int) {
	for _, in := range r.instances {
		if in.open {
			r.open[line] = true
		}
	}
}

// lookup finds a variable.
func (r *run) lookup(name string) *cell {
	if c := r.env[name]; c != nil {
		return c
	}
	if r.outer[name] == nil {
		r.outer[name] = &cell{unknown: true}
	}
	return r.outer[name]
}

// guard reads a variable for guards.
func (r *run) guard(name string) *instance {
	c := r.lookup(name)
	if c.unknown {
		*c = cell{g: r.foreign()}
	}
	return c.g
}

// foreign is nil or a guard of which nothing is known.
func (r *run) foreign() *instance {
	if r.choose() {
		return new(instance)
	}
	return nil
}

// isSet reads a flag, or whether an error is not nil.
func (r *run) isSet(name string) bool {
	c := r.lookup(name)
	if c.unknown {
		*c = cell{set: r.choose()}
	}
	return c.set
}

// block executes statements. line is that of the return, if it ended with one.
func (r *run) block(body []*stmt) (sig signal, line int) {
	for _, s := range body {
		if sig, line = r.stmt(s); sig != next {
			return sig, line
		}
	}
	return next, 0
}

func (r *run) stmt(s *stmt) (signal, int) {
	switch s.op {
	case opOpen, opMust, opTry:
		r.acquire(s)
	case opClose:
		r.close(r.guard(s.v))
	case opKeep, opSend: // somebody else has it now
		release(r.guard(s.v))
	case opTake:
		failed := r.choose()
		*r.lookup(s.e) = cell{set: failed}
		if !failed {
			release(r.guard(s.v))
		}
	case opAssign:
		*r.lookup(s.v) = cell{g: r.guard(s.w)}
	case opNil:
		*r.lookup(s.v) = cell{}
	case opFlag:
		*r.lookup(s.v) = cell{set: s.w == "true" || s.w == "c()" && r.choose()}
	case opWrap:
		*r.lookup(s.v) = cell{set: r.isSet(s.w)}
	case opFail:
		*r.lookup(s.v) = cell{set: true}
	case opCheck:
		if r.isSet(s.v) {
			return stopped, 0
		}
	case opPanic:
		if r.choose() {
			return stopped, 0
		}
	case opBreak:
		return broke, s.line
	case opContinue:
		return continued, 0
	case opReturn, opBare:
		r.ret(s)
		return returned, s.line
	case opDefer:
		r.defers = append(r.defers, deferred{g: r.guard(s.v)})
	case opDeferFunc:
		r.deferBody(s.body)
	default:
		return r.compound(s)
	}
	return next, 0
}

// deferBody registers a literal. One that a loop registers again, with the same variables, is registered once: the
// engine knows no more than that.
func (r *run) deferBody(body []*stmt) {
	for _, d := range r.defers {
		if len(d.body) > 0 && &d.body[0] == &body[0] && maps.Equal(d.env, r.env) {
			return
		}
	}
	r.defers = append(r.defers, deferred{body: body, env: maps.Clone(r.env)})
}

// compound executes a statement that has others inside.
func (r *run) compound(s *stmt) (signal, int) {
	switch s.op {
	case opScoped:
		outer := r.env
		r.env = maps.Clone(outer)
		r.env[s.v], r.env[s.e] = new(cell), new(cell)
		r.acquire(s)
		sig, line := r.block(s.body)
		r.env = outer
		return sig, line
	case opIf:
		if r.cond(s.cond) {
			return r.block(s.body)
		}
		return r.block(s.els)
	case opSwitch:
		branch := s.els
		if r.cond(s.cond) {
			branch = s.body
		}
		return r.block(branch)
	case opLoop, opRange:
		for n := 0; n < maxRoundsRun && r.choose(); n++ {
			switch sig, line := r.block(s.body); sig {
			case broke:
				return next, 0
			case returned, stopped:
				return sig, line
			}
		}
	case opCall:
		sig, _ := r.frame(s.body, r.env)
		return sig, 0
	}
	return next, 0
}

// acquire opens a guard. While an earlier one of the same acquisition is open, the engine watches only that, which is
// enough: the later one fares alike, or the earlier one is lost.
func (r *run) acquire(s *stmt) {
	failed := s.op != opMust && r.choose()
	if s.op != opMust {
		*r.lookup(s.e) = cell{set: failed != (s.op == opTry)}
	}
	v := r.lookup(s.v)
	if *v = (cell{}); s != r.study {
		v.g = r.foreign()
		return
	}
	if failed {
		return
	}
	v.g = &instance{open: true}
	for _, in := range r.instances {
		if in.open {
			r.behind = true
			v.g = r.foreign()
			return
		}
	}
	r.instances = append(r.instances, v.g)
}

// ret evaluates the results of a return.
func (r *run) ret(s *stmt) {
	if s.op == opBare {
		return
	}
	var g *instance
	if s.v != "nil" {
		g = r.guard(s.v)
	}
	failed := s.w == "errFail" || s.w != "nil" && r.isSet(s.w)
	r.result, r.failed = g, failed
	*r.lookup("r"), *r.lookup("err") = cell{g: g}, cell{set: failed}
}

// frame runs a function literal, which has defers of its own.
func (r *run) frame(body []*stmt, env map[string]*cell) (signal, int) {
	outer, defers := r.env, r.defers
	r.env, r.defers = env, nil
	sig, line := r.block(body)
	if sig != stopped {
		sig = r.runDefers()
	}
	r.env, r.defers = outer, defers
	return sig, line
}

// round runs the body of a range-over-func loop by itself. What it has deferred for the function around it, or returned
// from there, counts as handed over.
func (r *run) round(body []*stmt) {
	sig, line := r.block(body)
	if sig == stopped {
		return
	}
	for _, d := range r.defers {
		release(d.g)
	}
	release(r.result)
	r.settle(line)
}

// runDefers runs what the frame has deferred, last first.
func (r *run) runDefers() signal {
	mine := r.defers
	r.defers = nil
	for i := len(mine) - 1; i >= 0; i-- {
		if mine[i].body == nil {
			r.close(mine[i].g)
		} else if sig, _ := r.frame(mine[i].body, mine[i].env); sig == stopped {
			return stopped
		}
	}
	return next
}

func (r *run) cond(c *cond) bool {
	switch c.op {
	case "nil":
		return r.guard(c.v) == nil
	case "err", "flag":
		return r.isSet(c.v)
	case "is":
		return r.isSet(c.v) && r.choose()
	case "c":
		return r.choose()
	case "!":
		return !r.cond(c.x)
	case "&&":
		return r.cond(c.x) && r.cond(c.y)
	}
	return r.cond(c.x) || r.cond(c.y)
}
