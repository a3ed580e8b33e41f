package leakpath_test

import (
	"encoding/binary"
	"fmt"
	"maps"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"github.com/guardlint/guardlint/passes/internal/leakpath"
)

// A script is a source of "random" numbers that come from the fuzzer, as long as it has any.
type script struct {
	data []byte
	rest *rand.PCG
}

func (s *script) Uint64() uint64 {
	if len(s.data) < 2 {
		return s.rest.Uint64()
	}
	n := binary.BigEndian.Uint16(s.data)
	s.data = s.data[2:]
	return uint64(n) << 48 // math/rand/v2 takes the high bits
}

func scripted(data []byte) *rand.Rand {
	return rand.New(&script{data, rand.NewPCG(uint64(len(data)), 0)})
}

// seeds are the inputs that a fuzz target starts from.
func seeds(f *testing.F) {
	for seed := range uint64(20) {
		data := make([]byte, 200)
		r := rand.New(rand.NewPCG(seed, 7))
		for i := range data {
			data[i] = byte(r.Uint32())
		}
		f.Add(data)
	}
}

// FuzzProgram compares the engine with the interpreter, as [TestOracle] does, on programs that the fuzzer chooses.
func FuzzProgram(f *testing.F) {
	seeds(f)
	f.Fuzz(func(t *testing.T, data []byte) {
		p := generateFrom(scripted(data))
		ok, fault := examine(p)
		if !ok {
			t.Fatalf("not a valid program:\n%s", source(p))
		}
		if fault != "" {
			small := minimize(p, kindOf(fault))
			_, fault = examine(small)
			t.Errorf("%s\n%s", fault, source(small))
		}
	})
}

// FuzzGraph studies functions of arbitrary control flow, made of labels and gotos: loops with several heads, code that
// nothing leads to. No panic, no more visits than allowed, the same outcome twice.
func FuzzGraph(f *testing.F) {
	seeds(f)
	f.Fuzz(func(t *testing.T, data []byte) {
		src := prelude + gotos(scripted(data))
		first, second := outcome(t, src), outcome(t, src)
		if first != second {
			t.Errorf("%s\nfirst:\n%s\nthen:\n%s", src, first, second)
		}
	})
}

// gotos prints a function as blocks with labels, each of which jumps to others.
func gotos(r *rand.Rand) string {
	g := &generator{Rand: r, level: make(map[string]int)}
	at := place{guards: guardVars, errors: errorVars, own: guardVars}
	p := &printer{}
	p.printf("func f0(b0, b1 bool, s *S, ch chan *G) (*G, error) {")
	p.printf("var v0, v1 *G; var x S; var e0, e1 error; var l0 bool; _, _, _, _, _, _ = v0, v1, x, e0, e1, l0")
	n := 2 + r.IntN(6)
	for i := range n { // makes each label used, and the graph irreducible
		p.printf("if c() { goto L%d }", i)
	}
	for i := range n {
		p.printf("L%d:", i)
		for _, s := range g.block(at, r.IntN(4)) {
			p.stmt(s)
		}
		if r.IntN(3) > 0 {
			p.printf("if %s { goto L%d }", g.cond(at, 1), r.IntN(n))
		}
		if r.IntN(3) == 0 {
			p.stmt(g.ret(at))
		} else {
			p.printf("goto L%d", r.IntN(n))
		}
	}
	p.printf("}")
	return p.b.String()
}

// outcome renders all that the engine says about the function f0.
func outcome(t *testing.T, src string) string {
	pkg, err := buildSource(src)
	if err != nil {
		t.Fatalf("%v\n%s", err, src)
	}
	found := make(map[int]judgement)
	judge(pkg.Func("f0"), found)
	var b strings.Builder
	for _, line := range slices.Sorted(maps.Keys(found)) {
		j := found[line]
		if j.study.Visits > leakpath.MaxVisits+1 {
			t.Errorf("line %d took %d visits, more than %d", line, j.study.Visits, leakpath.MaxVisits)
		}
		fmt.Fprintf(&b, "line %d: %s: %s, %d visits, gave up: %v\n", line, j.Outcome, j.Reason, j.study.Visits, j.study.GaveUp)
		for _, x := range j.study.Exits {
			fmt.Fprintf(&b, "\t%s %s %d %v %t\n", x.Status, x.Reason, x.Result, x.Path, x.Loop)
			for _, e := range x.Trace.Steps() {
				fmt.Fprintf(&b, "\t\t%d %d %t %s\n", e.Kind, e.Pos, e.Taken, e.Note)
			}
		}
	}
	return b.String()
}
