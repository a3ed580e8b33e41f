package plugin

import (
	"errors"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"sync"
	"testing"

	"github.com/rogpeppe/go-internal/lockedfile"
	"golang.org/x/tools/txtar"
)

// golangciPath is the module of golangci-lint.
const golangciPath = "github.com/golangci/golangci-lint/v2"

// pluginsSource is the file by which `golangci-lint custom` adds a plugin to golangci-lint's main package.
const pluginsSource = `package main

import _ "github.com/guardlint/guardlint/plugin"
`

// golangci returns the file name of a real golangci-lint that has the plugin of this work tree.
//
// `golangci-lint custom` clones golangci-lint with git. The tests get the same from the module cache: a module
// with a copy of its main package and a file that imports the plugin. The module stays in the user's cache
// folder, where the go command only builds what has changed.
var golangci = sync.OnceValues(func() (string, error) {
	version, err := golangciVersion()
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

	sources, err := golangciSources(version)
	if err != nil {
		return "", err
	}
	root, err := filepath.Abs("..")
	if err != nil {
		return "", err
	}
	files := map[string]string{
		"plugins.go": pluginsSource,
		"go.mod": "module example.com/golangci\n\ngo 1.26.0\n\n" +
			"require " + golangciPath + " " + version + "\n" +
			"require github.com/guardlint/guardlint v0.0.0\n" +
			"replace github.com/guardlint/guardlint => " + root + "\n",
	}
	for name, from := range map[string]string{"main.go": "cmd/golangci-lint/main.go", "go.sum": "go.sum"} {
		text, err := os.ReadFile(filepath.Join(sources, from))
		if err != nil {
			return "", err
		}
		files[name] = string(text)
	}
	for name, text := range files {
		if err := os.WriteFile(filepath.Join(dir, name), []byte(text), 0o666); err != nil {
			return "", err
		}
	}
	binary := filepath.Join(dir, "golangci-lint")
	return binary, command(dir, "go", "build", "-mod=mod", "-buildvcs=false", "-o", binary, ".")
})

// golangciVersion returns the version that .custom-gcl.yml asks for, so that what is tested is what is offered.
func golangciVersion() (string, error) {
	text, err := os.ReadFile("../.custom-gcl.yml")
	if err != nil {
		return "", err
	}
	m := regexp.MustCompile(`(?m)^version: (v\S+)`).FindSubmatch(text)
	if m == nil {
		return "", errors.New(".custom-gcl.yml has no version")
	}
	return string(m[1]), nil
}

// golangciSources returns the folder of golangci-lint in the module cache.
func golangciSources(version string) (string, error) {
	list := exec.Command("go", "mod", "download", "-json", golangciPath+"@"+version)
	list.Dir = os.TempDir() // a module that is not among our requirements
	out, err := list.Output()
	m := regexp.MustCompile(`"Dir": "(.*)"`).FindSubmatch(out)
	if err != nil || m == nil {
		return "", errors.New("golangci-lint " + version + " cannot be downloaded: " + string(out))
	}
	return string(m[1]), nil
}

// command runs a command in dir; its error holds what the command printed.
func command(dir, name string, args ...string) error {
	cmd := exec.Command(name, args...)
	cmd.Dir = dir
	cmd.Env = append(os.Environ(), "GOWORK=off")
	if out, err := cmd.CombinedOutput(); err != nil {
		return errors.New(name + " " + strings.Join(args, " ") + ": " + err.Error() + "\n" + string(out))
	}
	return nil
}

// A workspace is a module that golangci-lint is run on, with a cache of its own.
type workspace struct {
	t      *testing.T
	binary string
	dir    string
	cache  string
}

// newWorkspace unpacks an archive of testdata. It skips the test where building golangci-lint takes too long.
func newWorkspace(t *testing.T, archive string) workspace {
	t.Helper()
	if testing.Short() {
		t.Skip("builds golangci-lint: four minutes of CPU time in an empty build cache")
	}
	binary, err := golangci()
	if err != nil {
		t.Fatal(err)
	}
	w := workspace{t, binary, t.TempDir(), t.TempDir()}
	a, err := txtar.ParseFile(filepath.Join("testdata", archive))
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range a.Files {
		w.write(f.Name, string(f.Data))
	}
	return w
}

func (w workspace) write(name, text string) {
	w.t.Helper()
	path := filepath.Join(w.dir, name)
	if err := os.MkdirAll(filepath.Dir(path), 0o777); err != nil {
		w.t.Fatal(err)
	}
	if err := os.WriteFile(path, []byte(text), 0o666); err != nil {
		w.t.Fatal(err)
	}
}

func (w workspace) read(name string) string {
	w.t.Helper()
	text, err := os.ReadFile(filepath.Join(w.dir, name))
	if err != nil {
		w.t.Fatal(err)
	}
	return string(text)
}

// run runs golangci-lint and returns what it wrote to standard output and standard error, and its exit code.
func (w workspace) run(args ...string) (stdout, stderr string, code int) {
	w.t.Helper()
	cmd := exec.Command(w.binary, args...)
	cmd.Dir = w.dir
	cmd.Env = append(os.Environ(), "GOLANGCI_LINT_CACHE="+w.cache, "GOWORK=off", "GOFLAGS=-mod=mod")
	var out, errs strings.Builder
	cmd.Stdout, cmd.Stderr = &out, &errs
	if err := cmd.Run(); err != nil && cmd.ProcessState == nil {
		w.t.Fatal(err)
	}
	return out.String(), errs.String(), cmd.ProcessState.ExitCode()
}

// lint runs the linter and returns its findings, one a line, without the lines that count them.
func (w workspace) lint(args ...string) []string {
	w.t.Helper()
	args = append([]string{"run", "--output.text.print-issued-lines=false", "--show-stats=false"}, args...)
	stdout, stderr, code := w.run(args...)
	if code > 1 {
		w.t.Fatalf("golangci-lint: exit code %d\n%s", code, stderr)
	}
	var findings []string
	for line := range strings.Lines(stdout) {
		findings = append(findings, strings.TrimSuffix(line, "\n"))
	}
	return findings
}
