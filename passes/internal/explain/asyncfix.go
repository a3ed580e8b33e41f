package explain

import (
	"bytes"
	"fmt"
	"go/ast"
	"go/format"
	"go/token"
	"go/types"
	"strings"

	"golang.org/x/tools/go/analysis"
	"golang.org/x/tools/go/ast/astutil"

	"github.com/guardlint/guardlint/passes/internal/guard"
	"github.com/guardlint/guardlint/passes/internal/source"
)

// CallInstead offers to replace a go statement by the call, with its error handled as the function around, whose
// signature is sig, handles the one before. A function that handles none and returns an error alone returns this one.
func CallInstead(pass *analysis.Pass, file *ast.File, stmt *ast.GoStmt, sig *types.Signature) []analysis.SuggestedFix {
	call, ok := oneLine(pass.Fset, stmt.Call)
	if !ok {
		return nil
	}
	handling := handlingBefore(pass, file, stmt)
	if handling == "" && sig.Results().Len() == 1 && guard.IsError(sig.Results().At(0).Type()) {
		handling = "return err"
	}
	if handling == "" {
		return nil
	}
	indent := strings.Repeat("\t", source.Depth(pass.Fset, file, stmt.Pos()))
	code := fmt.Sprintf("if err := %s; err != nil {\n%s\t%s\n%s}", call, indent, handling, indent)
	return []analysis.SuggestedFix{{
		Message:   fmt.Sprintf("Replace \"go %s\" with \"if err := %s; err != nil { %s }\"", call, call, handling),
		TextEdits: []analysis.TextEdit{{Pos: stmt.Pos(), End: stmt.End(), NewText: []byte(code)}},
	}}
}

// handlingBefore returns the statement by which the function around a statement handles the last error before it, if
// that does as well for another error: if err != nil { return nil, err }, but not with a message about what failed.
func handlingBefore(pass *analysis.Pass, file *ast.File, stmt ast.Stmt) (code string) {
	path, _ := astutil.PathEnclosingInterval(file, stmt.Pos(), stmt.End())
	body := bodyAround(path)
	if body == nil {
		return ""
	}
	ast.Inspect(body, func(n ast.Node) bool {
		switch n := n.(type) {
		case *ast.FuncLit:
			return false
		case *ast.IfStmt:
			if n.End() > stmt.Pos() || n.Else != nil || len(n.Body.List) != 1 {
				return true
			}
			if err := errorTested(pass.TypesInfo, n.Cond); err == "err" && isAnyErrors(n.Body.List[0], err) {
				if text, ok := oneLine(pass.Fset, n.Body.List[0]); ok {
					code = text
				}
			}
		}
		return true
	})
	return code
}

// bodyAround returns the body of the innermost function on a path from a statement to its file.
func bodyAround(path []ast.Node) *ast.BlockStmt {
	for _, n := range path {
		switch n := n.(type) {
		case *ast.FuncLit:
			return n.Body
		case *ast.FuncDecl:
			return n.Body
		}
	}
	return nil
}

// errorTested returns the name of the error that a condition, err != nil, is about.
func errorTested(info *types.Info, cond ast.Expr) string {
	test, ok := cond.(*ast.BinaryExpr)
	if !ok || test.Op != token.NEQ {
		return ""
	}
	id, ok := test.X.(*ast.Ident)
	if !ok || !guard.IsError(info.TypeOf(id)) {
		return ""
	}
	return id.Name
}

// isAnyErrors reports whether a statement returns an error or hands it to a function, and mentions nothing else that
// could be about what failed: no text, no other variable.
func isAnyErrors(stmt ast.Stmt, err string) bool {
	var values []ast.Expr
	switch stmt := stmt.(type) {
	case *ast.ReturnStmt:
		values = stmt.Results
	case *ast.ExprStmt:
		call, ok := stmt.X.(*ast.CallExpr)
		if !ok {
			return false
		}
		values = call.Args
	}
	has := false
	for _, v := range values {
		id, ok := v.(*ast.Ident)
		if number, isNumber := v.(*ast.BasicLit); isNumber && number.Kind == token.INT {
			continue
		}
		if !ok || id.Name != err && id.Name != "nil" && id.Name != "false" {
			return false
		}
		has = has || id.Name == err
	}
	return has
}

// oneLine formats a node, if it fits in a line.
func oneLine(fset *token.FileSet, n ast.Node) (string, bool) {
	var text bytes.Buffer
	if err := format.Node(&text, fset, n); err != nil || strings.Contains(text.String(), "\n") {
		return "", false
	}
	return text.String(), true
}
