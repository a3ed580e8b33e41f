package unreleased

import (
	_ "embed"

	"golang.org/x/tools/go/analysis"

	"github.com/guardlint/guardlint/passes/internal/explain"
	"github.com/guardlint/guardlint/passes/internal/guard"
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
		Name:     "unreleased",
		Doc:      manual.Doc(source),
		URL:      "https://pkg.go.dev/github.com/guardlint/guardlint/passes/unreleased",
		Requires: []*analysis.Analyzer{owner},
	}
	strict := a.Flags.Bool("strict", false, "also report guards that something unknown may have taken")
	convention := a.Flags.Bool("convention", true, "report results of interface methods and function values whose type is made to be closed")
	belief := a.Flags.Bool("belief", true, "report results that most other callers of the function release, or that this caller releases on other paths")
	a.Run = func(pass *analysis.Pass) (any, error) {
		known := pass.ResultOf[owner].(*ownership.Result)
		for _, v := range known.Leaks(a.Name) {
			if v.Grade == guard.Unsure && !*strict || v.Obl.Convention && v.Obl.Like == nil && !*convention || v.Obl.Like != nil && !*belief {
				continue
			}
			if d, ok := explain.Leak(pass, known, v); ok {
				pass.Report(d)
			}
		}
		return nil, nil
	}
	return suppress.Heed(a)
}
