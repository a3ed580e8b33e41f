package explain

import (
	"fmt"
	"go/ast"
	"go/token"
	"go/types"
	"slices"

	"golang.org/x/tools/go/analysis"
	"golang.org/x/tools/go/ast/astutil"
	"golang.org/x/tools/go/types/typeutil"

	"github.com/guardlint/guardlint/passes/internal/fix"
	"github.com/guardlint/guardlint/passes/internal/leakpath"
)

// moveBelow offers to move a defer statement below the test that follows it, if that leaves the function, or the round of
// the loop, where the acquisition has failed. Lines are moved as they are, with their comments.
func moveBelow(pass *analysis.Pass, known fix.Oracle, file *ast.File, stmt *ast.DeferStmt, early Early) []analysis.SuggestedFix {
	path, _ := astutil.PathEnclosingInterval(file, stmt.Pos(), stmt.End())
	i := slices.Index(path, ast.Node(stmt))
	if i < 0 || i+1 == len(path) {
		return nil
	}
	block, ok := path[i+1].(*ast.BlockStmt)
	if !ok {
		return nil
	}
	k := slices.Index(block.List, ast.Stmt(stmt))
	if k < 1 || k+1 == len(block.List) {
		return nil
	}
	check, ok := block.List[k+1].(*ast.IfStmt)
	if !ok || !leavesOnError(pass, known, check, early.Test.Pos()) {
		return nil
	}
	next := block.Rbrace
	if k+2 < len(block.List) { // else nothing comes between the test and the end of the block
		next = block.List[k+2].Pos()
		patch := leakpath.Patch{Without: early.Defer, Defer: true, Again: true}
		patch.Spots = []leakpath.Spot{{From: check.End(), To: block.List[k+2].End()}}
		if v, fits := known.Patched(early.Obl, patch); !fits || v.Leaked() {
			return nil
		}
	}
	line := func(pos token.Pos) int { return pass.Fset.PositionFor(pos, false).Line }
	if line(block.List[k-1].End()) == line(stmt.Pos()) || line(stmt.End()) == line(check.Pos()) || line(check.End()) == line(next) {
		return nil
	}
	f := pass.Fset.File(stmt.Pos())
	text, err := pass.ReadFile(f.Name())
	if err != nil {
		return nil
	}
	start, end, to := f.LineStart(line(stmt.Pos())), f.LineStart(line(stmt.End())+1), f.LineStart(line(check.End())+1)
	moved := text[f.Offset(start):f.Offset(end)]
	if text[f.Offset(end)] == '\n' {
		end++ // the empty line between the two
	}
	return []analysis.SuggestedFix{{
		Message: fmt.Sprintf("Move defer %s() below the test", written(stmt.Call.Fun)),
		TextEdits: []analysis.TextEdit{
			{Pos: start, End: end},
			{Pos: to, End: to, NewText: moved},
		},
	}}
}

// leavesOnError reports whether a statement is the test at this position and does not go on where there is an error.
func leavesOnError(pass *analysis.Pass, known fix.Oracle, check *ast.IfStmt, test token.Pos) bool {
	cond, ok := check.Cond.(*ast.BinaryExpr)
	if !ok || cond.OpPos != test || cond.Op != token.NEQ || check.Init != nil || check.Else != nil || len(check.Body.List) == 0 {
		return false
	}
	switch last := check.Body.List[len(check.Body.List)-1].(type) {
	case *ast.ReturnStmt, *ast.BranchStmt:
		return true
	case *ast.ExprStmt:
		call, ok := last.X.(*ast.CallExpr)
		return ok && neverReturns(pass, known, call)
	}
	return false
}

// neverReturns reports whether a call panics or ends the process.
func neverReturns(pass *analysis.Pass, known fix.Oracle, call *ast.CallExpr) bool {
	switch fn := typeutil.Callee(pass.TypesInfo, call).(type) {
	case *types.Builtin:
		return fn.Name() == "panic"
	case *types.Func:
		sum := known.Summary(fn)
		return sum != nil && sum.NoReturn
	}
	return false
}
