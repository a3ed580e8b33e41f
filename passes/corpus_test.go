package passes_test

import (
	"fmt"
	"os"
	"path"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"golang.org/x/tools/go/analysis"

	"github.com/guardlint/guardlint/analyzer"
)

// A label is a row of the files in testdata/corpus: what somebody who read a finding thinks of it.
type label struct {
	file     string // and line, of the row
	source   string // a commit of a repository, a version of a module, or a version of Go
	position string // file:line in it
	check    string
	category string // perhaps empty
	verdict  string
	reason   string
}

var (
	sourceForm   = regexp.MustCompile(`^([\w.-]+/)+[\w.-]+@([0-9a-f]{12,40}|v\d+\.\d+\.\d+[\w.-]*)$|^go1\.\d+(\.\d+)?$`)
	positionForm = regexp.MustCompile(`^[\w./@-]+\.go:[1-9]\d*$`)
	// fixtureForm finds the fixture that a reason names: okSemaphore in mutex/wrapper.go. The path may be that in the
	// repository as well.
	fixtureForm = regexp.MustCompile(`\b(\w+) in ([\w./]+\.go)\b`)
)

// TestCorpusLabels checks the form of all labels: a source that can be found again, a check and a category that exist, and
// for what is labelled false the fixture that keeps the mistake from coming back.
func TestCorpusLabels(t *testing.T) {
	labels := readLabels(t)
	if len(labels) == 0 {
		t.Fatal("no labels")
	}
	type finding struct{ source, position, check, category string }
	seen := make(map[finding]bool)
	fixture := "" // of the last row that is labelled false; "the same" refers to it
	for _, l := range labels {
		complain := func(format string, args ...any) { t.Errorf("%s: "+format, append([]any{l.file}, args...)...) }
		if f := (finding{l.source, l.position, l.check, l.category}); seen[f] {
			complain("labels a finding that has a label already")
		} else {
			seen[f] = true
		}
		if !sourceForm.MatchString(l.source) {
			complain("%q is neither owner/name@commit, module@version nor a version of Go", l.source)
		}
		if !positionForm.MatchString(l.position) {
			complain("%q is no file:line", l.position)
		}
		if !slices.ContainsFunc(analyzer.Suite, func(a *analysis.Analyzer) bool { return a.Name == l.check }) {
			complain("there is no check %q", l.check)
		} else if l.category != "" && !fixturesMention(t, l.check, fmt.Sprintf("want-category %q", l.category)) {
			complain("no fixture of %s has the category %q", l.check, l.category)
		}
		switch l.verdict {
		case "true", "debatable":
			if l.reason == "" {
				complain("gives no reason")
			}
		case "false":
			if !strings.HasPrefix(l.reason, "the same") {
				fixture = l.reason
			}
			for _, problem := range missingFixture(l.check, fixture) {
				complain("%s", problem)
			}
		default:
			complain("the label %q is none of true, false, debatable", l.verdict)
		}
	}
}

// missingFixture says what is wrong with the reason for a label false.
func missingFixture(check, reason string) []string {
	m := fixtureForm.FindStringSubmatch(reason)
	if m == nil {
		return []string{"names no fixture, as in: okName in fixture/file.go"}
	}
	fixtures := path.Join(check, "testdata", "src")
	if ofRows := "internal/guard/testdata/src/"; strings.HasPrefix(m[2], "passes/"+ofRows) {
		fixtures = ofRows // of the rows for other modules: see TestThirdParty
	}
	code, err := os.ReadFile(path.Join(fixtures, strings.TrimPrefix(m[2], path.Join("passes", fixtures)+"/")))
	if err != nil {
		return []string{err.Error()}
	}
	if !regexp.MustCompile(`\bfunc (\([^)]*\) )?` + m[1] + `\(`).Match(code) {
		return []string{fmt.Sprintf("%s has no function %s", m[2], m[1])}
	}
	return nil
}

// fixturesMention reports whether a file below the fixtures of a check has the text.
func fixturesMention(t *testing.T, check, text string) bool {
	found := false
	err := filepath.WalkDir(filepath.Join(check, "testdata"), func(name string, d os.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		data, err := os.ReadFile(name)
		found = found || strings.Contains(string(data), text)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return found
}

// readLabels reads all files of labels.
func readLabels(t *testing.T) []label {
	t.Helper()
	files, err := filepath.Glob("../testdata/corpus/*.tsv")
	if err != nil {
		t.Fatal(err)
	}
	var labels []label
	for _, name := range files {
		data, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		for i, line := range strings.Split(strings.TrimSuffix(string(data), "\n"), "\n") {
			if strings.HasPrefix(line, "#") {
				continue
			}
			at := fmt.Sprintf("%s:%d", filepath.Base(name), i+1)
			cells := strings.Split(line, "\t")
			if len(cells) != 5 {
				t.Errorf("%s: %d columns, want source, position, check, label, reason", at, len(cells))
				continue
			}
			check, category, _ := strings.Cut(cells[2], ".")
			labels = append(labels, label{at, cells[0], cells[1], check, category, cells[3], cells[4]})
		}
	}
	return labels
}
