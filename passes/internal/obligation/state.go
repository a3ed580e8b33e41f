package obligation

import (
	"slices"
	"sort"

	"golang.org/x/tools/go/ssa"

	"github.com/guardlint/guardlint/passes/internal/term"
)

// A State is what is known on one path. It is a value: With… methods return a changed copy and leave the
// receiver alone, so that states can be shared by paths.
type State struct {
	Status Status
	Reason string    // why the status is Transferred or Unsure
	Into   term.Term // the address at which it was stored when it was transferred, if it was

	// Self is a second name of the guard, for guards that are identified by the object that a program calls
	// methods on (a lock, a command) and not by a result.
	Self term.Term

	// Kept is set when the acquisition was reached again while the guard was kept elsewhere: what the path learns about
	// the results of the acquisition is no longer about this guard.
	Kept bool

	// Started is set where the goroutine runs that waits for the guard, a channel: before, nobody needs it.
	Started bool

	// Failing is set where the function was about to return an error when its deferred calls began to run.
	Failing bool

	// Blurred is set where the path has forgotten conditions that can matter, because there were too many like it: it may be
	// one that no run takes. It is no part of the state's identity.
	Blurred bool

	// Entered is set at the head of a loop that must run at least one round, when the path has just come to it: to the
	// number of the block, counted from one.
	Entered int32

	// Written follows what was written to the guard, in studies that ask for it; nil where nothing was.
	Written *Written

	Env     Map         // register -> what it denotes, where that is not the register itself
	Cells   Map         // address -> what is stored there
	Conds   Map         // value -> the constant it equals, or NonNil
	Holders []term.Term // containers and wrappers that hold the guard somewhere inside, sorted
	Defers  *Deferred   // what runs at the exit, last first

	Trace *Event // how the path came here; no part of the state's identity
}

// Conditions that are not constants.
const (
	NonNil  term.Term = -1 // anything but nil
	Escaped term.Term = -2 // of a local object: somebody else has its address
)

// A Deferred is a call that was registered to run when Frame returns, its operands evaluated at registration.
type Deferred struct {
	Instr  *ssa.Defer
	Frame  *ssa.Function // the source function at whose exit it runs
	Callee term.Term     // zero if called statically
	Args   term.Term     // a list
	Again  bool          // of a release that a fix would add: it may be the second one
	Prev   *Deferred
}

// WithStatus returns s with another status and the reason for it.
func (s State) WithStatus(status Status, reason string) State {
	s.Status, s.Reason = status, reason
	return s
}

// WithEvent returns s with a step more.
func (s State) WithEvent(e Event) State {
	e.Prev = s.Trace
	s.Trace = &e
	return s
}

// WithHolder returns s in which t, too, holds the guard.
func (s State) WithHolder(t term.Term) State {
	i, found := slices.BinarySearch(s.Holders, t)
	if !found {
		s.Holders = slices.Insert(slices.Clone(s.Holders), i, t)
	}
	return s
}

// IsHolder reports whether t is a container or wrapper that holds the guard.
func (s State) IsHolder(t term.Term) bool {
	_, found := slices.BinarySearch(s.Holders, t)
	return found
}

// Key returns a number that is equal for states with equal futures.
func (s State) Key() uint64 {
	h := newHash()
	h.add(uint64(s.Status), uint64(s.Into), uint64(s.Self))
	h.str(s.Reason)
	if s.Kept {
		h.add(1)
	}
	if s.Started {
		h.add(2)
	}
	if s.Failing {
		h.add(3)
	}
	if s.Entered != 0 {
		h.add(1 + uint64(s.Entered))
	}
	if w := s.Written; w != nil {
		h.add(3, w.key())
	}
	for _, m := range []Map{s.Env, s.Cells, s.Conds} {
		h.add(uint64(len(m)))
		for _, b := range m {
			h.add(uint64(b.Key), uint64(b.Value))
		}
	}
	for _, t := range s.Holders {
		h.add(uint64(t))
	}
	for d := s.Defers; d != nil; d = d.Prev {
		h.add(uint64(d.Instr.Pos()), uint64(d.Callee), uint64(d.Args))
	}
	return uint64(h)
}

// hash mixes 64-bit words by multiplication with the golden ratio and folding, as Fibonacci hashing does: the same
// states have the same keys in every run.
type hash uint64

func newHash() hash { return 14695981039346656037 }

func (h *hash) add(words ...uint64) {
	for _, w := range words {
		x := (*h ^ hash(w)) * 0x9E3779B97F4A7C15
		*h = x ^ x>>32
	}
}

func (h *hash) str(s string) {
	h.add(uint64(len(s)))
	for i := range len(s) {
		*h = (*h ^ hash(s[i])) * 1099511628211
	}
}

// A Map is a small immutable map from terms to terms, sorted by key.
type Map []Binding

// A Binding is an entry of a [Map].
type Binding struct{ Key, Value term.Term }

// Get returns the value bound to k, or zero.
func (m Map) Get(k term.Term) term.Term {
	if i, ok := m.find(k); ok {
		return m[i].Value
	}
	return 0
}

// With returns m with k bound to v.
func (m Map) With(k, v term.Term) Map {
	i, ok := m.find(k)
	if ok && m[i].Value == v {
		return m
	}
	n := make(Map, 0, len(m)+1)
	n = append(append(n, m[:i]...), Binding{k, v})
	if ok {
		i++
	}
	return append(n, m[i:]...)
}

// Filter returns the bindings for which keep holds.
func (m Map) Filter(keep func(k, v term.Term) bool) Map {
	for i, b := range m {
		if keep(b.Key, b.Value) {
			continue
		}
		n := append(make(Map, 0, len(m)-1), m[:i]...)
		for _, b := range m[i+1:] {
			if keep(b.Key, b.Value) {
				n = append(n, b)
			}
		}
		return n
	}
	return m
}

func (m Map) find(k term.Term) (int, bool) {
	i := sort.Search(len(m), func(i int) bool { return m[i].Key >= k })
	return i, i < len(m) && m[i].Key == k
}
