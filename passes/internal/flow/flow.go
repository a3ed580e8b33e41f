// Package flow walks a graph path by path, keeping apart the states that differ.
//
// It knows neither Go programs nor guards: a node is a number, a state is a value with a key. Two arrivals at a
// node with equal keys are one. There is no join: what a join would blur (the two edges into the block behind
// `err != nil || status != 200`) is what the callers want to see. Termination therefore rests on the limits:
//
//	states per node   beyond some of them arrivals are coarsened by the caller; beyond all of them the walk gives up, at once or after the rest
//	visits            the sum over all nodes, shared by nested walks
package flow

import (
	"errors"
	"slices"
)

// Errors by which a walk gives up.
var (
	ErrStates = errors.New("too many different states at one place")
	ErrVisits = errors.New("too many steps")
)

// A Budget limits walks. One Budget can be shared by nested walks.
type Budget struct {
	States int // per node
	Fine   int // of them, before arrivals are coarsened
	Visits int // left over all nodes; counts down
	// Rest makes a walk that has met the limit of states go on with those that were in time, before it gives up.
	Rest bool
}

// An Edge is a move to a node in a state.
type Edge[S any] struct {
	To    int
	State S
}

// A Problem is what a walk needs to know about states.
type Problem[S any] struct {
	// Order ranks nodes; lower ranks are visited first. Reverse postorder visits a loop's body before its exit.
	Order []int
	// Step appends where a state goes from a node. An exit has no edges: Step records it itself.
	Step func(edges []Edge[S], node int, s S) []Edge[S]
	// Key identifies a state: equal keys mean equal futures.
	Key func(S) uint64
	// Coarsen forgets what is not essential; Key(Coarsen(s)) takes few different values.
	Coarsen func(S) S
}

// Walk visits everything that can be reached from start in state s.
func Walk[S any](p Problem[S], start int, s S, b *Budget) error {
	var w worklist[S]
	seen := make([][]uint64, len(p.Order)) // keys by node; they are few
	var full error
	arrive := func(node int, s S) {
		at := seen[node]
		if len(at) >= b.Fine {
			s = p.Coarsen(s)
		}
		k := p.Key(s)
		if slices.Contains(at, k) {
			return
		}
		if len(at) >= b.States {
			full = ErrStates // what was followed exists all the same
			return
		}
		seen[node] = append(at, k)
		w.push(p.Order[node], node, s)
	}
	arrive(start, s)
	var edges []Edge[S]
	for len(w.waiting) > 0 && (full == nil || b.Rest) {
		if b.Visits--; b.Visits < 0 {
			return ErrVisits
		}
		node, s := w.pop()
		edges = p.Step(edges[:0], node, s)
		for _, e := range edges {
			arrive(e.To, e.State)
		}
	}
	return full
}

// A worklist has what waits for its visit: by rank, then first come first served, so that a walk is reproducible.
type worklist[S any] struct {
	waiting []arrival // what is next comes last
	states  []S       // of arrivals, by slot
	free    []int     // slots
}

// An arrival waits for its visit. Its state, which is large, stays where it is while others overtake it.
type arrival struct{ rank, node, slot int }

func (w *worklist[S]) push(rank, node int, s S) {
	slot := len(w.states)
	if n := len(w.free); n > 0 {
		slot, w.free = w.free[n-1], w.free[:n-1]
		w.states[slot] = s
	} else {
		w.states = append(w.states, s)
	}
	i := len(w.waiting) // most are next
	for i > 0 && w.waiting[i-1].rank <= rank {
		i--
	}
	w.waiting = slices.Insert(w.waiting, i, arrival{rank, node, slot})
}

func (w *worklist[S]) pop() (node int, s S) {
	last := len(w.waiting) - 1
	a := w.waiting[last]
	w.waiting = w.waiting[:last]
	s = w.states[a.slot]
	w.free = append(w.free, a.slot)
	return a.node, s
}
