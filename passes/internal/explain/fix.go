package explain

import (
	"fmt"
	"go/ast"

	"golang.org/x/tools/go/analysis"

	"github.com/guardlint/guardlint/passes/internal/fix"
)

// program returns the package of a pass, for fixes in one of its files.
func program(pass *analysis.Pass, known fix.Oracle, file *ast.File) fix.Program {
	return fix.Program{Fset: pass.Fset, File: file, Pkg: pass.Pkg, Info: pass.TypesInfo, Oracle: known}
}

// suggested gives a fix its title.
func suggested(f fix.Fix, ok bool) []analysis.SuggestedFix {
	if !ok {
		return nil
	}
	s := analysis.SuggestedFix{Message: title(f)}
	for _, e := range f.Edits {
		s.TextEdits = append(s.TextEdits, analysis.TextEdit{Pos: e.Pos, End: e.End, NewText: []byte(e.Text)})
	}
	return []analysis.SuggestedFix{s}
}

func title(f fix.Fix) string {
	switch {
	case f.Kind == fix.Names:
		return fmt.Sprintf("Name the result and add %s", f.Code)
	case f.Kind == fix.Moves:
		return fmt.Sprintf("Move %s up", f.Code)
	case f.Kind == fix.Rounds:
		return fmt.Sprintf("Add %s at the end of each iteration", f.Code)
	case f.Kind == fix.Joins:
		return "Make all calls and return errors.Join() of their errors"
	case f.Kind == fix.Observes:
		return fmt.Sprintf("Assign the error of %s to %s", f.Code, f.Name)
	case f.Kind == fix.Removes:
		return fmt.Sprintf("Remove %s at line %d", f.Code, f.Line)
	case f.Kind == fix.Hands && f.Count > 1:
		return fmt.Sprintf("Call %s before the %d other returns only", f.Code, f.Count)
	case f.Kind == fix.Hands:
		return fmt.Sprintf("Call %s before the other return only", f.Code)
	case f.Kind == fix.Flags:
		return fmt.Sprintf("Defer %s unless %s", f.Code, f.Name)
	case f.Count > 1:
		return fmt.Sprintf("Add %s before %d returns", f.Code, f.Count)
	case f.Kind == fix.Releases:
		return fmt.Sprintf("Add %s before the return", f.Code)
	}
	return "Add " + f.Code
}
