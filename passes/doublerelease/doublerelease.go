package doublerelease

import (
	_ "embed"

	"golang.org/x/tools/go/analysis"
	"golang.org/x/tools/go/ssa"

	"github.com/guardlint/guardlint/passes/internal/explain"
	"github.com/guardlint/guardlint/passes/internal/leakpath"
	"github.com/guardlint/guardlint/passes/internal/manual"
	"github.com/guardlint/guardlint/passes/internal/obligation"
	"github.com/guardlint/guardlint/passes/internal/suppress"
	"github.com/guardlint/guardlint/passes/ownership"
)

//go:embed doc.go
var manualText string

// Analyzer is the check over the built-in kinds of guards.
var Analyzer = New(ownership.Analyzer)

// New returns the check over what an ownership pass knows.
func New(owner *analysis.Analyzer) *analysis.Analyzer {
	a := &analysis.Analyzer{
		Name:     "doublerelease",
		Doc:      manual.Doc(manualText),
		URL:      "https://pkg.go.dev/github.com/guardlint/guardlint/passes/doublerelease",
		Requires: []*analysis.Analyzer{owner},
	}
	a.Run = func(pass *analysis.Pass) (any, error) {
		known := pass.ResultOf[owner].(*ownership.Result)
		guards := make(map[*obligation.Obligation]bool)
		places := make(map[ssa.Instruction]bool) // a call can use two guards
		for _, m := range known.AfterRelease() {
			if !mine(m.How) || guards[m.Obl] || places[m.At] {
				continue
			}
			if d, ok := explain.Misuse(pass, m); ok {
				guards[m.Obl], places[m.At] = true, true
				pass.Report(d)
			}
		}
		return nil, nil
	}
	return suppress.Heed(a)
}

// mine reports whether a misuse is one that this check reports.
func mine(how leakpath.How) bool { return how == leakpath.Again || how == leakpath.Told }
