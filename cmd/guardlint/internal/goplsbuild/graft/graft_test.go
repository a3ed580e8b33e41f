package graft_test

import (
	"strings"
	"testing"

	"golang.org/x/tools/go/analysis"

	"github.com/guardlint/guardlint/cmd/guardlint/internal/goplsbuild/graft"
)

// entry has the shape of gopls' settings.Analyzer.
type entry struct {
	severity int
	analyzer *analysis.Analyzer
}

func TestAppend(t *testing.T) {
	printf, unreleased, lockheld := named("printf"), named("unreleased"), named("lockheld")
	list := []*entry{{severity: 4, analyzer: printf}}

	if err := graft.Append(&list, []*analysis.Analyzer{unreleased, lockheld}); err != nil {
		t.Fatal(err)
	}
	if len(list) != 3 || list[0].analyzer != printf || list[1].analyzer != unreleased || list[2].analyzer != lockheld {
		t.Errorf("list = %v, want printf, unreleased, lockheld", list)
	}
	if list[0].severity != 4 || list[1].severity != 0 {
		t.Errorf("severities = %d, %d, want 4, 0", list[0].severity, list[1].severity)
	}
}

func TestAppendRefusesOtherShapes(t *testing.T) {
	type renamed struct{ _ *analysis.Analyzer }
	//lint:ignore U1000 found by reflection
	type retyped struct{ analyzer analysis.Analyzer }

	for _, test := range []struct {
		name string
		list any
		want string
	}{
		{"no slice", &map[string]*entry{}, "not a slice"},
		{"no pointer", []*entry{}, "not a slice"},
		{"no structs", &[]*int{}, "not pointers to structs"},
		{"no pointers", &[]entry{}, "not pointers to structs"},
		{"field renamed", &[]*renamed{}, `no field "analyzer"`},
		{"field retyped", &[]*retyped{}, "is a analysis.Analyzer, not a *analysis.Analyzer"},
	} {
		t.Run(test.name, func(t *testing.T) {
			err := graft.Append(test.list, []*analysis.Analyzer{named("unreleased")})
			if err == nil || !strings.Contains(err.Error(), test.want) {
				t.Errorf("error = %v, want one with %q", err, test.want)
			}
		})
	}
}

func TestAppendRefusesTakenNames(t *testing.T) {
	list := []*entry{{analyzer: named("unreleased")}}
	err := graft.Append(&list, []*analysis.Analyzer{named("lockheld"), named("unreleased")})
	if err == nil || !strings.Contains(err.Error(), "already has an analyzer called unreleased") {
		t.Errorf("error = %v", err)
	}
	if len(list) != 1 {
		t.Errorf("%d entries after the error, want the list unchanged", len(list))
	}
}

func named(name string) *analysis.Analyzer { return &analysis.Analyzer{Name: name} }
