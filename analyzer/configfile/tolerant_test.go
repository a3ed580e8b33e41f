package configfile

import (
	"go/ast"
	"go/parser"
	"go/token"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"golang.org/x/tools/go/analysis"

	"github.com/guardlint/guardlint/analyzer"
)

// TestTolerant asserts that a mistake in the file costs its declarations only, and that it is told in every package.
func TestTolerant(t *testing.T) {
	t.Setenv(Variable, "")
	dir := t.TempDir()
	write := func(text string) {
		t.Helper()
		if err := os.WriteFile(filepath.Join(dir, Name), []byte(text), 0o666); err != nil {
			t.Fatal(err)
		}
	}

	write("")
	if checks, err := Tolerant(dir); err != nil || !slices.Equal(checks, analyzer.Suite) {
		t.Errorf("empty file: %d checks, error %v, want the suite", len(checks), err)
	}

	write("kinds:\n  - name: stat\n    acquire: [{func: (*os.File).Stat}]\n    release: [{method: Forget}]\n")
	if checks, err := Tolerant(dir); err != nil || len(checks) != len(analyzer.Suite) || slices.Equal(checks, analyzer.Suite) {
		t.Errorf("a kind more: %d checks, error %v, want other checks than the suite", len(checks), err)
	}

	write("functoins: []\n")
	checks, err := Tolerant(dir)
	if err == nil || len(checks) != len(analyzer.Suite)+1 || !slices.Equal(checks[:len(analyzer.Suite)], analyzer.Suite) {
		t.Fatalf("broken file: %d checks, error %v, want the suite, one more, and an error", len(checks), err)
	}
	teller := checks[len(analyzer.Suite)]
	if err := analysis.Validate([]*analysis.Analyzer{teller}); err != nil {
		t.Error(err)
	}
	got := reports(t, teller)
	if len(got) != 1 || !strings.HasPrefix(got[0], "a.go:2:9: guardlint has its built-in settings") || !strings.Contains(got[0], Name+`:1:1: the key "functoins" is unknown`) {
		t.Errorf("reports %q, want one, at the package clause of a.go, with the place and the words of the error", got)
	}

	write("functions: no\n")
	again, err := Tolerant(dir)
	if err == nil || again[len(again)-1].Name == teller.Name {
		t.Errorf("another mistake has the analyzer name %s of the first (error: %v)", teller.Name, err)
	}
}

// reports runs an analyzer over a package of two files.
func reports(t *testing.T, a *analysis.Analyzer) []string {
	t.Helper()
	fset := token.NewFileSet()
	var files []*ast.File
	for _, name := range []string{"b.go", "a.go"} {
		f, err := parser.ParseFile(fset, name, "// A comment.\npackage p\n", 0)
		if err != nil {
			t.Fatal(err)
		}
		files = append(files, f)
	}
	var got []string
	pass := &analysis.Pass{Analyzer: a, Fset: fset, Files: files, Report: func(d analysis.Diagnostic) {
		got = append(got, fset.Position(d.Pos).String()+": "+d.Message)
	}}
	if _, err := a.Run(pass); err != nil {
		t.Fatal(err)
	}
	return got
}
