package passtest

import (
	"go/ast"
	"go/token"

	"golang.org/x/tools/go/analysis"
)

// toy is a check with little sense and all that a check can say: in a function that declares v := open() and never
// calls shut it reports v, relates the closing brace, and offers two fixes. After leave() it offers bad fixes, one
// for every way in which a fix can be bad.
var toy = &analysis.Analyzer{
	Name: "toy",
	Doc:  "report what is opened and never shut",
	Run: func(pass *analysis.Pass) (any, error) {
		for _, file := range pass.Files {
			for _, decl := range file.Decls {
				if fn, isFunc := decl.(*ast.FuncDecl); isFunc && fn.Body != nil {
					reportToy(pass, fn)
				}
			}
		}
		return nil, nil
	},
}

func reportToy(pass *analysis.Pass, fn *ast.FuncDecl) {
	var opened []*ast.AssignStmt
	calls := make(map[string]bool)
	ast.Inspect(fn.Body, func(n ast.Node) bool {
		switch n := n.(type) {
		case *ast.AssignStmt:
			if isCallTo(n.Rhs[0], "open") {
				opened = append(opened, n)
			}
		case *ast.CallExpr:
			if id, isIdent := n.Fun.(*ast.Ident); isIdent {
				calls[id.Name] = true
			}
		}
		return true
	})
	if calls["shut"] {
		return
	}
	for _, stmt := range opened {
		name := stmt.Lhs[0].(*ast.Ident).Name
		pass.Report(analysis.Diagnostic{
			Pos: stmt.Pos(), End: stmt.End(), Category: "never",
			Message:        name + " is never shut",
			Related:        []analysis.RelatedInformation{{Pos: fn.Body.Rbrace, Message: name + " is lost here"}},
			SuggestedFixes: toyFixes(stmt, name, calls),
		})
	}
}

func toyFixes(stmt *ast.AssignStmt, name string, calls map[string]bool) []analysis.SuggestedFix {
	insert := func(title, text string) analysis.SuggestedFix {
		return analysis.SuggestedFix{Message: title, TextEdits: []analysis.TextEdit{{Pos: stmt.End(), End: token.NoPos, NewText: []byte(text)}}}
	}
	switch {
	case calls["unfixable"]:
		return nil
	case calls["wantUnformatted"]:
		return []analysis.SuggestedFix{insert("Shut it", "\ndefer shut("+name+")")}
	case calls["wantUncompilable"]:
		return []analysis.SuggestedFix{insert("Shut it", "\n\tshut(nothing)")}
	case calls["wantUnparsable"]:
		return []analysis.SuggestedFix{insert("Shut it", "\n\t}}")}
	case calls["wantUseless"]:
		return []analysis.SuggestedFix{insert("Shut it", "\n\tunfixable()")}
	}
	return []analysis.SuggestedFix{insert("Defer it", "\n\tdefer shut("+name+")"), insert("Do it", "\n\tshut("+name+")")}
}

func isCallTo(e ast.Expr, name string) bool {
	call, isCall := e.(*ast.CallExpr)
	if !isCall {
		return false
	}
	id, isIdent := call.Fun.(*ast.Ident)
	return isIdent && id.Name == name
}
