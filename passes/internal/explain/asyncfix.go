package explain

import (
	"bytes"
	"fmt"
	"go/ast"
	"go/format"
	"go/token"
	"strings"

	"golang.org/x/tools/go/analysis"
)

// CallInstead offers to replace a go statement by the call, in a function that returns an error and nothing else.
func CallInstead(pass *analysis.Pass, file *ast.File, stmt *ast.GoStmt) []analysis.SuggestedFix {
	var call bytes.Buffer
	if err := format.Node(&call, pass.Fset, stmt.Call); err != nil || strings.Contains(call.String(), "\n") {
		return nil
	}
	indent := strings.Repeat("\t", depthOf(file, stmt.Pos()))
	code := fmt.Sprintf("if err := %s; err != nil {\n%s\treturn err\n%s}", call.String(), indent, indent)
	return []analysis.SuggestedFix{{
		Message:   fmt.Sprintf("Replace \"go %s\" with a call that returns the error", call.String()),
		TextEdits: []analysis.TextEdit{{Pos: stmt.Pos(), End: stmt.End(), NewText: []byte(code)}},
	}}
}

// depthOf counts the blocks and clauses around a position, by which gofmt indents.
func depthOf(file *ast.File, pos token.Pos) int {
	depth := 0
	ast.Inspect(file, func(n ast.Node) bool {
		if n == nil || pos < n.Pos() || n.End() <= pos {
			return false
		}
		switch n.(type) {
		case *ast.BlockStmt:
			depth++
		case *ast.SwitchStmt, *ast.TypeSwitchStmt, *ast.SelectStmt:
			depth-- // its block does not indent, its clauses do
		case *ast.CaseClause, *ast.CommClause:
			depth++
		}
		return true
	})
	return depth
}
