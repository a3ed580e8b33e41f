package explain

import (
	"fmt"
	"go/ast"

	"golang.org/x/tools/go/analysis"
	"golang.org/x/tools/go/ssa"

	"github.com/guardlint/guardlint/passes/internal/fix"
	"github.com/guardlint/guardlint/passes/internal/leakpath"
	"github.com/guardlint/guardlint/passes/internal/source"
)

// Categories of releases that are deferred in a loop, stable.
const (
	PiledUp      = "loop"
	PiledForever = "endless"
)

// Piled returns the diagnostic for a defer statement in a loop that releases what the loop acquires. ok is false if it is
// not found in the source.
func Piled(pass *analysis.Pass, known fix.Oracle, v leakpath.Verdict, deferred *ssa.Defer) (d analysis.Diagnostic, ok bool) {
	file := source.File(pass.Files, deferred.Pos())
	if file == nil {
		return d, false
	}
	stmt := source.Enclosing[*ast.DeferStmt](file, deferred.Pos())
	if stmt == nil {
		return d, false
	}
	e := explainer{pass: pass, v: v, site: source.Find(file, v.Obl)}
	fn := frame(deferred.Parent())
	d = analysis.Diagnostic{Pos: stmt.Pos(), End: stmt.End(), Category: PiledUp}
	d.Message = fmt.Sprintf("%s is %s only when %s returns, not after each iteration", e.site.Name, e.verb(), functionName(fn))
	if !returns(fn) {
		d.Category = PiledForever
		d.Message = fmt.Sprintf("%s is %s only when %s returns, which it never does", e.site.Name, e.verb(), functionName(fn))
	}
	d.URL = pass.Analyzer.URL + "#" + d.Category
	d.Related = []analysis.RelatedInformation{{
		Pos: e.site.Call.Pos(), End: e.site.Call.End(),
		Message: fmt.Sprintf("%s is another one in each iteration", e.site.Name),
	}}
	d.SuggestedFixes = suggested(fix.Undefer(program(pass, known, file), v.Obl, deferred))
	return d, true
}

// frame returns the function at whose end a call runs that is deferred in fn, which may be the body of a range-over-func
// loop.
func frame(fn *ssa.Function) *ssa.Function {
	for fn.Synthetic == "range-over-func yield" && fn.Parent() != nil {
		fn = fn.Parent()
	}
	return fn
}

// functionName says what a message calls a function.
func functionName(fn *ssa.Function) string {
	if fn.Parent() != nil {
		return "the function literal"
	}
	return fn.Name()
}

// returns reports whether a function has a return that it can come to.
func returns(fn *ssa.Function) bool {
	for _, b := range fn.Blocks {
		if _, ok := b.Instrs[len(b.Instrs)-1].(*ssa.Return); ok && b != fn.Recover {
			return true
		}
	}
	return false
}
