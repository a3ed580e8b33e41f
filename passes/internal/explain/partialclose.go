package explain

import (
	"fmt"
	"go/ast"
	"go/token"
	"go/types"
	"strings"

	"golang.org/x/tools/go/analysis"
	"golang.org/x/tools/go/ssa"

	"github.com/guardlint/guardlint/passes/internal/fix"
	"github.com/guardlint/guardlint/passes/internal/guard"
	"github.com/guardlint/guardlint/passes/internal/source"
)

// Categories of owners that forget what they own; [EarlyReturn] and [Overwritten] are shared with leaks.
const (
	Missed  = "missed"  // the release method leaves a field out
	Unowned = "unowned" // there is no release method
)

// A PartialRelease is a return of a release method that leaves fields of its receiver open.
type PartialRelease struct {
	Method  *ssa.Function
	Paths   [][]int // from the receiver to the fields
	Return  *ssa.Return
	Others  int                 // further returns that do
	Failed  ssa.CallInstruction // the step whose error made it return
	Release ssa.Instruction     // releases the first of the fields on another path
}

// Partial returns the diagnostic for a partial release, with the fix that known approves of. ok is false if it lies in a
// generated file.
func Partial(pass *analysis.Pass, known fix.Oracle, p PartialRelease) (d analysis.Diagnostic, ok bool) {
	file := source.File(pass.Files, p.Return.Pos())
	if file == nil || ast.IsGenerated(file) {
		return d, false
	}
	stmt := source.Enclosing[*ast.ReturnStmt](file, p.Return.Pos())
	step := source.Enclosing[*ast.CallExpr](file, p.Failed.Pos())
	if stmt == nil || step == nil {
		return d, false
	}
	var names []string
	for _, path := range p.Paths {
		names = append(names, receiverName(p.Method)+fieldNames(p.Method.Params[0].Type(), path))
	}
	verb := releaseVerb(file, p.Release)
	d = analysis.Diagnostic{Pos: stmt.Pos(), End: stmt.End(), Category: EarlyReturn, URL: pass.Analyzer.URL + "#" + EarlyReturn}
	d.Message = fmt.Sprintf("%s not %s if %s fails", subjects(names), verb, types.ExprString(ast.Unparen(step.Fun)))
	if p.Others > 0 {
		d.Message += fmt.Sprintf(", and at %s", otherReturns(p.Others))
	}
	if pos := p.Release.Pos(); source.File(pass.Files, pos) == file {
		d.Related = append(d.Related, analysis.RelatedInformation{Pos: pos, Message: fmt.Sprintf("%s is %s here on other paths", names[0], verb)})
	}
	d.SuggestedFixes = suggested(fix.Join(program(pass, known, file), p.Method, p.Paths, p.Return))
	return d, true
}

// subjects joins names, with the verb in the right number: "a, b and c are".
func subjects(names []string) string {
	last := len(names) - 1
	if last == 0 {
		return names[0] + " is"
	}
	return strings.Join(names[:last], ", ") + " and " + names[last] + " are"
}

func otherReturns(n int) string {
	if n == 1 {
		return "1 other return"
	}
	return fmt.Sprintf("%d other returns", n)
}

// An Overwrite is an assignment to a field that holds an open guard.
type Overwrite struct {
	Field  *types.Var
	Store  *ssa.Store
	Verb   string              // participle of the release
	Opened ssa.CallInstruction // the acquisition in the same function, or nil
}

// FieldOverwritten returns the diagnostic for an overwritten field. ok is false if it lies in a generated file.
func FieldOverwritten(pass *analysis.Pass, o Overwrite) (d analysis.Diagnostic, ok bool) {
	file := source.File(pass.Files, o.Store.Pos())
	if file == nil || ast.IsGenerated(file) {
		return d, false
	}
	stmt := source.Enclosing[*ast.AssignStmt](file, o.Store.Pos())
	if stmt == nil {
		return d, false
	}
	var target ast.Expr
	for _, l := range stmt.Lhs {
		if sel, isSel := ast.Unparen(l).(*ast.SelectorExpr); isSel && sel.Sel.Name == o.Field.Name() {
			target = sel
		}
	}
	if target == nil {
		return d, false
	}
	d = analysis.Diagnostic{Pos: target.Pos(), End: target.End(), Category: Overwritten, URL: pass.Analyzer.URL + "#" + Overwritten}
	name := types.ExprString(target)
	d.Message = fmt.Sprintf("%s is overwritten here before it is %s", name, o.Verb)
	if o.Opened != nil && source.File(pass.Files, o.Opened.Pos()) == file {
		if call := source.Enclosing[*ast.CallExpr](file, o.Opened.Pos()); call != nil {
			d.Related = append(d.Related, analysis.RelatedInformation{Pos: call.Pos(), Message: name + " is given its guard here"})
		}
	}
	return d, true
}

// A NeverReleased is a field that is filled with guards which nothing releases.
type NeverReleased struct {
	Field  *types.Var
	Type   *types.TypeName
	Noun   string    // what it holds
	Verb   string    // participle of the release
	Opened token.Pos // the acquisition that fills it
	Opener string    // the function that does
	// Method releases other fields of the type, or is nil.
	Method *ssa.Function
}

// NeverField returns the diagnostic for a field that nothing releases, at the release method that leaves it out or, if there
// is none, at the field. ok is false if it lies in a generated file.
func NeverField(pass *analysis.Pass, n NeverReleased) (d analysis.Diagnostic, ok bool) {
	name := n.Field.Name()
	if n.Method != nil {
		id := methodName(n.Method)
		d = analysis.Diagnostic{Pos: id.Pos(), End: id.End(), Category: Missed}
		d.Message = fmt.Sprintf("%s of %s, opened by %s, is not %s by %s", name, n.Type.Name(), n.Opener, n.Verb, id.Name)
	} else {
		d = analysis.Diagnostic{Pos: n.Field.Pos(), End: n.Field.Pos() + token.Pos(len(name)), Category: Unowned}
		d.Message = fmt.Sprintf("%s of %s, opened by %s, is not %s by any function of the package", name, n.Type.Name(), n.Opener, n.Verb)
	}
	file := source.File(pass.Files, d.Pos)
	if file == nil || ast.IsGenerated(file) {
		return d, false
	}
	d.URL = pass.Analyzer.URL + "#" + d.Category
	if source.File(pass.Files, n.Opened) == file {
		d.Related = append(d.Related, analysis.RelatedInformation{Pos: n.Opened, Message: "the " + n.Noun + " is opened here"})
	}
	return d, true
}

// methodName returns the identifier by which a method is declared.
func methodName(fn *ssa.Function) *ast.Ident { return fn.Syntax().(*ast.FuncDecl).Name }

// receiverName is what a method calls its receiver.
func receiverName(fn *ssa.Function) string { return fn.Params[0].Name() }

// fieldNames spells the fields on a path, each with a dot in front; embedded ones are left out, as in the program.
func fieldNames(t types.Type, path []int) string {
	var b strings.Builder
	for i, f := range path {
		if p, ok := t.Underlying().(*types.Pointer); ok {
			t = p.Elem()
		}
		field := t.Underlying().(*types.Struct).Field(f)
		if !field.Embedded() || i == len(path)-1 {
			b.WriteString("." + field.Name())
		}
		t = field.Type()
	}
	return b.String()
}

// releaseVerb is the participle of what a call does to release a guard.
func releaseVerb(file *ast.File, instr ssa.Instruction) string {
	c, isCall := instr.(ssa.CallInstruction)
	if isCall {
		if b, ok := c.Common().Value.(*ssa.Builtin); ok && b.Name() == "close" { // a channel
			return guard.Participle("Close")
		}
	}
	call := source.Enclosing[*ast.CallExpr](file, instr.Pos())
	if call == nil {
		return "released"
	}
	sel, ok := ast.Unparen(call.Fun).(*ast.SelectorExpr)
	if !ok {
		return "released"
	}
	if isCall && c.Common().StaticCallee() == nil && !c.Common().IsInvoke() {
		return "called"
	}
	if p := guard.Participle(sel.Sel.Name); !strings.Contains(p, " by ") {
		return p
	}
	return "released"
}
