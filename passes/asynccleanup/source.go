package asynccleanup

import (
	"go/ast"
	"go/token"

	"golang.org/x/tools/go/analysis"

	"github.com/guardlint/guardlint/passes/internal/explain"
	"github.com/guardlint/guardlint/passes/internal/source"
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
	comment := source.Comment(pass.Fset, file, pass.Fset.Position(pos).Line)
	return source.Ignoring(comment) || comment != "" && source.Blanked(file, pos)
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
