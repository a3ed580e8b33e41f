package asynccleanup

import (
	_ "embed"

	"golang.org/x/tools/go/analysis"

	"github.com/guardlint/guardlint/passes/internal/explain"
	"github.com/guardlint/guardlint/passes/internal/manual"
	"github.com/guardlint/guardlint/passes/internal/suppress"
	"github.com/guardlint/guardlint/passes/internal/task"
	"github.com/guardlint/guardlint/passes/ownership"
)

//go:embed doc.go
var manualText string

// Analyzer is the check over the built-in kinds of guards.
var Analyzer = New(ownership.Analyzer)

// New returns the check over what an ownership pass knows.
func New(owner *analysis.Analyzer) *analysis.Analyzer {
	a := &analysis.Analyzer{
		Name:     "asynccleanup",
		Doc:      manual.Doc(manualText),
		URL:      "https://pkg.go.dev/github.com/guardlint/guardlint/passes/asynccleanup",
		Requires: []*analysis.Analyzer{owner},
	}
	strict := a.Flags.Bool("strict", false, "also report releases whose error tells little, such as those of connections")
	panics := a.Flags.Bool("panics", false, "also report cleanup that a panic before it in its goroutine skips")
	registries := a.Flags.Bool("registries", false, "also report fields that collect cleanup which nothing runs")
	a.Run = func(pass *analysis.Pass) (any, error) {
		known := pass.ResultOf[owner].(*ownership.Result)
		finder := &task.Finder{
			Kinds: known.Kinds(), Summary: known.Summary, Functions: known.Functions(), Strict: *strict, Panics: *panics,
		}
		for _, fn := range finder.Functions {
			for _, gap := range finder.Gaps(fn) {
				report(pass, finder, gap)
			}
		}
		if *registries {
			for _, field := range task.Undrained(known.Functions()) {
				if d, ok := explain.Undrained(pass, field); ok {
					pass.Report(d)
				}
			}
		}
		return nil, nil
	}
	return suppress.Heed(a)
}

// report reports a gap, unless the program says that it is meant.
func report(pass *analysis.Pass, finder *task.Finder, gap task.Gap) {
	if gap.Facet == task.Error && isDeliberate(pass, gap) {
		return
	}
	if d, ok := explain.Gap(pass, gap); ok {
		d.SuggestedFixes = synchronous(pass, finder, gap)
		pass.Report(d)
	}
}
