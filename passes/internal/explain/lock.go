package explain

import (
	"fmt"
	"go/ast"
	"go/token"
	"go/types"

	"golang.org/x/tools/go/analysis"
	"golang.org/x/tools/go/ssa"

	"github.com/guardlint/guardlint/passes/internal/leakpath"
	"github.com/guardlint/guardlint/passes/internal/obligation"
	"github.com/guardlint/guardlint/passes/internal/source"
)

// Categories of locks that are not given back otherwise than by a return.
const (
	Relock   = "relock"
	Mismatch = "mismatch"
	Deferred = "deferred"
)

// DeferredLock returns the diagnostic for a defer statement that locks. ok is false if it lies in a generated file.
func DeferredLock(pass *analysis.Pass, d *ssa.Defer) (diagnostic analysis.Diagnostic, ok bool) {
	file := source.File(pass.Files, d.Pos())
	if file == nil || ast.IsGenerated(file) {
		return diagnostic, false
	}
	stmt := source.Enclosing[*ast.DeferStmt](file, d.Pos())
	if stmt == nil {
		return diagnostic, false
	}
	return analysis.Diagnostic{
		Pos: stmt.Pos(), End: stmt.End(), Category: Deferred, URL: pass.Analyzer.URL + "#" + Deferred,
		Message: fmt.Sprintf("%s locks when the function returns, and its result, which unlocks, is never called",
			types.ExprString(ast.Unparen(stmt.Call.Fun))),
	}, true
}

// lock returns the sub-case and its sentence, for what happens to locks only. ok is false for all else.
func (e *explainer) lock(x leakpath.Exit) (category, text string, ok bool) {
	switch {
	case x.Again:
		return Relock, fmt.Sprintf("%s is locked again at line %d before it is %s", e.site.Name, e.line(x.Trace.Pos), e.verb()), true
	case x.Mismatch:
		return Mismatch, fmt.Sprintf("%s is not %s by %s at line %d", e.site.Name, e.verb(), x.Reason, e.line(release(x))), true
	}
	return "", "", false
}

// lockRelated returns the place that a message of lock speaks of.
func (e *explainer) lockRelated(x leakpath.Exit) (analysis.RelatedInformation, bool) {
	switch {
	case x.Again:
		return analysis.RelatedInformation{Pos: x.Trace.Pos, Message: fmt.Sprintf("%s is locked again here, which waits for ever", e.site.Name)}, true
	case x.Mismatch:
		return analysis.RelatedInformation{Pos: release(x), Message: fmt.Sprintf("%s is the release of the other lock of %s", x.Reason, e.site.Name)}, true
	}
	return analysis.RelatedInformation{}, false
}

// release returns where the path of an exit releases the guard.
func release(x leakpath.Exit) token.Pos {
	for ev := x.Trace; ev != nil; ev = ev.Prev {
		if ev.Kind == obligation.ReleasedBy {
			return ev.Pos
		}
	}
	return token.NoPos
}
