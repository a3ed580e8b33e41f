package fix

import (
	"bytes"
	"fmt"
	"go/ast"
	"go/format"
	"go/token"
	"go/types"
	"slices"
	"strings"

	"golang.org/x/tools/go/ssa"

	"github.com/guardlint/guardlint/passes/internal/guard"
	"github.com/guardlint/guardlint/passes/internal/leakpath"
	"github.com/guardlint/guardlint/passes/internal/source"
)

// maxLine is the length up to which all releases stand on one line.
const maxLine = 100

// steps are the releases at the end of a method that stops at the first error.
type steps struct {
	first, last ast.Stmt
	calls       []*ast.CallExpr
	returns     []*ast.ReturnStmt // of errors
}

// Join returns the fix for a release method that leaves the fields at the paths open when an earlier step fails:
//
//	if err := w.zip.Close(); err != nil {
//		return err
//	}
//	return w.file.Close()
//
// becomes
//
//	return errors.Join(w.zip.Close(), w.file.Close())
//
// Any other shape may have its reasons.
func Join(p Program, fn *ssa.Function, paths [][]int, ret *ssa.Return) (f Fix, ok bool) {
	decl, ok := fn.Syntax().(*ast.FuncDecl)
	if !ok {
		return f, false
	}
	s := stepsOf(p.Info, decl.Body.List)
	if !slices.ContainsFunc(s.returns, func(r *ast.ReturnStmt) bool { return r.Pos() == ret.Pos() }) {
		return f, false
	}
	patch := leakpath.Patch{Again: true} // no step is made twice
	for _, r := range s.returns {
		patch.Spots = append(patch.Spots, leakpath.Spot{From: r.Pos(), To: r.End()})
	}
	for _, path := range paths {
		if v, fits := p.PatchedField(fn, path, patch); !fits || v.Leaked() {
			return f, false
		}
	}
	code, ok := s.joined(p)
	if !ok {
		return f, false
	}
	pkg := "errors"
	if imported := importedAs(p, pkg, s.first.Pos()); imported != nil {
		pkg = imported.Name()
	} else {
		add, ok := addImport(p, pkg, s.first.Pos())
		if !ok {
			return f, false
		}
		f.Edits = []Edit{add}
	}
	f.Kind, f.Count, f.Code = Joins, 1, pkg+".Join"
	f.Edits = append(f.Edits, Edit{Pos: s.first.Pos(), End: s.last.End(), Text: commentsIn(p, s.first, s.last) + "return " + pkg + ".Join" + code})
	return f, true
}

// stepsOf finds the steps at the end of a list of statements.
func stepsOf(info *types.Info, list []ast.Stmt) (s steps) {
	last := len(list) - 1
	if last < 1 {
		return s
	}
	final, ok := list[last].(*ast.ReturnStmt)
	if !ok || len(final.Results) != 1 {
		return s
	}
	call, ok := ast.Unparen(final.Results[0]).(*ast.CallExpr)
	if !ok {
		return s
	}
	s.last, s.calls = final, []*ast.CallExpr{call}
	for _, stmt := range slices.Backward(list[:last]) {
		call, ret := stepOf(info, stmt)
		if call == nil {
			break
		}
		s.first = stmt
		s.calls = append([]*ast.CallExpr{call}, s.calls...)
		s.returns = append(s.returns, ret)
	}
	return s
}

// stepOf matches a statement with
//
//	if err := f(); err != nil {
//		return err
//	}
func stepOf(info *types.Info, stmt ast.Stmt) (*ast.CallExpr, *ast.ReturnStmt) {
	s, ok := stmt.(*ast.IfStmt)
	if !ok || s.Else != nil || len(s.Body.List) != 1 {
		return nil, nil
	}
	init, ok := s.Init.(*ast.AssignStmt)
	if !ok || init.Tok != token.DEFINE || len(init.Lhs) != 1 || len(init.Rhs) != 1 {
		return nil, nil
	}
	call, isCall := ast.Unparen(init.Rhs[0]).(*ast.CallExpr)
	cond, isBinary := s.Cond.(*ast.BinaryExpr)
	ret, isReturn := s.Body.List[0].(*ast.ReturnStmt)
	if !isCall || !isBinary || !isReturn || cond.Op != token.NEQ || !info.Types[cond.Y].IsNil() || len(ret.Results) != 1 {
		return nil, nil
	}
	err := info.Defs[init.Lhs[0].(*ast.Ident)]
	isErr := func(e ast.Expr) bool { id, ok := e.(*ast.Ident); return ok && info.Uses[id] == err }
	if err == nil || !isErr(cond.X) || !isErr(ret.Results[0]) {
		return nil, nil
	}
	return call, ret
}

// joined returns the text of the arguments, each of which must be a single error.
func (s steps) joined(p Program) (string, bool) {
	var list []string
	length := 0
	for _, call := range s.calls {
		var text bytes.Buffer
		if err := format.Node(&text, p.Fset, call); err != nil || bytes.ContainsRune(text.Bytes(), '\n') {
			return "", false
		}
		if !guard.IsError(p.Info.TypeOf(call)) {
			return "", false
		}
		list = append(list, text.String())
		length += text.Len()
	}
	if length <= maxLine {
		return "(" + strings.Join(list, ", ") + ")", true
	}
	indent := strings.Repeat("\t", source.Depth(p.Fset, p.File, s.first.Pos()))
	return fmt.Sprintf("(\n%s\t%s,\n%s)", indent, strings.Join(list, ",\n"+indent+"\t"), indent), true
}

// commentsIn returns the comments between two statements, to stand in front of what replaces them.
func commentsIn(p Program, first, last ast.Stmt) string {
	var b strings.Builder
	indent := strings.Repeat("\t", source.Depth(p.Fset, p.File, first.Pos()))
	for _, g := range p.File.Comments {
		for _, c := range g.List {
			if first.Pos() <= c.Pos() && c.End() <= last.End() {
				b.WriteString(c.Text + "\n" + indent)
			}
		}
	}
	return b.String()
}
