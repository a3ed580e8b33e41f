package explain

import (
	"go/ast"
	"go/types"
	"slices"
	"strings"

	"golang.org/x/tools/go/ast/astutil"

	"github.com/guardlint/guardlint/passes/internal/guard"
	"github.com/guardlint/guardlint/passes/internal/obligation"
)

// A site is the acquisition in the source.
type site struct {
	call      ast.Expr
	callee    string // as the program writes it: "os.Open"
	name      string // of the guard, as the program writes it: "f", "resp.Body", "os.Open result"
	discarded bool   // no variable gets it
}

// findSite finds the call of an obligation in its file, and the variable that gets the guard.
func findSite(file *ast.File, o *obligation.Obligation) site {
	pos := o.Site.Pos()
	path, _ := astutil.PathEnclosingInterval(file, pos, pos+1)
	i := slices.IndexFunc(path, func(n ast.Node) bool {
		call, ok := n.(*ast.CallExpr)
		return ok && call.Lparen == pos
	})
	if i < 0 {
		return site{call: &ast.BadExpr{From: pos, To: pos + 1}, name: "result", callee: "the call"}
	}
	call := path[i].(*ast.CallExpr)
	s := site{call: call, callee: types.ExprString(ast.Unparen(call.Fun))}
	s.bind(o, call, path[i+1:])
	return s
}

// bind finds out who gets the guard.
func (s *site) bind(o *obligation.Obligation, call *ast.CallExpr, outer []ast.Node) {
	switch o.Holder.In {
	case guard.Receiver:
		if sel, ok := ast.Unparen(call.Fun).(*ast.SelectorExpr); ok {
			s.name = types.ExprString(sel.X)
		}
		return
	case guard.Arg:
		if o.Holder.Index < len(call.Args) {
			s.name = types.ExprString(call.Args[o.Holder.Index])
		}
		return
	case guard.Process:
		s.name = o.Kind.Noun
		return
	}
	index := o.Holder.Index
	if o.Cleanup >= 0 {
		index = o.Cleanup
	}
	target, statement := target(call, outer, index)
	switch t := target.(type) {
	case nil:
		s.name = s.callee + " result"
		s.discarded = statement
	case *ast.Ident:
		s.name, s.discarded = t.Name, t.Name == "_"
	default:
		s.name = types.ExprString(t)
	}
	if o.Cleanup < 0 {
		s.name += fieldSuffix(o)
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
// that has a release of its own, the object is what is to be released.
func fieldSuffix(o *obligation.Obligation) string {
	if len(o.Path) == 0 || len(o.Releasers) > 0 {
		return ""
	}
	t := o.Site.Common().Signature().Results().At(o.Holder.Index).Type()
	var b strings.Builder
	for _, f := range o.Path {
		if p, ok := t.Underlying().(*types.Pointer); ok {
			t = p.Elem()
		}
		st, ok := t.Underlying().(*types.Struct)
		if !ok {
			return ""
		}
		b.WriteByte('.')
		b.WriteString(st.Field(f).Name())
		t = st.Field(f).Type()
	}
	return b.String()
}

// verb is the participle of the release that is missing.
func (e *explainer) verb() string {
	o := e.v.Obl
	switch {
	case o.Cleanup >= 0:
		return "called"
	case len(o.Releasers) > 0:
		return guard.Participle(o.Releasers[0])
	}
	return o.Kind.Verb
}

// noun says what is acquired, where the program has no name for it.
func (e *explainer) noun() string {
	if e.v.Obl.Cleanup >= 0 {
		return "cleanup function"
	}
	return e.v.Obl.Kind.Noun
}

// isFunc reports whether the guard is released by calling it.
func (e *explainer) isFunc() bool { return e.v.Obl.Cleanup >= 0 || e.v.Obl.Kind.ByCall() }

// typeName prints a type as the file would.
func (e *explainer) typeName(t types.Type) string {
	return types.TypeString(t, types.RelativeTo(e.pass.Pkg))
}
