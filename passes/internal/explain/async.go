package explain

import (
	"fmt"
	"go/ast"
	"go/token"
	"go/types"
	"slices"

	"golang.org/x/tools/go/analysis"
	"golang.org/x/tools/go/ast/astutil"

	"github.com/guardlint/guardlint/passes/internal/source"
	"github.com/guardlint/guardlint/passes/internal/task"
)

// Categories of gaps around launched cleanup, stable.
const (
	AsyncError     = "error"
	AsyncRefused   = "refused"
	AsyncUnjoined  = "unjoined"
	AsyncTrigger   = "trigger"
	AsyncHandoff   = "handoff"
	AsyncPanic     = "panic"
	AsyncUndrained = "undrained"
)

// Gap returns the diagnostic for launched cleanup that nobody observes. ok is false if it lies in a generated file.
func Gap(pass *analysis.Pass, g task.Gap) (d analysis.Diagnostic, ok bool) {
	e := newGapExplainer(pass, g)
	if e.file == nil || ast.IsGenerated(e.file) {
		return d, false
	}
	shown := e.launch
	if e.release != nil && g.Task.Body.Parent() != nil && (g.Facet == task.Error || g.Facet == task.Panic) {
		shown = e.release // in a literal; a function that is declared elsewhere can be launched more than once
	}
	d = analysis.Diagnostic{Pos: shown.Pos(), End: shown.End()}
	d.Category, d.Message = e.message()
	d.URL = pass.Analyzer.URL + "#" + d.Category
	d.Related = e.related(shown)
	return d, true
}

// Undrained returns the diagnostic for a field that collects cleanup which nothing runs.
func Undrained(pass *analysis.Pass, field *types.Var) (d analysis.Diagnostic, ok bool) {
	file := source.File(pass.Files, field.Pos())
	if file == nil || ast.IsGenerated(file) {
		return d, false
	}
	return analysis.Diagnostic{
		Pos: field.Pos(), End: field.Pos() + token.Pos(len(field.Name())),
		Category: AsyncUndrained,
		URL:      pass.Analyzer.URL + "#" + AsyncUndrained,
		Message:  fmt.Sprintf("%s collects cleanup that nothing in package %s runs", field.Name(), pass.Pkg.Name()),
	}, true
}

// A gapExplainer writes about one gap.
type gapExplainer struct {
	pass    *analysis.Pass
	g       task.Gap
	file    *ast.File
	launch  ast.Node      // the go statement, or the call of the launcher
	call    *ast.CallExpr // the call in launch
	release ast.Node      // the call that releases, if it is not launch itself
	name    string        // of what releases: "f.Close"
}

func newGapExplainer(pass *analysis.Pass, g task.Gap) *gapExplainer {
	e := &gapExplainer{pass: pass, g: g, name: "the function"}
	pos := g.At
	instr := g.Task.Launch.Instr
	if instr != nil {
		pos = instr.Common().Pos()
	}
	if e.file = source.File(pass.Files, pos); e.file == nil {
		return e
	}
	e.launch = &ast.BadExpr{From: pos, To: pos + 1}
	if instr == nil {
		e.launch = sendAt(e.file, pos)
	} else if e.call = callAt(e.file, pos); e.call != nil {
		e.launch = e.call
		if stmt := goStmtOf(e.file, e.call); stmt != nil {
			e.launch = stmt
		}
	}
	e.nameRelease()
	return e
}

// nameRelease finds what releases in the source.
func (e *gapExplainer) nameRelease() {
	r := e.g.Release
	switch {
	case r.Call != nil:
		file := source.File(e.pass.Files, r.Call.Common().Pos())
		if file == nil {
			break
		}
		call := callAt(file, r.Call.Common().Pos())
		if call == nil {
			break
		}
		if e.name = written(call.Fun); r.Dropped {
			e.name = handed(call, r.Fn)
		}
		if call != e.call {
			e.release = call
		}
	default:
		e.name = e.launched()
	}
}

// launched names the launched function, which has a name.
func (e *gapExplainer) launched() string {
	if stmt, ok := e.launch.(*ast.GoStmt); ok {
		return written(stmt.Call.Fun)
	}
	method := e.g.Task.Launch.Method
	switch {
	case method == nil:
		return "the function"
	case e.call == nil: // it is sent
		if send, ok := e.launch.(*ast.SendStmt); ok {
			return written(send.Value)
		}
		return method.Name()
	}
	return handed(e.call, method)
}

// handed names a function as it is written where it is handed to another one.
func handed(call *ast.CallExpr, fn *types.Func) string {
	for _, arg := range call.Args {
		switch arg := ast.Unparen(arg).(type) {
		case *ast.SelectorExpr:
			if arg.Sel.Name == fn.Name() {
				return written(arg)
			}
		case *ast.Ident:
			if arg.Name == fn.Name() {
				return arg.Name
			}
		}
	}
	return fn.Name()
}

// message returns the sub-case and its sentence.
func (e *gapExplainer) message() (category, text string) {
	switch g := e.g; g.Facet {
	case task.Acceptance, task.Handoff:
		return e.refused()
	case task.Termination:
		return AsyncUnjoined, fmt.Sprintf("%s does not wait for %s, which runs in %s", g.Ends, e.name, e.where())
	case task.Trigger:
		channel := e.trigger()
		if !g.At.IsValid() || g.Grade == 0 {
			return AsyncTrigger, fmt.Sprintf("%s waits for %s, which is never closed", e.name, channel)
		}
		return AsyncTrigger, fmt.Sprintf("%s waits for %s, which is not closed if the function returns at line %d", e.name, channel, e.line(g.At))
	case task.Panic:
		return AsyncPanic, fmt.Sprintf("%s is skipped if the call at line %d panics", e.name, e.line(g.At))
	}
	return AsyncError, e.lost()
}

// lost is the sentence for an error that nobody sees.
func (e *gapExplainer) lost() string {
	where := e.where()
	text := fmt.Sprintf("error of %s is lost in %s", e.name, where)
	switch {
	case e.release == nil:
		text = fmt.Sprintf("%s runs in %s, so its error is lost", e.name, where)
	case e.g.Task.Body.Parent() == nil:
		text = fmt.Sprintf("%s runs in %s and drops the error of %s", e.launched(), where, e.name)
	}
	if e.release == nil && e.g.Task.Launch.Where == task.Group {
		text = fmt.Sprintf("error of %s is lost, because the result of Wait is discarded", e.name)
	}
	if e.g.Unjoined {
		text += fmt.Sprintf(", and %s does not wait for it", e.g.Ends)
	}
	return text
}

// refused is the sentence for a launcher or registry that says no.
func (e *gapExplainer) refused() (category, text string) {
	category, fails := AsyncRefused, "refuses it"
	if e.g.Facet == task.Handoff {
		category, fails = AsyncHandoff, "fails"
	}
	if e.call == nil {
		why := map[task.Why]string{task.Full: " if %s is full", task.Closed: " if %s is closed", task.Unreceived: ", because nothing receives from %s"}
		return category, fmt.Sprintf("%s never runs"+why[e.g.Why], e.name, e.queue())
	}
	launcher := written(e.call.Fun)
	if e.g.Ignored {
		return category, fmt.Sprintf("%s never runs if %s %s, and that is not tested", e.name, launcher, fails)
	}
	return category, fmt.Sprintf("%s never runs if %s %s, as line %d knows", e.name, launcher, fails, e.line(e.g.At))
}

// where says where the cleanup runs.
func (e *gapExplainer) where() string {
	switch e.g.Task.Launch.Where {
	case task.Finalizer:
		return "a finalizer"
	case task.Queue:
		return "a worker of " + e.queue()
	case task.Goroutine:
		if _, isGo := e.launch.(*ast.GoStmt); isGo {
			return "a goroutine"
		}
	}
	if e.call == nil {
		return "a goroutine"
	}
	return written(e.call.Fun)
}

// trigger names the channel that the cleanup waits for.
func (e *gapExplainer) trigger() string {
	path, _ := astutil.PathEnclosingInterval(e.file, e.g.Trigger, e.g.Trigger+1)
	for _, n := range path {
		if recv, ok := n.(*ast.UnaryExpr); ok && recv.Op == token.ARROW {
			return written(recv.X)
		}
	}
	return "a channel"
}

// queue names the channel that the cleanup is sent to.
func (e *gapExplainer) queue() string {
	name := "a channel"
	ast.Inspect(e.launch, func(n ast.Node) bool {
		send, ok := n.(*ast.SendStmt)
		if ok && name == "a channel" {
			name = written(send.Chan)
		}
		return !ok
	})
	return name
}

// related returns the launch, where the diagnostic stands at the release, and the release otherwise.
func (e *gapExplainer) related(shown ast.Node) []analysis.RelatedInformation {
	switch {
	case e.release == nil || source.File(e.pass.Files, e.release.Pos()) != e.file:
		return nil
	case shown == e.release:
		return []analysis.RelatedInformation{{Pos: e.launch.Pos(), Message: "launched here"}}
	}
	return []analysis.RelatedInformation{{Pos: e.release.Pos(), Message: fmt.Sprintf("%s is called here", e.name)}}
}

func (e *gapExplainer) line(pos token.Pos) int { return e.pass.Fset.Position(pos).Line }

// callAt returns the call whose left parenthesis is at pos, or nil.
func callAt(file *ast.File, pos token.Pos) *ast.CallExpr {
	path, _ := astutil.PathEnclosingInterval(file, pos, pos+1)
	i := slices.IndexFunc(path, func(n ast.Node) bool {
		call, ok := n.(*ast.CallExpr)
		return ok && call.Lparen == pos
	})
	if i < 0 {
		return nil
	}
	return path[i].(*ast.CallExpr)
}

// goStmtOf returns the go statement whose call this is, or nil.
func goStmtOf(file *ast.File, call *ast.CallExpr) *ast.GoStmt {
	path, _ := astutil.PathEnclosingInterval(file, call.Pos(), call.End())
	for _, n := range path {
		if stmt, ok := n.(*ast.GoStmt); ok && stmt.Call == call {
			return stmt
		}
	}
	return nil
}

// sendAt returns the send or select statement at pos.
func sendAt(file *ast.File, pos token.Pos) ast.Node {
	path, _ := astutil.PathEnclosingInterval(file, pos, pos+1)
	for _, n := range path {
		switch n.(type) {
		case *ast.SelectStmt, *ast.SendStmt:
			return n
		}
	}
	return &ast.BadExpr{From: pos, To: pos + 1}
}

// written writes what is called as a message does: names, without the arguments of calls and the elements of maps.
func written(e ast.Expr) string {
	switch e := e.(type) {
	case *ast.Ident:
		return e.Name
	case *ast.SelectorExpr:
		return written(e.X) + "." + e.Sel.Name
	case *ast.CallExpr:
		return written(e.Fun)
	case *ast.ParenExpr:
		return written(e.X)
	case *ast.StarExpr:
		return written(e.X)
	case *ast.IndexExpr:
		return written(e.X)
	case *ast.TypeAssertExpr:
		return written(e.X)
	}
	return "the function"
}
