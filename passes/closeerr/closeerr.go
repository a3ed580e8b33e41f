package closeerr

import (
	_ "embed"
	"go/ast"

	"golang.org/x/tools/go/analysis"
	"golang.org/x/tools/go/ssa"

	"github.com/guardlint/guardlint/passes/internal/explain"
	"github.com/guardlint/guardlint/passes/internal/guard"
	"github.com/guardlint/guardlint/passes/internal/leakpath"
	"github.com/guardlint/guardlint/passes/internal/manual"
	"github.com/guardlint/guardlint/passes/internal/obligation"
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
		Name:     "closeerr",
		Doc:      manual.Doc(manualText),
		URL:      "https://pkg.go.dev/github.com/guardlint/guardlint/passes/closeerr",
		Requires: []*analysis.Analyzer{owner},
	}
	blank := a.Flags.Bool("blank", false, "also report errors that are assigned to the blank identifier")
	a.Run = func(pass *analysis.Pass) (any, error) {
		c := &checker{pass: pass, known: pass.ResultOf[owner].(*ownership.Result), blank: *blank}
		seen := make(map[ssa.CallInstruction]bool) // a release can be that of guards from several calls
		for _, v := range c.known.Verdicts() {
			drop, ok := c.dropped(v.Obl)
			if !ok || seen[drop.Release] {
				continue
			}
			seen[drop.Release] = true
			if d, ok := explain.Dropped(pass, c.known, v.Obl, drop, c.unwanted); ok {
				pass.Report(d)
			}
		}
		return nil, nil
	}
	return suppress.Heed(a)
}

// A checker looks at the guards of one package.
type checker struct {
	pass  *analysis.Pass
	known *ownership.Result
	blank bool
}

// dropped returns the first release of a guard whose error is dropped where it matters.
func (c *checker) dropped(o *obligation.Obligation) (drop leakpath.Drop, ok bool) {
	if !c.matters(o) {
		return drop, false
	}
	file := source.File(c.pass.Files, o.Site.Pos())
	if file == nil || ast.IsGenerated(file) || source.InTest(c.pass.Fset, o.Site.Pos()) {
		return drop, false // a test that loses what it has written fails when it reads it
	}
	drops := c.known.Dropped(o, c.unwanted)
	if len(drops) == 0 || guard.ErrorResult(o.Fn.Signature) < 0 && !c.careful(o) {
		return drop, false
	}
	return drops[0], true
}

// unwanted reports whether the program says that it does not want the error of a call.
func (c *checker) unwanted(call ssa.CallInstruction) bool {
	pos := call.Common().Pos()
	file := source.File(c.pass.Files, pos)
	if file == nil || source.Ignoring(source.Comment(c.pass.Fset, file, c.pass.Fset.Position(pos).Line)) {
		return true
	}
	return !c.blank && source.Blanked(file, pos)
}
