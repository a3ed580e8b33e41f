// Package obligation has the nouns of the analysis: the duty to release a guard, and what is known of it on a path.
//
//	Obligation   one guard and where it comes from
//	Status       what has become of it so far
//	State        status, values and conditions on one path; immutable
//	Event        a step of the path worth telling; data until it is explained
package obligation

import (
	"go/token"
	"go/types"

	"golang.org/x/tools/go/ssa"

	"github.com/guardlint/guardlint/passes/internal/guard"
)

// An Obligation is the duty to release one guard. It is created by a call, or, when a function is studied on
// behalf of its callers, it comes in through a parameter.
type Obligation struct {
	Kind *guard.Kind
	Fn   *ssa.Function // the function in which it is studied

	// The acquiring call, and where the guard is in it. Nil when the guard comes in through a parameter.
	Site   ssa.CallInstruction
	Holder guard.Holder // relative to Site; Field is unused: Path has it by index
	Path   []int        // fields from the holder to the guard
	Valid  guard.Validity
	// Maker is set for goroutines: it is what made the channel that the goroutine waits for, a MakeChan or the call that
	// Holder and Path are then relative to. Site is the go statement, or a call that executes one.
	Maker ssa.Value
	// Flag is a result of Site by whose truth it tells whether there is a guard: see [summary.Fresh].
	Flag int
	// Cleanup is the result of Site that releases the guard when it is called, or -1.
	Cleanup int
	// Also are other results of Site that carry the guard.
	Also []Place
	// Via is set when Site is not itself a primitive acquisition but a function that hands on a guard.
	Via *types.Func
	// Some is set when Via hands out fresh guards on some of its returns only.
	Some bool
	// Releasers are the names of the methods of the holder's type that release the guard at Path.
	Releasers []string
	// By names the methods that release the guard besides those of its kind, which then has them, too: see [guard.Kind.Also].
	By []string
	// Convention is set when only the type of what the callee returns tells that it is a guard.
	Convention bool
	// Either is set when Convention is, and the callee returns several such results: there may be one in place of another.
	Either bool
	// Like has the releases after other calls of Via, where only they tell that it hands out a guard; or, if SameCall is
	// set, those after this very call on other paths.
	Like     []ssa.CallInstruction
	SameCall bool

	// Paired is set when a function that releases the guard on no path may mean it: see [guard.Kind.Paired].
	Paired bool
	// Awaited is set where somebody is known to wait for the guard to be released: see [summary.Fresh].
	Awaited bool

	// Param is the parameter (or free variable, counted on from there) of Fn that brings the guard in.
	Param int
}

// A Place is a result and the fields from there to a guard.
type Place struct {
	Result int
	Path   []int
}

// Origin returns the register by whose results a path knows the guard, or nil if no register does.
func (o *Obligation) Origin() ssa.Value {
	if o.Maker != nil {
		return o.Maker
	}
	v, _ := o.Site.(ssa.Value)
	return v
}

// Status is what has become of a guard on a path.
type Status uint8

const (
	Idle        Status = iota // the acquisition has not been reached
	Open                      // acquired (or, before its error is tested, perhaps acquired) and here
	Absent                    // the acquisition is known to have failed
	Released                  // given back
	Transferred               // somebody else has the duty now
	Unsure                    // something unknown may have taken it
)

func (s Status) String() string {
	return [...]string{"idle", "open", "absent", "released", "transferred", "unsure"}[s]
}

// Settled reports whether nothing that happens later on the path can make the guard leak.
func (s Status) Settled() bool {
	return s == Absent || s == Released || s == Transferred || s == Unsure
}

// EventKind says what an [Event] is.
type EventKind uint8

const (
	Acquired    EventKind = iota
	Branched              // a condition was decided; Taken says how
	HandedOver            // given to a callee, which did not take it
	Took                  // given to a callee or a place, which took it
	ReleasedBy            // released by this instruction
	DeferredFor           // a release was registered, to run at the exit
	Overwritten           // a place that held the guard was given another value
	NextRound             // the loop came round to the acquisition again
	Unknown               // something unknown got hold of it
	Exited                // the function ended
)

// An Event is a step of a path: what happened and where. The steps of a path form a list, last first.
type Event struct {
	Kind  EventKind
	Pos   token.Pos
	Instr ssa.Instruction
	Taken bool   // for Branched
	Late  bool   // for ReleasedBy: a deferred call does it, when the function ends
	Note  string // for Took, HandedOver and Unknown: the callee or the reason, in the words of the program
	Prev  *Event
}

// Steps returns the events from first to last.
func (e *Event) Steps() []*Event {
	var steps []*Event
	for ; e != nil; e = e.Prev {
		steps = append(steps, e)
	}
	for i, j := 0, len(steps)-1; i < j; i, j = i+1, j-1 {
		steps[i], steps[j] = steps[j], steps[i]
	}
	return steps
}
