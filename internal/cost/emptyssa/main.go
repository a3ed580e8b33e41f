// Command emptyssa is a vet tool that builds the SSA form of each package and looks at nothing: what any analysis of SSA
// costs at least.
package main

import (
	"golang.org/x/tools/go/analysis"
	"golang.org/x/tools/go/analysis/passes/buildssa"
	"golang.org/x/tools/go/analysis/unitchecker"
)

func main() {
	unitchecker.Main(&analysis.Analyzer{
		Name:     "emptyssa",
		Doc:      "builds the SSA form and reports nothing",
		Requires: []*analysis.Analyzer{buildssa.Analyzer},
		Run:      func(*analysis.Pass) (any, error) { return nil, nil },
	})
}
