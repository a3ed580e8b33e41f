package drivertest_test

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"runtime/debug"
	"slices"
	"strings"
	"testing"

	"github.com/guardlint/guardlint/analyzer"
	"github.com/guardlint/guardlint/internal/drivertest"
	"github.com/guardlint/guardlint/plugin"
)

// The functions in this file return the findings that a driver has in a workspace, each in the form
// "file:line:column: check: message".

func finding(w drivertest.Workspace, file string, line, column int, check, message string) string {
	return fmt.Sprintf("%s:%d:%d: %s: %s", relative(w, file), line, column, check, message)
}

// inProcess runs the suite in this process and returns the findings twice: as they are, and as the plugin puts
// them, with related positions in the message.
func inProcess(t *testing.T, w drivertest.Workspace) (plain, folded []string) {
	t.Helper()
	linter, err := plugin.New(nil)
	if err != nil {
		t.Fatal(err)
	}
	asPlugin, err := linter.BuildAnalyzers()
	if err != nil {
		t.Fatal(err)
	}
	// In one run, in which both share what they require: a whole program takes gigabytes.
	for _, action := range w.Analyze(slices.Concat(analyzer.Suite, asPlugin)) {
		list := &plain
		if slices.Contains(asPlugin, action.Analyzer) {
			list = &folded
		}
		for _, d := range action.Diagnostics {
			pos := action.Package.Fset.Position(d.Pos)
			*list = append(*list, finding(w, pos.Filename, pos.Line, pos.Column, action.Analyzer.Name, d.Message))
		}
	}
	debug.FreeOSMemory() // the other drivers need it
	return plain, folded
}

// command runs the guardlint command.
func command(t *testing.T, guardlint string, w drivertest.Workspace) []string {
	t.Helper()
	out := output(t, w, 1, guardlint, "-json", "./...")
	var report struct {
		Findings []struct {
			File, Check, Message string
			Start                struct{ Line, Column int }
		}
	}
	if err := json.Unmarshal(out, &report); err != nil {
		t.Fatal(err)
	}
	var all []string
	for _, f := range report.Findings {
		all = append(all, finding(w, absolute(w, f.File), f.Start.Line, f.Start.Column, f.Check, f.Message))
	}
	return all
}

// vet runs go vet with guardlint as its tool.
func vet(t *testing.T, guardlint string, w drivertest.Workspace) []string {
	t.Helper()
	decoder := json.NewDecoder(strings.NewReader(string(output(t, w, 0, "go", "vet", "-json", "-vettool="+guardlint, "./..."))))
	var all []string
	for {
		// By package and check. In the place of findings stands an object if the check failed.
		var unit map[string]map[string][]struct{ Posn, Message string }
		if err := decoder.Decode(&unit); errors.Is(err, io.EOF) {
			return all
		} else if err != nil {
			t.Fatal(err)
		}
		for _, checks := range unit {
			for check, diagnostics := range checks {
				for _, d := range diagnostics {
					name, rest, _ := strings.Cut(d.Posn, ".go:")
					all = append(all, fmt.Sprintf("%s.go:%s: %s: %s", relative(w, name), rest, check, d.Message))
				}
			}
		}
	}
}

// golangci runs golangci-lint with the plugin.
func golangci(t *testing.T, w drivertest.Workspace) []string {
	t.Helper()
	linter := drivertest.NewGolangciLint(t, w)
	w.Write(".golangci.yml", `version: "2"
linters:
  default: none
  enable: [guardlint]
  settings:
    custom:
      guardlint:
        type: module
issues:
  max-issues-per-linter: 0
  max-same-issues: 0
  uniq-by-line: false
`)
	var all []string
	for _, line := range linter.Lint("./...") {
		all = append(all, strings.TrimSuffix(line, " (guardlint)"))
	}
	return all
}

// gopls opens the workspace in an editor and asks for the diagnostics of each file.
func gopls(t *testing.T, guardlint string, w drivertest.Workspace) []string {
	t.Helper()
	ours := make(map[string]bool)
	for _, a := range analyzer.Suite {
		ours[a.Name] = true
	}
	server := strings.TrimSpace(string(output(t, w, 0, guardlint, "gopls", "-print-path")))
	editor := drivertest.StartEditor(t, server, w)
	var all []string
	for _, file := range goFiles(t, w) {
		text := w.Read(file)
		for _, d := range editor.Diagnose(file) {
			if !ours[d.Source] {
				continue
			}
			column := d.Range.Start.Offset(text) - drivertest.Position{Line: d.Range.Start.Line}.Offset(text)
			all = append(all, finding(w, absolute(w, file), d.Range.Start.Line+1, column+1, d.Source, d.Message))
		}
	}
	return all
}

// output runs a program in the workspace and returns its standard output. Exit codes up to limit are fine.
func output(t *testing.T, w drivertest.Workspace, limit int, name string, args ...string) []byte {
	t.Helper()
	cmd := exec.Command(name, args...)
	cmd.Dir = w.Dir
	cmd.Env = append(os.Environ(), "GOWORK=off")
	var stderr strings.Builder
	cmd.Stderr = &stderr
	out, err := cmd.Output()
	if err != nil && (cmd.ProcessState == nil || cmd.ProcessState.ExitCode() > limit) {
		t.Fatalf("%s %s: %v\n%s", filepath.Base(name), strings.Join(args, " "), err, stderr.String())
	}
	return out
}

// absolute returns the full name of a file of the workspace.
func absolute(w drivertest.Workspace, name string) string {
	if filepath.IsAbs(name) {
		return name
	}
	return filepath.Join(w.Dir, filepath.FromSlash(name))
}
