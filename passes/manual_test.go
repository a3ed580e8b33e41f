package passes_test

import (
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"

	"golang.org/x/tools/go/analysis"
	"golang.org/x/tools/go/analysis/checker"
	"golang.org/x/tools/imports"

	"github.com/guardlint/guardlint/analyzer"
	"github.com/guardlint/guardlint/passes/internal/manual"
	"github.com/guardlint/guardlint/passes/internal/passtest"
)

// TestManuals checks the manual of every check: its form, that the analyzer says the same, and its example code.
//
// Code that uses names it does not declare finds them in testdata/prelude.go of the check, a file of package example.
func TestManuals(t *testing.T) {
	for _, a := range analyzer.Suite {
		t.Run(a.Name, func(t *testing.T) {
			source, err := os.ReadFile(filepath.Join(a.Name, "doc.go"))
			if err != nil {
				t.Fatalf("check %s has no manual: %v", a.Name, err)
			}
			for _, sentence := range readManual(t, a, string(source)) {
				t.Error(sentence)
			}
		})
	}
}

// readManual returns what is wrong with a manual, one sentence each.
func readManual(t *testing.T, a *analysis.Analyzer, source string) []string {
	t.Helper()
	m, err := manual.Parse(source)
	if err != nil {
		return []string{err.Error()}
	}
	var wrong []string
	if m.Check != a.Name {
		wrong = append(wrong, fmt.Sprintf("the manual of %s is about %s", a.Name, m.Check))
	}
	if a.Doc != manual.Doc(source) {
		wrong = append(wrong, fmt.Sprintf("the Doc of analyzer %s is not cut from its manual by manual.Doc", a.Name))
	}
	if strings.Contains(source, "TODO") {
		wrong = append(wrong, fmt.Sprintf("the manual of %s is unfinished: it has a TODO", a.Name))
	}
	return append(wrong, runExamples(t, a, m.Code())...)
}

// marker introduces the message that an example line is to yield.
const marker = "// guardlint: "

// runExamples compiles the code blocks of a manual, each as a package of its own, and compares what the check
// reports with what the code says.
func runExamples(t *testing.T, a *analysis.Analyzer, blocks []string) []string {
	t.Helper()
	testdata := t.TempDir()
	var (
		names []string
		want  = make(map[string]string) // by block and line: "example1:3"
		wrong []string
	)
	for i, code := range blocks {
		name := "example" + strconv.Itoa(i+1)
		names = append(names, name)
		dir := filepath.Join(testdata, "src", name)
		if err := writeExample(dir, a.Name, code); err != nil {
			return []string{fmt.Sprintf("code block %d of the manual of %s: %v", i+1, a.Name, err)}
		}
		for n, line := range strings.Split(code, "\n") {
			if _, message, found := strings.Cut(line, marker); found {
				want[fmt.Sprintf("%s:%d", name, n+1)] = message
			}
		}
	}
	if len(want) == 0 {
		return []string{fmt.Sprintf("the manual of %s shows no code that is reported; mark the line by %q", a.Name, marker)}
	}
	for _, act := range passtest.Load(t, testdata, names...).Analyze(t, a) {
		wrong = append(wrong, compareExample(act, want)...)
	}
	for place, message := range want {
		wrong = append(wrong, fmt.Sprintf("%s: nothing says %q", place, message))
	}
	slices.Sort(wrong)
	return wrong
}

// compareExample removes what an action reports from want, and returns what was not wanted.
func compareExample(act *checker.Action, want map[string]string) []string {
	var wrong []string
	for _, d := range act.Diagnostics {
		place := fmt.Sprintf("%s:%d", act.Package.PkgPath, act.Package.Fset.Position(d.Pos).Line)
		if want[place] != d.Message {
			wrong = append(wrong, fmt.Sprintf("%s: unwanted %q", place, d.Message))
			continue
		}
		delete(want, place)
	}
	return wrong
}

// writeExample makes a package out of a code block. The package clause and the imports go on the first line of the
// code, so that lines have the same numbers in both.
func writeExample(dir, check, code string) error {
	if err := os.MkdirAll(dir, 0o755); err != nil {
		return err
	}
	if prelude, err := os.ReadFile(filepath.Join(check, "testdata", "prelude.go")); err == nil {
		if err := os.WriteFile(filepath.Join(dir, "prelude.go"), prelude, 0o644); err != nil {
			return err
		}
	}
	if !strings.HasPrefix(code, "package ") {
		header, err := importsFor(dir, code)
		if err != nil {
			return err
		}
		code = header + code
	}
	return os.WriteFile(filepath.Join(dir, "example.go"), []byte(code), 0o644)
}

// importsFor returns a package clause and the imports that code needs, on one line.
func importsFor(dir, code string) (string, error) {
	const clause = "package example; "
	name := filepath.Join(dir, "example.go")
	full, err := imports.Process(name, []byte(clause+"\n"+code), nil)
	if err != nil {
		return "", err
	}
	file, err := parser.ParseFile(token.NewFileSet(), name, full, parser.ImportsOnly)
	if err != nil {
		return "", err
	}
	header := clause
	for _, spec := range file.Imports {
		header += "import " + importText(spec) + "; "
	}
	return header, nil
}

// importText writes an import as in the source.
func importText(spec *ast.ImportSpec) string {
	if spec.Name != nil {
		return spec.Name.Name + " " + spec.Path.Value
	}
	return spec.Path.Value
}

// TestReadManual shows that TestManuals can fail.
func TestReadManual(t *testing.T) {
	const text = "// Package openers reports functions that open.\n//\n// # What it reports\n//\n// All.\n//\n" +
		"// # Example (bad)\n//\n//\tfunc f() {\n//\t\tos.Open(\"x\") // guardlint: os.Open opens at line 2\n//\t}\n//\n" +
		"// # Fix (good)\n//\n//\tfunc f() {}\n//\n// # What it does not report\n//\n// None.\n//\n// # Suppressing\n//\n// No.\npackage openers\n"
	openers := &analysis.Analyzer{Name: "openers", Doc: manual.Doc(text), Run: func(pass *analysis.Pass) (any, error) {
		for _, file := range pass.Files {
			ast.Inspect(file, func(n ast.Node) bool {
				if call, isCall := n.(*ast.CallExpr); isCall {
					pass.ReportRangef(call, "%s opens at line %d", dotted(call.Fun), pass.Fset.Position(call.Pos()).Line)
				}
				return true
			})
		}
		return nil, nil
	}}
	for _, test := range []struct{ name, old, new, want string }{
		{"good", "", "", ""},
		{"form", "# Fix (good)", "# Cure", "has the sections"},
		{"unfinished", "// All.", "// All. TODO", "unfinished"},
		{"other text", "// All.", "// Some.", "is not cut from its manual"},
		{"wrong message", "opens at line 2", "opens", `example1:2: nothing says "os.Open opens"`},
		{"unwanted", "func f() {}", "func f() { print() }", `example2:1: unwanted "print opens at line 1"`},
		{"no example", "guardlint: ", "", "shows no code that is reported"},
		{"syntax", "func f() {}", "func f() {", "code block 2 of the manual of openers"},
	} {
		t.Run(test.name, func(t *testing.T) {
			source := strings.Replace(text, test.old, test.new, 1)
			got := strings.Join(readManual(t, openers, source), "\n")
			if test.want == "" && got != "" || !strings.Contains(got, test.want) {
				t.Errorf("got %q, want %q", got, test.want)
			}
		})
	}
}
