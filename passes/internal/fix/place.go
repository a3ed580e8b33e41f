package fix

import (
	"go/ast"
	"go/token"
	"go/types"
	"slices"

	"golang.org/x/tools/go/ast/astutil"
	"golang.org/x/tools/go/ssa"

	"github.com/guardlint/guardlint/passes/internal/leakpath"
	"github.com/guardlint/guardlint/passes/internal/source"
)

// A place is between two lines, where a statement can be added.
type place struct {
	pos   token.Pos // the start of the line before which it is added
	depth int       // of indentation
	spot  leakpath.Spot
}

func (p place) insert(code string) Edit {
	return Edit{Pos: p.pos, End: p.pos, Text: indented(p.depth, code)}
}

// places returns where the release of the guard could be deferred, the first possible place first. It is for the analysis
// to say at which of them the acquisition has been seen to succeed.
func (r *repair) places() []place {
	list, i := r.statement()
	if list.stmts == nil {
		return nil
	}
	var found []place
	add := func(p place, ok bool) {
		if ok {
			found = append(found, p)
		}
	}
	switch s := list.stmts[i].(type) {
	case *ast.AssignStmt, *ast.ExprStmt, *ast.DeclStmt:
		add(r.after(list, i))
		if i+1 < len(list.stmts) {
			switch list.stmts[i+1].(type) {
			case *ast.IfStmt, *ast.ExprStmt: // if err != nil { return err }; check(err)
				add(r.after(list, i+1))
			}
		}
	case *ast.IfStmt: // if err := trace.Start(w); err != nil { return err }; if f, err := os.Open(name); err == nil { ... }
		add(r.after(list, i))
		add(r.begin(s.Body))
		if els, ok := s.Else.(*ast.BlockStmt); ok {
			add(r.begin(els))
		}
	}
	return found
}

// A sequence is a list of statements with what is around it.
type sequence struct {
	stmts      []ast.Stmt
	start, end token.Pos // of the brace or colon before it, and of what follows
}

// statement returns the statement that acquires the guard, as a member of a list.
func (r *repair) statement() (list sequence, i int) {
	var child ast.Node = r.site.Call
	for _, n := range r.site.Outer {
		if list := sequenceOf(n); list.stmts != nil {
			i := slices.IndexFunc(list.stmts, func(s ast.Stmt) bool { return s == child })
			if i < 0 {
				return sequence{}, 0
			}
			return list, i
		}
		switch n.(type) {
		case *ast.FuncLit, *ast.ForStmt, *ast.RangeStmt, *ast.SwitchStmt, *ast.TypeSwitchStmt, *ast.SelectStmt:
			return sequence{}, 0
		}
		child = n
	}
	return sequence{}, 0
}

// sequenceOf returns the statements of a block or clause.
func sequenceOf(n ast.Node) sequence {
	switch n := n.(type) {
	case *ast.BlockStmt:
		return sequence{n.List, n.Lbrace, n.Rbrace}
	case *ast.CaseClause:
		return sequence{n.Body, n.Colon, n.End()}
	case *ast.CommClause:
		return sequence{n.Body, n.Colon, n.End()}
	}
	return sequence{}
}

// after returns the place behind a statement.
func (r *repair) after(list sequence, i int) (p place, ok bool) {
	s, next := list.stmts[i], list.end
	if i+1 < len(list.stmts) {
		next = list.stmts[i+1].Pos()
	}
	return r.between(s.End(), next, list.end, source.Depth(r.Fset, r.File, s.Pos()))
}

// begin returns the place at the beginning of a block.
func (r *repair) begin(b *ast.BlockStmt) (p place, ok bool) {
	if len(b.List) == 0 {
		return p, false
	}
	return r.between(b.Lbrace, b.List[0].Pos(), b.Rbrace, source.Depth(r.Fset, r.File, b.Lbrace))
}

// between returns the place behind the line of a position, if what comes next is on a later line. A path comes by it on
// its way to anything between there and end.
func (r *repair) between(pos, next, end token.Pos, depth int) (p place, ok bool) {
	line := r.line(pos)
	if r.line(next) <= line {
		return p, false
	}
	p = place{pos: r.Fset.File(pos).LineStart(line + 1), depth: depth, spot: leakpath.Spot{From: pos, To: end}}
	return p, !r.inComment(p.pos)
}

// before returns the place in front of a return statement, or of the closing brace of the function.
func (r *repair) before(ret *ssa.Return) (p place, ok bool) {
	pos := leakpath.Position(ret)
	if !ret.Pos().IsValid() {
		return r.beforeBrace(pos)
	}
	stmt := source.Enclosing[*ast.ReturnStmt](r.File, pos)
	if stmt == nil || stmt.Pos() != pos || !r.plain(stmt) {
		return p, false
	}
	return r.inFrontOf(stmt)
}

// inFrontOf returns the place in front of a statement that is the first on its line.
func (r *repair) inFrontOf(stmt ast.Stmt) (p place, ok bool) {
	path, _ := astutil.PathEnclosingInterval(r.File, stmt.Pos(), stmt.End())
	i := slices.Index(path, ast.Node(stmt))
	if i < 0 || i+1 == len(path) {
		return p, false
	}
	list := sequenceOf(path[i+1])
	k := slices.Index(list.stmts, stmt)
	if k < 0 {
		return p, false
	}
	last := list.start
	if k > 0 {
		last = list.stmts[k-1].End()
	}
	if r.line(last) >= r.line(stmt.Pos()) {
		return p, false
	}
	p = r.lineOf(stmt.Pos(), stmt.Pos())
	p.spot.To = stmt.End()
	return p, !r.inComment(p.pos)
}

// lineOf returns the place in front of the line of a position, to be indented as a statement is.
func (r *repair) lineOf(pos, stmt token.Pos) place {
	start := r.Fset.File(pos).LineStart(r.line(pos))
	return place{pos: start, depth: source.Depth(r.Fset, r.File, stmt), spot: leakpath.Spot{From: pos, To: pos}}
}

// beforeBrace returns the place in front of the closing brace of the function.
func (r *repair) beforeBrace(brace token.Pos) (p place, ok bool) {
	path, _ := astutil.PathEnclosingInterval(r.File, brace, brace+1)
	body, isBlock := path[0].(*ast.BlockStmt)
	if !isBlock || len(body.List) == 0 || r.line(body.List[len(body.List)-1].End()) >= r.line(brace) {
		return p, false
	}
	p = r.lineOf(brace, body.Lbrace)
	return p, !r.inComment(p.pos)
}

// later returns the edit that removes a defer statement with the same call further down, if there is one and nothing else is
// on its line.
func (r *repair) later(pos token.Pos, code string) (e Edit, ok bool) {
	ast.Inspect(r.o.Fn.Syntax(), func(n ast.Node) bool {
		if lit, isLit := n.(*ast.FuncLit); isLit && lit != r.o.Fn.Syntax() {
			return false
		}
		d, isDefer := n.(*ast.DeferStmt)
		if !isDefer || ok || d.Pos() < pos || types.ExprString(d.Call) != code {
			return !ok
		}
		e, ok = r.wholeLine(d)
		return !ok
	})
	return e, ok
}

// wholeLine returns the edit that removes a statement, if nothing else is on its line.
func (r *repair) wholeLine(stmt ast.Stmt) (e Edit, ok bool) { return r.lineUpTo(stmt, stmt.End()) }

// lineUpTo returns the edit that removes the line on which a statement is, if it starts with the statement and ends at last.
func (r *repair) lineUpTo(stmt ast.Stmt, last token.Pos) (e Edit, ok bool) {
	line, file := r.line(stmt.Pos()), r.Fset.File(stmt.Pos())
	if r.line(last) != line || line == file.LineCount() {
		return e, false
	}
	start, end := file.LineStart(line), file.LineStart(line+1)
	indent := token.Pos(source.Depth(r.Fset, r.File, stmt.Pos()))
	return Edit{Pos: start, End: end}, stmt.Pos()-start == indent && end-last == 1 // a line break
}

// line returns the line of a position in the file as it is, whatever line directives say.
func (r *repair) line(pos token.Pos) int { return r.Fset.PositionFor(pos, false).Line }

// inComment reports whether a comment extends over the position.
func (r *repair) inComment(pos token.Pos) bool {
	return slices.ContainsFunc(r.File.Comments, func(g *ast.CommentGroup) bool {
		return slices.ContainsFunc(g.List, func(c *ast.Comment) bool { return c.Pos() < pos && pos < c.End() })
	})
}
