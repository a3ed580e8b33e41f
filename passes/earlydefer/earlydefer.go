package earlydefer

import (
	_ "embed"

	"golang.org/x/tools/go/analysis"
	"golang.org/x/tools/go/ssa"

	"github.com/guardlint/guardlint/passes/internal/explain"
	"github.com/guardlint/guardlint/passes/internal/manual"
	"github.com/guardlint/guardlint/passes/internal/suppress"
	"github.com/guardlint/guardlint/passes/ownership"
)

//go:embed doc.go
var source string

// Analyzer is the check over the built-in kinds of guards.
var Analyzer = New(ownership.Analyzer)

// New returns the check over what an ownership pass knows.
func New(owner *analysis.Analyzer) *analysis.Analyzer {
	a := &analysis.Analyzer{
		Name:     "earlydefer",
		Doc:      manual.Doc(source),
		URL:      "https://pkg.go.dev/github.com/guardlint/guardlint/passes/earlydefer",
		Requires: []*analysis.Analyzer{owner},
	}
	a.Run = func(pass *analysis.Pass) (any, error) {
		known := pass.ResultOf[owner].(*ownership.Result)
		seen := make(map[*ssa.Defer]bool) // a call can acquire two guards that the same statement releases
		for _, v := range known.Verdicts() {
			acq, ok := acquisitionOf(v.Obl)
			if !ok {
				continue
			}
			for _, early := range acq.early(known) {
				if seen[early.Defer] {
					continue
				}
				seen[early.Defer] = true
				if d, ok := explain.EarlyDefer(pass, known, early); ok {
					pass.Report(d)
				}
			}
		}
		return nil, nil
	}
	return suppress.Heed(a)
}
