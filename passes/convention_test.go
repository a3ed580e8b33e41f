// Package passes_test holds the tests that all checks pass together: the rules for what they say, and their manuals.
package passes_test

import (
	"fmt"
	"go/ast"
	"go/token"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"golang.org/x/tools/go/analysis"
	"golang.org/x/tools/go/analysis/checker"

	"github.com/guardlint/guardlint/analyzer"
	"github.com/guardlint/guardlint/passes/internal/passtest"
)

// TestConventions applies the rules of rules_test.go to everything that the checks say about their fixtures.
func TestConventions(t *testing.T) {
	for _, a := range analyzer.Suite {
		t.Run(a.Name, func(t *testing.T) {
			testdata := filepath.Join(a.Name, "testdata")
			if _, err := os.Stat(testdata); err != nil {
				t.Fatalf("check %s has no fixtures: %v", a.Name, err)
			}
			diagnostics := 0
			for _, act := range passtest.Load(t, testdata).Analyze(t, a) {
				diagnostics += len(act.Diagnostics)
				for _, sentence := range judge(act) {
					t.Error(sentence)
				}
			}
			if diagnostics == 0 {
				t.Errorf("check %s reports nothing in its fixtures", a.Name)
			}
		})
	}
}

var slug = regexp.MustCompile(`^[a-z]+(-[a-z]+)*$`)

// judge returns the rules that the diagnostics of an action break, one sentence each.
func judge(act *checker.Action) []string {
	var wrong []string
	// A call can acquire two guards: os.CreateTemp makes a file to close and a file to remove.
	type guard struct {
		pos     token.Pos
		release string
	}
	seen := make(map[guard]bool)
	for _, d := range act.Diagnostics {
		at := act.Package.Fset.Position(d.Pos)
		complain := func(words, what string) {
			wrong = append(wrong, fmt.Sprintf("%s:%d: %q: %s", filepath.Base(at.Filename), at.Line, words, what))
		}
		file := fileAt(act.Package.Syntax, d.Pos)
		if file == nil {
			complain(d.Message, "lies outside the package")
			continue
		}
		g := guard{d.Pos, releaseIn(d.Message)}
		if seen[g] {
			complain(d.Message, "is not the only diagnostic about this guard")
		}
		seen[g] = true
		if !isNode(file, d.Pos, d.End) {
			complain(d.Message, "does not cover a piece of syntax")
		}
		for _, rel := range d.Related {
			if fileAt([]*ast.File{file}, rel.Pos) == nil {
				complain(rel.Message, "relates a position in another file")
			}
		}
		judgeForm(d, complain)
		judgeWords(d, act.Analyzer.Name, namesIn(file), complain)
	}
	return wrong
}

// judgeForm complains about the parts of a diagnostic that drivers and users go by.
func judgeForm(d analysis.Diagnostic, complain func(words, what string)) {
	if !slug.MatchString(d.Category) {
		complain(d.Message, fmt.Sprintf("has category %q, want a word or words-with-hyphens", d.Category))
	}
	if !strings.HasPrefix(d.URL, "https://") { // the framework makes it of the analyzer's URL and the category
		complain(d.Message, "has no URL")
	}
	if len(d.Related) > 2 {
		complain(d.Message, fmt.Sprintf("has %d related positions, want at most 2", len(d.Related)))
	}
}

// judgeWords applies the rules for texts. names holds what the program calls things.
func judgeWords(d analysis.Diagnostic, check string, names map[string]bool, complain func(words, what string)) {
	apply := func(words string, rules []rule) {
		for _, name := range violations(text{words, check, names}, rules...) {
			complain(words, "breaks the rule: "+name)
		}
	}
	apply(d.Message, slices.Concat(everywhere, onMessages))
	for _, rel := range d.Related {
		apply(rel.Message, everywhere)
	}
	for _, fix := range d.SuggestedFixes {
		apply(fix.Message, onFixes)
	}
}

// fileAt returns the file that a position lies in, or nil.
func fileAt(files []*ast.File, pos token.Pos) *ast.File {
	for _, file := range files {
		if file.FileStart <= pos && pos < file.FileEnd {
			return file
		}
	}
	return nil
}

// isNode reports whether a node of the syntax, or a comment, extends exactly from pos to end.
func isNode(file *ast.File, pos, end token.Pos) bool {
	found := slices.ContainsFunc(file.Comments, func(g *ast.CommentGroup) bool {
		return slices.ContainsFunc(g.List, func(c *ast.Comment) bool { return c.Pos() == pos && c.End() == end })
	})
	ast.Inspect(file, func(n ast.Node) bool {
		if n != nil && n.Pos() == pos && n.End() == end {
			found = true
		}
		return !found && n != nil && n.Pos() <= pos && end <= n.End()
	})
	return found
}

// TestJudge shows that TestConventions can fail on more than words.
func TestJudge(t *testing.T) {
	clumsy := &analysis.Analyzer{Name: "clumsy", Doc: "report every function, badly", Run: func(pass *analysis.Pass) (any, error) {
		other := analysis.RelatedInformation{Pos: pass.Files[1].Package, Message: "this is elsewhere"}
		fix := analysis.SuggestedFix{Message: `insert "x"`}
		pos := pass.Files[0].Decls[0].Pos()
		pass.Report(analysis.Diagnostic{Pos: pos, End: pos + 1, Message: "f is bad", Category: "Not A Slug",
			Related:        []analysis.RelatedInformation{other, other, other},
			SuggestedFixes: []analysis.SuggestedFix{fix}})
		pass.Report(analysis.Diagnostic{Pos: pos, End: pass.Files[0].Decls[0].End(), Message: "f is bad", Category: "never"})
		return nil, nil
	}}
	dir := filepath.Join(t.TempDir(), "src", "x")
	if err := os.MkdirAll(dir, 0o755); err != nil {
		t.Fatal(err)
	}
	for file, source := range map[string]string{"a.go": "package x\n\nfunc f() {}\n", "b.go": "package x\n"} {
		if err := os.WriteFile(filepath.Join(dir, file), []byte(source), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	var got []string
	for _, act := range passtest.Load(t, filepath.Dir(filepath.Dir(dir))).Analyze(t, clumsy) {
		got = append(got, judge(act)...)
	}
	all := strings.Join(got, "\n")
	for _, want := range []string{
		"does not cover a piece of syntax", `has category "Not A Slug"`, "has no URL", "has 3 related positions",
		"relates a position in another file", "breaks the rule: is a command", "is not the only diagnostic about this guard",
	} {
		if !strings.Contains(all, want) {
			t.Errorf("want a complaint %q in:\n%s", want, all)
		}
	}
}
