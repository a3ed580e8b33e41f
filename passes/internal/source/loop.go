package source

import (
	"go/ast"
	"go/token"

	"golang.org/x/tools/go/ast/astutil"
)

// File returns the file at a position, or nil.
func File(files []*ast.File, pos token.Pos) *ast.File {
	for _, f := range files {
		if f.FileStart <= pos && pos < f.FileEnd {
			return f
		}
	}
	return nil
}

// Loops returns the loops of the same function that have a position in their bodies, innermost first.
func Loops(file *ast.File, pos token.Pos) []ast.Stmt {
	var loops []ast.Stmt
	path, _ := astutil.PathEnclosingInterval(file, pos, pos)
	for i, n := range path {
		switch n := n.(type) {
		case *ast.ForStmt:
			if i > 0 && path[i-1] == ast.Node(n.Body) {
				loops = append(loops, n)
			}
		case *ast.RangeStmt:
			if i > 0 && path[i-1] == ast.Node(n.Body) {
				loops = append(loops, n)
			}
		case *ast.FuncLit, *ast.FuncDecl:
			return loops
		}
	}
	return loops
}
