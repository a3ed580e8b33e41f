// Package explain turns verdicts into diagnostics. It is the only place with message text; it decides nothing.
//
// A message names the guard as the program does, the release that is missing in the verb of its kind, and the path
// by the line where the function ends. Its first words are fixed per sub-case, so that users can search for them; the
// sub-case is the diagnostic's category.
package explain

import (
	"cmp"
	"fmt"
	"go/ast"
	"go/token"
	"path/filepath"
	"slices"
	"strings"

	"golang.org/x/tools/go/analysis"
	"golang.org/x/tools/go/ssa"

	"github.com/guardlint/guardlint/passes/internal/fix"
	"github.com/guardlint/guardlint/passes/internal/leakpath"
	"github.com/guardlint/guardlint/passes/internal/obligation"
	"github.com/guardlint/guardlint/passes/internal/source"
)

// Categories of leaks, stable: they are part of URLs and suppressions.
const (
	Never       = "never"
	EarlyReturn = "early-return"
	Overwritten = "overwritten"
	Loop        = "loop"
	Discarded   = "discarded"
	Wrapper     = "wrapper"
)

// Leak returns the diagnostic for a leaked guard, with the fix that known approves of. ok is false if it lies in a generated
// file, which nobody edits.
func Leak(pass *analysis.Pass, known fix.Oracle, v leakpath.Verdict) (d analysis.Diagnostic, ok bool) {
	file := source.File(pass.Files, v.Obl.Site.Pos())
	if file == nil || ast.IsGenerated(file) {
		return d, false
	}
	e := explainer{pass: pass, v: v, site: source.Find(file, v.Obl)}
	d = analysis.Diagnostic{Pos: e.site.Call.Pos(), End: e.site.Call.End()}
	d.Category, d.Message = e.message()
	d.URL = pass.Analyzer.URL + "#" + d.Category
	d.Related = e.related()
	d.SuggestedFixes = suggested(fix.Leak(program(pass, known, file), v))
	return d, true
}

// An explainer writes about one verdict.
type explainer struct {
	pass *analysis.Pass
	v    leakpath.Verdict
	site source.Site
}

// message returns the sub-case and its sentence.
func (e *explainer) message() (category, text string) {
	x, others := e.shown()
	name, verb := e.site.Name, e.verb()
	if category, text, ok := e.lock(x); ok {
		return category, text
	}
	switch {
	case e.site.Discarded && e.isFunc():
		return Discarded, fmt.Sprintf("%s of %s is discarded and never called", e.noun(), e.site.Callee)
	case e.site.Discarded:
		return Discarded, fmt.Sprintf("result of %s is discarded, so the %s is never %s", e.site.Callee, e.noun(), verb)
	case x.Wrapper != nil:
		return Wrapper, fmt.Sprintf("%s is not %s by the %s returned at line %d", name, verb, e.typeName(x.Wrapper), e.line(x.Return.Pos()))
	case x.Ends != nil:
		return EarlyReturn, fmt.Sprintf("%s is %s if the process exits at line %d", name, not(verb), e.line(x.Ends.Pos()))
	case x.Loop && overwritten(x) == nil:
		return Loop, fmt.Sprintf("%s is overwritten in the next iteration before it is %s", name, verb)
	}
	if o := e.overwritten(); o != nil && !e.v.Never() {
		return Overwritten, fmt.Sprintf("%s is overwritten at line %d before it is %s", name, e.line(o.Pos), verb)
	}
	if e.v.Never() && e.v.In == nil {
		return Never, fmt.Sprintf("%s is %s", name, never(verb))
	}
	text = fmt.Sprintf("%s is %s if %s returns at %s", name, not(verb), e.loser(), e.place(e.exitPos(x)))
	switch {
	case others == 1:
		text += ", and at 1 other return"
	case others > 1:
		text += fmt.Sprintf(", and at %d other returns", others)
	}
	return EarlyReturn, text
}

// never negates a participle for all paths: "never closed", "neither committed nor rolled back".
func never(verb string) string {
	if a, b, ok := strings.Cut(verb, " or "); ok {
		return "neither " + a + " nor " + b
	}
	return "never " + verb
}

// not negates a participle for one path.
func not(verb string) string {
	if strings.Contains(verb, " or ") {
		return never(verb)
	}
	return "not " + verb
}

// shown picks the exit to tell of, the first in the source, and counts the other places.
func (e *explainer) shown() (x leakpath.Exit, others int) {
	leaks := slices.Clone(e.v.Leaks)
	slices.SortStableFunc(leaks, func(a, b leakpath.Exit) int { return cmp.Compare(e.exitPos(a), e.exitPos(b)) })
	places := make(map[token.Pos]bool)
	for _, l := range leaks {
		if l.Return != nil {
			places[e.exitPos(l)] = true
		}
	}
	return leaks[0], max(0, len(places)-1)
}

// exitPos is where the function ends: at a return statement, or at its closing brace.
func (e *explainer) exitPos(x leakpath.Exit) token.Pos {
	if x.Ends != nil {
		return x.Ends.Pos()
	}
	if x.Return == nil {
		return e.v.Obl.Site.Pos()
	}
	if pos := x.Return.Pos(); pos.IsValid() {
		return pos
	}
	switch fn := x.Return.Parent().Syntax().(type) {
	case *ast.FuncDecl:
		return fn.Body.Rbrace
	case *ast.FuncLit:
		return fn.Body.Rbrace
	case *ast.RangeStmt:
		return fn.Body.Rbrace
	}
	return e.v.Obl.Site.Pos()
}

// overwritten returns the step of some leaking path at which the variable that held the guard got another value, or nil.
func (e *explainer) overwritten() *obligation.Event {
	for _, x := range e.v.Leaks {
		if ev := overwritten(x); ev != nil {
			return ev
		}
	}
	return nil
}

// overwritten returns the step at which the guard was overwritten last, or nil.
func overwritten(x leakpath.Exit) *obligation.Event {
	for ev := x.Trace; ev != nil; ev = ev.Prev {
		if ev.Kind == obligation.Overwritten {
			return ev
		}
	}
	return nil
}

// related returns the exit, and the call that looked like a hand-over and was not.
func (e *explainer) related() []analysis.RelatedInformation {
	var list []analysis.RelatedInformation
	x, _ := e.shown()
	if rel, ok := e.lockRelated(x); ok {
		return append(list, rel)
	}
	if pos := e.exitPos(x); x.Return != nil && !e.site.Discarded {
		list = append(list, analysis.RelatedInformation{Pos: pos, Message: fmt.Sprintf("%s is %s when %s returns here", e.site.Name, not(e.verb()), e.loser())})
	}
	if like := e.like(); like != nil {
		text := fmt.Sprintf("another result of %s is %s here", e.site.Callee, e.verb())
		if e.v.Obl.SameCall {
			text = fmt.Sprintf("%s is %s here on other paths", e.site.Name, e.verb())
		}
		return append(list, analysis.RelatedInformation{Pos: like.Pos(), Message: text})
	}
	if ev := lastLoan(x); ev != nil && !e.site.Discarded {
		list = append(list, analysis.RelatedInformation{Pos: ev.Pos, Message: fmt.Sprintf("%s is %s by %s", e.site.Name, not(e.verb()), ev.Note)})
	}
	return list
}

// like returns a release after another call of the same function, if it was those that told us; one in the same file, if
// there is one.
func (e *explainer) like() ssa.CallInstruction {
	here := e.pass.Fset.File(e.v.Obl.Site.Pos())
	for _, call := range e.v.Obl.Like {
		if e.pass.Fset.File(call.Pos()) == here {
			return call
		}
	}
	if len(e.v.Obl.Like) > 0 {
		return e.v.Obl.Like[0]
	}
	return nil
}

// lastLoan returns the last step at which the guard was passed to a function that left it with us.
func lastLoan(x leakpath.Exit) *obligation.Event {
	for ev := x.Trace; ev != nil; ev = ev.Prev {
		if ev.Kind == obligation.HandedOver && x.Return != nil && ev.Instr.Parent() == x.Return.Parent() && !strings.Contains(ev.Note, "a function") {
			return ev
		}
	}
	return nil
}

// loser names the function at whose end the guard is open.
func (e *explainer) loser() string {
	switch in := e.v.In; {
	case in == nil:
		return "the function"
	case in.Parent() != nil:
		return "the goroutine"
	default:
		return in.Name()
	}
}

// place is the line of a position, and its file if that is another than the one of the acquisition.
func (e *explainer) place(pos token.Pos) string {
	at := e.pass.Fset.Position(pos)
	if file := at.Filename; file != e.pass.Fset.Position(e.v.Obl.Site.Pos()).Filename {
		return fmt.Sprintf("%s:%d", filepath.Base(file), at.Line)
	}
	return fmt.Sprintf("line %d", at.Line)
}

func (e *explainer) line(pos token.Pos) int { return e.pass.Fset.Position(pos).Line }
