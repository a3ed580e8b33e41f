package explain

import (
	"fmt"
	"go/ast"

	"golang.org/x/tools/go/analysis"
	"golang.org/x/tools/go/ssa"

	"github.com/guardlint/guardlint/passes/internal/fix"
	"github.com/guardlint/guardlint/passes/internal/obligation"
	"github.com/guardlint/guardlint/passes/internal/source"
)

// Categories of releases that are deferred before it is known that there is something to release, stable.
const (
	EarlyPanic = "panic"
	EarlyExit  = "exit"
)

// maxMessage is how long a message may be.
const maxMessage = 110

// An Early is a defer statement that comes before the error of the acquisition is tested.
type Early struct {
	Obl     *obligation.Obligation
	Defer   *ssa.Defer
	Release ssa.CallInstruction // the release: Defer, or a call in the literal that is deferred
	Test    ssa.Instruction     // what looks at the error first
	AtExit  bool                // it panics when the function ends, not at the defer statement
}

// EarlyDefer returns the diagnostic for a release that is deferred too early. ok is false if it lies in a generated file.
func EarlyDefer(pass *analysis.Pass, known fix.Oracle, early Early) (d analysis.Diagnostic, ok bool) {
	file := source.File(pass.Files, early.Defer.Pos())
	if file == nil || ast.IsGenerated(file) {
		return d, false
	}
	stmt := source.Enclosing[*ast.DeferStmt](file, early.Defer.Pos())
	call := callAt(file, early.Release.Common().Pos())
	if stmt == nil || call == nil {
		return d, false
	}
	site := source.Find(file, early.Obl)
	d = analysis.Diagnostic{Pos: stmt.Pos(), End: stmt.End(), Category: EarlyPanic}
	consequence := "which panics"
	if early.AtExit {
		d.Category, consequence = EarlyExit, "and panics at the exit"
	}
	line := pass.Fset.Position(early.Test.Pos()).Line
	sentence := func(failing string) string {
		return fmt.Sprintf("%s is deferred before %s is tested at line %d, %s if %s fails",
			written(call.Fun), errorOf(site), line, consequence, failing)
	}
	if d.Message = sentence(site.Callee); len(d.Message) > maxMessage {
		d.Message = sentence("the call")
	}
	d.URL = pass.Analyzer.URL + "#" + d.Category
	d.Related = []analysis.RelatedInformation{{Pos: early.Test.Pos(), Message: fmt.Sprintf("%s is not tested before here", errorOf(site))}}
	d.SuggestedFixes = moveBelow(pass, known, file, stmt, early)
	return d, true
}

// errorOf writes what gets the error of an acquisition.
func errorOf(site source.Site) string {
	for _, n := range site.Outer {
		switch n := n.(type) {
		case *ast.AssignStmt:
			return written(n.Lhs[len(n.Lhs)-1])
		case *ast.ValueSpec:
			return n.Names[len(n.Names)-1].Name
		case *ast.ParenExpr:
			continue
		}
		break
	}
	return "the error"
}
