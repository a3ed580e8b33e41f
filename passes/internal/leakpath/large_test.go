package leakpath_test

import (
	"fmt"
	"strconv"
	"strings"
	"testing"

	"golang.org/x/tools/go/ssa"

	"github.com/guardlint/guardlint/passes/internal/leakpath"
)

// interpreter returns the source of one loop around a switch of very many cases, whose head all of them jump back to.
func interpreter(cases int) string {
	var src strings.Builder
	src.WriteString(prelude)
	src.WriteString("func interpret(code []int) (int, error) {\n\tf, err := open()\n\tif err != nil {\n\t\treturn 0, err\n\t}\n\tsum := 0\n\tfor i := 0; i < len(code); i++ {\n\t\tswitch code[i] {\n")
	for i := range cases {
		fmt.Fprintf(&src, "\t\tcase %d:\n\t\t\tsum += %d\n\t\t\tcontinue\n", i, i)
	}
	src.WriteString("\t\t}\n\t}\n\tuse(f)\n\treturn sum, nil\n}\n")
	return src.String()
}

// wantOutcome studies the only acquisition of a function in a source.
func wantOutcome(t *testing.T, name, source, fn string, want leakpath.Outcome) {
	t.Helper()
	pkg, err := buildSource(source)
	if err != nil {
		t.Fatal(err)
	}
	found := make(map[int]judgement)
	judge(pkg.Members[fn].(*ssa.Function), found)
	if len(found) != 1 {
		t.Fatalf("%s: %d acquisitions, want 1", name, len(found))
	}
	for _, j := range found {
		if j.Outcome != want {
			t.Errorf("%s: %s (%s), want %s", name, j.Outcome, j.Reason, want)
		}
	}
}

// TestLargeFunctions studies functions on both sides of the limit of blocks: beyond it they are given up.
func TestLargeFunctions(t *testing.T) {
	for _, test := range []struct {
		cases int
		want  leakpath.Outcome
	}{
		{300, leakpath.Leaked},
		{leakpath.MaxBlocks * 2, leakpath.GaveUp},
	} {
		wantOutcome(t, fmt.Sprint(test.cases, " cases"), interpreter(test.cases), "interpret", test.want)
	}
}

// crowd returns the source of a function that sets and later asks so many flags, between what it begins and ends with.
func crowd(flags int, before, middle, after string) string {
	var src strings.Builder
	src.WriteString(prelude + "func crowd() error {\n" + before)
	for i := range flags {
		fmt.Fprintf(&src, "\tflag%d := false\n\tif c() {\n\t\tflag%d = true\n\t}\n", i, i)
	}
	src.WriteString(middle)
	for i := range flags {
		fmt.Fprintf(&src, "\tif flag%d {\n\t\tuse(nil)\n\t}\n", i)
	}
	src.WriteString(after + "\treturn nil\n}\n")
	return src.String()
}

// TestManyStates studies a function with more combinations of flags than are told apart: a guard that is released whatever
// the flags are needs none of them, and one that leaks on the paths that were followed leaks.
func TestManyStates(t *testing.T) {
	const open = "\tf, err := open()\n\tif err != nil {\n\t\treturn err\n\t}\n"
	for _, test := range []struct {
		name, before, middle, after string
		want                        leakpath.Outcome
	}{
		{"deferred at once", open + "\tdefer f.Close()\n", "", "", leakpath.Released},
		{"deferred among flags", "", open + "\tdefer f.Close()\n", "", leakpath.Released},
		{"released at the end", open, "", "\tf.Close()\n", leakpath.Released},
		{"released by flag", open, "", "\tif flag0 {\n\t\tf.Close()\n\t}\n\tif !flag0 {\n\t\tf.Close()\n\t}\n", leakpath.GaveUp},
		{"not always released", open, "", "\tif c() {\n\t\treturn nil\n\t}\n\tf.Close()\n", leakpath.Leaked},
		{"released by answer", open + "\tx := c()\n", "\tif x {\n\t\tf.Close()\n\t}\n", "\tif !x {\n\t\tf.Close()\n\t}\n", leakpath.GaveUp},
		{"left by flag", open, "", "\tif flag0 {\n\t\treturn nil\n\t}\n\tf.Close()\n", leakpath.Leaked},
		{"sometimes released", open, "", "\tif !c() {\n\t\tf.Close()\n\t}\n", leakpath.Leaked},
		{"acquired by flag", "\tvar f *G\n", "\tif flag0 {\n\t\tf = must()\n\t}\n", "\tif flag0 {\n\t\tf.Close()\n\t}\n", leakpath.Released},
	} {
		wantOutcome(t, test.name, crowd(12, test.before, test.middle, test.after), "crowd", test.want)
	}
}

// BenchmarkLargeFunctions shows what the limit of blocks is for: the cost grows with the square of the cases, because a
// variable that each of them changes is live in all of them and is looked at on each edge back.
func BenchmarkLargeFunctions(b *testing.B) {
	for _, cases := range []int{100, 200, 400, 800, leakpath.MaxBlocks * 2} {
		pkg, err := buildSource(interpreter(cases))
		if err != nil {
			b.Fatal(err)
		}
		fn := pkg.Members["interpret"].(*ssa.Function)
		b.Run(strconv.Itoa(cases), func(b *testing.B) {
			for b.Loop() {
				judge(fn, make(map[int]judgement))
			}
			b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N)/float64(cases), "ns/case")
		})
	}
}
