package deferloop

import (
	_ "embed"
	"go/ast"

	"golang.org/x/tools/go/analysis"
	"golang.org/x/tools/go/ssa"

	"github.com/guardlint/guardlint/passes/internal/explain"
	"github.com/guardlint/guardlint/passes/internal/fix"
	"github.com/guardlint/guardlint/passes/internal/guard"
	"github.com/guardlint/guardlint/passes/internal/leakpath"
	"github.com/guardlint/guardlint/passes/internal/manual"
	"github.com/guardlint/guardlint/passes/internal/source"
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
		Name:     "deferloop",
		Doc:      manual.Doc(manualText),
		URL:      "https://pkg.go.dev/github.com/guardlint/guardlint/passes/deferloop",
		Requires: []*analysis.Analyzer{owner},
	}
	a.Run = func(pass *analysis.Pass) (any, error) {
		known := pass.ResultOf[owner].(*ownership.Result)
		seen := make(map[*ssa.Defer]bool) // one statement can release several guards
		for _, v := range known.Verdicts() {
			d := piled(pass, known, v)
			if d == nil || seen[d] {
				continue
			}
			seen[d] = true
			if diagnostic, ok := explain.Piled(pass, known, v, d); ok {
				pass.Report(diagnostic)
			}
		}
		return nil, nil
	}
	return suppress.Heed(a)
}

// piled returns the defer statement by which the guards of a loop pile up, or nil.
func piled(pass *analysis.Pass, known *ownership.Result, v leakpath.Verdict) *ssa.Defer {
	if v.Obl.Holder.In != guard.Result || v.Obl.Maker != nil || v.Obl.Kind.ReportedBy() == "lockheld" {
		return nil // locks, commands and goroutines that a loop starts are to be there together
	}
	file := source.File(pass.Files, v.Obl.Site.Pos())
	if file == nil || source.InTest(pass.Fset, v.Obl.Site.Pos()) || ast.IsGenerated(file) {
		return nil
	}
	loops := source.Loops(file, v.Obl.Site.Pos())
	if len(loops) == 0 {
		return nil
	}
	d := known.Piled(v.Obl)
	if d == nil {
		return nil
	}
	p := fix.Program{Fset: pass.Fset, File: file, Pkg: pass.Pkg, Info: pass.TypesInfo, Oracle: known}
	for _, loop := range loops {
		if loop.Pos() <= d.Pos() && d.Pos() < loop.End() && !short(pass.TypesInfo, loop) && fix.Confined(p, v.Obl, loop) {
			return d
		}
	}
	return nil
}
