package partialclose

import (
	_ "embed"
	"slices"

	"golang.org/x/tools/go/analysis"

	"github.com/guardlint/guardlint/passes/internal/explain"
	"github.com/guardlint/guardlint/passes/internal/manual"
	"github.com/guardlint/guardlint/passes/internal/suppress"
	"github.com/guardlint/guardlint/passes/ownership"
)

//go:embed doc.go
var source string

// Analyzer is the check over the built-in kinds of guards.
var Analyzer = New(ownership.Analyzer)

// New returns the check over what an ownership pass knows.
func New(owner *analysis.Analyzer) *analysis.Analyzer {
	a := &analysis.Analyzer{
		Name:     "partialclose",
		Doc:      manual.Doc(source),
		URL:      "https://pkg.go.dev/github.com/guardlint/guardlint/passes/partialclose",
		Requires: []*analysis.Analyzer{owner},
	}
	unowned := a.Flags.Bool("unowned", false, "also report fields of types that have no release method")
	a.Run = func(pass *analysis.Pass) (any, error) {
		known := pass.ResultOf[owner].(*ownership.Result)
		partial(pass, known)
		overwritten(pass, known)
		neverReleased(pass, known, *unowned)
		return nil, nil
	}
	return suppress.Heed(a)
}

// partial reports returns of release methods, one diagnostic for all the fields that a return leaves open.
func partial(pass *analysis.Pass, known *ownership.Result) {
	list := known.PartialReleases()
	for i := 0; i < len(list); {
		p := explain.PartialRelease{
			Method: list[i].Method, Return: list[i].Return, Failed: list[i].Failed, Release: list[i].Release,
		}
		for first := list[i].Return; i < len(list) && list[i].Return == first; i++ {
			if !slices.ContainsFunc(p.Paths, func(path []int) bool { return slices.Equal(path, list[i].Path) }) {
				p.Paths = append(p.Paths, list[i].Path)
			}
			p.Others = max(p.Others, list[i].Others)
		}
		if d, ok := explain.Partial(pass, known, p); ok {
			pass.Report(d)
		}
	}
}

// overwritten reports assignments to fields that hold an open guard.
func overwritten(pass *analysis.Pass, known *ownership.Result) {
	for _, o := range known.Overwrites() {
		w := explain.Overwrite{Field: o.Field.Var, Store: o.Store, Verb: o.Field.Kind.Verb, Opened: o.Opened}
		if d, ok := explain.FieldOverwritten(pass, w); ok {
			pass.Report(d)
		}
	}
}

// neverReleased reports fields that a release method leaves out and, if asked to, those of types without one.
func neverReleased(pass *analysis.Pass, known *ownership.Result, unowned bool) {
	for _, f := range known.NeverReleased() {
		if f.Release == nil && !unowned {
			continue
		}
		n := explain.NeverReleased{
			Field: f.Var, Type: f.Type, Noun: f.Kind.Noun, Verb: f.Kind.Verb, Opened: f.Opened, Opener: f.Opener, Method: f.Release,
		}
		if d, ok := explain.NeverField(pass, n); ok {
			pass.Report(d)
		}
	}
}
