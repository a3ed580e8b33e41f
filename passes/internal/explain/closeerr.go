package explain

import (
	"fmt"
	"go/ast"
	"unicode/utf8"

	"golang.org/x/tools/go/analysis"
	"golang.org/x/tools/go/ssa"

	"github.com/guardlint/guardlint/passes/internal/effect"
	"github.com/guardlint/guardlint/passes/internal/leakpath"
	"github.com/guardlint/guardlint/passes/internal/obligation"
	"github.com/guardlint/guardlint/passes/internal/source"
)

// Categories of errors that are dropped, stable.
const (
	DroppedStatement = "statement"
	DroppedDeferred  = "deferred"
	DroppedCommit    = "commit"
	DroppedUnasked   = "unasked"
)

// Dropped returns the diagnostic for a release whose error is dropped. ok is false if it is not found in the source.
func Dropped(pass *analysis.Pass, o *obligation.Obligation, drop leakpath.Drop) (d analysis.Diagnostic, ok bool) {
	file := source.File(pass.Files, drop.Release.Pos())
	if file == nil || ast.IsGenerated(file) {
		return d, false
	}
	call := callAt(file, drop.Release.Common().Pos())
	if call == nil {
		return d, false
	}
	name, release := namesOf(pass, call, o)
	line := pass.Fset.Position(drop.Write.Pos()).Line
	d = analysis.Diagnostic{Pos: call.Pos(), End: call.End()}
	_, deferred := drop.Release.(*ssa.Defer)
	how, loss := "", "hides a failed write"
	switch {
	case !effect.IsError(effect.LastResult(drop.Release.Common().Signature())):
		d.Category, how = DroppedUnasked, fmt.Sprintf("not read from %s.%s", name, o.Kind.Confirms[0])
	case o.Kind.Undone():
		d.Category, how, loss = DroppedCommit, "dropped", "hides a failed commit"
	case deferred:
		d.Category, how = DroppedDeferred, "dropped by defer"
	default:
		d.Category, how = DroppedStatement, "dropped"
	}
	d.Message = fmt.Sprintf("error of %s is %s after %s was written to at line %d (%s)", release, how, name, line, loss)
	if utf8.RuneCountInString(d.Message) > maxMessage {
		d.Message = fmt.Sprintf("error of %s is %s (%s)", release, how, loss)
	}
	d.URL = pass.Analyzer.URL + "#" + d.Category
	d.Related = []analysis.RelatedInformation{
		{Pos: leakpath.Position(drop.Return), Message: "nothing has told of a failure when the function returns here"},
		{Pos: drop.Write.Pos(), Message: fmt.Sprintf("%s is written to here", name)},
	}
	return d, true
}

// namesOf returns what the program calls the guard, and the release: where a variable has that, as it would be written.
func namesOf(pass *analysis.Pass, call *ast.CallExpr, o *obligation.Obligation) (name, release string) {
	if sel, ok := ast.Unparen(call.Fun).(*ast.SelectorExpr); ok {
		return written(sel.X), written(sel)
	}
	name = source.Find(source.File(pass.Files, o.Site.Pos()), o).Name
	return name, name + "." + o.Kind.Release[0].Method
}
