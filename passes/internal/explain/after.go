package explain

import (
	"fmt"
	"go/ast"
	"go/types"
	"slices"

	"golang.org/x/tools/go/analysis"
	"golang.org/x/tools/go/ssa"

	"github.com/guardlint/guardlint/passes/internal/effect"
	"github.com/guardlint/guardlint/passes/internal/fix"
	"github.com/guardlint/guardlint/passes/internal/guard"
	"github.com/guardlint/guardlint/passes/internal/leakpath"
	"github.com/guardlint/guardlint/passes/internal/obligation"
	"github.com/guardlint/guardlint/passes/internal/source"
)

// Categories of what is done with guards after their release, stable.
const (
	AfterUse       = "use"
	AfterReturn    = "return"
	AfterInside    = "inside"
	AfterCancelled = "cancelled"
	AgainPanic     = "panic"
	AgainFatal     = "fatal"
	AgainAnother   = "another"
	AgainError     = "error"
)

// Misuses returns the diagnostics for those of the misuses that are done in one of the given ways: the first for each guard,
// and one for each place, as a call can use two guards.
func Misuses(pass *analysis.Pass, known fix.Oracle, list []leakpath.Misuse, hows ...leakpath.How) []analysis.Diagnostic {
	var found []analysis.Diagnostic
	guards := make(map[*obligation.Obligation]bool)
	places := make(map[ssa.Instruction]bool)
	for _, m := range list {
		if !slices.Contains(hows, m.How) || guards[m.Obl] || places[m.At] {
			continue
		}
		if d, ok := explainMisuse(pass, known, m); ok {
			guards[m.Obl], places[m.At] = true, true
			found = append(found, d)
		}
	}
	return found
}

// explainMisuse returns the diagnostic for something that is done with a guard after its release. ok is false if it lies in a
// generated file, or is not found in the source.
func explainMisuse(pass *analysis.Pass, known fix.Oracle, m leakpath.Misuse) (d analysis.Diagnostic, ok bool) {
	pos := leakpath.Position(m.At)
	file := source.File(pass.Files, pos)
	if file == nil || ast.IsGenerated(file) {
		return d, false
	}
	e := misuse{Misuse: m, pass: pass, file: file, release: callAt(file, m.First.Instr.(ssa.CallInstruction).Common().Pos())}
	if !e.find() {
		return d, false
	}
	d = analysis.Diagnostic{Pos: e.node.Pos(), End: e.node.End()}
	d.Category, d.Message = e.message()
	d.URL = pass.Analyzer.URL + "#" + d.Category
	at := m.First.Pos
	if source.File(pass.Files, at) == file {
		d.Related = []analysis.RelatedInformation{{Pos: at, Message: fmt.Sprintf("%s is %s here", e.name, e.verb())}}
	}
	switch m.How {
	case leakpath.Again, leakpath.Told:
		d.SuggestedFixes = suggested(fix.Twice(program(pass, known, file), m))
	case leakpath.Returned:
		d.SuggestedFixes = suggested(fix.Later(program(pass, known, file), m))
	}
	return d, true
}

// A misuse is being explained.
type misuse struct {
	leakpath.Misuse
	pass    *analysis.Pass
	file    *ast.File
	release *ast.CallExpr // the first release; nil if it is not found
	node    ast.Node      // what is reported: a call, or a return statement
	name    string        // of the guard
}

// find finds what is reported in the source, and a name for the guard.
func (e *misuse) find() bool {
	switch at := e.At.(type) {
	case *ssa.Return:
		stmt := source.Enclosing[*ast.ReturnStmt](e.file, at.Pos())
		if stmt == nil {
			return false
		}
		e.node = stmt
	case ssa.CallInstruction:
		call := callAt(e.file, at.Common().Pos())
		if call == nil {
			return false
		}
		e.node = call
	}
	if e.Obl.Site != nil {
		site := source.Find(e.file, e.Obl)
		if e.name = site.Name; site.Target != nil {
			return true
		}
	}
	if called := released(e.release, e.Obl.Kind); called != "" {
		e.name = called
	}
	return e.name != ""
}

// released writes what a call releases, as the program does, if that is a name.
func released(call *ast.CallExpr, kind *guard.Kind) string {
	if call == nil {
		return ""
	}
	sel, isMethod := ast.Unparen(call.Fun).(*ast.SelectorExpr)
	switch {
	case isMethod && len(kind.ByMethod(sel.Sel.Name)) > 0:
		return name(sel.X)
	case len(call.Args) > 0:
		return name(call.Args[0])
	}
	return ""
}

// name writes a variable, or a field of one; other expressions have no name.
func name(x ast.Expr) string {
	switch x := ast.Unparen(x).(type) {
	case *ast.Ident:
		return x.Name
	case *ast.SelectorExpr:
		if of := name(x.X); of != "" {
			return of + "." + x.Sel.Name
		}
	}
	return ""
}

// verb is the participle of the release.
func (e *misuse) verb() string {
	o := e.Obl
	switch {
	case o.Cleanup >= 0:
		return "called"
	case len(o.Releasers) > 0:
		return guard.Participle(o.Releasers[0])
	case len(o.Kind.Release) > 1 && guard.ReleaseName(e.First.Note):
		return guard.Participle(e.First.Note)
	}
	return o.Kind.Verb
}

// done says that the guard was released, and where: "closed at line 12".
func (e *misuse) done() string {
	line := e.pass.Fset.Position(e.First.Pos).Line
	if e.First.Late {
		return fmt.Sprintf("%s by the deferred call at line %d", e.verb(), line)
	}
	return fmt.Sprintf("%s at line %d", e.verb(), line)
}

// message returns the sub-case and its sentence.
func (e *misuse) message() (category, text string) {
	line := e.pass.Fset.Position(e.First.Pos).Line
	switch e.How {
	case leakpath.Used:
		return AfterUse, e.used()
	case leakpath.Cancelled:
		text = fmt.Sprintf("%s is returned after %s is %s", e.returned(), e.name, e.done())
		if why := fmt.Sprintf(" (%s)", consequence(e.Type)); len(text)+len(why) <= maxMessage {
			text += why
		}
		return AfterCancelled, text
	case leakpath.Told:
		return AgainError, fmt.Sprintf("%s is %s a second time after line %d, and the error of that is returned", e.name, e.verb(), line)
	case leakpath.Again:
		category, what := harm(e.Obl.Kind.Twice)
		return category, fmt.Sprintf("%s is %s a second time after line %d (%s)", e.name, e.verb(), line, what)
	}
	result := e.returned()
	switch {
	case len(e.Path) == 0, e.WithHolder() && result == e.name:
		return AfterReturn, fmt.Sprintf("%s is returned after it is %s", e.name, e.done())
	case e.WithHolder() && result != "":
		return AfterReturn, fmt.Sprintf("%s is returned after %s is %s", result, e.name, e.done())
	}
	return AfterInside, fmt.Sprintf("%s is %s before the %s with it is returned", e.name, e.done(), types.TypeString(e.Type, types.RelativeTo(e.pass.Pkg)))
}

// used says what needs the guard.
func (e *misuse) used() string {
	call := e.node.(*ast.CallExpr)
	callee := effect.Called(e.At.(ssa.CallInstruction).Common())
	if isMethod := callee != nil && callee.Signature().Recv() != nil; isMethod && name(call.Fun) != "" {
		return fmt.Sprintf("%s is called after %s is %s", name(call.Fun), e.name, e.done())
	}
	return fmt.Sprintf("%s is passed to %s after it is %s", e.name, written(call.Fun), e.done())
}

// returned writes the result of a return statement.
func (e *misuse) returned() string {
	stmt, ok := e.node.(*ast.ReturnStmt)
	if !ok || len(stmt.Results) == 0 {
		return e.name
	}
	x := stmt.Results[min(e.Result, len(stmt.Results)-1)]
	if call, ok := ast.Unparen(x).(*ast.CallExpr); ok {
		return written(call.Fun) + " result"
	}
	return name(x)
}

// consequence says what the end of a context does to a value of type t.
func consequence(t types.Type) string {
	switch types.TypeString(t, nil) {
	case "*net/http.Response":
		return "ends its body"
	case "*database/sql.Tx":
		return "rolls it back"
	case "*database/sql.Rows":
		return "closes them"
	}
	return "ends it"
}

// harm says what a second release does.
func harm(twice guard.Twice) (category, what string) {
	switch twice {
	case guard.Panics:
		return AgainPanic, "panics"
	case guard.EndsProgram:
		return AgainFatal, "ends the program"
	}
	return AgainAnother, "hits somebody else's"
}
