package analyzer_test

import (
	"bytes"
	"encoding/gob"
	"fmt"
	"go/types"
	"reflect"
	"strings"
	"testing"

	"golang.org/x/tools/go/analysis"
	"golang.org/x/tools/go/analysis/checker"
	"golang.org/x/tools/go/packages"

	"github.com/guardlint/guardlint/analyzer"
)

// The tests in this file hold the checks to what Bazel's nogo asks of an analyzer. nogo generates a program that
// imports one package per check and uses the variable Analyzer of each; it knows nothing of the suite. There are
// no other flags than those in Analyzer.Flags, and facts go through gob from one action to the next. Package-level
// state is the matter of TestNoMutableState.

// TestEachCheckIsAPackage asserts that the suite and the folders of passes are the same set.
func TestEachCheckIsAPackage(t *testing.T) {
	inSuite := make(map[string]bool)
	for _, check := range analyzer.Suite {
		inSuite[check.Name] = true
	}
	for _, pkg := range load(t, packages.NeedName|packages.NeedTypes|packages.NeedImports|packages.NeedDeps) {
		if roomOf(pkg.PkgPath) != "check" || pkg.PkgPath == module+"/passes" {
			continue
		}
		v, ok := pkg.Types.Scope().Lookup("Analyzer").(*types.Var)
		if !ok || v.Type().String() != "*golang.org/x/tools/go/analysis.Analyzer" {
			t.Errorf("%s exports no variable Analyzer of type *analysis.Analyzer", pkg.PkgPath)
			continue
		}
		if !inSuite[pkg.Name] {
			t.Errorf("%s is not in analyzer.Suite under the name %s", pkg.PkgPath, pkg.Name)
		}
		delete(inSuite, pkg.Name)
	}
	for name := range inSuite {
		t.Errorf("no package passes/%s for the check of this name", name)
	}
}

// TestNoGlobalFlags asserts that no package of a check declares flags for a whole program.
func TestNoGlobalFlags(t *testing.T) {
	for _, pkg := range load(t, packages.LoadSyntax) {
		switch roomOf(pkg.PkgPath) {
		case "cmd", "scaffolding":
			continue
		}
		for id, obj := range pkg.TypesInfo.Uses {
			f, ok := obj.(*types.Func)
			if ok && f.Pkg() != nil && f.Pkg().Path() == "flag" && f.Signature().Recv() == nil && f.Name() != "NewFlagSet" {
				t.Errorf("%s: flag.%s adds to the flags of the program: use Analyzer.Flags", pkg.Fset.Position(id.Pos()), f.Name())
			}
		}
	}
}

// TestFactsAreDeclared asserts that each fact type belongs to one analyzer, which lists it, and that gob can take
// it as it is.
func TestFactsAreDeclared(t *testing.T) {
	if err := analysis.Validate(analyzer.Suite); err != nil {
		t.Fatal(err)
	}
	for _, a := range withRequirements(analyzer.Suite) {
		for _, fact := range a.FactTypes {
			if err := roundTrip(fact); err != nil {
				t.Errorf("%s: fact %T: %v", a.Name, fact, err)
			}
		}
	}
}

// roundTrip encodes and decodes a fact in the way of the drivers: as a value of the interface type, so that its
// type has to be registered. Registering a type twice under one name panics.
func roundTrip(fact analysis.Fact) error {
	if reflect.TypeOf(fact).Kind() != reflect.Pointer {
		return fmt.Errorf("is not a pointer")
	}
	gob.Register(fact)
	var buf bytes.Buffer
	zero := reflect.New(reflect.TypeOf(fact).Elem()).Interface().(analysis.Fact)
	if err := gob.NewEncoder(&buf).Encode([]analysis.Fact{zero}); err != nil {
		return err
	}
	var got []analysis.Fact
	return gob.NewDecoder(&buf).Decode(&got)
}

// TestEachCheckRunsAlone runs every check as if it were the only one.
func TestEachCheckRunsAlone(t *testing.T) {
	pkgs, err := packages.Load(&packages.Config{Mode: packages.LoadAllSyntax}, "errors")
	if err != nil {
		t.Fatal(err)
	}
	for _, check := range analyzer.Suite {
		t.Run(check.Name, func(t *testing.T) {
			graph, err := checker.Analyze([]*analysis.Analyzer{check}, pkgs, nil)
			if err != nil {
				t.Fatal(err)
			}
			for _, action := range graph.Roots {
				if action.Err != nil {
					t.Errorf("%s: %v", action.Package.PkgPath, action.Err)
				}
			}
		})
	}
}

// withRequirements returns the analyzers and all that they require, each once.
func withRequirements(roots []*analysis.Analyzer) []*analysis.Analyzer {
	seen := make(map[*analysis.Analyzer]bool)
	var all []*analysis.Analyzer
	var visit func([]*analysis.Analyzer)
	visit = func(as []*analysis.Analyzer) {
		for _, a := range as {
			if !seen[a] {
				seen[a] = true
				all = append(all, a)
				visit(a.Requires)
			}
		}
	}
	visit(roots)
	return all
}

// TestRoundTrip shows that TestFactsAreDeclared can fail.
func TestRoundTrip(t *testing.T) {
	if err := roundTrip(new(unfit)); err == nil || !strings.Contains(err.Error(), "has no exported fields") {
		t.Errorf("a fact that gob cannot encode: error = %v", err)
	}
	if err := roundTrip(byValue{}); err == nil {
		t.Error("a fact that is no pointer: no error")
	}
}

type unfit struct {
	_ func() // a field, but none that gob can encode
}

func (*unfit) AFact() {}

type byValue struct{ A int }

func (byValue) AFact() {}
