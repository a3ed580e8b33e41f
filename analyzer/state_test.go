package analyzer_test

import (
	"fmt"
	"go/ast"
	"go/importer"
	"go/parser"
	"go/token"
	"go/types"
	"strings"
	"testing"

	"golang.org/x/tools/go/packages"
)

// TestNoMutableState checks that no package-level variable of the analyzers is written after its declaration: they
// are shared by passes that run at the same time, and by drivers that run them more than once.
func TestNoMutableState(t *testing.T) {
	for _, pkg := range load(t, packages.LoadSyntax) {
		switch roomOf(pkg.PkgPath) {
		case "cmd", "scaffolding":
			continue
		}
		for _, err := range pkg.Errors {
			t.Errorf("%s: %v", pkg.PkgPath, err)
		}
		for _, sentence := range writes(pkg.Fset, pkg.Syntax, pkg.TypesInfo) {
			t.Error(sentence)
		}
	}
}

// writes finds what can change a package-level variable: assignments to it or to a part of it, taking its address,
// calls of methods that take its address, and the built-in functions that write.
func writes(fset *token.FileSet, files []*ast.File, info *types.Info) []string {
	var found []string
	complain := func(e ast.Expr, what string) {
		if v := globalOf(info, e); v != nil {
			found = append(found, fmt.Sprintf("%s: %s package-level variable %s: pass the value in instead", fset.Position(e.Pos()), what, v.Name()))
		}
	}
	for _, file := range files {
		ast.Inspect(file, func(n ast.Node) bool {
			switch n := n.(type) {
			case *ast.AssignStmt:
				for _, lhs := range n.Lhs {
					complain(lhs, "writes")
				}
			case *ast.IncDecStmt:
				complain(n.X, "writes")
			case *ast.RangeStmt:
				for _, e := range []ast.Expr{n.Key, n.Value} {
					if e != nil {
						complain(e, "writes")
					}
				}
			case *ast.UnaryExpr:
				if n.Op == token.AND && !behindPointer(info, n.X) {
					complain(n.X, "takes the address of")
				}
			case *ast.CallExpr:
				if e := written(info, n); e != nil {
					complain(e, "calls what may change")
				}
			}
			return true
		})
	}
	return found
}

// written returns the operand that a call writes to: of clear, copy and delete, or of a method with a pointer
// receiver that is called on a value.
func written(info *types.Info, call *ast.CallExpr) ast.Expr {
	switch fun := ast.Unparen(call.Fun).(type) {
	case *ast.Ident:
		if _, isBuiltin := info.Uses[fun].(*types.Builtin); isBuiltin {
			switch fun.Name {
			case "clear", "copy", "delete":
				return call.Args[0]
			}
		}
	case *ast.SelectorExpr:
		sel := info.Selections[fun]
		if sel == nil || sel.Kind() != types.MethodVal {
			return nil
		}
		_, takesPointer := sel.Obj().Type().(*types.Signature).Recv().Type().(*types.Pointer)
		_, hasPointer := sel.Recv().Underlying().(*types.Pointer)
		if takesPointer && !hasPointer {
			return fun.X
		}
	}
	return nil
}

// behindPointer reports whether an expression is a part of what a pointer points to. The address of that part says
// no more than the pointer does.
func behindPointer(info *types.Info, e ast.Expr) bool {
	sel, isSelector := ast.Unparen(e).(*ast.SelectorExpr)
	if !isSelector || info.Selections[sel] == nil {
		return false
	}
	_, isPointer := info.Selections[sel].Recv().Underlying().(*types.Pointer)
	return isPointer || behindPointer(info, sel.X)
}

// globalOf returns the package-level variable that an expression is, or is a part of, or nil.
func globalOf(info *types.Info, e ast.Expr) *types.Var {
	for {
		switch x := ast.Unparen(e).(type) {
		case *ast.SelectorExpr:
			if v := global(info.Uses[x.Sel]); v != nil {
				return v // pkg.Var
			}
			e = x.X
		case *ast.IndexExpr:
			e = x.X
		case *ast.StarExpr:
			e = x.X
		case *ast.Ident:
			return global(info.Uses[x])
		default:
			return nil
		}
	}
}

// global returns obj if it is a package-level variable, else nil.
func global(obj types.Object) *types.Var {
	if v, isVar := obj.(*types.Var); isVar && v.Pkg() != nil && v.Parent() == v.Pkg().Scope() {
		return v
	}
	return nil
}

// TestWrites shows that TestNoMutableState can fail.
func TestWrites(t *testing.T) {
	const head = "package p\nimport \"sync\"\nvar m = map[int]int{}\nvar s struct{ n int }\nvar mu sync.Mutex\nvar pmu = &mu0{}\n" +
		"type mu0 struct{ n int }\nfunc (*mu0) set() {}\nfunc f(a []int, local map[int]int) {\n"
	fset := token.NewFileSet()
	conf := types.Config{Importer: importer.ForCompiler(fset, "source", nil)}
	for stmt, want := range map[string]string{
		"m = nil":                "writes package-level variable m",
		"m[1] = 2":               "writes package-level variable m",
		"s.n++":                  "writes package-level variable s",
		"*pmu = mu0{}":           "writes package-level variable pmu",
		"for s.n = range a {}":   "writes package-level variable s",
		"delete(m, 1)":           "calls what may change package-level variable m",
		"mu.Lock()":              "calls what may change package-level variable mu",
		"p := &s; _ = p":         "takes the address of package-level variable s",
		"p := &s.n; _ = p":       "takes the address of package-level variable s",
		"p := &pmu.n; _ = p":     "",
		"local[1] = 2; _ = m[1]": "",
		"m := 1; m = 2; _ = m":   "",
		"delete(local, 1)":       "",
	} {
		file, err := parser.ParseFile(fset, "p.go", head+stmt+"\n}\nvar _ sync.Mutex", parser.SkipObjectResolution)
		if err != nil {
			t.Fatal(err)
		}
		info := &types.Info{Uses: map[*ast.Ident]types.Object{}, Selections: map[*ast.SelectorExpr]*types.Selection{}}
		if _, err := conf.Check("p", fset, []*ast.File{file}, info); err != nil {
			t.Fatalf("%s: %v", stmt, err)
		}
		got := strings.Join(writes(fset, []*ast.File{file}, info), "\n")
		if want == "" && got != "" || !strings.Contains(got, want) {
			t.Errorf("%s: got %q, want %q", stmt, got, want)
		}
	}
}
