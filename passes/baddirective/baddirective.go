package baddirective

import (
	_ "embed"
	"go/ast"
	"go/token"
	"slices"

	"golang.org/x/tools/go/analysis"

	"github.com/guardlint/guardlint/passes/internal/explain"
	"github.com/guardlint/guardlint/passes/internal/manual"
	"github.com/guardlint/guardlint/passes/internal/suppress"
	"github.com/guardlint/guardlint/passes/ownership"
)

//go:embed doc.go
var source string

// Analyzer is the check of declarations alone. Which directives silence nothing only shows where all checks run, so
// that this is for drivers that take checks one by one.
var Analyzer = New(ownership.Analyzer)

// New returns the check over what an ownership pass knows. It comes after the given checks, and reports the directives
// that silence none of their findings.
func New(owner *analysis.Analyzer, checks ...*analysis.Analyzer) *analysis.Analyzer {
	a := &analysis.Analyzer{
		Name:     "baddirective",
		Doc:      manual.Doc(source),
		URL:      "https://pkg.go.dev/github.com/guardlint/guardlint/passes/baddirective",
		Requires: append([]*analysis.Analyzer{owner}, checks...),
	}
	entries := a.Flags.Bool("entries", false, "say of each entry of the configuration what it matches, for \"guardlint config check\"")
	a.Run = func(pass *analysis.Pass) (any, error) {
		result := pass.ResultOf[owner].(*ownership.Result)
		if *entries {
			reportEntries(pass, result)
			return nil, nil
		}
		for _, p := range result.Problems() {
			if !inGenerated(pass, p.Pos) {
				pass.Report(explain.Problem(pass, p))
			}
		}
		if len(checks) > 0 {
			reportIgnores(pass, result, checks)
		}
		return nil, nil
	}
	return a
}

// reportIgnores reports the directives that silence nothing.
func reportIgnores(pass *analysis.Pass, result *ownership.Result, checks []*analysis.Analyzer) {
	for _, ignore := range suppress.Find(pass.Fset, pass.Files) {
		if !ignore.Complete() {
			pass.Report(explain.IgnoreIncomplete(pass, ignore.Pos, ignore.End))
			continue
		}
		for _, name := range ignore.Checks {
			i := slices.IndexFunc(checks, func(a *analysis.Analyzer) bool { return a.Name == name })
			switch {
			case i < 0:
				pass.Report(explain.IgnoreUnknown(pass, ignore.Pos, ignore.End, name))
			case isUnused(pass.ResultOf[checks[i]].(suppress.Used), ignore) && !silencesUnsure(pass, result, ignore, name):
				pass.Report(explain.IgnoreUnused(pass, ignore.Pos, ignore.End, name))
			}
		}
	}
}

// isUnused reports whether a directive has silenced nothing. Of a check that broke off, nobody knows.
func isUnused(used suppress.Used, ignore suppress.Ignore) bool {
	return used != nil && !used[ignore.Pos]
}

// silencesUnsure reports whether a directive silences what a check reports in its strict mode only: the directive is
// needed then, and must not be in the way otherwise.
func silencesUnsure(pass *analysis.Pass, result *ownership.Result, ignore suppress.Ignore, check string) bool {
	for _, v := range result.Leaks(check) {
		at := pass.Fset.PositionFor(v.Obl.Site.Pos(), false)
		if at.Filename == ignore.File && at.Line == ignore.Line {
			return true
		}
	}
	return false
}

// reportEntries reports on the entries of the configuration alone, each with its place there in front.
func reportEntries(pass *analysis.Pass, result *ownership.Result) {
	for _, p := range result.Problems() {
		if p.Entry != "" {
			pass.Report(explain.Misfit(pass, p))
		}
	}
	for _, m := range result.Matches() {
		pass.Report(explain.Match(pass, pass.Files[0].Name, m))
	}
}

// inGenerated reports whether a position lies in a file that nobody edits.
func inGenerated(pass *analysis.Pass, pos token.Pos) bool {
	return slices.ContainsFunc(pass.Files, func(f *ast.File) bool {
		return f.FileStart <= pos && pos < f.FileEnd && ast.IsGenerated(f)
	})
}
