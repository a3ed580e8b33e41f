// Package drivertest runs the real programs that carry guardlint's checks, for the tests of what is particular to
// each of them: a golangci-lint with the plugin, and a language server with the client of an editor.
//
// Building them takes minutes of CPU time in an empty cache. Tests that do so are skipped in short mode.
package drivertest

import (
	_ "embed"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"golang.org/x/tools/go/analysis"
	"golang.org/x/tools/go/analysis/checker"
	"golang.org/x/tools/go/packages"
	"golang.org/x/tools/txtar"
)

// A Workspace is a folder with a module that a program is tried on.
type Workspace struct {
	tb  testing.TB
	Dir string
}

//go:embed testdata/workspace.txtar
var example []byte

// Example returns a workspace with a few packages whose leaks are known: see testdata/workspace.txtar.
func Example(tb testing.TB) Workspace {
	tb.Helper()
	return Unpack(tb, example)
}

// Unpack returns a workspace with the files of a txtar archive.
func Unpack(tb testing.TB, archive []byte) Workspace {
	tb.Helper()
	w := Workspace{tb, tb.TempDir()}
	for _, f := range txtar.Parse(archive).Files {
		w.Write(f.Name, string(f.Data))
	}
	return w
}

// Write writes a file of the workspace.
func (w Workspace) Write(name, text string) {
	w.tb.Helper()
	path := filepath.Join(w.Dir, filepath.FromSlash(name))
	if err := os.MkdirAll(filepath.Dir(path), 0o777); err != nil {
		w.tb.Fatal(err)
	}
	if err := os.WriteFile(path, []byte(text), 0o666); err != nil {
		w.tb.Fatal(err)
	}
}

// Read returns the text of a file of the workspace.
func (w Workspace) Read(name string) string {
	w.tb.Helper()
	text, err := os.ReadFile(filepath.Join(w.Dir, filepath.FromSlash(name)))
	if err != nil {
		w.tb.Fatal(err)
	}
	return string(text)
}

// Analyze runs analyzers on all packages of the workspace in this process, as the measure for other drivers.
// It returns one action for each analyzer and package.
func (w Workspace) Analyze(analyzers []*analysis.Analyzer) []*checker.Action {
	w.tb.Helper()
	pkgs, err := packages.Load(&packages.Config{
		Mode:  packages.LoadAllSyntax | packages.NeedModule,
		Dir:   w.Dir,
		Env:   append(os.Environ(), "GOWORK=off"),
		Tests: true,
	}, "./...")
	if err != nil {
		w.tb.Fatal(err)
	}
	graph, err := checker.Analyze(analyzers, pkgs, nil)
	if err != nil {
		w.tb.Fatal(err)
	}
	for _, action := range graph.Roots {
		if action.Err != nil {
			w.tb.Errorf("%v: %v", action, action.Err)
		}
	}
	return graph.Roots
}

// Command runs a program in dir and returns its output. Its error holds what the program printed.
func Command(dir, name string, args ...string) (string, error) {
	cmd := exec.Command(name, args...)
	cmd.Dir = dir
	cmd.Env = append(os.Environ(), "GOWORK=off")
	var stdout, stderr strings.Builder
	cmd.Stdout, cmd.Stderr = &stdout, &stderr
	if err := cmd.Run(); err != nil {
		return "", fmt.Errorf("%s %s: %w\n%s%s", name, strings.Join(args, " "), err, stdout.String(), stderr.String())
	}
	return stdout.String(), nil
}

// Root returns the folder of guardlint's module, below which the test runs.
func Root() (string, error) {
	dir, err := os.Getwd()
	for err == nil {
		if _, statErr := os.Stat(filepath.Join(dir, "go.mod")); statErr == nil {
			return dir, nil
		}
		parent := filepath.Dir(dir)
		if parent == dir {
			return "", errors.New("the test does not run in the work tree of guardlint")
		}
		dir = parent
	}
	return "", err
}
