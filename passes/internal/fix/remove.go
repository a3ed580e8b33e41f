package fix

import (
	"go/ast"
	"go/types"
	"slices"

	"golang.org/x/tools/go/ast/astutil"
	"golang.org/x/tools/go/ssa"

	"github.com/guardlint/guardlint/passes/internal/leakpath"
	"github.com/guardlint/guardlint/passes/internal/obligation"
	"github.com/guardlint/guardlint/passes/internal/source"
)

// Twice returns the fix for a guard that is released twice on one path: one of the two statements goes. ok is false if there
// is none.
//
// Of a release and a deferred one it is the first, if the function returns right after it, so that nothing happens later
// than before but the release:
//
//	mu.Lock()
//	defer mu.Unlock()
//	if len(queue) == 0 {
//		mu.Unlock()
//		return ""
//	}
//
// Of two plain releases it is the second.
func Twice(p Program, m leakpath.Misuse) (f Fix, ok bool) {
	r := &repair{Program: p, o: m.Obl}
	if m.Obl.Fn.Synthetic != "" || r.jumps() {
		return f, false
	}
	first, second := m.First.Instr.(ssa.CallInstruction), m.At.(ssa.CallInstruction)
	for _, call := range []ssa.CallInstruction{second, first} {
		stmt := r.duplicate(call)
		if stmt == nil || call == first && !r.endsAfter(stmt, second) || !r.sameCallee(first, second) {
			continue
		}
		edit, alone := r.withComment(stmt)
		if alone && r.Sound(r.o, leakpath.Patch{Without: call}) {
			return Fix{Kind: Removes, Code: types.ExprString(stmt.X), Edits: []Edit{edit}, Count: 1, Line: r.line(stmt.Pos())}, true
		}
	}
	return f, false
}

// duplicate returns the statement that is nothing but the call, if it is one of several in a list; else nil.
func (r *repair) duplicate(call ssa.CallInstruction) *ast.ExprStmt {
	if _, plain := call.(*ssa.Call); !plain || call.Parent() != r.o.Fn {
		return nil
	}
	stmt := source.Enclosing[*ast.ExprStmt](r.File, call.Common().Pos())
	if stmt == nil {
		return nil
	}
	c, ok := stmt.X.(*ast.CallExpr)
	if list, i := r.listOf(stmt); !ok || i < 0 || len(list.stmts) < 2 || c.Lparen != call.Common().Pos() {
		return nil
	}
	return stmt
}

// listOf returns the list that a statement is a member of, and its place in it, or -1.
func (r *repair) listOf(stmt ast.Stmt) (list sequence, i int) {
	path, _ := astutil.PathEnclosingInterval(r.File, stmt.Pos(), stmt.End())
	if i = slices.Index(path, ast.Node(stmt)); i < 0 || i+1 == len(path) {
		return list, -1
	}
	list = sequenceOf(path[i+1])
	return list, slices.Index(list.stmts, stmt)
}

// endsAfter reports whether the function returns right behind a statement, and nothing is computed or called there until the
// second release which could tell whether the first was made.
func (r *repair) endsAfter(stmt ast.Stmt, second ssa.CallInstruction) bool {
	list, i := r.listOf(stmt)
	if i+1 >= len(list.stmts) {
		return false
	}
	ret, ok := list.stmts[i+1].(*ast.ReturnStmt)
	if !ok || slices.ContainsFunc(ret.Results, func(e ast.Expr) bool { return !r.settled(e) && !contains(e, second) }) {
		return false
	}
	for _, b := range r.o.Fn.Blocks {
		for _, instr := range b.Instrs {
			if d, ok := instr.(*ssa.Defer); ok && instr != ssa.Instruction(second) && !calls(d, second.Parent()) {
				return false // it may run in between
			}
		}
	}
	return true
}

// withComment returns the edit that removes a statement and a comment behind it, if nothing else is on the line.
func (r *repair) withComment(stmt ast.Stmt) (e Edit, ok bool) {
	if e, ok = r.wholeLine(stmt); ok {
		return e, true
	}
	for _, g := range r.File.Comments {
		if c := g.List[0]; len(g.List) == 1 && r.line(c.Pos()) == r.line(stmt.End()) && stmt.End() <= c.Pos() {
			return r.lineUpTo(stmt, c.End())
		}
	}
	return e, false
}

// contains reports whether a call is in an expression.
func contains(e ast.Expr, call ssa.CallInstruction) bool {
	return e.Pos() <= call.Common().Pos() && call.Common().Pos() < e.End()
}

// calls reports whether a literal is what is deferred.
func calls(d *ssa.Defer, lit *ssa.Function) bool {
	closure, ok := d.Call.Value.(*ssa.MakeClosure)
	return ok && closure.Fn == lit
}

// sameCallee reports whether two releases are calls of the same function, so that no import is left without use.
func (r *repair) sameCallee(first, second ssa.CallInstruction) bool {
	callee := func(c ssa.CallInstruction) string {
		if c.Common().IsInvoke() {
			return c.Common().Method.FullName()
		}
		return c.Common().Value.String()
	}
	if sig := first.Common().Signature(); sig.Recv() != nil || first.Common().IsInvoke() {
		return true // a method needs no import
	}
	return callee(first) == callee(second)
}

// Later returns the fix for a guard that is returned although a deferred call releases it: it is released before the other
// returns instead.
func Later(p Program, m leakpath.Misuse) (f Fix, ok bool) {
	d, isDefer := m.First.Instr.(*ssa.Defer)
	if !isDefer || m.How != leakpath.Returned || len(m.Path) > 0 && !m.WithHolder() || m.Obl.Site == nil || m.Obl.Fn.Synthetic != "" {
		return f, false
	}
	r := &repair{Program: p, o: m.Obl, site: source.Find(p.File, m.Obl), without: d}
	stmt := source.Enclosing[*ast.DeferStmt](p.File, d.Pos())
	if stmt == nil || d.Parent() != r.o.Fn || d.DeferStack != nil || r.jumps() || r.inLoop() {
		return f, false
	}
	edit, alone := r.withComment(stmt)
	if r.uses = r.usesOf(); !alone || r.uses.loose || r.uses.deferred {
		return f, false
	}
	patch := leakpath.Patch{Without: d, Again: r.harmlessTwice()}
	var fits bool
	if r.v, fits = r.Patched(r.o, patch); !fits || slices.ContainsFunc(r.v.Leaks, unusual) {
		return f, false
	}
	f = Fix{Kind: Hands, Code: types.ExprString(stmt.Call), Edits: []Edit{edit}}
	for _, ret := range r.returns() {
		at, ok := r.before(ret)
		name, typ := r.name(at.spot.From)
		if !ok || f.Count == maxReturns || name == "" || !r.constant(name) || r.code(name, typ, at.spot.From) != f.Code {
			return f, false
		}
		f.Count++
		f.Edits = append(f.Edits, at.insert(f.Code))
		patch.Spots = append(patch.Spots, at.spot)
	}
	return f, f.Count > 0 && r.Sound(r.o, patch)
}

// Undefer returns the fix for a release that is deferred in a loop: it is made at the end of each round instead. A panic in
// a round leaves the guard behind then, as it does with any release that is not deferred: a function that recovers from panics is
// left alone.
func Undefer(p Program, o *obligation.Obligation, d *ssa.Defer) (f Fix, ok bool) {
	r := &repair{Program: p, o: o, site: source.Find(p.File, o), without: d}
	stmt := source.Enclosing[*ast.DeferStmt](p.File, d.Pos())
	if stmt == nil || d.Parent() != o.Fn || d.DeferStack != nil || o.Fn.Synthetic != "" || recovers(o.Fn) || r.jumps() {
		return f, false
	}
	edit, alone := r.withComment(stmt)
	list, i := r.listOf(stmt)
	if acquired, _ := r.statement(); !alone || i < 0 || acquired.start != list.start {
		return f, false
	}
	var fits bool
	if r.v, fits = r.Patched(o, leakpath.Patch{Without: d}); !fits || slices.ContainsFunc(r.v.Leaks, unusual) {
		return f, false
	}
	if r.uses = r.usesOf(); r.uses.loose {
		return f, false
	}
	f, ok = r.eachRound()
	if !ok || f.Code != types.ExprString(stmt.Call) {
		return f, false
	}
	f.Edits = append(f.Edits, edit)
	return f, true
}

// recovers reports whether a function, or one of its literals, recovers from panics.
func recovers(fn *ssa.Function) bool {
	if slices.ContainsFunc(fn.AnonFuncs, recovers) {
		return true
	}
	for _, b := range fn.Blocks {
		for _, instr := range b.Instrs {
			if call, ok := instr.(ssa.CallInstruction); ok {
				if builtin, ok := call.Common().Value.(*ssa.Builtin); ok && builtin.Name() == "recover" {
					return true
				}
			}
		}
	}
	return false
}
