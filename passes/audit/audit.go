// Package audit defines an Analyzer that reports the verdict on every acquisition: what `guardlint why` and
// `guardlint audit` print. It is not a check and not part of the suite.
package audit

import (
	"fmt"

	"golang.org/x/tools/go/analysis"

	"github.com/guardlint/guardlint/passes/internal/explain"
	"github.com/guardlint/guardlint/passes/ownership"
)

// Analyzer reports the verdicts over the built-in kinds of guards.
var Analyzer = New(ownership.Analyzer)

// New returns an audit of what an ownership pass knows. The category of a diagnostic is the outcome; its message is
// "KIND: OUTCOME: REASON"; its related positions are the steps of the path that decided.
func New(owner *analysis.Analyzer) *analysis.Analyzer {
	return &analysis.Analyzer{
		Name:     "audit",
		Doc:      "report the verdict on every acquisition of a guard",
		URL:      "https://pkg.go.dev/github.com/guardlint/guardlint/passes/audit",
		Requires: []*analysis.Analyzer{owner},
		Run: func(pass *analysis.Pass) (any, error) {
			result := pass.ResultOf[owner].(*ownership.Result)
			for _, v := range result.Verdicts() {
				d := analysis.Diagnostic{
					Pos:      v.Obl.Site.Pos(),
					Category: string(v.Outcome),
					Message:  fmt.Sprintf("%s: %s: %s", v.Obl.Kind.Name, v.Outcome, v.Reason),
					Related:  explain.Steps(v),
				}
				pass.Report(d)
			}
			return nil, result.BrokeOff()
		},
	}
}
