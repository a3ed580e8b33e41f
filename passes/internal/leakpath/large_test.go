package leakpath_test

import (
	"fmt"
	"strings"
	"testing"

	"golang.org/x/tools/go/ssa"

	"github.com/guardlint/guardlint/passes/internal/leakpath"
)

// TestLargeFunctions studies interpreters: one loop around a switch of very many cases, whose head all of them jump back
// to. Beyond the limit a function is given up before anything is computed of it; up to the limit what is computed must
// not grow with the square of the jumps.
func TestLargeFunctions(t *testing.T) {
	for _, test := range []struct {
		cases int
		want  leakpath.Outcome
	}{
		{300, leakpath.Leaked},
		{4000, leakpath.GaveUp},
	} {
		var src strings.Builder
		src.WriteString(prelude)
		src.WriteString("func interpret(code []int) (int, error) {\n\tf, err := open()\n\tif err != nil {\n\t\treturn 0, err\n\t}\n\tsum := 0\n\tfor i := 0; i < len(code); i++ {\n\t\tswitch code[i] {\n")
		for i := range test.cases {
			fmt.Fprintf(&src, "\t\tcase %d:\n\t\t\tsum += %d\n\t\t\tcontinue\n", i, i)
		}
		src.WriteString("\t\t}\n\t}\n\tuse(f)\n\treturn sum, nil\n}\n")
		pkg, err := buildSource(src.String())
		if err != nil {
			t.Fatal(err)
		}
		found := make(map[int]judgement)
		judge(pkg.Members["interpret"].(*ssa.Function), found)
		if len(found) != 1 {
			t.Fatalf("%d cases: %d acquisitions, want 1", test.cases, len(found))
		}
		for _, j := range found {
			if j.Outcome != test.want {
				t.Errorf("%d cases: %s (%s), want %s", test.cases, j.Outcome, j.Reason, test.want)
			}
		}
	}
}
