package asynccleanup

import (
	"go/ast"
	"go/token"
	"regexp"
	"strings"

	"golang.org/x/tools/go/analysis"

	"github.com/guardlint/guardlint/passes/internal/explain"
	"github.com/guardlint/guardlint/passes/internal/task"
)

// isDeliberate reports whether the program says that it does not want the error of a release: it is assigned to the
// blank identifier with a comment on the line, or a comment on the line says that it is ignored.
func isDeliberate(pass *analysis.Pass, gap task.Gap) bool {
	if gap.Release.Call == nil {
		return false
	}
	pos := gap.Release.Call.Common().Pos()
	file := fileAt(pass, pos)
	if file == nil {
		return false
	}
	comment := commentOn(pass.Fset, file, pass.Fset.Position(pos).Line)
	return ignoring.MatchString(comment) || comment != "" && isBlanked(file, pos)
}

// ignoring matches comments about an error that is not wanted.
var ignoring = regexp.MustCompile(`(?i)\b(ignor(e|ed|es|ing)|best[ -]effort|don't care|deliberate(ly)?|intentional(ly)?|on purpose|nolint)\b`)

// commentOn returns the text of the comments that begin on a line.
func commentOn(fset *token.FileSet, file *ast.File, line int) string {
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

// isBlanked reports whether the call at pos is assigned to the blank identifier.
func isBlanked(file *ast.File, pos token.Pos) bool {
	found := false
	ast.Inspect(file, func(n ast.Node) bool {
		assign, ok := n.(*ast.AssignStmt)
		if ok && assign.Pos() <= pos && pos < assign.End() && len(assign.Lhs) > 0 {
			id, isIdent := assign.Lhs[len(assign.Lhs)-1].(*ast.Ident)
			found = found || isIdent && id.Name == "_"
		}
		return true
	})
	return found
}

// synchronous offers to call instead of to launch, where only the go statement still has the guard: nobody can tell the
// difference but by the time it takes. A tree of files that is removed in a goroutine takes too long for that, and what
// others use may be closed in a goroutine because they do.
func synchronous(pass *analysis.Pass, finder *task.Finder, gap task.Gap) []analysis.SuggestedFix {
	if gap.Facet != task.Error || !finder.IsLast(gap) || gap.Release.Fn.Signature().Results().Len() != 1 {
		return nil
	}
	file := fileAt(pass, gap.Release.Call.Common().Pos())
	stmt := goStmtAt(file, gap.Release.Call.Common().Pos())
	if stmt == nil {
		return nil
	}
	return explain.CallInstead(pass, file, stmt, gap.Release.Call.Parent().Signature)
}

// goStmtAt returns the go statement whose call has its parenthesis at pos, or nil.
func goStmtAt(file *ast.File, pos token.Pos) *ast.GoStmt {
	var found *ast.GoStmt
	ast.Inspect(file, func(n ast.Node) bool {
		if stmt, ok := n.(*ast.GoStmt); ok && stmt.Call.Lparen == pos {
			found = stmt
		}
		return found == nil
	})
	return found
}

func fileAt(pass *analysis.Pass, pos token.Pos) *ast.File {
	for _, f := range pass.Files {
		if f.FileStart <= pos && pos < f.FileEnd {
			return f
		}
	}
	return nil
}
