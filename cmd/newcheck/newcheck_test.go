package main

import (
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

func TestValidName(t *testing.T) {
	for name, want := range map[string]string{
		"unclosed":        "",
		"useafterrelease": "",
		"notaname":        "states a cure (no...)",
		"mustclose":       "states a cure (must...)",
		"useclose":        "states a cure (use...)",
		"bodyclose":       "golangci-lint has a check called bodyclose",
		"lostcancel":      "go vet has a check called lostcancel",
		"yield":           "gopls has a check called yield",
		"SA5001":          "choose one word of lower-case letters",
		"un-closed":       "choose one word of lower-case letters",
		"":                "choose one word of lower-case letters",
	} {
		err := validName(name)
		if want == "" && err != nil || want != "" && (err == nil || !strings.Contains(err.Error(), want)) {
			t.Errorf("validName(%q) = %v, want %q", name, err, want)
		}
	}
}

func TestEnlist(t *testing.T) {
	const head = "package analyzer\n\nimport (\n\t\"golang.org/x/tools/go/analysis\"\n\n\t\"" + modulePath + "/passes/b\"\n"
	for _, test := range []struct{ name, in, want string }{
		{"one line", head + ")\n\nvar Suite = []*analysis.Analyzer{b.Analyzer}\n",
			head + "\t\"" + modulePath + "/passes/c\"\n)\n\nvar Suite = []*analysis.Analyzer{b.Analyzer, c.Analyzer}\n"},
		{"lines", head + ")\n\nvar Suite = []*analysis.Analyzer{\n\tb.Analyzer, // first\n}\n",
			head + "\t\"" + modulePath + "/passes/c\"\n)\n\nvar Suite = []*analysis.Analyzer{\n\tb.Analyzer, // first\n\tc.Analyzer,\n}\n"},
		{"calls", head + ")\n\nfunc New() []*analysis.Analyzer {\n\treturn []*analysis.Analyzer{b.New(owner)}\n}\n",
			head + "\t\"" + modulePath + "/passes/c\"\n)\n\nfunc New() []*analysis.Analyzer {\n\treturn []*analysis.Analyzer{b.New(owner), c.New(owner)}\n}\n"},
	} {
		got, err := enlist([]byte(test.in), "c")
		if err != nil || string(got) != test.want {
			t.Errorf("%s: got (%v)\n%s\nwant\n%s", test.name, err, got, test.want)
		}
	}
	if _, err := enlist([]byte("package analyzer\n"), "c"); err == nil || !strings.Contains(err.Error(), "no []*analysis.Analyzer") {
		t.Errorf("a file without a suite: got error %v", err)
	}
}

// TestNewCheck makes a check in a copy of the module. What it makes must compile, be formatted, and fail its tests for
// the reason that it is unfinished, not for another.
func TestNewCheck(t *testing.T) {
	if testing.Short() {
		t.Skip("builds a copy of the module")
	}
	root := copyModule(t)
	if err := newCheck(root, "unlovely"); err != nil {
		t.Fatal(err)
	}
	if err := newCheck(root, "unlovely"); err == nil || !strings.Contains(err.Error(), "exists already") {
		t.Errorf("making it twice: got error %v", err)
	}
	if out := run(t, root, true, "gofmt", "-l", "passes/unlovely", "analyzer"); out != "" {
		t.Errorf("not formatted: %s", out)
	}
	run(t, root, true, "go", "vet", "./passes/unlovely", "./analyzer")
	out := run(t, root, false, "go", "test", "./passes/unlovely")
	for _, want := range []string{"badBasic is not reported", `nothing fulfils want "TODO: the message"`} {
		if !strings.Contains(out, want) {
			t.Errorf("the new test does not say %q:\n%s", want, out)
		}
	}
	if strings.Contains(out, "panic") {
		t.Errorf("the new test panics:\n%s", out)
	}
}

// copyModule copies the files of the module that analyzers are built from.
func copyModule(t *testing.T) string {
	t.Helper()
	const source = "../.."
	root := t.TempDir()
	err := filepath.WalkDir(source, func(path string, d fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		rel, err := filepath.Rel(source, path)
		if err != nil {
			return err
		}
		if d.IsDir() {
			if slices.Contains([]string{".git", "cmd", "docs", "plugin", "testdata"}, d.Name()) {
				return fs.SkipDir
			}
			return os.MkdirAll(filepath.Join(root, rel), 0o755)
		}
		text, err := os.ReadFile(path)
		if err != nil {
			return err
		}
		return os.WriteFile(filepath.Join(root, rel), text, 0o644)
	})
	if err != nil {
		t.Fatal(err)
	}
	return root
}

// run runs a command in dir and returns its output; it must succeed or fail as stated.
func run(t *testing.T, dir string, succeed bool, name string, args ...string) string {
	t.Helper()
	cmd := exec.Command(name, args...)
	cmd.Dir = dir
	out, err := cmd.CombinedOutput()
	if (err == nil) != succeed {
		t.Fatalf("%s: %v\n%s", cmd, err, out)
	}
	return string(out)
}
