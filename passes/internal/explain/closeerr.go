package explain

import (
	"fmt"
	"go/ast"
	"go/types"
	"strings"
	"unicode/utf8"

	"golang.org/x/tools/go/analysis"
	"golang.org/x/tools/go/ssa"

	"github.com/guardlint/guardlint/passes/internal/fix"
	"github.com/guardlint/guardlint/passes/internal/guard"
	"github.com/guardlint/guardlint/passes/internal/leakpath"
	"github.com/guardlint/guardlint/passes/internal/obligation"
	"github.com/guardlint/guardlint/passes/internal/source"
	"github.com/guardlint/guardlint/passes/internal/summary"
	"github.com/guardlint/guardlint/passes/internal/task"
)

// Categories of errors that are dropped, stable.
const (
	DroppedStatement = "statement"
	DroppedDeferred  = "deferred"
	DroppedUnasked   = "unasked"
	DroppedLate      = "late"
)

// Dropped returns the diagnostic for a release whose error is dropped, among those whose error is not unwanted. ok is false
// if it is not found in the source.
func Dropped(pass *analysis.Pass, known fix.Oracle, o *obligation.Obligation, drop leakpath.Drop, unwanted func(ssa.CallInstruction) bool) (d analysis.Diagnostic, ok bool) {
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
	d.Category = category(drop, known.Summary)
	how, loss := "dropped", "hides a failed write"
	switch d.Category {
	case DroppedLate:
		how = "stored where the function no longer reads it"
	case DroppedUnasked:
		how = fmt.Sprintf("not read from %s.%s", name, o.Kind.Confirms[0])
	case DroppedDeferred:
		how = "dropped by defer"
	}
	if strings.HasSuffix(release, ".Commit") {
		loss = "hides a failed commit"
	}
	d.Message = fmt.Sprintf("error of %s is %s after the write at line %d (%s)", release, how, line, loss)
	if d.Category == DroppedLate || utf8.RuneCountInString(d.Message) > maxMessage {
		d.Message = fmt.Sprintf("error of %s is %s (%s)", release, how, loss)
	}
	d.URL = pass.Analyzer.URL + "#" + d.Category
	d.Related = []analysis.RelatedInformation{
		{Pos: leakpath.Position(drop.Return), Message: "nothing has told of a failure when the function returns here"},
		{Pos: drop.Write.Pos(), Message: fmt.Sprintf("%s is written to here", name)},
	}
	if deferred, ok := drop.Release.(*ssa.Defer); ok {
		d.SuggestedFixes = suggested(fix.Observe(program(pass, known, file), o, deferred, unwanted))
	}
	return d, true
}

// category says how an error is dropped.
func category(drop leakpath.Drop, known func(*types.Func) *summary.Summary) string {
	call, ok := drop.Release.(*ssa.Call)
	switch {
	case guard.ErrorResult(drop.Release.Common().Signature()) < 0:
		return DroppedUnasked
	case !ok:
		return DroppedDeferred
	case task.Sees(call, known) == task.TooLate:
		return DroppedLate
	}
	return DroppedStatement
}

// namesOf returns what the program calls the guard, and the release: where a variable has that, as it would be written.
func namesOf(pass *analysis.Pass, call *ast.CallExpr, o *obligation.Obligation) (name, release string) {
	if sel, ok := ast.Unparen(call.Fun).(*ast.SelectorExpr); ok {
		return written(sel.X), written(sel)
	}
	name = source.Find(source.File(pass.Files, o.Site.Pos()), o).Name
	return name, name + "." + o.Kind.Release[0].Method
}
