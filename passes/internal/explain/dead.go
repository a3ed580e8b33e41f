package explain

import (
	"fmt"
	"go/ast"
	"go/types"
	"go/version"

	"golang.org/x/tools/go/analysis"
	"golang.org/x/tools/go/ssa"

	"github.com/guardlint/guardlint/passes/internal/guard"
	"github.com/guardlint/guardlint/passes/internal/source"
	"github.com/guardlint/guardlint/passes/internal/task"
)

// Categories of releases that are given a dead context, stable.
const (
	DeadDone     = "done"
	DeadDeferred = "deferred"
)

// Dead returns the diagnostic for a release that is given a context which is done. ok is false if it lies in a
// generated file.
func Dead(pass *analysis.Pass, release ssa.CallInstruction, end task.End) (d analysis.Diagnostic, ok bool) {
	pos := release.Common().Pos()
	file := source.File(pass.Files, pos)
	if file == nil || ast.IsGenerated(file) {
		return d, false
	}
	call := callAt(file, pos)
	if call == nil {
		return d, false
	}
	arg := contextArg(pass, call)
	if arg == nil {
		return d, false
	}
	name, line := written(arg), pass.Fset.Position(end.Pos).Line
	which := name + ", which is"
	if end.Parent {
		which = name + ", whose parent is"
	}
	d = analysis.Diagnostic{Pos: call.Pos(), End: call.End(), Category: DeadDone}
	d.Message = fmt.Sprintf("%s gets %s done from line %d on", written(call.Fun), which, line)
	if end.Deferred {
		d.Category = DeadDeferred
		d.Message = fmt.Sprintf("%s gets %s done if the function ends after line %d", written(call.Fun), which, line)
	}
	d.URL = pass.Analyzer.URL + "#" + d.Category
	if file == source.File(pass.Files, end.Pos) {
		d.Related = []analysis.RelatedInformation{{Pos: end.Pos, Message: "the context is done from here on"}}
	}
	d.SuggestedFixes = detach(pass, file, call, arg)
	return d, true
}

// contextArg returns the argument of a call that is a context, or nil.
func contextArg(pass *analysis.Pass, call *ast.CallExpr) ast.Expr {
	for _, arg := range call.Args {
		if t := pass.TypesInfo.TypeOf(arg); t != nil && guard.IsContext(t) {
			return arg
		}
	}
	return nil
}

// detach offers to pass a context that keeps the values and is not cancelled. There is no such offer for the shutdown of
// a server, which would then wait for its clients without a limit.
func detach(pass *analysis.Pass, file *ast.File, call *ast.CallExpr, arg ast.Expr) []analysis.SuggestedFix {
	switch arg.(type) {
	case *ast.Ident, *ast.SelectorExpr:
	default:
		return nil
	}
	if sel, ok := call.Fun.(*ast.SelectorExpr); ok && sel.Sel.Name == "Shutdown" {
		return nil
	}
	name := importedAs(pass, file, "context")
	if v := pass.Pkg.GoVersion(); name == "" || v != "" && version.Compare(v, "go1.21") < 0 {
		return nil
	}
	code := fmt.Sprintf("%s.WithoutCancel(%s)", name, types.ExprString(arg))
	return []analysis.SuggestedFix{{
		Message:   fmt.Sprintf("Pass %s", code),
		TextEdits: []analysis.TextEdit{{Pos: arg.Pos(), End: arg.End(), NewText: []byte(code)}},
	}}
}

// importedAs returns the name that a file has for an imported package, or "".
func importedAs(pass *analysis.Pass, file *ast.File, path string) string {
	for _, spec := range file.Imports {
		var obj types.Object
		if spec.Name != nil {
			obj = pass.TypesInfo.Defs[spec.Name]
		} else {
			obj = pass.TypesInfo.Implicits[spec]
		}
		if pkg, ok := obj.(*types.PkgName); ok && pkg.Imported().Path() == path {
			if pkg.Name() == "." || pkg.Name() == "_" {
				return ""
			}
			return pkg.Name()
		}
	}
	return ""
}
