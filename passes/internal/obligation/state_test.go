package obligation

import (
	"math/rand/v2"
	"slices"
	"testing"
	"unsafe"

	"github.com/guardlint/guardlint/passes/internal/term"
)

// States are copied at every step of every path. Whoever makes them larger has to look at the benchmarks of package
// ownership first, and then change this number.
func TestStateSize(t *testing.T) {
	const words = 20
	if got := unsafe.Sizeof(State{}) / unsafe.Sizeof(uintptr(0)); unsafe.Sizeof(uintptr(0)) == 8 && got != words {
		t.Errorf("a State has %d words, not %d", got, words)
	}
}

// A Map is a map, and changing it leaves the original alone.
func TestMap(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 1))
	var m Map
	want := make(map[term.Term]term.Term)
	for range 1000 {
		before := slices.Clone(m)
		k, v := term.Term(r.IntN(20)), term.Term(1+r.IntN(5))
		next := m.With(k, v)
		if r.IntN(4) == 0 {
			next = m.Filter(func(key, _ term.Term) bool { return key != k })
			delete(want, k)
		} else {
			want[k] = v
		}
		if !slices.Equal(m, before) {
			t.Fatalf("%v was changed to %v", before, m)
		}
		m = next
		for k := range term.Term(20) {
			if got := m.Get(k); got != want[k] {
				t.Fatalf("Get(%d) = %d, want %d", k, got, want[k])
			}
		}
		if len(m) != len(want) || !slices.IsSortedFunc(m, func(a, b Binding) int { return int(a.Key - b.Key) }) {
			t.Fatalf("%v is not the sorted list of %v", m, want)
		}
	}
}

// Keys tell states apart by what their futures depend on, and by nothing else.
func TestKey(t *testing.T) {
	base := State{Status: Open}
	same := base.WithEvent(Event{Kind: Branched})
	if base.Key() != same.Key() {
		t.Error("how a path came here is no part of the key")
	}
	different := map[string]State{
		"status": {Status: Released},
		"reason": base.WithStatus(Open, "returned"),
		"env":    {Status: Open, Env: Map{{1, 2}}},
		"cells":  {Status: Open, Cells: Map{{1, 2}}},
		"conds":  {Status: Open, Conds: Map{{1, 2}}},
		"holder": base.WithHolder(3),
		"self":   {Status: Open, Self: 3},
	}
	keys := map[uint64]string{base.Key(): "nothing"}
	for name, s := range different {
		if other, ok := keys[s.Key()]; ok {
			t.Errorf("states that differ in %s have the key of those that differ in %s", name, other)
		}
		keys[s.Key()] = name
	}
}

// Holders are a set, and adding one leaves the original alone.
func TestWithHolder(t *testing.T) {
	one := State{}.WithHolder(5)
	two := one.WithHolder(3).WithHolder(5)
	if !slices.Equal(two.Holders, []term.Term{3, 5}) || !slices.Equal(one.Holders, []term.Term{5}) {
		t.Errorf("holders are %v and %v", two.Holders, one.Holders)
	}
	if !two.IsHolder(3) || two.IsHolder(4) {
		t.Error("3 is a holder, 4 is not")
	}
}
