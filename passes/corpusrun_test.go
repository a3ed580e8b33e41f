package passes_test

import (
	"encoding/json"
	"flag"
	"fmt"
	"go/token"
	"os/exec"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"testing"

	"golang.org/x/tools/go/analysis/checker"
	"golang.org/x/tools/go/packages"

	"github.com/guardlint/guardlint/analyzer"
)

var distribution = flag.String("distribution", "std", "packages of the Go distribution whose findings are compared with their labels, separated by commas: std,cmd/...")

// A finding is what a fresh run reports, or what a label is about.
type finding struct{ position, check, category string }

// TestCorpusStd compares the findings in the packages of the Go distribution, tests included, with their labels.
func TestCorpusStd(t *testing.T) {
	if testing.Short() {
		t.Skip("analyses the standard library")
	}
	var labels []label
	for _, l := range readLabels(t) {
		if l.source == runtime.Version() {
			labels = append(labels, l)
		}
	}
	if len(labels) == 0 {
		t.Skipf("no finding is labelled in %s", runtime.Version())
	}
	root := filepath.Join(strings.TrimSpace(run(t, ".", "go", "env", "GOROOT")), "src")
	patterns := strings.Split(*distribution, ",")
	folders := make(map[string]bool)
	for _, dir := range lines(run(t, root, "go", append([]string{"list", "-f", "{{.Dir}}"}, patterns...)...)) {
		folders[dir] = true
	}
	labels = slices.DeleteFunc(labels, func(l label) bool { return !folders[filepath.Dir(filepath.Join(root, l.position))] })
	found := findings(t, build(t), root, patterns...)
	compare(t, labels, found, func(file string) string { return file })
}

// TestCorpusDependencies compares the findings in the modules that this one is made of with their labels: with tests where
// all is there that the tests import.
func TestCorpusDependencies(t *testing.T) {
	if testing.Short() {
		t.Skip("analyses the modules that this one requires")
	}
	type module struct{ Path, Version, Dir string }
	var modules []module
	d := json.NewDecoder(strings.NewReader(run(t, "..", "go", "list", "-m", "-json", "all")))
	for d.More() {
		var m module
		if err := d.Decode(&m); err != nil {
			t.Fatal(err)
		}
		if m.Dir != "" && m.Version != "" {
			modules = append(modules, m)
		}
	}
	const dependency = "{{if and .Module (not .Module.Main) (not .ForTest)}}{{.ImportPath}}{{end}}"
	packages := lines(run(t, "..", "go", "list", "-deps", "-test", "-f", dependency, "./..."))
	slices.Sort(packages)
	packages = slices.DeleteFunc(slices.Compact(packages), func(p string) bool { return strings.HasSuffix(p, ".test") })
	const broken = `{{if or .Error .DepsErrors}}{{or .ForTest .ImportPath}}{{end}}` // for want of what the tests import
	others := make(map[string]bool)
	for _, p := range lines(run(t, "..", "go", append([]string{"list", "-e", "-test", "-f", broken}, packages...)...)) {
		others[strings.TrimSuffix(p, ".test")] = true
	}
	var withTests, without []string
	for _, p := range packages {
		if others[p] {
			without = append(without, p)
		} else {
			withTests = append(withTests, p)
		}
	}
	binary := build(t)
	found := append(findings(t, binary, "..", withTests...), inProcess(t, without)...)
	var labels []label
	for _, l := range readLabels(t) {
		if slices.ContainsFunc(modules, func(m module) bool { return l.source == m.Path+"@"+m.Version }) {
			l.position = l.source + "/" + l.position
			labels = append(labels, l)
		}
	}
	compare(t, labels, found, func(file string) string {
		for _, m := range modules {
			if rel, err := filepath.Rel(m.Dir, file); err == nil && filepath.IsLocal(rel) {
				return m.Path + "@" + m.Version + "/" + filepath.ToSlash(rel)
			}
		}
		return file
	})
}

// compare demands that every finding has a label, that what is right is still found, and what was wrong is not, unless
// it is known to be wrong still.
func compare(t *testing.T, labels []label, found []finding, name func(position string) string) {
	t.Helper()
	reported := make(map[finding]bool)
	for _, f := range found {
		f.position = name(f.position)
		labelled := slices.ContainsFunc(labels, func(l label) bool {
			return l.position == f.position && l.check == f.check && (l.category == "" || l.category == f.category)
		})
		if !labelled {
			t.Errorf("%s: %s (%s) has no label", f.position, f.check, f.category)
		}
		reported[f] = true
		f.category = ""
		reported[f] = true
	}
	for _, l := range labels {
		again := reported[finding{l.position, l.check, l.category}]
		if l.verdict == "true" && !again {
			t.Errorf("%s: %s is not found any more", l.file, l.position)
		}
		if l.verdict == "false" && again && !strings.Contains(l.reason, "falsePositive") {
			t.Errorf("%s: %s is found again", l.file, l.position)
		}
	}
}

// findings runs guardlint and returns what it reports, by file:line.
func findings(t *testing.T, binary, dir string, args ...string) []finding {
	t.Helper()
	cmd := exec.Command(binary, append([]string{"-json"}, args...)...)
	cmd.Dir = dir
	var stderr strings.Builder
	cmd.Stderr = &stderr
	out, err := cmd.Output() // it exits with 1 where it finds something
	var report struct {
		Complete bool
		Findings []struct {
			Check, Category, File string
			Start                 struct{ Line int }
		}
	}
	if jsonErr := json.Unmarshal(out, &report); jsonErr != nil || !report.Complete {
		t.Fatalf("guardlint %s: %v, %v\n%s", strings.Join(args, " "), err, jsonErr, stderr.String())
	}
	var list []finding
	for _, f := range report.Findings {
		list = append(list, finding{fmt.Sprintf("%s:%d", filepath.ToSlash(f.File), f.Start.Line), f.Check, f.Category})
	}
	return list
}

// inProcess analyses packages without their tests, which go vet cannot do.
func inProcess(t *testing.T, paths []string) []finding {
	t.Helper()
	fset := token.NewFileSet()
	pkgs, err := packages.Load(&packages.Config{Mode: packages.LoadAllSyntax | packages.NeedModule, Fset: fset, Dir: ".."}, paths...)
	if err != nil {
		t.Fatal(err)
	}
	graph, err := checker.Analyze(analyzer.Suite, pkgs, nil)
	if err != nil {
		t.Fatal(err)
	}
	var list []finding
	for _, act := range graph.Roots {
		if act.Err != nil {
			t.Error(act.Err)
		}
		for _, d := range act.Diagnostics {
			at := fset.Position(d.Pos)
			list = append(list, finding{fmt.Sprintf("%s:%d", filepath.ToSlash(at.Filename), at.Line), act.Analyzer.Name, d.Category})
		}
	}
	return list
}

// build builds guardlint.
func build(t *testing.T) string {
	t.Helper()
	binary := filepath.Join(t.TempDir(), "guardlint")
	run(t, "..", "go", "build", "-o", binary, "./cmd/guardlint")
	return binary
}

func run(t *testing.T, dir, name string, args ...string) string {
	t.Helper()
	cmd := exec.Command(name, args...)
	cmd.Dir = dir
	var stderr strings.Builder
	cmd.Stderr = &stderr
	out, err := cmd.Output()
	if err != nil {
		t.Fatalf("%s %s: %v\n%s", name, strings.Join(args, " "), err, stderr.String())
	}
	return string(out)
}

func lines(s string) []string { return strings.Fields(s) }
