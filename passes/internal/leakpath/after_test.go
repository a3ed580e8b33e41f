package leakpath_test

import (
	"fmt"
	"go/types"
	"maps"
	"testing"

	"golang.org/x/tools/go/ssa"

	"github.com/guardlint/guardlint/passes/internal/guard"
	"github.com/guardlint/guardlint/passes/internal/leakpath"
	"github.com/guardlint/guardlint/passes/internal/summary"
)

// afterKind is testKind, with something to say of its guards after their release.
var afterKind = &guard.Kind{Name: "test", Release: []guard.Release{{Method: "Close"}}, Twice: guard.Panics, Uses: []string{"Read"}}

// An aftermath is what [leakpath.Explorer.After] finds for one acquisition.
type aftermath struct {
	gaveUp   bool
	twice    bool
	returned map[int]bool // lines
}

// TestAfterOracle compares what is found after releases with the interpreter of [TestOracle]. Nothing may be invented: the
// interpreter knows a path for everything that is reported. Of what it finds, most is to be reported.
func TestAfterOracle(t *testing.T) {
	n := 4000
	if testing.Short() {
		n = 800
	}
	var twice, returned score
	skipped, gaveUp := 0, 0
	for seed := range uint64(n) {
		p := generate(seed + 1)
		found := aftermaths(t, p)
		for _, at := range sites(p.body, site{}) {
			a, reached := found[at.acquire.line]
			if !reached {
				continue
			}
			truth, ok := interpret(p, at)
			switch {
			case !ok:
				skipped++
				continue
			case a.gaveUp:
				gaveUp++
				continue
			}
			if a.twice && !truth.twice {
				t.Fatalf("program %d: line %d is not closed twice on any path:\n%s", seed+1, at.acquire.line, source(p))
			}
			twice.add(truth.twice, a.twice)
			if at.frame != nil {
				continue
			}
			for line := range a.returned {
				if !truth.returned[line] {
					t.Fatalf("program %d: line %d is not returned closed at line %d on any path:\n%s", seed+1, at.acquire.line, line, source(p))
				}
			}
			returned.add(len(truth.returned) > 0, maps.Equal(truth.returned, a.returned))
		}
	}
	t.Logf("closed twice: %v; returned closed: %v; too many paths for the interpreter: %d; gave up: %d", twice, returned, skipped, gaveUp)
	for _, s := range []score{twice, returned} {
		if s.found*10 < s.real*7 || s.real == 0 {
			t.Errorf("found %v, want at least 7 of 10", s)
		}
	}
}

// A score counts what there is, and what of that was found.
type score struct{ real, found int }

func (s score) String() string { return fmt.Sprintf("%d of %d", s.found, s.real) }

func (s *score) add(real, found bool) {
	if real {
		s.real++
		if found {
			s.found++
		}
	}
}

// aftermaths studies the acquisitions of a program, by line.
func aftermaths(t *testing.T, p *program) map[int]aftermath {
	t.Helper()
	pr := newPrinter()
	pr.program("f0", p)
	pkg, err := buildSource(pr.b.String())
	if err != nil {
		t.Fatal(err)
	}
	fn := pkg.Func("f0")
	x := leakpath.New(func(f *types.Func) *summary.Summary { return summaries[f.Name()] })
	found := make(map[int]aftermath)
	eachCall(fn, func(call *ssa.Call) {
		o := acquisition(call)
		if o == nil {
			return
		}
		o.Kind = afterKind
		misuses, err := x.After(o)
		a := aftermath{gaveUp: err != nil, returned: make(map[int]bool)}
		for _, m := range misuses {
			switch m.How {
			case leakpath.Again:
				a.twice = true
			case leakpath.Returned:
				a.returned[lineOf(fn, leakpath.Position(m.At))] = true
			}
		}
		found[lineOf(fn, call.Pos())] = a
	})
	return found
}
