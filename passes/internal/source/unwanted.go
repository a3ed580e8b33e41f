package source

import (
	"go/ast"
	"go/token"
	"regexp"
	"strings"
)

// Comment returns the text of the comments that begin on a line.
func Comment(fset *token.FileSet, file *ast.File, line int) string {
	var text strings.Builder
	for _, group := range file.Comments {
		for _, c := range group.List {
			if fset.Position(c.Pos()).Line == line {
				text.WriteString(c.Text)
			}
		}
	}
	return text.String()
}

// Ignoring reports whether a comment is about an error that is not wanted.
func Ignoring(comment string) bool { return ignoring.MatchString(comment) }

var ignoring = regexp.MustCompile(`(?i)\b(ignor(e|ed|es|ing)|best[ -]effort|don't care|deliberate(ly)?|intentional(ly)?|on purpose|nolint)\b`)

// Blanked reports whether the last result of the call at pos is assigned to the blank identifier.
func Blanked(file *ast.File, pos token.Pos) bool {
	assign, ok := Enclosing[ast.Stmt](file, pos).(*ast.AssignStmt)
	if !ok {
		return false
	}
	id, ok := assign.Lhs[len(assign.Lhs)-1].(*ast.Ident)
	return ok && id.Name == "_"
}
