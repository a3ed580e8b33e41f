package fix

import (
	"go/ast"
	"go/types"
	"slices"
	"strings"

	"golang.org/x/tools/go/ssa"

	"github.com/guardlint/guardlint/passes/internal/guard"
	"github.com/guardlint/guardlint/passes/internal/leakpath"
	"github.com/guardlint/guardlint/passes/internal/obligation"
	"github.com/guardlint/guardlint/passes/internal/source"
)

// closeErr is what a fix calls the error of a release.
const closeErr = "closeErr"

// Observe returns the fix for a release that is deferred, and its error dropped, by a function whose error has a name:
//
//	defer f.Close()
//
// becomes
//
//	defer func() {
//		if closeErr := f.Close(); err == nil {
//			err = closeErr
//		}
//	}()
//
// An error that the function returns anyhow stays what it is, which errors.Join would change. A function that releases the
// guard elsewhere, too, would come to return the error of the second release.
func Observe(p Program, o *obligation.Obligation, d *ssa.Defer, unwanted func(ssa.CallInstruction) bool) (f Fix, ok bool) {
	r := &repair{Program: p, o: o, site: source.Find(p.File, o)}
	stmt := source.Enclosing[*ast.DeferStmt](p.File, d.Pos())
	if stmt == nil || d.Parent() != o.Fn || d.DeferStack != nil || len(stmt.Call.Args) > 0 || r.jumps() {
		return f, false
	}
	result := r.errorResult(stmt)
	name, _ := r.name(stmt.Pos())
	sel, isSel := stmt.Call.Fun.(*ast.SelectorExpr)
	if result == "" || !isSel || name == "" || types.ExprString(sel.X) != name || !r.constant(name) || result == closeErr || name == closeErr {
		return f, false
	}
	if r.full, ok = r.Patched(o, leakpath.Patch{}); !ok || r.handedOver() || slices.ContainsFunc(r.full.Exits, func(x leakpath.Exit) bool { return releasedBy(x, d) != 1 }) {
		return f, false
	}
	seen := func(call ssa.CallInstruction) bool { return call == ssa.CallInstruction(d) || unwanted(call) }
	if len(r.Dropped(o, seen)) > 0 {
		return f, false
	}
	f = Fix{Kind: Observes, Code: types.ExprString(stmt.Call), Name: result, Count: 1}
	indent := "\n" + strings.Repeat("\t", source.Depth(p.Fset, p.File, stmt.Pos()))
	f.Edits = []Edit{{Pos: stmt.Call.Pos(), End: stmt.Call.End(), Text: "func() {" +
		indent + "\tif " + closeErr + " := " + f.Code + "; " + result + " == nil {" +
		indent + "\t\t" + result + " = " + closeErr +
		indent + "\t}" +
		indent + "}()"}}
	return f, true
}

// errorResult returns the name that the error result of the function has at a statement, or "".
func (r *repair) errorResult(stmt ast.Node) string {
	results := r.o.Fn.Signature.Results()
	if results.Len() == 0 {
		return ""
	}
	last := results.At(results.Len() - 1)
	_, obj := r.Pkg.Scope().Innermost(stmt.Pos()).LookupParent(last.Name(), stmt.Pos())
	if obj != types.Object(last) || !guard.IsError(last.Type()) {
		return ""
	}
	return last.Name()
}

// releasedBy counts the releases on the path to an exit. It returns one where d makes the only one, and where the guard was
// never there.
func releasedBy(x leakpath.Exit, d *ssa.Defer) int {
	if x.Status == obligation.Absent || x.Status == obligation.Idle {
		return 1
	}
	n := 0
	for ev := x.Trace; ev != nil; ev = ev.Prev {
		if ev.Kind != obligation.ReleasedBy {
			continue
		}
		n++
		if ev.Instr != ssa.Instruction(d) {
			n++
		}
	}
	return n
}
