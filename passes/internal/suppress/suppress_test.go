package suppress

import (
	"errors"
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"testing"

	"golang.org/x/tools/go/analysis"
)

// TestFind asserts which line a directive silences, and that what lacks a part is found but has no effect.
func TestFind(t *testing.T) {
	for _, test := range []struct {
		name, source string
		want         string // line, checks, reason of each directive
	}{
		{"behind code", "package p\n\nvar x = f() //guardlint:ignore unreleased it is meant to stay\n", "3 [unreleased] it is meant to stay; "},
		{"above", "package p\n\n//guardlint:ignore unreleased why not\nvar x = f()\n", "4 [unreleased] why not; "},
		{"above, with prose between", "package p\n\n//guardlint:ignore unreleased why not\n// x is x.\nvar x = f()\n", "5 [unreleased] why not; "},
		{"behind a bracket", "package p\n\nvar x = f(\n\t1,\n) //guardlint:ignore unreleased why not\n", "5 [unreleased] why not; "},
		{"in a body", "package p\n\nfunc g() {\n\t//guardlint:ignore a,b two at once\n\tf()\n}\n", "5 [a b] two at once; "},
		{"a comment behind it", "package p\n\nvar x = f() //guardlint:ignore a why // prose\n", "3 [a] why; "},
		{"no reason", "package p\n\nvar x = f() //guardlint:ignore unreleased\n", "3 [unreleased] ; "},
		{"nothing", "package p\n\nvar x = f() //guardlint:ignore\n", "3 [] ; "},
		{"prose", "package p\n\n// guardlint:ignore unreleased why not\nvar x = f()\n", ""},
		{"another word", "package p\n\n//guardlint:ignored unreleased why not\nvar x = f()\n", ""},
	} {
		t.Run(test.name, func(t *testing.T) {
			fset, file := parse(t, test.source)
			got := ""
			for _, i := range Find(fset, []*ast.File{file}) {
				got += fmt.Sprintf("%d %v %s; ", i.Line, i.Checks, i.Reason)
			}
			if got != test.want {
				t.Errorf("found %q, want %q", got, test.want)
			}
		})
	}
}

// TestHeed asserts that a check is silenced where a complete directive names it, and nowhere else.
func TestHeed(t *testing.T) {
	fset, file := parse(t, `package p

var a = 1 //guardlint:ignore toy for the test
var b = 2 //guardlint:ignore other for the test
var c = 3 //guardlint:ignore toy
var d = 4
`)
	check := Heed(&analysis.Analyzer{Name: "toy", Run: func(pass *analysis.Pass) (any, error) {
		for _, decl := range pass.Files[0].Decls {
			pass.Report(analysis.Diagnostic{Pos: decl.Pos(), Message: "a variable"})
		}
		return nil, nil
	}})
	var lines []int
	pass := &analysis.Pass{Fset: fset, Files: []*ast.File{file}, Report: func(d analysis.Diagnostic) {
		lines = append(lines, fset.Position(d.Pos).Line)
	}}
	result, err := check.Run(pass)
	if err != nil {
		t.Fatal(err)
	}
	if got, want := fmt.Sprint(lines), "[4 5 6]"; got != want {
		t.Errorf("reported lines %s, want %s", got, want)
	}
	if used := result.(Used); len(used) != 1 || !used[file.Comments[0].Pos()] {
		t.Errorf("used directives %v, want the first one", used)
	}
}

// TestSheltered asserts that a check that panics, or whose requirement has broken off, says so by an error.
func TestSheltered(t *testing.T) {
	owner := &analysis.Analyzer{Name: "owner"}
	for _, test := range []struct {
		name, want string
		run        func(*analysis.Pass) (any, error)
		owner      any
	}{
		{"panics", "it broke off (no luck), a bug of guardlint: please report it", func(*analysis.Pass) (any, error) { panic("no luck") }, nil},
		{"requires", "no code, a bug of guardlint: please report it", func(*analysis.Pass) (any, error) { return nil, nil }, broken{}},
		{"runs", "<nil>", func(*analysis.Pass) (any, error) { return nil, nil }, nil},
	} {
		pass := &analysis.Pass{Analyzer: &analysis.Analyzer{Requires: []*analysis.Analyzer{owner}}, ResultOf: map[*analysis.Analyzer]any{owner: test.owner}}
		if _, err := sheltered(test.run)(pass); fmt.Sprint(err) != test.want {
			t.Errorf("%s: error %v, want %s", test.name, err, test.want)
		}
	}
}

type broken struct{}

func (broken) BrokeOff() error { return errors.New("no code") }

func parse(t *testing.T, source string) (*token.FileSet, *ast.File) {
	t.Helper()
	fset := token.NewFileSet()
	file, err := parser.ParseFile(fset, "p.go", source, parser.ParseComments|parser.SkipObjectResolution)
	if err != nil {
		t.Fatal(err)
	}
	return fset, file
}
