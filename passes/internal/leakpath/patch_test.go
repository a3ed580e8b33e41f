package leakpath_test

import (
	"go/ast"
	"go/token"
	"go/types"
	"slices"
	"testing"

	"golang.org/x/tools/go/ssa"

	"github.com/guardlint/guardlint/passes/internal/leakpath"
	"github.com/guardlint/guardlint/passes/internal/obligation"
	"github.com/guardlint/guardlint/passes/internal/summary"
)

// TestPatched compares what is said of a patch with what is said of the program that has it: a release, or a deferred
// one, behind an acquisition that cannot fail. A patch at the end of a block, where a path executes nothing more that has a
// position, is not seen; to say of such a program that it leaks costs a fix and does no harm. The contrary would.
func TestPatched(t *testing.T) {
	n := 1500
	if testing.Short() {
		n = 400
	}
	compared, agreed := make(map[bool]int), make(map[bool]int)
	for seed := range uint64(n) {
		p := generate(seed)
		for _, s := range sites(p.body, site{}) {
			if s.acquire.op != opMust || s.frame != nil || s.again {
				continue
			}
			for _, deferred := range []bool{false, true} {
				after, fits := judgePatched(t, p, s.acquire, deferred)
				if !fits {
					continue
				}
				compared[deferred]++
				source, real := judgeAfter(t, p, s.acquire, deferred)
				if after == real {
					agreed[deferred]++
				} else if real {
					t.Fatalf("seed %d, line %d, deferred %t: the patch fits, and the program that has it leaks:\n%s",
						seed, s.acquire.line, deferred, source)
				}
			}
		}
	}
	for _, deferred := range []bool{false, true} {
		if compared[deferred] < n/20 || agreed[deferred] < compared[deferred]*9/10 {
			t.Errorf("deferred %t: agreed on %d of %d patches, want at least 9 of 10 of %d", deferred, agreed[deferred], compared[deferred], n/20)
		}
	}
	t.Logf("agreed on %v of %v patches (deferred or not)", agreed, compared)
}

// judgePatched judges the guard of an acquisition as if it were released in the next line.
func judgePatched(t *testing.T, p *program, acquire *stmt, deferred bool) (leaked, fits bool) {
	t.Helper()
	pr := newPrinter()
	pr.program("f0", p)
	pkg, err := buildSource(pr.b.String())
	if err != nil {
		t.Fatal(err)
	}
	fn := pkg.Func("f0")
	o := obligationAt(fn, acquire.line)
	if o == nil {
		return false, false // it is in dead code
	}
	from := fn.Prog.Fset.File(fn.Pos()).LineStart(acquire.line + 1)
	patch := leakpath.Patch{Spots: []leakpath.Spot{{From: from, To: endOfBlock(fn, o.Site.Pos())}}, Defer: deferred, Again: true}
	x := leakpath.New(func(f *types.Func) *summary.Summary { return summaries[f.Name()] })
	st, fits := x.Patched(o, patch)
	return leakpath.Judge(o, st).Leaked(), fits
}

// judgeAfter adds the release to the program and judges the guard.
func judgeAfter(t *testing.T, p *program, acquire *stmt, deferred bool) (source string, leaked bool) {
	t.Helper()
	release := &stmt{op: opClose, v: acquire.v}
	if deferred {
		release.op = opDefer
	}
	line := acquire.line
	q := edit(p, func(body []*stmt) []*stmt {
		i := slices.IndexFunc(body, func(s *stmt) bool { return s.op == opMust && s.line == line })
		if i < 0 {
			return body
		}
		return slices.Insert(body, i+1, release)
	})
	pr := newPrinter()
	pr.program("f0", q)
	pkg, err := buildSource(pr.b.String())
	if err != nil {
		t.Fatal(err)
	}
	found := make(map[int]judgement)
	judge(pkg.Func("f0"), found)
	j, ok := found[line]
	if !ok {
		t.Fatalf("the acquisition at line %d is gone:\n%s", line, pr.b.String())
	}
	return pr.b.String(), j.Leaked()
}

// obligationAt returns the obligation that a line creates, or nil.
func obligationAt(fn *ssa.Function, line int) (o *obligation.Obligation) {
	eachCall(fn, func(call *ssa.Call) {
		if lineOf(fn, call.Pos()) == line && acquisition(call) != nil {
			o = acquisition(call)
		}
	})
	return o
}

// endOfBlock returns the end of the innermost list of statements around a position.
func endOfBlock(fn *ssa.Function, pos token.Pos) (end token.Pos) {
	ast.Inspect(fn.Syntax(), func(n ast.Node) bool {
		if n == nil || pos < n.Pos() || n.End() <= pos {
			return false
		}
		switch n := n.(type) {
		case *ast.BlockStmt:
			end = n.Rbrace
		case *ast.CaseClause:
			end = n.End()
		}
		return true
	})
	return end
}
