package fix

import (
	"go/ast"
	"go/token"

	"golang.org/x/tools/go/ssa"

	"github.com/guardlint/guardlint/passes/internal/guard"
	"github.com/guardlint/guardlint/passes/internal/leakpath"
)

// eachRound releases at the end of each round of the loop in whose body the guard is acquired, before the statements that
// continue it, and before the returns that leak:
//
//	for _, name := range names {
//		f, err := os.Open(name)
//		if err != nil {
//			return err
//		}
//		if !wanted(f) {
//			f.Close()
//			continue
//		}
//		use(f)
//		f.Close()
//	}
func (r *repair) eachRound() (f Fix, ok bool) {
	list, i := r.statement()
	loop := r.loopWith(list)
	if loop == nil || r.uses.deferred || !r.uses.within(loop) {
		return f, false
	}
	if r.o.Valid != guard.Always {
		if i+1 == len(list.stmts) || !r.isCheck(list.stmts[i+1], list.stmts[i]) {
			return f, false
		}
		i++
	}
	at, ok := r.roundEnds(list, list.stmts[i].End())
	if !ok {
		return f, false
	}
	p := leakpath.Patch{Rounds: true, Again: r.harmlessTwice(), Without: r.without}
	for _, ret := range r.returns() {
		if pos := leakpath.Position(ret); pos < loop.Pos() || loop.End() <= pos {
			continue // the last round has ended by then
		}
		place, ok := r.before(ret)
		if !ok {
			return f, false
		}
		at = append(at, place)
		p.Spots = append(p.Spots, place.spot)
	}
	f = Fix{Kind: Rounds, Count: len(at)}
	for _, place := range at {
		name, typ := r.name(place.spot.From)
		code := r.code(name, typ, place.spot.From)
		if name == "" || code == "" || !r.constant(name) || f.Code != "" && f.Code != code {
			return f, false
		}
		f.Code = code
		f.Edits = append(f.Edits, place.insert(code))
	}
	v, fits := r.Patched(r.o, p)
	return f, fits && !v.Leaked() && 0 < f.Count && f.Count <= maxReturns
}

// loopWith returns the loop whose body is the list of statements, or nil.
func (r *repair) loopWith(list sequence) ast.Node {
	for i, n := range r.site.Outer {
		if b, ok := n.(*ast.BlockStmt); !ok || b.Rbrace != list.end {
			continue
		}
		switch loop := r.site.Outer[i+1].(type) {
		case *ast.ForStmt, *ast.RangeStmt:
			return loop
		}
		return nil
	}
	return nil
}

// isCheck reports whether a statement leaves the round if the acquisition failed, and only then:
//
//	f, err := os.Open(name)
//	if err != nil {
//		continue
//	}
func (r *repair) isCheck(check, acquisition ast.Stmt) bool {
	s, isIf := check.(*ast.IfStmt)
	assign, isAssign := acquisition.(*ast.AssignStmt)
	if !isIf || !isAssign || s.Init != nil || s.Else != nil || len(s.Body.List) == 0 {
		return false
	}
	switch s.Body.List[len(s.Body.List)-1].(type) {
	case *ast.ReturnStmt, *ast.BranchStmt:
	default:
		return false
	}
	outcome := func(e ast.Expr) bool {
		id, ok := e.(*ast.Ident)
		last, isIdent := assign.Lhs[len(assign.Lhs)-1].(*ast.Ident)
		return ok && isIdent && r.Info.ObjectOf(id) == r.Info.ObjectOf(last)
	}
	switch cond := s.Cond.(type) {
	case *ast.BinaryExpr:
		return r.o.Valid == guard.ErrNil && cond.Op == token.NEQ && outcome(cond.X) && r.Info.Types[cond.Y].IsNil()
	case *ast.UnaryExpr:
		return r.o.Valid == guard.OK && cond.Op == token.NOT && outcome(cond.X)
	}
	return false
}

// roundEnds returns the places where a round of the loop ends: in front of its closing brace, and of the statements beyond
// a position that continue it. ok is false if a round can end otherwise, with a break or at a label.
func (r *repair) roundEnds(list sequence, beyond token.Pos) (at []place, ok bool) {
	ok = true
	var visit func(n ast.Node, ours func(token.Token) bool)
	visit = func(n ast.Node, ours func(token.Token) bool) {
		ast.Inspect(n, func(m ast.Node) bool {
			if m == n {
				return true
			}
			switch m := m.(type) {
			case *ast.FuncLit:
				return false
			case *ast.ForStmt, *ast.RangeStmt:
				visit(m, func(token.Token) bool { return false })
				return false
			case *ast.SwitchStmt, *ast.TypeSwitchStmt, *ast.SelectStmt:
				visit(m, func(t token.Token) bool { return t != token.BREAK && ours(t) })
				return false
			case *ast.BranchStmt:
				switch {
				case m.Pos() < beyond || m.Label == nil && !ours(m.Tok):
				case m.Label == nil && m.Tok == token.CONTINUE:
					p, fits := r.inFrontOf(m)
					at, ok = append(at, p), ok && fits
				case m.Tok != token.FALLTHROUGH:
					ok = false
				}
			}
			return true
		})
	}
	visit(&ast.BlockStmt{List: list.stmts}, func(token.Token) bool { return true })
	switch last := list.stmts[len(list.stmts)-1].(type) {
	case *ast.ReturnStmt, *ast.BranchStmt:
	default:
		if r.line(last.End()) >= r.line(list.end) {
			return nil, false
		}
		at = append(at, r.lineOf(list.end, list.start))
	}
	return at, ok
}

// within reports whether all that needs the guard is done in the loop.
func (u *uses) within(loop ast.Node) bool {
	outside := func(pos token.Pos) bool { return pos.IsValid() && (pos < loop.Pos() || loop.End() <= pos) }
	for v := range u.needs {
		if v.Parent() != u.fn {
			continue // in a literal or a callee, as long as its call takes
		}
		if outside(v.Pos()) {
			return false
		}
		for _, ref := range *v.Referrers() {
			if _, isValue := ref.(ssa.Value); outside(ref.Pos()) && (!isValue || ref.Parent() == u.fn) {
				return false
			}
		}
	}
	return true
}
