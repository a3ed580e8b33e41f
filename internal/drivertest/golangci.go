package drivertest

import (
	"encoding/json"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"sync"
	"testing"

	"github.com/rogpeppe/go-internal/lockedfile"
)

// golangciPath is the module of golangci-lint.
const golangciPath = "github.com/golangci/golangci-lint/v2"

// pluginsSource is the file by which `golangci-lint custom` adds a plugin to golangci-lint's main package.
const pluginsSource = `package main

import _ "github.com/guardlint/guardlint/plugin"
`

// A GolangciLint is a golangci-lint with the plugin of this work tree, to be run on a workspace.
type GolangciLint struct {
	Workspace
	Binary string
}

// NewGolangciLint returns a golangci-lint to be run on w. It skips the test in short mode.
func NewGolangciLint(tb testing.TB, w Workspace) GolangciLint {
	tb.Helper()
	if testing.Short() {
		tb.Skip("builds golangci-lint: four minutes of CPU time in an empty build cache")
	}
	binary, err := buildGolangciLint()
	if err != nil {
		tb.Fatal(err)
	}
	return GolangciLint{w, binary}
}

// Run runs golangci-lint and returns what it wrote to standard output and standard error, and its exit code.
//
// Its cache lies beside the program and is kept, so that the standard library is not analysed anew by each test:
// a hash of the program is a part of every key.
func (g GolangciLint) Run(args ...string) (stdout, stderr string, code int) {
	g.tb.Helper()
	cmd := exec.Command(g.Binary, args...)
	cmd.Dir = g.Dir
	cmd.Env = append(os.Environ(), "GOLANGCI_LINT_CACHE="+filepath.Join(filepath.Dir(g.Binary), "cache"), "GOWORK=off", "GOFLAGS=-mod=mod")
	var out, errs strings.Builder
	cmd.Stdout, cmd.Stderr = &out, &errs
	if err := cmd.Run(); err != nil && cmd.ProcessState == nil {
		g.tb.Fatal(err)
	}
	return out.String(), errs.String(), cmd.ProcessState.ExitCode()
}

// Lint returns the findings, one a line, without the lines that count them.
func (g GolangciLint) Lint(args ...string) []string {
	g.tb.Helper()
	// Without the flag, a golangci-lint that happens to run elsewhere on the machine makes this one give up.
	args = append([]string{
		"run", "--output.text.print-issued-lines=false", "--show-stats=false", "--allow-parallel-runners",
	}, args...)
	stdout, stderr, code := g.Run(args...)
	if code > 1 {
		g.tb.Fatalf("golangci-lint: exit code %d\n%s", code, stderr)
	}
	var findings []string
	for line := range strings.Lines(stdout) {
		findings = append(findings, strings.TrimSuffix(line, "\n"))
	}
	return findings
}

// buildGolangciLint returns the file name of a real golangci-lint that has the plugin of this work tree.
//
// `golangci-lint custom` clones golangci-lint with git. The tests get the same from the module cache: a module
// with a copy of its main package and a file that imports the plugin. The module stays in the user's cache
// folder, where the go command builds only what has changed.
var buildGolangciLint = sync.OnceValues(func() (string, error) {
	root, err := Root()
	if err != nil {
		return "", err
	}
	version, err := GolangciVersion()
	if err != nil {
		return "", err
	}
	sources, err := GolangciSources(version)
	if err != nil {
		return "", err
	}
	cache, err := os.UserCacheDir()
	if err != nil {
		return "", err
	}
	dir := filepath.Join(cache, "guardlint", "test", "golangci-lint-"+version)
	if err := os.MkdirAll(dir, 0o777); err != nil {
		return "", err
	}
	unlock, err := lockedfile.MutexAt(dir + ".lock").Lock()
	if err != nil {
		return "", err
	}
	defer unlock()

	if err := writeGolangciModule(dir, sources, version, root); err != nil {
		return "", err
	}
	binary := filepath.Join(dir, "golangci-lint")
	_, err = Command(dir, "go", "build", "-mod=mod", "-buildvcs=false", "-o", binary, ".")
	return binary, err
})

// GolangciModule returns a folder with the module of a golangci-lint that has the plugin of this work tree, not built yet.
func GolangciModule(tb testing.TB) string {
	tb.Helper()
	root, err := Root()
	if err != nil {
		tb.Fatal(err)
	}
	version, err := GolangciVersion()
	if err != nil {
		tb.Fatal(err)
	}
	sources, err := GolangciSources(version)
	if err != nil {
		tb.Fatal(err)
	}
	dir := tb.TempDir()
	if err := writeGolangciModule(dir, sources, version, root); err != nil {
		tb.Fatal(err)
	}
	return dir
}

// writeGolangciModule writes a module of golangci-lint's main package and the plugin to dir.
func writeGolangciModule(dir, sources, version, root string) error {
	files := map[string]string{
		"plugins.go": pluginsSource,
		"go.mod": "module example.com/golangci\n\ngo 1.26.0\n\n" +
			"require " + golangciPath + " " + version + "\n" +
			"require github.com/guardlint/guardlint v0.0.0\n" +
			"replace github.com/guardlint/guardlint => " + root + "\n",
	}
	for name, from := range map[string]string{
		"main.go": filepath.Join(sources, "cmd", "golangci-lint", "main.go"),
		"go.sum":  filepath.Join(sources, "go.sum"),
	} {
		text, err := os.ReadFile(from)
		if err != nil {
			return err
		}
		files[name] = string(text)
	}
	ours, err := os.ReadFile(filepath.Join(root, "go.sum"))
	if err != nil {
		return err
	}
	files["go.sum"] += string(ours)
	for name, text := range files {
		if err := os.WriteFile(filepath.Join(dir, name), []byte(text), 0o666); err != nil {
			return err
		}
	}
	return nil
}

// GolangciVersion returns the version that .custom-gcl.yml asks for, so that what is tested is what is offered.
func GolangciVersion() (string, error) {
	root, err := Root()
	if err != nil {
		return "", err
	}
	text, err := os.ReadFile(filepath.Join(root, ".custom-gcl.yml"))
	if err != nil {
		return "", err
	}
	m := regexp.MustCompile(`(?m)^version: (v\S+)`).FindSubmatch(text)
	if m == nil {
		return "", fmt.Errorf(".custom-gcl.yml has no version")
	}
	return string(m[1]), nil
}

// GolangciSources returns the folder of golangci-lint in the module cache.
func GolangciSources(version string) (string, error) {
	// Outside of our module, which does not require this one.
	out, err := Command(os.TempDir(), "go", "mod", "download", "-json", golangciPath+"@"+version)
	if err != nil {
		return "", err
	}
	var answer struct{ Dir string }
	if err := json.Unmarshal([]byte(out), &answer); err != nil {
		return "", err
	}
	return answer.Dir, nil
}
