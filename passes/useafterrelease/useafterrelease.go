package useafterrelease

import (
	_ "embed"

	"golang.org/x/tools/go/analysis"

	"github.com/guardlint/guardlint/passes/internal/explain"
	"github.com/guardlint/guardlint/passes/internal/leakpath"
	"github.com/guardlint/guardlint/passes/internal/manual"
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
		Name:     "useafterrelease",
		Doc:      manual.Doc(manualText),
		URL:      "https://pkg.go.dev/github.com/guardlint/guardlint/passes/useafterrelease",
		Requires: []*analysis.Analyzer{owner},
	}
	a.Run = func(pass *analysis.Pass) (any, error) {
		known := pass.ResultOf[owner].(*ownership.Result)
		for _, d := range explain.Misuses(pass, known, known.AfterRelease(), leakpath.Used, leakpath.Returned, leakpath.Cancelled) {
			pass.Report(d)
		}
		return nil, nil
	}
	return suppress.Heed(a)
}
