package goplsbuild

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"runtime"
	"strings"

	"golang.org/x/mod/module"
)

// A goCommand runs the go command in a folder.
type goCommand struct {
	dir string
}

// run returns the standard output of `go args`. The error of a command that failed is what it printed.
//
// The user's settings for the project at hand have no say in how the server is built: no workspace, no vendor
// folder, no other platform. Where modules come from is the user's choice as ever.
func (g goCommand) run(ctx context.Context, args ...string) ([]byte, error) {
	cmd := exec.CommandContext(ctx, "go", args...)
	cmd.Dir = g.dir
	cmd.Env = append(os.Environ(),
		"GO111MODULE=on",
		"GOWORK=off",
		"GOFLAGS=-mod=mod",
		"GOOS="+runtime.GOOS,
		"GOARCH="+runtime.GOARCH,
	)
	var stdout, stderr bytes.Buffer
	cmd.Stdout, cmd.Stderr = &stdout, &stderr

	err := cmd.Run()
	switch {
	case ctx.Err() != nil:
		return nil, errors.New("interrupted")
	case errors.Is(err, exec.ErrNotFound):
		return nil, errors.New("the go command is not on the PATH: install Go, or add its bin folder to the PATH")
	case err != nil && stderr.Len() > 0:
		return stdout.Bytes(), errors.New(strings.TrimSpace(stderr.String()))
	}
	return stdout.Bytes(), err
}

// version returns the version of the installed Go.
func (g goCommand) version(ctx context.Context) (string, error) {
	out, err := g.run(ctx, "env", "GOVERSION")
	return strings.TrimSpace(string(out)), err
}

// download brings a module to the module cache.
func (g goCommand) download(ctx context.Context, m module.Version) (tree, error) {
	out, err := g.run(ctx, "mod", "download", "-json", m.String())
	var answer struct{ Dir, Error string }
	if jsonErr := json.Unmarshal(out, &answer); jsonErr == nil && answer.Error != "" {
		err = errors.New(answer.Error) // on failure the command writes its reason here
	}
	if err != nil {
		return tree{}, unavailable(m.String(), err)
	}
	return tree{m, answer.Dir}, nil
}

// unavailable explains that something could not be had from the module proxy.
func unavailable(what string, err error) error {
	return fmt.Errorf("%s cannot be downloaded: %w\n"+
		"The first build needs access to a Go module proxy; `go env GOPROXY` shows which one is set", what, err)
}
