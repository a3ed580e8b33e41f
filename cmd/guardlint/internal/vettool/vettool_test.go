package vettool

import (
	"bytes"
	"encoding/json"
	"flag"
	"os"
	"path/filepath"
	"regexp"
	"testing"

	"golang.org/x/tools/go/analysis"

	"github.com/guardlint/guardlint/analyzer"
	"github.com/guardlint/guardlint/analyzer/configfile"
)

func TestWants(t *testing.T) {
	for _, args := range [][]string{{"-V=full"}, {"-flags"}, {"/tmp/vet.cfg"}, {"-json", "-unreleased", "vet.cfg"}} {
		if !Wants(args) {
			t.Errorf("%q is not recognised", args)
		}
	}
	for _, args := range [][]string{nil, {"./..."}, {"help"}, {"-json", "./..."}, {"-flags", "./..."}, {"why", "a.go:3"}} {
		if Wants(args) {
			t.Errorf("%q is taken for a request of the go command", args)
		}
	}
}

func TestPrintVersion(t *testing.T) {
	var out bytes.Buffer
	if err := printVersion(&out); err != nil {
		t.Fatal(err)
	}
	if !regexp.MustCompile(`^guardlint version devel buildID=[0-9a-f]{64}\n$`).MatchString(out.String()) {
		t.Errorf("version is %q", out.String())
	}
}

// TestBuildID pins what the identity depends on: the executable, and a configuration file in the
// folder or above it, whose text matters and whose place does not.
func TestBuildID(t *testing.T) {
	dir := t.TempDir()
	executable := func(name string) string {
		path := filepath.Join(dir, name)
		if err := os.WriteFile(path, []byte(name), 0o666); err != nil {
			t.Fatal(err)
		}
		return path
	}
	config := func(does string) analyzer.Config {
		return analyzer.Config{Functions: []analyzer.Function{{Func: "a.F", Does: []string{does}}}}
	}
	ids := make(map[string]bool)
	for _, name := range []string{"one", "two", "one"} {
		path := executable(name)
		for _, c := range []analyzer.Config{{}, config("takes x"), config("takes y")} {
			id, err := buildID(path, c)
			if err != nil {
				t.Fatal(err)
			}
			ids[string(id)] = true
		}
	}
	if len(ids) != 6 {
		t.Errorf("%d different identities of two programs with three configurations each, want 6", len(ids))
	}
	if _, err := buildID(filepath.Join(dir, "missing"), analyzer.Config{}); err == nil {
		t.Error("a missing executable has an identity")
	}
}

func TestAdoptUnit(t *testing.T) {
	dir := t.TempDir()
	folder := func(name string, files map[string]string) string {
		path := filepath.Join(dir, filepath.FromSlash(name))
		if err := os.MkdirAll(path, 0o777); err != nil {
			t.Fatal(err)
		}
		for file, text := range files {
			if err := os.WriteFile(filepath.Join(path, file), []byte(text), 0o666); err != nil {
				t.Fatal(err)
			}
		}
		return path
	}
	plain := folder("plain", nil)
	tested := folder("tested", map[string]string{"x_test.go": "package tested\n"})
	outside := folder("outside", map[string]string{"x_test.go": "package outside_test\n"})
	ignored := folder("ignored", map[string]string{"x_test.go": "//go:build never\n\npackage ignored\n", "_y_test.go": "package ignored\n"})
	cached := folder("mod/example.com/x@v1.2.3", nil)
	vendored := folder("vendor/example.com/x", nil)

	for _, test := range []struct {
		name     string
		unit     unit
		args     []string
		vetxOnly bool   // afterwards
		version  string // afterwards
	}{
		{"main module", unit{Dir: plain, ModulePath: "m"}, nil, false, ""},
		{"tests in the package", unit{Dir: tested, ModulePath: "m"}, nil, true, ""},
		{"tests outside of it", unit{Dir: outside, ModulePath: "m"}, nil, false, ""},
		{"tests that are not built", unit{Dir: ignored, ModulePath: "m", IgnoredFiles: []string{filepath.Join(ignored, "x_test.go")}}, nil, false, ""},
		{"test variant", unit{Dir: plain, ModulePath: "m", ImportPath: "m/plain [m/x.test]"}, nil, true, ""},
		{"replaced by a folder", unit{Dir: plain, ModulePath: "x", ModuleVersion: "v1.2.3"}, nil, false, ""},
		{"module cache", unit{Dir: cached, ModulePath: "x", ModuleVersion: "v1.2.3"}, nil, true, "v1.2.3"},
		{"vendored", unit{Dir: vendored, ModulePath: "x", ModuleVersion: "v1.2.3"}, nil, true, "v1.2.3"},
		{"standard library", unit{Dir: plain}, nil, true, ""},
		{"module cache, named", unit{Dir: cached, ModulePath: "x", ModuleVersion: "v1.2.3"}, []string{"-everywhere"}, false, ""},
		{"standard library, named", unit{Dir: plain}, []string{"-everywhere"}, false, ""},
		{"fixing", unit{Dir: plain, ModulePath: "m"}, []string{"-fix"}, true, ""},
		{"fixing, shown", unit{Dir: plain, ModulePath: "m"}, []string{"-fix", "-diff"}, false, ""},
	} {
		test.unit.VetxOnly = true
		got := adopt(t, test.unit, test.args)
		if got.VetxOnly != test.vetxOnly || got.ModuleVersion != test.version {
			t.Errorf("%s: VetxOnly %v, version %q; want %v, %q", test.name, got.VetxOnly, got.ModuleVersion, test.vetxOnly, test.version)
		}
		if got.Kept != "as it was" {
			t.Errorf("%s: other fields were lost", test.name)
		}
		if got.Module.Version != test.version {
			t.Errorf("%s: Module has version %q", test.name, got.Module.Version)
		}
	}

	// A named package is visited for its findings anyway.
	if got := adopt(t, unit{Dir: plain, ModulePath: "m"}, nil); got.VetxOnly {
		t.Error("a named package became VetxOnly")
	}
	if _, err := adoptUnit(filepath.Join(dir, "missing.cfg"), nil); err == nil {
		t.Error("a missing description is accepted")
	}
}

func TestUnitConfig(t *testing.T) {
	dir := t.TempDir()
	file := filepath.Join(dir, configfile.Name)
	if err := os.WriteFile(file, nil, 0o666); err != nil {
		t.Fatal(err)
	}
	own, foreign := unit{Dir: dir, ModulePath: "m"}, unit{Dir: dir + "/x@v1.2.3", ModulePath: "x", ModuleVersion: "v1.2.3"}
	t.Setenv(configfile.Variable, "")
	if got := own.config(); got != file {
		t.Errorf("the user's own code has configuration %q, want %q", got, file)
	}
	if got := foreign.config(); got != "" {
		t.Errorf("a dependency has configuration %q", got)
	}
	for value, want := range map[string]string{"named.yaml": "named.yaml", configfile.Off: ""} {
		t.Setenv(configfile.Variable, value)
		if own.config() != want || foreign.config() != want {
			t.Errorf("with %s=%s: %q and %q, want %q", configfile.Variable, value, own.config(), foreign.config(), want)
		}
	}
}

// described is a description with a field that the rewriting does not know.
type described struct {
	unit
	Kept   string
	Module struct{ Path, Version string }
}

func adopt(t *testing.T, u unit, args []string) described {
	t.Helper()
	d := described{unit: u, Kept: "as it was"}
	d.Module.Path, d.Module.Version = u.ModulePath, u.ModuleVersion
	data, err := json.Marshal(d)
	if err != nil {
		t.Fatal(err)
	}
	path := filepath.Join(t.TempDir(), "vet.cfg")
	if err := os.WriteFile(path, data, 0o666); err != nil {
		t.Fatal(err)
	}
	adopted, err := adoptUnit(path, args)
	if err != nil {
		t.Fatal(err)
	}
	if data, err = os.ReadFile(path); err != nil {
		t.Fatal(err)
	}
	var got described
	if err := json.Unmarshal(data, &got); err != nil {
		t.Fatal(err)
	}
	if adopted.VetxOnly != got.VetxOnly {
		t.Errorf("%s: VetxOnly is %v in the description and %v in what was read of it", u.Dir, got.VetxOnly, adopted.VetxOnly)
	}
	return got
}

// The flags of what computes facts can be set although it is no check, also where checks are idle.
func TestListOwnership(t *testing.T) {
	for _, suite := range [][]*analysis.Analyzer{analyzer.Suite, idle(analyzer.Suite)} {
		var flags flag.FlagSet
		listOwnership(&flags, suite)
		for _, name := range []string{"ownership.dump", "ownership.implementations"} {
			if flags.Lookup(name) == nil {
				t.Errorf("there is no flag %s", name)
			}
		}
	}
}

// Where nobody sees findings, checks keep what the go command and unitchecker ask them for, and do not run.
func TestIdle(t *testing.T) {
	for i, a := range idle(analyzer.Suite) {
		was := analyzer.Suite[i]
		if a.Name != was.Name {
			t.Errorf("%s became %s", was.Name, a.Name)
		}
		was.Flags.VisitAll(func(f *flag.Flag) {
			if a.Flags.Lookup(f.Name) == nil {
				t.Errorf("%s has lost its flag %s", a.Name, f.Name)
			}
		})
		if len(a.Requires) != 1 || len(a.Requires[0].FactTypes) == 0 {
			t.Errorf("%s requires %v, want what computes facts", a.Name, a.Requires)
		}
		if result, err := a.Run(nil); result != nil || err != nil {
			t.Errorf("%s runs: %v, %v", a.Name, result, err)
		}
	}
}
