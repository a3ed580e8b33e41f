// Package flow walks a graph path by path, keeping apart the states that differ.
//
// It knows neither Go programs nor guards: a node is a number, a state is a value with a key. Two arrivals at a
// node with equal keys are one. There is no join: what a join would blur (the two edges into the block behind
// `err != nil || status != 200`) is what the callers want to see. Termination therefore rests on the limits:
//
//	states per node   beyond some of them arrivals are coarsened by the caller; beyond all of them the walk gives up
//	visits            the sum over all nodes, shared by nested walks
package flow

import (
	"container/heap"
	"errors"
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
	// Step returns where a state goes from a node. An exit has no edges: Step records it itself.
	Step func(node int, s S) []Edge[S]
	// Key identifies a state: equal keys mean equal futures.
	Key func(S) uint64
	// Coarsen forgets what is not essential; Key(Coarsen(s)) takes few different values.
	Coarsen func(S) S
}

// Walk visits everything that can be reached from start in state s.
func Walk[S any](p Problem[S], start int, s S, b *Budget) error {
	w := &worklist[S]{order: p.Order}
	seen := make(map[int]map[uint64]bool)
	arrive := func(node int, s S) error {
		at := seen[node]
		if at == nil {
			at = make(map[uint64]bool)
			seen[node] = at
		}
		if len(at) >= b.Fine {
			s = p.Coarsen(s)
		}
		k := p.Key(s)
		if at[k] {
			return nil
		}
		if len(at) >= b.States {
			return ErrStates
		}
		at[k] = true
		heap.Push(w, arrival[S]{node: node, serial: w.serial, state: s})
		w.serial++
		return nil
	}
	if err := arrive(start, s); err != nil {
		return err
	}
	for w.Len() > 0 {
		if b.Visits--; b.Visits < 0 {
			return ErrVisits
		}
		a := heap.Pop(w).(arrival[S])
		for _, e := range p.Step(a.node, a.state) {
			if err := arrive(e.To, e.State); err != nil {
				return err
			}
		}
	}
	return nil
}

// An arrival waits for its visit.
type arrival[S any] struct {
	node, serial int
	state        S
}

// A worklist is a heap of arrivals: by rank, then first come first served, so that a walk is reproducible.
type worklist[S any] struct {
	order  []int
	items  []arrival[S]
	serial int
}

func (w *worklist[S]) Len() int { return len(w.items) }
func (w *worklist[S]) Less(i, j int) bool {
	a, b := w.items[i], w.items[j]
	if ra, rb := w.order[a.node], w.order[b.node]; ra != rb {
		return ra < rb
	}
	return a.serial < b.serial
}
func (w *worklist[S]) Swap(i, j int) { w.items[i], w.items[j] = w.items[j], w.items[i] }
func (w *worklist[S]) Push(x any)    { w.items = append(w.items, x.(arrival[S])) }
func (w *worklist[S]) Pop() any {
	last := len(w.items) - 1
	x := w.items[last]
	w.items = w.items[:last]
	return x
}
