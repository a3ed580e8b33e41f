package passtest

import (
	"cmp"
	"fmt"
	"go/ast"
	"go/token"
	"slices"
	"testing"

	"golang.org/x/tools/go/analysis"
	"golang.org/x/tools/go/analysis/checker"
	"golang.org/x/tools/go/packages"
)

// Run analyses the named fixtures below testdata, or all of them when no name is given, and reports every
// difference between what a says and what the fixtures want. Each fixture is a subtest.
func Run(t *testing.T, a *analysis.Analyzer, names ...string) {
	t.Helper()
	all := Load(t, "testdata", names...)
	byFixture, err := all.examine(a)
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range all.names() {
		t.Run(f, func(t *testing.T) {
			for _, problem := range byFixture[f] {
				t.Error(problem)
			}
		})
	}
}

// A problem is a disagreement between a check and a fixture, or a mistake in the fixture.
type problem struct {
	pos  token.Pos
	text string
}

// examine runs the check and returns what is wrong, as lines of text by fixture.
func (f *Fixtures) examine(a *analysis.Analyzer) (map[string][]string, error) {
	byFixture := make(map[string][]string)
	for _, tr := range f.trees {
		actions, err := analyze(tr.pkgs, a)
		if err != nil {
			return nil, err
		}
		add := func(fset *token.FileSet, problems []problem) {
			slices.SortStableFunc(problems, func(x, y problem) int { return cmp.Compare(x.pos, y.pos) })
			for _, p := range problems {
				at := fset.PositionFor(p.pos, false)
				name := tr.fixtureOf(at.Filename)
				line := fmt.Sprintf("%s:%d: %s", tr.show(at.Filename), at.Line, p.text)
				// A file is analysed twice where the package has tests inside it; one complaint will do.
				if !slices.Contains(byFixture[name], line) {
					byFixture[name] = append(byFixture[name], line)
				}
			}
		}
		for _, act := range actions {
			add(act.Package.Fset, examinePackage(act))
		}
		fixes, err := tr.examineFixes(a, actions)
		if err != nil {
			return nil, err
		}
		for _, p := range fixes {
			name := tr.fixtureOf(p.file)
			byFixture[name] = append(byFixture[name], tr.show(p.file)+": "+p.text)
		}
	}
	return byFixture, nil
}

// names lists the fixtures that were loaded.
func (f *Fixtures) names() []string {
	var names []string
	for _, tr := range f.trees {
		for _, pkg := range tr.pkgs {
			names = append(names, tr.fixtureOf(pkg.GoFiles[0]))
		}
	}
	slices.Sort(names)
	return slices.Compact(names)
}

// examinePackage compares the diagnostics of one package with its comments and its function names.
func examinePackage(act *checker.Action) []problem {
	pkg := act.Package
	var problems []problem
	pages := make(map[*token.File]*page)
	for _, file := range pkg.Syntax {
		pg, wrong := readPage(pkg.Fset, file)
		pages[pkg.Fset.File(file.FileStart)] = pg
		problems = append(problems, wrong...)
	}
	subjects := readCast(pkg.Syntax)
	for _, d := range act.Diagnostics {
		pg := pages[pkg.Fset.File(d.Pos)]
		if pg == nil {
			problems = append(problems, problem{d.Pos, fmt.Sprintf("diagnostic outside the package: %s", d.Message)})
			continue
		}
		s := subjects.at(pkg, pg.file, d.Pos)
		if s != nil {
			s.reports++
		}
		wanted := pg.meet(pkg.Fset, "want", d.Pos, d.Message)
		if !wanted && (s == nil || s.verdict != falsePositive) {
			problems = append(problems, problem{d.Pos, fmt.Sprintf("unexpected diagnostic: %s", d.Message)})
		}
		pg.meet(pkg.Fset, "want-category", d.Pos, d.Category)
		for _, rel := range d.Related {
			if pg := pages[pkg.Fset.File(rel.Pos)]; pg != nil {
				pg.meet(pkg.Fset, "want-related", rel.Pos, rel.Message)
			}
		}
	}
	for file, pg := range pages {
		problems = append(problems, pg.unmet(file)...)
	}
	return append(problems, subjects.judge()...)
}

// at returns the subject that a position lies in, or nil.
func (c cast) at(pkg *packages.Package, file *ast.File, pos token.Pos) *subject {
	if i := declAt(pkg.Fset, file, pkg.Fset.PositionFor(pos, false).Line); i >= 0 {
		return c[file.Decls[i]]
	}
	return nil
}

// meet marks the first open expectation that a text at a position fulfils, and reports whether there is one.
func (p *page) meet(fset *token.FileSet, keyword string, pos token.Pos, text string) bool {
	line := fset.PositionFor(pos, false).Line
	for _, w := range p.wants {
		if w.met || w.keyword != keyword || w.line != line {
			continue
		}
		if w.re != nil && w.re.MatchString(text) || keyword == "want-category" && w.text == text {
			w.met = true
			return true
		}
	}
	return false
}

// unmet returns the expectations that nothing fulfilled.
func (p *page) unmet(file *token.File) []problem {
	var problems []problem
	for _, w := range p.wants {
		malformed := w.re == nil && w.keyword != "want-category" // complained about by readPage
		if !w.met && !malformed {
			problems = append(problems, problem{file.LineStart(w.line), fmt.Sprintf("nothing fulfils %s %q", w.keyword, w.text)})
		}
	}
	return problems
}
