// Command toylint is guardlint's command side around a check that is simple enough to predict.
//
// The scripts about fixes, strictness, why and audit need findings of certain forms. Taking them from
// the real checks would tie the tests of the command to the state of the analysis.
package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"go/ast"
	"go/token"
	"os"
	"os/signal"
	"reflect"

	"golang.org/x/tools/go/analysis"

	"github.com/guardlint/guardlint/analyzer"
	"github.com/guardlint/guardlint/cmd/guardlint/internal/cli"
	"github.com/guardlint/guardlint/cmd/guardlint/internal/vettool"
)

func main() {
	suite := []*analysis.Analyzer{unclosed, fragile, dependent}
	args := os.Args[1:]
	if vettool.Wants(args) {
		vettool.Main(args, func(analyzer.Config) ([]*analysis.Analyzer, *analysis.Analyzer, error) { // exits
			return suite, audit, nil
		})
	}
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	defer stop()
	command := cli.Command{Suite: suite, Audit: audit, Stdout: os.Stdout, Stderr: os.Stderr}
	os.Exit(command.Run(ctx, args))
}

// unclosed reports each "f, err := os.Open(...)" in a function without a Close, with a fix.
var unclosed = &analysis.Analyzer{
	Name:  "unclosed",
	Doc:   "unclosed: report files that are never closed",
	URL:   "https://example.com/unclosed",
	Flags: unclosedFlags(),
	Run:   func(pass *analysis.Pass) (any, error) { return nil, runUnclosed(pass) },
}

// fragile fails on packages with a function called boom.
var fragile = &analysis.Analyzer{
	Name:       "fragile",
	Doc:        "fragile: break off at functions called boom",
	URL:        "https://example.com/fragile",
	ResultType: reflect.TypeFor[int](),
	Run: func(pass *analysis.Pass) (any, error) {
		if pass.Pkg.Scope().Lookup("boom") != nil {
			return nil, errors.New("it broke off (index out of range), a bug of guardlint: please report it")
		}
		return 0, nil
	},
}

// dependent requires a check, as the one about directives does.
var dependent = &analysis.Analyzer{
	Name:     "dependent",
	Doc:      "dependent: report nothing",
	URL:      "https://example.com/dependent",
	Requires: []*analysis.Analyzer{fragile},
	Run:      func(*analysis.Pass) (any, error) { return nil, nil },
}

func unclosedFlags() flag.FlagSet {
	var fs flag.FlagSet
	fs.Bool("strict", false, "report also files that are handed to a call")
	return fs
}

func runUnclosed(pass *analysis.Pass) error {
	strict := pass.Analyzer.Flags.Lookup("strict").Value.String() == "true"
	for _, o := range opens(pass) {
		if o.closed || o.passed && !strict {
			continue
		}
		d := analysis.Diagnostic{
			Pos: o.call.Pos(), End: o.call.End(), Category: "never",
			Message: fmt.Sprintf("%s is never closed", o.name),
			Related: []analysis.RelatedInformation{{Pos: o.end, Message: fmt.Sprintf("this return leaves %s open", o.name)}},
		}
		if o.check != nil {
			text := "\n\tdefer " + o.name + ".Close()"
			if o.name == "hopeless" {
				text = "\n}" // not valid Go
			}
			d.SuggestedFixes = []analysis.SuggestedFix{{
				Message:   `Insert "defer ` + o.name + `.Close()" after the error check`,
				TextEdits: []analysis.TextEdit{{Pos: o.check.End(), End: o.check.End(), NewText: []byte(text)}},
			}}
		}
		pass.Report(d)
	}
	return nil
}

// audit reports a verdict for each of them.
var audit = &analysis.Analyzer{
	Name: "audit",
	Doc:  "audit: report what becomes of each file",
	Run: func(pass *analysis.Pass) (any, error) {
		for _, o := range opens(pass) {
			verdict, reason := "leaked", "no path releases it"
			switch {
			case o.closed:
				verdict, reason = "released", fmt.Sprintf("closed before line %d", pass.Fset.Position(o.end).Line)
			case o.passed:
				verdict, reason = "unsure", "passed to a call"
			}
			pass.Report(analysis.Diagnostic{
				Pos: o.call.Pos(), End: o.call.End(), Category: verdict, Message: "file: " + verdict + ": " + reason,
				Related: []analysis.RelatedInformation{{Pos: o.end, Message: "the function returns"}},
			})
		}
		return nil, nil
	},
}

// open is one "name, err := os.Open(...)", with the statement after it if that is an if.
type open struct {
	name           string
	call           *ast.CallExpr
	check          *ast.IfStmt
	end            token.Pos // of the function
	closed, passed bool
}

func opens(pass *analysis.Pass) []*open {
	var found []*open
	for _, file := range pass.Files {
		for _, decl := range file.Decls {
			if fn, ok := decl.(*ast.FuncDecl); ok && fn.Body != nil {
				found = append(found, opensIn(fn)...)
			}
		}
	}
	return found
}

func opensIn(fn *ast.FuncDecl) []*open {
	var found []*open
	for i, stmt := range fn.Body.List {
		assign, ok := stmt.(*ast.AssignStmt)
		if !ok || len(assign.Lhs) != 2 {
			continue
		}
		call, ok := assign.Rhs[0].(*ast.CallExpr)
		if !ok || !selects(call.Fun, "os", "Open") {
			continue
		}
		o := &open{name: assign.Lhs[0].(*ast.Ident).Name, call: call, end: fn.Body.Rbrace}
		if i+1 < len(fn.Body.List) {
			o.check, _ = fn.Body.List[i+1].(*ast.IfStmt)
		}
		ast.Inspect(fn.Body, func(n ast.Node) bool {
			if call, ok := n.(*ast.CallExpr); ok {
				o.closed = o.closed || selects(call.Fun, o.name, "Close")
				for _, arg := range call.Args {
					id, ok := arg.(*ast.Ident)
					o.passed = o.passed || ok && id.Name == o.name
				}
			}
			return true
		})
		found = append(found, o)
	}
	return found
}

// selects reports whether an expression is x.name.
func selects(e ast.Expr, x, name string) bool {
	sel, ok := e.(*ast.SelectorExpr)
	if !ok || sel.Sel.Name != name {
		return false
	}
	id, ok := sel.X.(*ast.Ident)
	return ok && id.Name == x
}
