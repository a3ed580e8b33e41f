package leakpath_test

import (
	"flag"
	"fmt"
	"maps"
	"slices"
	"strings"
	"testing"
)

var (
	seedFlag  = flag.Uint64("oracle.seed", 0, "seed of the generated programs; 0 takes the usual ones")
	countFlag = flag.Int("oracle.n", 0, "number of programs; 0 takes what is usual")
)

// TestOracle compares the engine with an interpreter that walks every path of generated programs and looks what is open
// at each return. They share nothing but the program. What is left out is listed at [generator].
func TestOracle(t *testing.T) {
	seed, n := *seedFlag, *countFlag
	if seed == 0 {
		seed = 1 // the same programs in every run: new ones are for whoever works on the engine
	}
	if n == 0 {
		n = 4000
		if testing.Short() {
			n = 800
		}
	}
	t.Logf("to repeat: go test -run TestOracle -oracle.seed=%d -oracle.n=%d", seed, n)
	var sum tally
	const batch = 200
	for done := 0; done < n; done += batch {
		programs := make([]*program, min(batch, n-done))
		for i := range programs {
			programs[i] = generate(seed + uint64(done+i))
		}
		found := judgeAll(t, programs)
		for i, p := range programs {
			fault := sum.compare(p, found)
			if fault == "" {
				continue
			}
			small := minimize(p, kindOf(fault))
			_, fault = examine(small)
			t.Errorf("program %d: %s\n%s", seed+uint64(done+i), fault, source(small))
			if sum.faults++; sum.faults >= 10 {
				t.Fatal("enough")
			}
		}
	}
	t.Logf("%d programs, %d acquisitions, %d leaks; too many paths for the interpreter: %d; gave up: %d",
		n, sum.sites, sum.leaks, sum.skipped, sum.gaveUp)
	if sum.leaks < sum.sites/5 || sum.leaks > sum.sites*4/5 {
		t.Errorf("the programs are no good test: %d of %d acquisitions leak", sum.leaks, sum.sites)
	}
	if sum.gaveUp*200 > sum.sites {
		t.Errorf("the engine gave up on %d of %d acquisitions", sum.gaveUp, sum.sites)
	}
}

// A tally counts what was compared.
type tally struct{ sites, leaks, skipped, gaveUp, faults int }

// compare judges one program and describes the first disagreement, or returns "".
func (sum *tally) compare(p *program, found map[int]judgement) string {
	for _, at := range sites(p.body, site{}) {
		line := at.acquire.line
		j, judged := found[line]
		if !judged {
			continue // code that cannot be reached
		}
		t, ok := interpret(p, at)
		open := t.open
		switch {
		case !ok:
			sum.skipped++
			continue
		case j.study.GaveUp != nil:
			sum.gaveUp++
			continue
		}
		sum.sites++
		if len(open) > 0 {
			sum.leaks++
		}
		switch {
		case len(open) > 0 && !j.Leaked():
			return fmt.Sprintf("missed: line %d is %s (%s), but open at lines %v", line, j.Outcome, j.Reason, lines(open))
		case len(open) == 0 && j.Leaked() && !(t.behind && len(j.returns) == 0):
			return fmt.Sprintf("invented: line %d is never open at an exit, but reported as open at %v", line, lines(j.returns))
		case !at.again && !maps.Equal(open, j.returns):
			return fmt.Sprintf("exits: line %d is open at lines %v, but reported as open at %v", line, lines(open), lines(j.returns))
		}
	}
	return ""
}

func lines(set map[int]bool) []int { return slices.Sorted(maps.Keys(set)) }

// kindOf is the first word of a fault.
func kindOf(fault string) string {
	var kind string
	fmt.Sscanf(fault, "%s", &kind)
	return kind
}

// examine compares one program on its own; it reports false if that is not a valid one.
func examine(p *program) (ok bool, fault string) {
	pr := newPrinter()
	pr.program("f0", p)
	pkg, err := buildSource(pr.b.String())
	if err != nil {
		return false, ""
	}
	found := make(map[int]judgement)
	judge(pkg.Func("f0"), found)
	return true, new(tally).compare(p, found)
}

// source prints one program with the numbers of its lines.
func source(p *program) string {
	pr := newPrinter()
	pr.program("f0", p)
	var b strings.Builder
	for i, text := range strings.Split(pr.b.String(), "\n") {
		if i >= strings.Count(prelude, "\n") {
			fmt.Fprintf(&b, "%3d  %s\n", i+1, text)
		}
	}
	return b.String()
}

// minimize makes a program smaller as long as a fault of the same kind remains.
func minimize(p *program, kind string) *program {
	for {
		smaller := slices.IndexFunc(variants(p), func(v *program) bool {
			ok, fault := examine(v)
			return ok && kindOf(fault) == kind
		})
		if smaller < 0 {
			return p
		}
		p = variants(p)[smaller]
	}
}

// variants returns the programs that are one step smaller: a statement less, or its body in its place.
func variants(p *program) []*program {
	var all []*program
	for _, body := range shrink(p.body) {
		all = append(all, &program{named: p.named, body: body})
	}
	if p.named {
		all = append(all, &program{body: p.body})
	}
	return all
}

func shrink(body []*stmt) [][]*stmt {
	var all [][]*stmt
	splice := func(i int, by ...*stmt) {
		all = append(all, slices.Concat(body[:i], by, body[i+1:]))
	}
	for i, s := range body {
		splice(i)
		if len(s.body) > 0 {
			splice(i, s.body...)
		}
		if len(s.els) > 0 {
			splice(i, s.els...)
		}
		for _, in := range shrink(s.body) {
			small := *s
			small.body = in
			splice(i, &small)
		}
		for _, in := range shrink(s.els) {
			small := *s
			small.els = in
			splice(i, &small)
		}
		if s.op == opClose && s.form > 0 {
			small := *s
			small.form = 0
			splice(i, &small)
		}
		if s.cond != nil {
			for _, c := range []*cond{s.cond.x, s.cond.y} {
				if c != nil {
					small := *s
					small.cond = c
					splice(i, &small)
				}
			}
		}
	}
	return all
}
