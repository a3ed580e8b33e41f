package passtest

import (
	"flag"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	gocmp "github.com/google/go-cmp/cmp"
	"golang.org/x/tools/txtar"
)

// decls is appended to every fixture of the tests below.
const decls = `
func open() int { return 0 }

func shut(int) {}

func use(int) {}

func unfixable(...int) {}

func wantUnformatted(...int) {}

func wantUncompilable(...int) {}

func wantUnparsable(...int) {}

func wantUseless(...int) {}
`

// TestComplaints shows every disagreement between a check and a fixture being noticed. The comment of an archive
// lists the complaints in full; an archive without a comment is a fixture that fits.
func TestComplaints(t *testing.T) {
	archives, err := filepath.Glob("testdata/complaints/*.txtar")
	if err != nil || len(archives) == 0 {
		t.Fatalf("no archives: %v", err)
	}
	testdata := t.TempDir()
	want := make(map[string][]string)
	for _, name := range archives {
		archive, err := txtar.ParseFile(name)
		if err != nil {
			t.Fatal(err)
		}
		fixture := strings.TrimSuffix(filepath.Base(name), ".txtar")
		for _, line := range strings.Split(strings.TrimSpace(string(archive.Comment)), "\n") {
			if line != "" {
				want[fixture] = append(want[fixture], line)
			}
		}
		for i, f := range archive.Files {
			if strings.HasSuffix(f.Name, "a.go") {
				archive.Files[i].Data = append(f.Data, decls...)
			}
		}
		files, err := txtar.FS(archive)
		if err != nil {
			t.Fatal(err)
		}
		if err := os.CopyFS(filepath.Join(testdata, "src", fixture), files); err != nil {
			t.Fatal(err)
		}
	}
	fixtures := Load(t, testdata)
	got, err := fixtures.examine(toy)
	if err != nil {
		t.Fatal(err)
	}
	for _, name := range fixtures.names() {
		t.Run(name, func(t *testing.T) {
			var lines []string
			for _, complaint := range got[name] {
				first, _, _ := strings.Cut(complaint, "\n") // the rest is a diff
				lines = append(lines, strings.TrimPrefix(first, name+"/"))
			}
			if diff := gocmp.Diff(want[name], lines); diff != "" {
				t.Errorf("complaints differ (-want +got):\n%s", diff)
			}
		})
	}
}

// write puts files below a new folder and returns it.
func write(t *testing.T, files map[string]string) string {
	t.Helper()
	dir := t.TempDir()
	for name, text := range files {
		name = filepath.Join(dir, name)
		if err := os.MkdirAll(filepath.Dir(name), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(name, []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	return dir
}

// TestLoadErrors shows that what cannot be loaded is said to be so.
func TestLoadErrors(t *testing.T) {
	for _, test := range []struct {
		name  string
		files map[string]string
		load  []string
		want  string
	}{
		{"empty", nil, nil, "no fixtures in "},
		{"unknown", map[string]string{"src/x/x.go": "package x\n"}, []string{"y"}, `fixture "y" is neither a folder`},
		{"no Go files", map[string]string{"src/x/readme": ""}, nil, "no packages match x/..."},
		{"standard name", map[string]string{"src/context/x.go": "package context\n"}, nil, "fixture context has the name of a folder of the standard library"},
		{"type error", map[string]string{"src/x/x.go": "package x\n\nvar x int = nil\n"}, nil, "fixtures must compile:\nx/x.go:3:13: "},
		{"type error in an archive", map[string]string{"x.txtar": "-- x.go --\npackage x\n\nvar x int = nil\n"}, nil, "fixtures must compile:\nx.txtar/x.go:3:13: "},
	} {
		t.Run(test.name, func(t *testing.T) {
			_, err := load(write(t, test.files), t.TempDir(), test.load)
			if err == nil || !strings.Contains(err.Error(), test.want) {
				t.Errorf("got error %v, want one with %q", err, test.want)
			}
		})
	}
}

// TestForms runs the three forms of fixtures: a folder, an archive, and a module with a language version of its own.
func TestForms(t *testing.T) {
	const body = "package %s\n\nfunc BadNever() {\n\tx := open() // want `x is never shut`\n\tuse(x)\n}\n" + decls
	source := func(name string) string { return strings.Replace(body, "%s", name, 1) }
	testdata := write(t, map[string]string{
		"src/folder/folder.go": source("folder"),
		"src/folder/user/u.go": "package user\n\nimport \"folder\"\n\nfunc okCall() { folder.BadNever() }\n",
		"src/module/go.mod":    "module example.com/module\n\ngo 1.21\n",
		"src/module/m.go":      source("module"),
		"packed.txtar":         "-- sub/s.go --\n" + source("sub") + "-- u.go --\npackage packed\n\nimport \"packed/sub\"\n\nfunc okCall() { sub.BadNever() }\n",
	})
	fixtures := Load(t, testdata)
	if got, want := fixtures.names(), []string{"folder", "module", "packed"}; !slices.Equal(got, want) {
		t.Errorf("fixtures are %q, want %q", got, want)
	}
	complaints, err := fixtures.examine(toy)
	if err != nil || len(complaints) > 0 {
		t.Errorf("complaints: %v, error: %v", complaints, err)
	}
	if got := len(fixtures.Analyze(t, toy)); got != 5 {
		t.Errorf("analysed %d packages, want 5", got)
	}
	for _, tr := range fixtures.trees {
		for _, pkg := range tr.pkgs {
			if pkg.Module != nil && pkg.Types.GoVersion() != "go1.21" {
				t.Errorf("%s has language version %q, want the one of its go.mod", pkg.PkgPath, pkg.Types.GoVersion())
			}
		}
	}
}

func TestVerdictOf(t *testing.T) {
	for name, want := range map[string]verdict{
		"ok": ok, "okDefer": ok, "OkDefer": ok, "ok2": ok, "ok_defer": ok, "okay": unnamed, "OK": unnamed, "o": unnamed,
		"badLoop": bad, "BadLoop": bad, "badge": unnamed, "TestBadLoop": bad, "Test": unnamed, "": unnamed,
		"falsePositiveX": falsePositive, "FalseNegativeX": falseNegative, "falseX": unnamed,
	} {
		if got := verdictOf(name); got != want {
			t.Errorf("verdictOf(%q) = %v, want %v", name, got, want)
		}
	}
}

func TestLedger(t *testing.T) {
	passes := write(t, map[string]string{
		"one/testdata/src/a/a.go": "package a\n\n// falseNegativeMap: values of maps\n// are not followed.\nfunc falseNegativeMap() {}\n\nfunc okX() {}\n",
		"one/testdata/b.txtar":    "-- b.go --\npackage b\n\n// Nobody reads flags backwards.\nfunc FalsePositiveFlag() {}\n",
		"two/testdata/src/a/a.go": "package a\n\nfunc falseNegativeX() {}\n",
	})
	got, err := Ledger(passes, "one", "none")
	if err != nil {
		t.Fatal(err)
	}
	want := []Limit{
		{"one", "falseNegativeMap", "values of maps are not followed.", "a/a.go"},
		{"one", "FalsePositiveFlag", "Nobody reads flags backwards.", "b.txtar/b.go"},
	}
	if diff := gocmp.Diff(want, got); diff != "" {
		t.Errorf("ledger differs (-want +got):\n%s", diff)
	}
	if !got[0].Missed() || got[1].Missed() {
		t.Error("Missed must tell missing reports from wrong ones")
	}
	if _, err := Ledger(passes, "two"); err == nil || !strings.Contains(err.Error(), "falseNegativeX needs a doc comment") {
		t.Errorf("a limit without a reason: got error %v", err)
	}
}

// TestUpdate shows that -update rewrites the golden files that exist, and makes none.
func TestUpdate(t *testing.T) {
	testdata := write(t, map[string]string{
		"src/x/x.go":        "package x\n\nfunc badNever() {\n\tx := open() // want `x is never shut`\n\tuse(x)\n}\n" + decls,
		"src/x/x.go.golden": "stale",
	})
	if err := flag.Set("update", "true"); err != nil {
		t.Fatal(err)
	}
	defer flag.Set("update", "false")
	if complaints, err := Load(t, testdata).examine(toy); err != nil || len(complaints) > 0 {
		t.Errorf("complaints: %v, error: %v", complaints, err)
	}
	golden, err := os.ReadFile(filepath.Join(testdata, "src/x/x.go.golden"))
	if err != nil || !strings.Contains(string(golden), "\tx := open()\n\tdefer shut(x) // want") {
		t.Errorf("golden file holds %q (%v), want the fixed file", golden, err)
	}
	if _, err := os.Stat(filepath.Join(testdata, "src/x/x.go.2.golden")); err == nil {
		t.Error("a golden file was made that did not exist")
	}
}
