// Package summary says what calling a function does to the guards that pass through it.
//
// A [Summary] is all that an analysis of a caller ever learns about a callee: what becomes of what is passed in,
// what the results oblige the caller to, and what a return tells about the arguments. A function without a Summary is
// unknown; a function with an empty Summary is known to leave everything alone.
package summary

import (
	"cmp"
	"go/types"
	"slices"

	"github.com/guardlint/guardlint/passes/internal/guard"
)

// A Summary is what calling one function does. It is immutable once computed.
type Summary struct {
	NoReturn  bool       // no call returns normally
	Params    []Effect   // sorted; what is not listed is only borrowed
	Results   []Fresh    // sorted; guards that the caller has to release
	Acquires  []Acquire  // sorted; guards below the parameters that the caller has to release
	Contracts []Contract // sorted
	New       []int      // sorted; results that are objects which nobody else has
	Had       []int      // sorted; results that can be released and, on some return, are what somebody has already: a field, an element
	Stops     []string   // sorted; releases of guards of the process that it calls: runtime/trace.Stop
	Observes  []int      // sorted; parameters, a receiver counted, whose error somebody gets to see: see [Summary.ObservesError]
	Deaf      []int      // sorted; parameters, a receiver counted, that are contexts whose end it does not heed
	Waits     []Wait     // sorted; channels without which it does not return
	Opaque    bool       // the analysis gave up: everything passed in may have been taken
}

// A Fate is a set of what may become of a guard by the time the function returns.
type Fate uint8

const (
	Borrowed  Fate = 1 << iota // still the caller's
	Released                   // given back
	Kept                       // stored where it outlives the call
	Returned                   // handed back as, or inside, a result
	Launched                   // given to a goroutine
	Unknown                    // something unknown may have taken it
	Taken          = Released | Kept | Launched
	NeverEnds Fate = 0 // there is no such outcome
)

// An Effect is what happens to a guard that comes in through a parameter.
type Effect struct {
	Param int   // parameter number; a receiver is parameter 0
	Path  []int // fields from the parameter to the guard

	// OK is what becomes of it when the function returns without an error, or has no error result; Err when it returns an
	// error. A function that says by a truth value whether it took what it was given has an OK for true, and an Err for
	// false: see [Effect.ByTruth].
	OK, Err Fate

	// By names the releases that were seen: a method name, "call" for calling the guard itself, or a function.
	By []string
	// Returns says where a Returned guard is found: a function may return its argument as one result or another.
	Returns []Place
	// Into and IntoPath say below which parameter a Kept guard is stored, if it is stored nowhere else: setters.
	// Into is -1 if it is kept elsewhere.
	Into     int
	IntoPath []int
}

// ByTruth reports whether what a function does with the guard is what its truth value says: it takes the guard, or leaves
// it alone.
func (e Effect) ByTruth() bool {
	taken := func(f Fate) bool { return f != NeverEnds && f&^(Kept|Launched) == 0 }
	return e.OK == Borrowed && taken(e.Err) || e.Err == Borrowed && taken(e.OK)
}

// A Place is a result and the fields from there to a guard.
type Place struct {
	Result int
	Path   []int
}

// A Fresh result obliges the caller to release a guard.
type Fresh struct {
	Result  int
	Path    []int   // fields from the result to the guard
	Also    []Place // other results that carry the same guard
	Kind    string
	Valid   guard.Validity
	Cleanup int  // the result that releases the guard when called, or -1
	Flag    int  // the result that is true wherever there is a guard, or, negative, false; 0 if there is none
	Some    bool // other returns hand out something that is not fresh
	Paired  bool // see [guard.Kind.Paired]
	// Awaited is set for the cancel function of a context that a goroutine of the callee waits for.
	Awaited bool
	// Convention is set when only its type tells that it is a guard.
	Convention bool
	// By names the methods that release the guard, where they are not those of its kind: it is behind an interface.
	By []string
}

// An Acquire is a guard that the call acquires in the place: the mutex that a method locks for its callers.
type Acquire struct {
	Param int
	Path  []int // fields from the parameter to the guard
	Kind  string
	Valid guard.Validity
}

// A Wait says that a function returns in one way only: when the channel in this place is closed or, unless it is read in a
// loop until then, sent to; or when the context in this place is done.
type Wait struct {
	Param  int
	Path   []int // fields from the parameter to the channel
	Closed bool  // only closing it helps
}

// ByCall names, in [Effect.By], the release of a function value: it is called.
const ByCall = "call"

// ByClose and BySend name, in [Effect.By], the releases of a channel.
const (
	ByClose = "close()"
	BySend  = "<-"
)

// ByAny stands, in [Effect.By], for whatever release the guard has: users declare it.
const ByAny = "any"

// Names reports whether what an [Effect] names as a release, the function or method it called, releases guards of this kind.
func Names(k *guard.Kind, by string) bool {
	return by == ByAny || slices.ContainsFunc(k.Release, func(r guard.Release) bool {
		return r.Call && by == ByCall || r.Method != "" && r.Method == by || r.Func != "" && r.Func == by ||
			r.Close && by == ByClose || r.Send && by == BySend
	})
}

// Inside stands, in a path, for "somewhere inside": an element of a container, the target of a wrapper.
const Inside = -1

// Named stands, at the end of a path, for what the name leads to that an object has: the file behind f.Name(). To remove it
// is another duty than to close the object.
const Named = -2

// OnlyFields reports whether a path leads from field to field, to nothing that [Inside] or [Named] stand for.
func OnlyFields(path []int) bool {
	return !slices.ContainsFunc(path, func(f int) bool { return f < 0 })
}

// Value is what a contract says of a parameter or a result.
type Value uint8

const (
	Nil Value = iota
	NonNil
	True
	False
)

// Opposite returns the value that excludes v.
func (v Value) Opposite() Value { return [...]Value{NonNil, Nil, False, True}[v] }

func (v Value) String() string { return [...]string{"nil", "non-nil", "true", "false"}[v] }

// A Contract relates the outcome of a call to its arguments: when Result is Is, parameter Param is Then.
type Contract struct {
	Result int // result number, or -1: the call returns at all
	Is     Value
	Param  int // parameter number, or -1: this never happens
	Then   Value
}

// Effect returns the effect on what is found at path below parameter i.
func (s *Summary) Effect(i int, path []int) (Effect, bool) {
	for _, e := range s.Params {
		if e.Param == i && slices.Equal(e.Path, path) {
			return e, true
		}
	}
	return Effect{}, false
}

// ObservesError reports whether somebody gets to see the error that is passed as parameter i, or the one that the function
// passed there returns. What the function itself returns is for its caller to see.
func (s *Summary) ObservesError(i int) bool { return s.Opaque || slices.Contains(s.Observes, i) }

// CanFail reports whether a parameter of type t is an error, or a function that returns one as its last result.
func CanFail(t types.Type) bool {
	if sig, ok := t.Underlying().(*types.Signature); ok {
		if n := sig.Results().Len(); n > 0 {
			t = sig.Results().At(n - 1).Type()
		}
	}
	return guard.IsError(t)
}

// Normalize sorts the parts of s, so that equal summaries are equal bytes.
func (s *Summary) Normalize() {
	slices.SortFunc(s.Params, func(a, b Effect) int {
		return cmp.Or(cmp.Compare(a.Param, b.Param), slices.Compare(a.Path, b.Path))
	})
	slices.SortFunc(s.Results, func(a, b Fresh) int {
		return cmp.Or(cmp.Compare(a.Result, b.Result), slices.Compare(a.Path, b.Path), cmp.Compare(a.Kind, b.Kind))
	})
	slices.SortFunc(s.Contracts, func(a, b Contract) int {
		return cmp.Or(cmp.Compare(a.Result, b.Result), cmp.Compare(a.Is, b.Is), cmp.Compare(a.Param, b.Param), cmp.Compare(a.Then, b.Then))
	})
	slices.SortFunc(s.Waits, func(a, b Wait) int { return cmp.Or(cmp.Compare(a.Param, b.Param), slices.Compare(a.Path, b.Path)) })
	slices.SortFunc(s.Acquires, compareAcquires)
	s.Acquires = slices.CompactFunc(s.Acquires, func(a, b Acquire) bool { return compareAcquires(a, b) == 0 })
	s.Results = mergeFresh(s.Results)
	s.Contracts = slices.Compact(s.Contracts)
	slices.Sort(s.New)
	slices.Sort(s.Had)
	slices.Sort(s.Stops)
	s.Stops = slices.Compact(s.Stops)
	slices.Sort(s.Observes)
	s.Observes = slices.Compact(s.Observes)
	slices.Sort(s.Deaf)
}

// mergeFresh makes one of the results at the same place, which come from several acquisitions of a function. What tells of one
// alone tells nothing.
func mergeFresh(sorted []Fresh) []Fresh {
	var list []Fresh
	for _, f := range sorted {
		if n := len(list); n > 0 && list[n-1].Result == f.Result && slices.Equal(list[n-1].Path, f.Path) && list[n-1].Kind == f.Kind {
			if list[n-1].Flag != f.Flag {
				list[n-1].Flag = 0
			}
			list[n-1].Awaited = list[n-1].Awaited && f.Awaited
			continue
		}
		list = append(list, f)
	}
	return list
}

func compareAcquires(a, b Acquire) int {
	return cmp.Or(cmp.Compare(a.Param, b.Param), slices.Compare(a.Path, b.Path), cmp.Compare(a.Kind, b.Kind), cmp.Compare(a.Valid, b.Valid))
}

// Empty reports whether s says nothing but "known".
func (s *Summary) Empty() bool {
	return !s.NoReturn && !s.Opaque && len(s.Params) == 0 && len(s.Results) == 0 && len(s.Contracts) == 0 &&
		len(s.New) == 0 && len(s.Had) == 0 && len(s.Acquires) == 0 && len(s.Stops) == 0 && len(s.Observes) == 0 &&
		len(s.Deaf) == 0 && len(s.Waits) == 0
}

// Without returns s without the effects on one parameter (a receiver counts).
func (s *Summary) Without(param int) *Summary {
	if !slices.ContainsFunc(s.Params, func(e Effect) bool { return e.Param == param }) {
		return s
	}
	t := *s
	t.Params = slices.DeleteFunc(slices.Clone(s.Params), func(e Effect) bool { return e.Param == param })
	return &t
}
