package guard

import (
	"cmp"
	"go/ast"
	"go/parser"
	"go/token"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

// TestFixtures demands fixtures of every kind of the standard library, in the folder of its check that bears its
// name: reports where the kind may be reported by default, and the two that must stay silent, the deferred release and
// the hand-off. What the fixtures expect is tested by the checks.
func TestFixtures(t *testing.T) {
	for _, k := range StandardKinds() {
		check := cmp.Or(k.Check, "unreleased")
		funcs := fixtureFuncs(t, filepath.Join("..", "..", check, "testdata", "src", k.Name))
		bad := func(name string) bool { return strings.HasPrefix(name, "bad") || strings.HasPrefix(name, "TestBad") }
		if k.Ceiling != Unsure && !slices.ContainsFunc(funcs, bad) {
			t.Errorf("kind %s has no fixture with a report", k.Name)
		}
		if k.Ceiling == Unsure && slices.ContainsFunc(funcs, bad) {
			t.Errorf("kind %s is never reported by default, but a fixture demands it", k.Name)
		}
		for _, want := range []string{"okHandOff", "okDefer"} {
			if !slices.Contains(funcs, want) && !slices.Contains(funcs, "Test"+strings.ToUpper(want[:1])+want[1:]) {
				t.Errorf("kind %s has no fixture %s", k.Name, want)
			}
		}
	}
}

// fixtureFuncs lists the functions and methods that the Go files of a folder declare.
func fixtureFuncs(t *testing.T, dir string) []string {
	t.Helper()
	files, err := filepath.Glob(filepath.Join(dir, "*.go"))
	if err != nil {
		t.Fatal(err)
	}
	var names []string
	for _, name := range files {
		file, err := parser.ParseFile(token.NewFileSet(), name, nil, parser.SkipObjectResolution)
		if err != nil {
			t.Fatal(err)
		}
		for _, decl := range file.Decls {
			if fn, ok := decl.(*ast.FuncDecl); ok {
				names = append(names, fn.Name.Name)
			}
		}
	}
	return names
}
