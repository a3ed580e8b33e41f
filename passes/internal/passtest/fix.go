package passtest

import (
	"bytes"
	"cmp"
	"flag"
	"fmt"
	"go/format"
	"go/token"
	"maps"
	"os"
	"slices"
	"strings"

	gocmp "github.com/google/go-cmp/cmp"
	"golang.org/x/tools/go/analysis"
	"golang.org/x/tools/go/analysis/checker"
	"golang.org/x/tools/go/packages"
)

var update = flag.Bool("update", false, "rewrite the golden files of suggested fixes that exist")

// A fileProblem is a problem with a fixed file, whose text is not the one that was loaded.
type fileProblem struct {
	file string
	text string
}

// An edit replaces the bytes from start to end of a file.
type edit struct {
	start, end int
	text       string
}

// A spot is where diagnostics are counted before and after fixing: a declaration. The package is part of it because
// a file is analysed twice where the package has tests inside it.
type spot struct {
	pkg, file, decl string
}

// examineFixes applies the suggested fixes: the first of every diagnostic in one round, the second of those that
// have one in the next, and so on. After each round the fixed files are compared with their golden files and
// analysed again.
func (tr *tree) examineFixes(a *analysis.Analyzer, before []*checker.Action) ([]fileProblem, error) {
	var problems []fileProblem
	for round := 0; ; round++ {
		edits, fixed := collectFixes(before, round)
		if len(edits) == 0 {
			return problems, nil
		}
		overlay := make(map[string][]byte)
		for _, file := range slices.Sorted(maps.Keys(edits)) {
			old, err := os.ReadFile(file)
			if err != nil {
				return nil, err
			}
			text, wrong := applyEdits(file, old, edits[file], round)
			problems = append(problems, wrong...)
			if text != nil {
				overlay[file] = text
			}
		}
		wrong, err := tr.reanalyse(a, overlay, before, fixed)
		if err != nil {
			return nil, err
		}
		problems = append(problems, wrong...)
	}
}

// reanalyse analyses the tree with fixed files in place and returns the fixes that did not do what they promised.
func (tr *tree) reanalyse(a *analysis.Analyzer, overlay map[string][]byte, before []*checker.Action, fixed map[spot]int) ([]fileProblem, error) {
	pkgs, err := tr.load(overlay)
	if err != nil {
		return nil, err
	}
	var problems []fileProblem
	sound := make(map[string]bool)
	for _, pkg := range pkgs {
		if lines := tr.broken(pkg); len(lines) > 0 {
			problems = append(problems, fileProblem{pkg.GoFiles[0], "fixed package does not compile: " + strings.Join(lines, "; ")})
			continue
		}
		sound[pkg.ID] = true
	}
	pkgs = slices.DeleteFunc(pkgs, func(pkg *packages.Package) bool { return !sound[pkg.ID] })
	after, err := analyze(pkgs, a)
	if err != nil {
		return nil, err
	}
	old, now := countReports(before), countReports(after)
	for s := range now {
		old[s] += 0 // enter the spots that were silent
	}
	for s, n := range old {
		file := overlay[s.file]
		if want := n - fixed[s]; file != nil && sound[s.pkg] && now[s] != want {
			problems = append(problems, fileProblem{s.file,
				fmt.Sprintf("after fixing %d of %d diagnostics in %s, %d remain", fixed[s], n, s.decl, now[s])})
		}
	}
	slices.SortFunc(problems, func(x, y fileProblem) int {
		return cmp.Or(cmp.Compare(x.file, y.file), cmp.Compare(x.text, y.text))
	})
	return slices.Compact(problems), nil
}

// collectFixes gathers the edits of fix number n of every diagnostic by file, and how many diagnostics they are
// to silence at each spot.
func collectFixes(actions []*checker.Action, n int) (map[string][]edit, map[spot]int) {
	edits := make(map[string][]edit)
	fixed := make(map[spot]int)
	for _, act := range actions {
		fset := act.Package.Fset
		for _, d := range act.Diagnostics {
			if n >= len(d.SuggestedFixes) {
				continue
			}
			fixed[spotOf(act, d.Pos)]++
			for _, e := range d.SuggestedFixes[n].TextEdits {
				file := fset.File(e.Pos)
				end := e.End
				if !end.IsValid() {
					end = e.Pos
				}
				edits[file.Name()] = append(edits[file.Name()], edit{file.Offset(e.Pos), file.Offset(end), string(e.NewText)})
			}
		}
	}
	return edits, fixed
}

// spotOf returns the declaration that a position lies in.
func spotOf(act *checker.Action, pos token.Pos) spot {
	fset := act.Package.Fset
	at := spot{pkg: act.Package.ID, file: fset.File(pos).Name()}
	for _, file := range act.Package.Syntax {
		if file.FileStart <= pos && pos < file.FileEnd {
			if s := readCast(act.Package.Syntax).at(act.Package, file, pos); s != nil {
				at.decl = s.name
			}
		}
	}
	return at
}

// applyEdits makes the edits in a file and checks the format of the result, and its golden file if there is one.
// It returns no text if there is none that could be compiled.
func applyEdits(file string, old []byte, edits []edit, round int) ([]byte, []fileProblem) {
	text, err := splice(old, edits)
	if err != nil {
		return nil, []fileProblem{{file, err.Error()}}
	}
	formatted, err := format.Source(text)
	if err != nil {
		return nil, []fileProblem{{file, fmt.Sprintf("fixed file does not parse: %v", err)}}
	}
	var problems []fileProblem
	if diff := gocmp.Diff(string(formatted), string(text)); diff != "" && isFormatted(old) {
		problems = append(problems, fileProblem{file, "fixed file is not formatted (-gofmt +fixed):\n" + diff})
	}
	golden := file + ".golden"
	if round > 0 {
		golden = fmt.Sprintf("%s.%d.golden", file, round+1)
	}
	return text, append(problems, compareGolden(golden, text)...)
}

// isFormatted reports whether text is as gofmt would have it.
func isFormatted(text []byte) bool {
	formatted, err := format.Source(text)
	return err == nil && bytes.Equal(formatted, text)
}

// splice makes the edits. Equal ones, such as the same import added by two fixes, are made once.
func splice(old []byte, edits []edit) ([]byte, error) {
	slices.SortStableFunc(edits, func(x, y edit) int {
		return cmp.Or(cmp.Compare(x.start, y.start), cmp.Compare(x.end, y.end))
	})
	edits = slices.Compact(edits)
	var out bytes.Buffer
	last := 0
	for _, e := range edits {
		if e.start < last || e.end < e.start {
			return nil, fmt.Errorf("two fixes overlap at byte %d: %q", e.start, e.text)
		}
		out.Write(old[last:e.start])
		out.WriteString(e.text)
		last = e.end
	}
	out.Write(old[last:])
	return out.Bytes(), nil
}

// compareGolden compares the text of a fixed file with its golden file, if there is one.
func compareGolden(golden string, text []byte) []fileProblem {
	want, err := os.ReadFile(golden)
	if os.IsNotExist(err) {
		return nil
	}
	if err == nil && *update {
		err = os.WriteFile(golden, text, 0o644)
		want = text
	}
	if err != nil {
		return []fileProblem{{golden, err.Error()}}
	}
	if diff := gocmp.Diff(string(want), string(text)); diff != "" {
		return []fileProblem{{golden, "fixed file differs; run the test with -update to accept it (-golden +fixed):\n" + diff}}
	}
	return nil
}

// countReports counts the diagnostics at each spot.
func countReports(actions []*checker.Action) map[spot]int {
	count := make(map[spot]int)
	for _, act := range actions {
		for _, d := range act.Diagnostics {
			count[spotOf(act, d.Pos)]++
		}
	}
	return count
}
