package explain

import (
	"bytes"
	"fmt"
	"go/ast"
	"go/format"
	"strings"

	"golang.org/x/tools/go/analysis"

	"github.com/guardlint/guardlint/passes/internal/source"
)

// CallInstead offers to replace a go statement by the call, in a function that returns an error and nothing else.
func CallInstead(pass *analysis.Pass, file *ast.File, stmt *ast.GoStmt) []analysis.SuggestedFix {
	var call bytes.Buffer
	if err := format.Node(&call, pass.Fset, stmt.Call); err != nil || strings.Contains(call.String(), "\n") {
		return nil
	}
	indent := strings.Repeat("\t", source.Depth(pass.Fset, file, stmt.Pos()))
	code := fmt.Sprintf("if err := %s; err != nil {\n%s\treturn err\n%s}", call.String(), indent, indent)
	return []analysis.SuggestedFix{{
		Message:   fmt.Sprintf("Replace \"go %s\" with a call that returns the error", call.String()),
		TextEdits: []analysis.TextEdit{{Pos: stmt.Pos(), End: stmt.End(), NewText: []byte(code)}},
	}}
}
