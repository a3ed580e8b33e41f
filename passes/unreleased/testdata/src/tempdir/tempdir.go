// Package tempdir has the fixtures of the kind tempdir: temporary directories, which outlive the process.
package tempdir

import (
	"os"
	"os/exec"
	"path/filepath"
	"testing"
)

func build(dir string) error {
	return os.WriteFile(filepath.Join(dir, "main.go"), []byte("package main\n"), 0o644)
}

func badNever() error {
	dir, err := os.MkdirTemp("", "build") // want `dir is never removed`
	if err != nil {
		return err
	}
	return build(dir)
}

func badEarlyReturn(dryRun bool) error {
	dir, err := os.MkdirTemp("", "build") // want `dir is not removed if the function returns at line L(dry)`
	if err != nil {
		return err
	}
	if dryRun {
		return nil // L(dry)
	}
	defer os.RemoveAll(dir)
	return build(dir)
}

func badErrorBranch() (string, error) {
	dir, err := os.MkdirTemp("", "build") // want `dir is not removed if the function returns at line L(build)`
	if err != nil {
		return "", err
	}
	if err := build(dir); err != nil {
		return "", err // L(build)
	}
	return dir, nil
}

func badDiscarded() error {
	_, err := os.MkdirTemp("", "build") // want `result of os.MkdirTemp is discarded, so the temporary directory is never removed`
	return err
}

// Removing what is inside leaves the directory.

func badOnlyContent() error {
	dir, err := os.MkdirTemp("", "build") // want `dir is never removed`
	if err != nil {
		return err
	}
	defer os.RemoveAll(filepath.Join(dir, "cache"))
	return build(dir)
}

// os.Exit skips the deferred removal, and a temporary directory outlives the process.

func badExit() {
	dir, err := os.MkdirTemp("", "build") // want `dir is not removed`
	if err != nil {
		os.Exit(1)
	}
	defer os.RemoveAll(dir)
	os.Exit(run(dir))
}

func run(dir string) int {
	if build(dir) != nil {
		return 1
	}
	return 0
}

func okExitFailed() {
	dir, err := os.MkdirTemp("", "build")
	if err != nil {
		os.Exit(1)
	}
	defer os.RemoveAll(dir)
	if err := build(dir); err != nil {
		os.Exit(1) // what a failure leaves behind is the smaller problem
	}
}

func okDefer() error {
	dir, err := os.MkdirTemp("", "build")
	if err != nil {
		return err
	}
	defer os.RemoveAll(dir)
	return build(dir)
}

func okDeferredClosure() (err error) {
	dir, err := os.MkdirTemp("", "build")
	if err != nil {
		return err
	}
	defer func() {
		if e := os.RemoveAll(dir); err == nil {
			err = e
		}
	}()
	return build(dir)
}

// The directory becomes what it was made for.

func okRenamed(final string) error {
	dir, err := os.MkdirTemp(filepath.Dir(final), "new")
	if err != nil {
		return err
	}
	if err := build(dir); err != nil {
		os.RemoveAll(dir)
		return err
	}
	return os.Rename(dir, final)
}

// Its path, or a path inside it, goes to somebody who can find the directory again.

func okHandOff() (string, error) {
	return os.MkdirTemp("", "build")
}

func okPathInside() (string, error) {
	dir, err := os.MkdirTemp("", "build")
	if err != nil {
		return "", err
	}
	return filepath.Join(dir, "main.go"), nil
}

type builder struct{ work string }

func (b *builder) okStored() (err error) {
	b.work, err = os.MkdirTemp("", "build")
	return err
}

func okCleanupFunc() (dir string, cleanup func(), err error) {
	dir, err = os.MkdirTemp("", "build")
	if err != nil {
		return "", nil, err
	}
	return dir, func() { os.RemoveAll(dir) }, nil
}

func okCommand(cmd *exec.Cmd) error {
	dir, err := os.MkdirTemp("", "build")
	if err != nil {
		return err
	}
	cmd.Dir = dir
	return nil
}

func okTestCleanup(t *testing.T) string {
	dir, err := os.MkdirTemp("", "build")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { os.RemoveAll(dir) })
	return filepath.Join(dir, "main.go")
}

// TempDir of package testing removes the directory itself.

func okTestTempDir(t *testing.T) error {
	return build(t.TempDir())
}

// A logger behind an interface prints what it is told.

type logger interface{ With(fields ...any) logger }

var journal logger

func logged(fields ...any) logger { return journal.With(fields...) }

func fetch(into string, get func(dest string) error) error {
	logged("into", into)
	return get(into)
}

func badLogged(get func(dest string) error) (string, error) {
	dir, err := os.MkdirTemp("", "fetched") // want `dir is not removed if the function returns at line L(get)`
	if err != nil {
		return "", err
	}
	journal.With("dir", dir)
	if err := fetch(dir+"/page", get); err != nil {
		return "", err // L(get)
	}
	return dir, nil
}

// falsePositiveOtherRoot removes the directory by the path that it has under another root, which is made of its name: nobody
// follows names.
func falsePositiveOtherRoot(root string, enter func(old string) error) error {
	old, err := os.MkdirTemp(root, "old")
	if err != nil {
		return err
	}
	if err := enter(old); err != nil {
		os.Remove(old)
		return err
	}
	return os.Remove(filepath.Join("/", filepath.Base(old)))
}
