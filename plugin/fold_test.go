package plugin

import (
	"errors"
	"go/token"
	"go/types"
	"reflect"
	"testing"

	"golang.org/x/tools/go/analysis"
)

func TestFold(t *testing.T) {
	fset := token.NewFileSet()
	here, there := addFile(fset, "dir/here.go"), addFile(fset, "dir/there.go")

	for _, test := range []struct {
		name    string
		related []analysis.RelatedInformation
		want    string
	}{
		{"none", nil, "f is never closed"},
		{
			"same file",
			[]analysis.RelatedInformation{{Pos: here.LineStart(7), Message: "this return leaves f open"}},
			"f is never closed (line 7: this return leaves f open)",
		},
		{
			"two, one in another file",
			[]analysis.RelatedInformation{
				{Pos: here.LineStart(7), Message: "this return leaves f open"},
				{Pos: there.LineStart(3), Message: "log.Print does not close f"},
			},
			"f is never closed (line 7: this return leaves f open; there.go:3: log.Print does not close f)",
		},
		{
			"no position",
			[]analysis.RelatedInformation{{Message: "this return leaves f open"}},
			"f is never closed (this return leaves f open)",
		},
	} {
		t.Run(test.name, func(t *testing.T) {
			check := &analysis.Analyzer{
				Name: "toy",
				Run: func(pass *analysis.Pass) (any, error) {
					pass.Report(analysis.Diagnostic{
						Pos: here.LineStart(2), Message: "f is never closed", Category: "never", Related: test.related,
					})
					return "result", nil
				},
			}
			var got []analysis.Diagnostic
			pass := &analysis.Pass{Fset: fset, Report: func(d analysis.Diagnostic) { got = append(got, d) }}
			result, err := fold([]*analysis.Analyzer{check})[0].Run(pass)
			if result != "result" || err != nil {
				t.Errorf("Run = %v, %v, want what the check returned", result, err)
			}
			if len(got) != 1 {
				t.Fatalf("%d diagnostics, want 1", len(got))
			}
			if got[0].Message != test.want {
				t.Errorf("message = %q, want %q", got[0].Message, test.want)
			}
			if got[0].Related != nil || got[0].Category != "never" || got[0].Pos != here.LineStart(2) {
				t.Errorf("diagnostic = %+v, want no related positions and all else kept", got[0])
			}
		})
	}
}

// TestFoldLeavesTheCheckAlone guards against a fold that works on the shared analyzer: other drivers in the same
// process would lose their related positions.
func TestFoldLeavesTheCheckAlone(t *testing.T) {
	fset := token.NewFileSet()
	file := addFile(fset, "f.go")
	check := &analysis.Analyzer{Name: "toy", Run: func(pass *analysis.Pass) (any, error) {
		pass.Report(analysis.Diagnostic{
			Pos:     file.LineStart(1),
			Related: []analysis.RelatedInformation{{Pos: file.LineStart(2), Message: "here"}},
		})
		return nil, nil
	}}
	fold([]*analysis.Analyzer{check})

	pass := &analysis.Pass{Fset: fset, Report: func(d analysis.Diagnostic) {
		if len(d.Related) != 1 {
			t.Errorf("%d related positions, want 1", len(d.Related))
		}
	}}
	if _, err := check.Run(pass); err != nil {
		t.Fatal(err)
	}
}

// TestFoldAmongChecks asserts that a check that requires another one gets its result, and gets it from the copy.
func TestFoldAmongChecks(t *testing.T) {
	first := &analysis.Analyzer{Name: "first", Run: func(*analysis.Pass) (any, error) { return nil, nil }}
	second := &analysis.Analyzer{Name: "second", Requires: []*analysis.Analyzer{first}}
	second.Run = func(pass *analysis.Pass) (any, error) { return pass.ResultOf[first], nil }

	folded := fold([]*analysis.Analyzer{first, second})
	if folded[1].Requires[0] != folded[0] || second.Requires[0] != first {
		t.Fatal("the copy of second does not require the copy of first, or second itself was changed")
	}
	pass := &analysis.Pass{ResultOf: map[*analysis.Analyzer]any{folded[0]: "result"}}
	if got, err := folded[1].Run(pass); got != "result" || err != nil {
		t.Errorf("Run = %v, %v, want the result of first", got, err)
	}
}

// addFile adds a file of ten lines.
func addFile(fset *token.FileSet, name string) *token.File {
	file := fset.AddFile(name, -1, 100)
	for line := 1; line < 10; line++ {
		file.AddLine(line * 10)
	}
	return file
}

// TestFoldGoesOn asserts that a check that fails does not keep the others from reporting, nor those that require it from
// running.
func TestFoldGoesOn(t *testing.T) {
	failing := &analysis.Analyzer{Name: "failing", ResultType: reflect.TypeFor[map[string]bool](), Run: func(*analysis.Pass) (any, error) {
		return nil, errors.New("no luck")
	}}
	result, err := fold([]*analysis.Analyzer{failing})[0].Run(&analysis.Pass{Pkg: types.NewPackage("example.com/m", "m")})
	if m, ok := result.(map[string]bool); err != nil || !ok || m != nil {
		t.Errorf("Run = %#v, %v, want a result of the type that the check has, and no error", result, err)
	}
}
