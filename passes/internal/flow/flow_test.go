package flow_test

import (
	"errors"
	"fmt"
	"maps"
	"math/rand/v2"
	"slices"
	"testing"

	"github.com/guardlint/guardlint/passes/internal/flow"
)

// A graph is a synthetic problem: states are numbers, and each edge adds to them.
type graph struct {
	succs [][]move
	mod   uint64 // states are taken modulo this
}

// A move is an edge that adds a number to the state.
type move struct {
	to  int
	add uint64
}

// A visit is a state at a node.
type visit struct {
	node  int
	state uint64
}

// problem returns the graph as a problem whose Step records the visits.
func (g graph) problem(visits *[]visit) flow.Problem[uint64] {
	order := make([]int, len(g.succs))
	for i := range order {
		order[i] = i
	}
	return flow.Problem[uint64]{
		Order:   order,
		Key:     func(s uint64) uint64 { return s },
		Coarsen: func(s uint64) uint64 { return s },
		Step: func(edges []flow.Edge[uint64], node int, s uint64) []flow.Edge[uint64] {
			*visits = append(*visits, visit{node, s})
			for _, m := range g.succs[node] {
				edges = append(edges, flow.Edge[uint64]{To: m.to, State: (s + m.add) % g.mod})
			}
			return edges
		},
	}
}

// reachable finds what a walk has to visit, without an order and without limits.
func (g graph) reachable() map[visit]bool {
	seen := make(map[visit]bool)
	work := []visit{{0, 0}}
	for len(work) > 0 {
		v := work[len(work)-1]
		work = work[:len(work)-1]
		if seen[v] {
			continue
		}
		seen[v] = true
		for _, m := range g.succs[v.node] {
			work = append(work, visit{m.to, (v.state + m.add) % g.mod})
		}
	}
	return seen
}

func randomGraph(r *rand.Rand) graph {
	g := graph{succs: make([][]move, 1+r.IntN(12)), mod: 1 + r.Uint64N(6)}
	for i := range g.succs {
		for range r.IntN(4) {
			g.succs[i] = append(g.succs[i], move{r.IntN(len(g.succs)), r.Uint64N(3)})
		}
	}
	return g
}

func enough() *flow.Budget { return &flow.Budget{States: 1000, Fine: 500, Visits: 100000} }

// A walk visits each state that can be reached exactly once.
func TestComplete(t *testing.T) {
	for seed := range uint64(500) {
		g := randomGraph(rand.New(rand.NewPCG(seed, 0)))
		var visits []visit
		if err := flow.Walk(g.problem(&visits), 0, 0, enough()); err != nil {
			t.Fatal(err)
		}
		got := make(map[visit]bool)
		for _, v := range visits {
			if got[v] {
				t.Fatalf("seed %d: %v is visited twice", seed, v)
			}
			got[v] = true
		}
		if want := g.reachable(); !maps.Equal(got, want) {
			t.Fatalf("seed %d: visited %v, want %v", seed, got, want)
		}
	}
}

// The same problem is walked the same way each time.
func TestReproducible(t *testing.T) {
	for seed := range uint64(100) {
		g := randomGraph(rand.New(rand.NewPCG(seed, 1)))
		var first, second []visit
		flow.Walk(g.problem(&first), 0, 0, enough())
		flow.Walk(g.problem(&second), 0, 0, enough())
		if !slices.Equal(first, second) {
			t.Fatalf("seed %d: %v, then %v", seed, first, second)
		}
	}
}

// Of what waits, the lowest rank is visited first, and among equals the first that arrived: the body of a loop before
// its exit, both arms of a branch before what follows.
func TestOrder(t *testing.T) {
	var visits []visit
	g := graph{mod: 100, succs: [][]move{
		0: {{1, 0}},
		1: {{2, 1}, {4, 0}}, // the loop's head
		2: {{3, 10}, {3, 20}},
		3: {}, // both arms meet
		4: {},
	}}
	p := g.problem(&visits)
	p.Order = []int{0, 1, 2, 3, 4}
	if err := flow.Walk(p, 0, 0, enough()); err != nil {
		t.Fatal(err)
	}
	want := []visit{{0, 0}, {1, 0}, {2, 1}, {3, 11}, {3, 21}, {4, 0}}
	if !slices.Equal(visits, want) {
		t.Errorf("visited %v, want %v", visits, want)
	}
	visits = nil
	p.Order = []int{0, 1, 3, 4, 2} // the exit first
	flow.Walk(p, 0, 0, enough())
	if want := (visit{4, 0}); visits[2] != want {
		t.Errorf("visited %v third, want %v", visits[2], want)
	}
}

// counter is a loop that comes round in a new state each time.
var counter = graph{mod: 1 << 40, succs: [][]move{{{0, 1}, {1, 0}}, {}}}

// Without coarsening a counter ends the walk, at the limit of states or of visits, whichever is met first.
func TestLimits(t *testing.T) {
	tests := []struct {
		budget flow.Budget
		visits int
		err    error
	}{
		{flow.Budget{States: 10, Fine: 5, Visits: 100}, 10, flow.ErrStates},
		{flow.Budget{States: 10, Fine: 5, Visits: 100, Rest: true}, 20, flow.ErrStates},
		{flow.Budget{States: 100, Fine: 50, Visits: 7}, 7, flow.ErrVisits},
	}
	for _, test := range tests {
		var visits []visit
		b := test.budget
		if err := flow.Walk(counter.problem(&visits), 0, 0, &b); !errors.Is(err, test.err) {
			t.Errorf("%+v: error %v, want %v", test.budget, err, test.err)
		}
		if len(visits) != test.visits {
			t.Errorf("%+v: %d visits, want %d", test.budget, len(visits), test.visits)
		}
	}
}

// Beyond half the states arrivals are coarsened: the counter then comes to an end.
func TestCoarsen(t *testing.T) {
	var visits []visit
	p := counter.problem(&visits)
	p.Coarsen = func(uint64) uint64 { return 1 << 30 }
	if err := flow.Walk(p, 0, 0, &flow.Budget{States: 10, Fine: 5, Visits: 100}); err != nil {
		t.Fatal(err)
	}
	want := []uint64{0, 1, 2, 3, 4, 1 << 30}
	var got []uint64
	for _, v := range visits {
		if v.node == 0 {
			got = append(got, v.state)
		}
	}
	if !slices.Equal(got, want) {
		t.Errorf("states %v, want %v", got, want)
	}
}

// Nested walks share the visits, and each node of each walk has states of its own.
func TestSharedBudget(t *testing.T) {
	line := graph{mod: 1, succs: [][]move{{{1, 0}}, {{2, 0}}, {}}}
	b := &flow.Budget{States: 2, Fine: 1, Visits: 10}
	var inner, outer []visit
	exhausted := false
	p := line.problem(&outer)
	step := p.Step
	p.Step = func(edges []flow.Edge[uint64], node int, s uint64) []flow.Edge[uint64] {
		exhausted = errors.Is(flow.Walk(line.problem(&inner), 0, 0, b), flow.ErrVisits)
		return step(edges, node, s)
	}
	if err := flow.Walk(p, 0, 0, b); err != nil {
		t.Error(err)
	}
	if !exhausted {
		t.Error("the third nested walk needs three visits, one is left, and it does not give up")
	}
	if len(inner)+len(outer) != 10 {
		t.Errorf("%d visits inside and %d outside, want 10 together", len(inner), len(outer))
	}
}

// FuzzWalk walks arbitrary graphs in arbitrary orders: no panic, no more visits than allowed, the same visits twice.
func FuzzWalk(f *testing.F) {
	f.Add([]byte{3, 2, 0x01, 1, 0x12, 1, 0x20, 2})
	f.Add([]byte{1, 200, 0x00, 1})
	f.Fuzz(func(t *testing.T, data []byte) {
		if len(data) < 2 {
			return
		}
		g := graph{succs: make([][]move, 1+data[0]%16), mod: 1 + uint64(data[1])}
		for rest := data[2:]; len(rest) >= 2; rest = rest[2:] {
			from, to := int(rest[0]>>4)%len(g.succs), int(rest[0]&15)%len(g.succs)
			g.succs[from] = append(g.succs[from], move{to, uint64(rest[1])})
		}
		walk := func() (visits []visit, err error) {
			p := g.problem(&visits)
			for i := range p.Order {
				p.Order[i] = int(data[i%len(data)])
			}
			p.Coarsen = func(s uint64) uint64 { return s % 3 }
			err = flow.Walk(p, 0, 0, &flow.Budget{States: 20, Fine: 10, Visits: 300})
			return visits, err
		}
		first, err := walk()
		second, again := walk()
		if len(first) > 300 {
			t.Errorf("%d visits, but 300 were allowed", len(first))
		}
		if !slices.Equal(first, second) || err != again {
			t.Errorf("%v (%v), then %v (%v)", first, err, second, again)
		}
	})
}

// BenchmarkWalk measures graphs of the shapes that functions have, and reports the visits as transfers.
func BenchmarkWalk(b *testing.B) {
	shapes := map[string]func(n int) graph{
		"line":     func(n int) graph { return chain(n, func(i int) []move { return []move{{i + 1, 0}} }) },
		"diamonds": func(n int) graph { return chain(n, func(i int) []move { return []move{{i + 1, 0}, {i + 1, 1}} }) },
		"loops":    func(n int) graph { return chain(n, func(i int) []move { return []move{{i + 1, 0}, {i - i%10, 1}} }) },
	}
	for _, name := range slices.Sorted(maps.Keys(shapes)) {
		for _, n := range []int{10, 100, 1000} {
			g := shapes[name](n)
			b.Run(fmt.Sprintf("%s/%d", name, n), func(b *testing.B) {
				b.ReportAllocs()
				transfers := 0
				for b.Loop() {
					var visits []visit
					if err := flow.Walk(g.problem(&visits), 0, 0, enough()); err != nil {
						b.Fatal(err)
					}
					transfers += len(visits)
				}
				b.ReportMetric(float64(transfers)/float64(b.N), "transfers/op")
			})
		}
	}
}

// chain makes a graph of n nodes and an exit, with eight states.
func chain(n int, succs func(i int) []move) graph {
	g := graph{mod: 8, succs: make([][]move, n+1)}
	for i := range n {
		g.succs[i] = succs(i)
	}
	return g
}
