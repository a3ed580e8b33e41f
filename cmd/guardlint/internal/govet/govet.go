// Package govet runs guardlint's analysis through "go vet" and decodes what it says.
//
// Going through the go command, rather than loading packages in this process, buys its build cache
// (warm runs analyse only what changed, and share with CI), its memory profile (one small process
// per package), and exact agreement with the build: tags, cgo, workspaces, vendoring, overlays.
package govet

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"time"

	"github.com/guardlint/guardlint/analyzer/configfile"
	"github.com/guardlint/guardlint/cmd/guardlint/internal/finding"
	"github.com/guardlint/guardlint/cmd/guardlint/internal/vettool"
)

// A Request says what to analyse.
type Request struct {
	Patterns   []string  // packages, as the go command understands them; empty means "."
	BuildFlags []string  // such as "-tags=integration"
	ToolFlags  []string  // flags of the analysis, such as "-unreleased.strict"
	Config     string    // path of the configuration; empty for none
	Progress   func()    // called after each package; may be nil
	Stderr     io.Writer // receives what go says about code that it cannot load or compile
}

// A Result is what came back.
type Result struct {
	Findings []finding.Finding // of the packages that were named, sorted
	Complete bool              // whether every named package was analysed, by every check
	Broken   []Broken

	scope scope
}

// A Broken says that a check broke off in a package. The others went on.
type Broken struct {
	Check   string `json:"check"`
	Package string `json:"package"`
	Err     string `json:"error"`
}

// Covers reports whether the package with this import path and a file at this place is among those
// that were named.
func (r Result) Covers(importPath, file string) bool { return r.scope.contains(importPath, file) }

// ErrNothing says that not a single package could be analysed.
var ErrNothing = errors.New("nothing was analysed")

// Run analyses the packages. Code that does not load or compile makes the result incomplete, but does
// not keep the other packages from being analysed.
//
// The error is nil, the context's (then nothing is returned), or says why the analysis as a whole
// was impossible.
func (r Request) Run(ctx context.Context) (Result, error) {
	if len(r.Patterns) == 0 {
		r.Patterns = []string{"."}
	}
	scope, err := r.scope(ctx)
	if err != nil {
		return Result{}, err
	}
	units, failed, err := r.vet(ctx, scope.everywhere, r.Patterns, r.Stderr)
	if err != nil {
		return Result{}, err
	}
	if failed && units.count == 0 {
		// The go command gives up as a whole if one package does not load: a syntax error, an import
		// that cannot be found. Name the others explicitly.
		healthy, err := r.healthy(ctx)
		if err != nil {
			return Result{}, err
		}
		if len(healthy) == 0 {
			return Result{}, ErrNothing
		}
		// What is said now is either a repetition or about packages that import the broken ones.
		if units, _, err = r.vet(ctx, scope.everywhere, healthy, r.Stderr); err != nil {
			return Result{}, err
		}
	}
	return Result{
		Findings: finding.Sort(scope.filter(units.findings)),
		Complete: !failed && !units.failed,
		Broken:   units.broken,
		scope:    scope,
	}, nil
}

// vet runs the go command once. It reports failure separately from errors: go vet fails when some
// package could not be analysed.
func (r Request) vet(ctx context.Context, everywhere bool, patterns []string, stderr io.Writer) (units stream, failed bool, err error) {
	self, err := os.Executable()
	if err != nil {
		return stream{}, false, fmt.Errorf("cannot find the guardlint executable: %w", err)
	}
	args := append([]string{"vet", "-json", "-vettool=" + self}, r.BuildFlags...)
	args = append(args, r.ToolFlags...)
	if everywhere {
		args = append(args, "-"+vettool.EverywhereFlag)
	}
	cmd := goCommand(ctx, append(append(args, "--"), patterns...)...)
	cmd.Stderr = stderr
	if cmd.Env, err = r.environ(); err != nil {
		return stream{}, false, err
	}
	stdout, err := cmd.StdoutPipe()
	if err != nil {
		return stream{}, false, err
	}
	if err := cmd.Start(); err != nil {
		return stream{}, false, startError(err)
	}
	units, decodeErr := decode(stdout, r.Progress)
	io.Copy(io.Discard, stdout) // let the go command finish even if its output made no sense
	waitErr := cmd.Wait()
	if ctx.Err() != nil {
		return stream{}, false, ctx.Err()
	}
	if decodeErr != nil {
		return stream{}, false, decodeErr
	}
	for _, message := range units.errors {
		fmt.Fprintf(stderr, "guardlint: %s\n", message)
	}
	if exit := new(exec.ExitError); waitErr != nil && !errors.As(waitErr, &exit) {
		return stream{}, false, fmt.Errorf("cannot run go vet: %w", waitErr)
	}
	return units, waitErr != nil, nil
}

// environ returns the environment of go vet. The configuration travels in it, because the go command asks the tool for
// its identity without any flags.
func (r Request) environ() ([]string, error) {
	config := configfile.Off
	if r.Config != "" {
		var err error
		if config, err = filepath.Abs(r.Config); err != nil { // the go command analyses each package in its folder
			return nil, fmt.Errorf("cannot find the configuration: %w", err)
		}
	}
	return append(os.Environ(), configfile.Variable+"="+config), nil
}

// goCommand prepares a go command that ends gracefully when the context does: it is interrupted, as
// from the keyboard, so that it removes its temporary files, and killed only if that takes long.
func goCommand(ctx context.Context, args ...string) *exec.Cmd {
	cmd := exec.CommandContext(ctx, "go", args...)
	cmd.Cancel = func() error { return cmd.Process.Signal(os.Interrupt) }
	cmd.WaitDelay = 10 * time.Second
	return cmd
}

// goOutput runs a go command for its standard output.
func goOutput(ctx context.Context, args ...string) ([]byte, error) {
	var stderr bytes.Buffer
	cmd := goCommand(ctx, args...)
	cmd.Stderr = &stderr
	out, err := cmd.Output()
	switch {
	case ctx.Err() != nil:
		return nil, ctx.Err()
	case err == nil:
		return out, nil
	case stderr.Len() > 0:
		return nil, errors.New(strings.TrimSpace(stderr.String()))
	}
	return nil, startError(err)
}

// startError explains that the go command could not be started.
func startError(err error) error {
	if errors.Is(err, exec.ErrNotFound) {
		return errors.New("the go command was not found: install Go, or add its bin folder to PATH")
	}
	return fmt.Errorf("cannot run the go command: %w", err)
}
