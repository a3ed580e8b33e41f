// Package task finds cleanup that is launched instead of called, and what nobody observes of it.
//
// A [Task] is a function that releases guards and runs later or elsewhere: in a goroutine, a timer, a finalizer, a
// worker of a pool. What a caller learns of a release that it calls itself, it learns of a task only if somebody
// arranges for it: that the task was accepted, that it ended, that its error went somewhere. Each of these is a
// [Facet], and a [Gap] is a facet that nobody looks after.
//
//	task.go      the nouns, and the search
//	path.go      values that are the same object
//	belief.go    whether the package wants the error of a release
//	launch.go    calls that launch a function
//	release.go   calls that release a guard, and what is lost when they fail
//	closer.go    methods that release by convention
//	held.go      what an interface value can be
//	outcome.go   errors that a context tells as well
//	deaf.go      functions that do not heed the end of their context
//	body.go      what a task does besides
//	helper.go    functions that are given errors, or functions to run
//	observe.go   where an error goes
//	branch.go    what is done if there is an error
//	facets.go    the facets of one task
//	join.go      waiting for tasks; the ends of processes and of objects
//	trigger.go   what a task waits for before it releases
//	refuse.go    launchers and registries that can refuse, and what is done then
//	queue.go     channels that cleanup is sent on
//	last.go      guards that nobody has after a launch
//	registry.go  registries that nobody drains
//	context.go   releases that are given a context which is done
//	ending.go    places from which on a context is done
//
// Everything here errs towards silence: what unknown code gets to see counts as observed.
package task

import (
	"go/token"
	"go/types"

	"golang.org/x/tools/go/ssa"

	"github.com/guardlint/guardlint/passes/internal/guard"
	"github.com/guardlint/guardlint/passes/internal/summary"
)

// A Task is a launched function that carries cleanup.
type Task struct {
	Launch   Launch
	Body     *ssa.Function   // nil if what is launched is itself the release of a guard
	Releases []Release       // those that can fail or that must not be missed, at least one
	Pure     bool            // the task does nothing else
	Waits    bool            // it waits for something before it releases
	code     []*ssa.Function // Body, and the literals in it that run with it
}

// A Facet is one thing to observe of a task.
type Facet uint8

const (
	Error       Facet = iota // that the release failed
	Acceptance               // that the launcher took the task
	Termination              // that the task ended before the process or the object did
	Panic                    // that the release is reached even if the task panics
	Trigger                  // that what the task waits for comes
	Handoff                  // that the registry took the cleanup
)

// A Gap is a facet of a task that nobody looks after.
type Gap struct {
	Task    *Task
	Release Release
	Facet   Facet
	Grade   guard.Certainty
	// Unjoined says, beside an Error, that the task is not waited for either.
	Unjoined bool
	// Ignored says of a refusal that the result which tells of it is dropped; else it is tested, and At is where.
	Ignored bool
	At      token.Pos // of the refusal's branch, of the exit without the trigger, of the call that panics
	Ends    string    // what ends without waiting: "main", "Close"
	Trigger token.Pos // of the receive by which the task waits
	Why     Why       // of an Acceptance by a queue
}

// A Finder looks for tasks in the functions of one package.
type Finder struct {
	Kinds   *guard.Table
	Summary func(*types.Func) *summary.Summary
	// Functions are those of the package.
	Functions []*ssa.Function
	// Strict asks also for gaps that are unsure.
	Strict bool
	// Panics asks for the facet Panic, too.
	Panics bool

	methods map[string][]*guard.Kind // kinds by the names of the methods that release them
	queues  map[types.Object]*queue  // made when it is first needed
	calls   map[releaseKey]weight    // how often the package looks at the errors of releases; made when it is first needed
}

// Gaps returns what nobody observes of the tasks that a function and the literals in it launch, in source order, at
// most one gap for each task: the first of its facets.
func (f *Finder) Gaps(fn *ssa.Function) []Gap {
	var gaps []Gap
	eachFunc(fn, func(fn *ssa.Function) {
		eachInstr(fn, func(instr ssa.Instruction) {
			if t, ok := f.task(instr); ok {
				gaps = append(gaps, f.gap(t)...)
			} else if call, isCall := instr.(*ssa.Call); isCall {
				gaps = append(gaps, f.unregistered(call)...)
			} else {
				gaps = append(gaps, f.sends(instr)...)
			}
		})
	})
	return gaps
}

// task returns the task that an instruction launches. It reports false if it launches none, or one without cleanup.
func (f *Finder) task(instr ssa.Instruction) (*Task, bool) {
	launch, ok := f.launch(instr)
	if !ok {
		return nil, false
	}
	t := &Task{Launch: launch}
	r, direct := f.direct(launch)
	if direct && (r.Err >= 0 || launch.Fn == nil) {
		t.Releases, t.Pure = []Release{r}, true
		return t, true
	}
	if launch.Fn == nil {
		return nil, false
	}
	t.Body = launch.Fn
	f.inspect(t)
	if direct {
		t.Releases = append(t.Releases, r)
	}
	return t, len(t.Releases) > 0
}

// eachFunc calls visit for fn and the literals in it.
func eachFunc(fn *ssa.Function, visit func(*ssa.Function)) {
	visit(fn)
	for _, lit := range fn.AnonFuncs {
		eachFunc(lit, visit)
	}
}

// outermost returns the declared function that a literal is in.
func outermost(fn *ssa.Function) *ssa.Function {
	for fn.Parent() != nil {
		fn = fn.Parent()
	}
	return fn
}

// eachInstr calls visit for the instructions of fn alone.
func eachInstr(fn *ssa.Function, visit func(ssa.Instruction)) {
	for _, b := range fn.Blocks {
		for _, instr := range b.Instrs {
			visit(instr)
		}
	}
}
