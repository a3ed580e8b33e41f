package deadcleanup

import (
	_ "embed"

	"golang.org/x/tools/go/analysis"
	"golang.org/x/tools/go/ssa"

	"github.com/guardlint/guardlint/passes/internal/explain"
	"github.com/guardlint/guardlint/passes/internal/manual"
	"github.com/guardlint/guardlint/passes/internal/suppress"
	"github.com/guardlint/guardlint/passes/internal/task"
	"github.com/guardlint/guardlint/passes/ownership"
)

//go:embed doc.go
var source string

// Analyzer is the check over the built-in kinds of guards.
var Analyzer = New(ownership.Analyzer)

// New returns the check over what an ownership pass knows.
func New(owner *analysis.Analyzer) *analysis.Analyzer {
	a := &analysis.Analyzer{
		Name:     "deadcleanup",
		Doc:      manual.Doc(source),
		URL:      "https://pkg.go.dev/github.com/guardlint/guardlint/passes/deadcleanup",
		Requires: []*analysis.Analyzer{owner},
	}
	a.Run = func(pass *analysis.Pass) (any, error) {
		known := pass.ResultOf[owner].(*ownership.Result)
		finder := &task.Finder{Kinds: known.Kinds(), Summary: known.Summary}
		for _, fn := range known.Functions() {
			visit(fn, func(call ssa.CallInstruction) {
				arg, ok := finder.ContextOfRelease(call)
				if !ok {
					return
				}
				end, ok := finder.Ended(call, arg)
				if !ok {
					return
				}
				if d, ok := explain.Dead(pass, call, end); ok {
					pass.Report(d)
				}
			})
		}
		return nil, nil
	}
	return suppress.Heed(a)
}

// visit calls f for the calls in a function and in the literals in it.
func visit(fn *ssa.Function, f func(ssa.CallInstruction)) {
	for _, b := range fn.Blocks {
		for _, instr := range b.Instrs {
			if call, ok := instr.(ssa.CallInstruction); ok {
				f(call)
			}
		}
	}
	for _, lit := range fn.AnonFuncs {
		visit(lit, f)
	}
}
