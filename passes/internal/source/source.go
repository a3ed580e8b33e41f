// Package source finds what the analysis speaks of in the text of the program.
package source

import (
	"go/ast"
	"go/token"
	"go/types"
	"slices"
	"strings"

	"golang.org/x/tools/go/ast/astutil"

	"github.com/guardlint/guardlint/passes/internal/guard"
	"github.com/guardlint/guardlint/passes/internal/obligation"
)

// A Site is an acquisition.
type Site struct {
	Call      ast.Expr
	Callee    string     // as the program writes it: "os.Open"
	Name      string     // of the guard, as the program writes it: "f", "resp.Body", "os.Open result"
	Target    ast.Expr   // what has the guard, or the function that releases it, afterwards; nil if nothing has
	Discarded bool       // no variable gets it
	Outer     []ast.Node // what encloses Call, innermost first
}

// Find finds the call of an obligation in its file, and the variable that gets the guard.
func Find(file *ast.File, o *obligation.Obligation) Site {
	pos := o.Site.Pos()
	path, _ := astutil.PathEnclosingInterval(file, pos, pos+1)
	for i, n := range path {
		switch n := n.(type) {
		case *ast.CallExpr:
			if n.Lparen == pos {
				return newSite(file, o, n, path[i+1:])
			}
		case *ast.GoStmt:
			if n.Go == pos {
				return newSite(file, o, n.Call, path[i:])
			}
		}
	}
	return Site{Call: &ast.BadExpr{From: pos, To: pos + 1}, Name: "result", Callee: "the call"}
}

func newSite(file *ast.File, o *obligation.Obligation, call *ast.CallExpr, outer []ast.Node) Site {
	s := Site{Call: call, Callee: types.ExprString(ast.Unparen(call.Fun)), Outer: outer}
	if o.Maker != nil {
		s.bindGoroutine(file, o, call)
	} else {
		s.bind(o, call)
	}
	return s
}

// bindGoroutine finds a name for a goroutine: that of the object that ends it, or of the channel that it waits for, or of the
// object whose method it is.
func (s *Site) bindGoroutine(file *ast.File, o *obligation.Obligation, call *ast.CallExpr) {
	s.Name = o.Kind.Noun
	made := madeFor(file, o)
	sel, isMethod := ast.Unparen(call.Fun).(*ast.SelectorExpr)
	switch {
	case len(o.Releasers) > 0 && made != nil:
		s.Target, s.Name = made, types.ExprString(made)
	case len(o.Releasers) > 0 && isMethod:
		s.Target, s.Name = sel.X, types.ExprString(sel.X)
	case made != nil:
		s.Name += " waiting for " + types.ExprString(made)
	case isMethod:
		s.Name += " of " + types.ExprString(sel.X)
	}
}

// madeFor returns the variable for which the channel of a goroutine, or the object with it, is made, or nil.
func madeFor(file *ast.File, o *obligation.Obligation) ast.Expr {
	pos := o.Maker.Pos()
	path, _ := astutil.PathEnclosingInterval(file, pos, pos+1)
	for i, n := range path {
		if made, ok := n.(*ast.CallExpr); ok && made.Lparen == pos {
			variable, _ := target(made, path[i+1:], o.Holder.Index)
			return variable
		}
	}
	return nil
}

// bind finds out who gets the guard.
func (s *Site) bind(o *obligation.Obligation, call *ast.CallExpr) {
	switch o.Holder.In {
	case guard.Receiver:
		if sel, ok := ast.Unparen(call.Fun).(*ast.SelectorExpr); ok {
			s.Target, s.Name = sel.X, types.ExprString(sel.X)
		}
		return
	case guard.Arg:
		if o.Holder.Index < len(call.Args) {
			s.Target, s.Name = call.Args[o.Holder.Index], types.ExprString(call.Args[o.Holder.Index])
		}
		return
	case guard.Process:
		s.Name = o.Kind.Noun
		return
	}
	index := o.Holder.Index
	if o.Cleanup >= 0 {
		index = o.Cleanup
	}
	target, statement := target(call, s.Outer, index)
	s.Target = target
	switch t := target.(type) {
	case nil:
		s.Name = s.Callee + " result"
		s.Discarded = statement
	case *ast.Ident:
		s.Name, s.Discarded = t.Name, t.Name == "_"
	default:
		s.Name = types.ExprString(t)
	}
	if o.Cleanup < 0 {
		s.Name += fieldSuffix(o)
	}
}

// target returns the expression that a result of the call is assigned to. statement reports that the call is a statement
// of its own, which drops its results.
func target(call *ast.CallExpr, outer []ast.Node, index int) (target ast.Expr, statement bool) {
	for _, n := range outer {
		switch n := n.(type) {
		case *ast.ParenExpr:
			continue
		case *ast.ExprStmt:
			return nil, true
		case *ast.AssignStmt:
			if len(n.Rhs) == 1 && index < len(n.Lhs) {
				return n.Lhs[index], false
			}
			for i, r := range n.Rhs {
				if ast.Unparen(r) == call && i < len(n.Lhs) {
					return n.Lhs[i], false
				}
			}
		case *ast.ValueSpec:
			if len(n.Values) == 1 && index < len(n.Names) {
				return n.Names[index], false
			}
			for i, r := range n.Values {
				if ast.Unparen(r) == call {
					return n.Names[i], false
				}
			}
		}
		return nil, false
	}
	return nil, false
}

// fieldSuffix spells the fields from the holder to the guard, where a program can write them: ".Body". For an object
// that has a release of its own, the object is what is to be released. What is embedded needs no name where what follows is
// promoted.
func fieldSuffix(o *obligation.Obligation) string {
	if len(o.Path) == 0 || len(o.Releasers) > 0 {
		return ""
	}
	t := o.Site.Common().Signature().Results().At(o.Holder.Index).Type()
	var b strings.Builder
	for i, f := range o.Path {
		if p, ok := t.Underlying().(*types.Pointer); ok {
			t = p.Elem()
		}
		st, ok := t.Underlying().(*types.Struct)
		if !ok {
			return ""
		}
		field := st.Field(f)
		if !field.Embedded() || !promotes(t, f, o, i+1) {
			b.WriteByte('.')
			b.WriteString(field.Name())
		}
		t = field.Type()
	}
	return b.String()
}

// promotes reports whether what follows an embedded field of t on the way to the guard, the next field or the release, can be
// named without it.
func promotes(t types.Type, embedded int, o *obligation.Obligation, next int) bool {
	st, _ := t.Underlying().(*types.Struct)
	named := func(name string) bool {
		_, index, _ := types.LookupFieldOrMethod(t, true, o.Fn.Pkg.Pkg, name)
		return len(index) > 1 && index[0] == embedded
	}
	if next == len(o.Path) {
		return slices.ContainsFunc(o.Kind.Release, func(r guard.Release) bool { return r.Method != "" && named(r.Method) })
	}
	inner := st.Field(embedded).Type()
	if p, ok := inner.Underlying().(*types.Pointer); ok {
		inner = p.Elem()
	}
	under, ok := inner.Underlying().(*types.Struct)
	return ok && named(under.Field(o.Path[next]).Name())
}

// Enclosing returns the innermost node of a kind around a position, or its zero value.
func Enclosing[N ast.Node](file *ast.File, pos token.Pos) (found N) {
	path, _ := astutil.PathEnclosingInterval(file, pos, pos)
	for _, n := range path {
		if n, ok := n.(N); ok {
			return n
		}
	}
	return found
}

// Depth counts the blocks and clauses around a position, by which gofmt indents. A function literal begins at whatever
// depth the expression around it has come to, which its closing brace shows.
func Depth(fset *token.FileSet, file *ast.File, pos token.Pos) int {
	depth := 0
	ast.Inspect(file, func(n ast.Node) bool {
		if n == nil || pos < n.Pos() || n.End() <= pos {
			return false
		}
		switch n := n.(type) {
		case *ast.FuncLit:
			if open, end := fset.PositionFor(n.Body.Lbrace, false), fset.PositionFor(n.Body.Rbrace, false); open.Line < end.Line {
				depth = end.Column - 1
			}
		case *ast.BlockStmt:
			depth++
		case *ast.SwitchStmt, *ast.TypeSwitchStmt, *ast.SelectStmt:
			depth-- // its block does not indent, its clauses do
		case *ast.CaseClause, *ast.CommClause:
			depth++
		}
		return true
	})
	return depth
}
