package fix

import (
	"go/ast"
	"go/types"
	"slices"

	"golang.org/x/tools/go/ssa"

	"github.com/guardlint/guardlint/passes/internal/guard"
	"github.com/guardlint/guardlint/passes/internal/leakpath"
)

// plain reports whether what a return statement computes needs nothing that a release in front of it takes away. Without
// its lock a field may change; without its file a reader fails.
func (r *repair) plain(stmt *ast.ReturnStmt) bool {
	if r.o.Kind.ReportedBy() == "lockheld" {
		return !slices.ContainsFunc(stmt.Results, func(e ast.Expr) bool { return !r.settled(e) })
	}
	for _, b := range r.o.Fn.Blocks {
		for _, instr := range b.Instrs {
			call, ok := instr.(ssa.CallInstruction)
			if pos := leakpath.Position(instr); !ok || pos < stmt.Pos() || stmt.End() < pos {
				continue
			}
			if r.uses.needs[call.Common().Value] || slices.ContainsFunc(call.Common().Args, func(v ssa.Value) bool { return r.uses.needs[v] }) {
				return false
			}
		}
	}
	return true
}

// settled reports whether an expression is computed from what no other goroutine changes: constants, local variables that
// no literal shares, errors that are made or kept for good.
func (r *repair) settled(e ast.Expr) bool {
	if tv := r.Info.Types[e]; tv.Value != nil || tv.IsNil() {
		return true
	}
	switch e := ast.Unparen(e).(type) {
	case *ast.Ident:
		return r.isLocal(e) || isSentinel(r.Info.ObjectOf(e))
	case *ast.SelectorExpr:
		return isSentinel(r.Info.ObjectOf(e.Sel))
	case *ast.CallExpr:
		if fn, ok := r.callee(e); !ok || fn != "errors.New" && fn != "fmt.Errorf" {
			return false
		}
		return !slices.ContainsFunc(e.Args, func(a ast.Expr) bool { return !r.settled(a) })
	}
	return false
}

// isLocal reports whether an identifier is a variable of the function that only it can change.
func (r *repair) isLocal(id *ast.Ident) bool {
	v, ok := r.Info.ObjectOf(id).(*types.Var)
	if !ok || v.IsField() || v.Parent() == nil || v.Parent() == r.Pkg.Scope() {
		return false
	}
	fn := r.o.Fn.Syntax()
	if v.Pos() < fn.Pos() || fn.End() <= v.Pos() {
		return false // of the enclosing function
	}
	shared := false
	ast.Inspect(fn, func(n ast.Node) bool {
		lit, isLit := n.(*ast.FuncLit)
		if !isLit || lit == fn {
			return !shared
		}
		ast.Inspect(lit, func(n ast.Node) bool {
			used, ok := n.(*ast.Ident)
			shared = shared || ok && r.Info.ObjectOf(used) == v && (v.Pos() < lit.Pos() || lit.End() <= v.Pos())
			return !shared
		})
		return false
	})
	return !shared
}

// isSentinel reports whether an object is a package-level error.
func isSentinel(obj types.Object) bool {
	v, ok := obj.(*types.Var)
	return ok && v.Pkg() != nil && v.Parent() == v.Pkg().Scope() && guard.IsError(v.Type())
}

// callee returns the full name of the function that is called, if that is known.
func (r *repair) callee(call *ast.CallExpr) (string, bool) {
	var id *ast.Ident
	switch f := ast.Unparen(call.Fun).(type) {
	case *ast.Ident:
		id = f
	case *ast.SelectorExpr:
		id = f.Sel
	default:
		return "", false
	}
	fn, ok := r.Info.ObjectOf(id).(*types.Func)
	if !ok {
		return "", false
	}
	return fn.FullName(), true
}
