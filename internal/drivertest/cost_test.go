package drivertest_test

import (
	"flag"
	"fmt"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/guardlint/guardlint/internal/drivertest"
)

var cost = flag.Bool("cost", false, "measure what it takes to build each driver in an empty cache")

// TestCost measures the CPU time and the disk space that the first build of each driver takes, in a build cache that starts
// empty, and the second one after a change. With -record it keeps them in docs/drivers.md. They are not compared: machines
// differ.
func TestCost(t *testing.T) {
	if !*cost {
		t.Skip("builds all drivers from nothing, in ten minutes of CPU time: run with -cost")
	}
	root, err := drivertest.Root()
	if err != nil {
		t.Fatal(err)
	}
	guardlint := filepath.Join(t.TempDir(), "guardlint")
	var rows strings.Builder
	rows.WriteString("| driver | first build, CPU time | build cache | program | again |\n|---|---:|---:|---:|---:|\n")
	row := func(name string, build func(cache string) (program string, cpu time.Duration)) {
		t.Run(name, func(t *testing.T) {
			cache := t.TempDir()
			program, first := build(cache)
			size := sizeOf(t, cache)
			_, again := build(cache)
			fmt.Fprintf(&rows, "| %s | %.0f s | %d MB | %d MB | %.0f s |\n", name, first.Seconds(), size>>20, sizeOf(t, program)>>20, again.Seconds())
		})
	}
	row("guardlint", func(cache string) (string, time.Duration) {
		return guardlint, spent(t, cache, root, "go", "build", "-o", guardlint, "./cmd/guardlint")
	})
	programs := t.TempDir()
	row("gopls", func(cache string) (string, time.Duration) {
		took := spent(t, cache, root, "env", "XDG_CACHE_HOME="+programs, guardlint, "gopls", "version")
		return programIn(t, programs, "gopls"), took
	})
	dir := drivertest.GolangciModule(t)
	row("golangci-lint", func(cache string) (string, time.Duration) {
		return filepath.Join(dir, "golangci-lint"), spent(t, cache, dir, "go", "build", "-mod=mod", "-buildvcs=false", "-o", "golangci-lint", ".")
	})
	t.Log("\n" + rows.String())
	if drivertest.Recording() && !t.Failed() {
		drivertest.Record(t, "cost", rows.String())
	}
}

// spent runs a program with a build cache of its own and returns the CPU time that it and its children took.
func spent(t *testing.T, cache, dir, name string, args ...string) time.Duration {
	t.Helper()
	cmd := exec.Command(name, args...)
	cmd.Dir = dir
	cmd.Env = append(os.Environ(), "GOCACHE="+cache, "GOWORK=off")
	if out, err := cmd.CombinedOutput(); err != nil {
		t.Fatalf("%s %s: %v\n%s", name, strings.Join(args, " "), err, out)
	}
	return cmd.ProcessState.UserTime() + cmd.ProcessState.SystemTime()
}

// sizeOf returns how many bytes the files below a path have.
func sizeOf(t *testing.T, path string) (bytes int64) {
	t.Helper()
	err := filepath.WalkDir(path, func(_ string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		info, err := d.Info()
		if err == nil {
			bytes += info.Size()
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return bytes
}

// programIn finds a program of this name below a folder.
func programIn(t *testing.T, dir, name string) (found string) {
	t.Helper()
	err := filepath.WalkDir(dir, func(path string, d fs.DirEntry, err error) error {
		if err == nil && !d.IsDir() && d.Name() == name {
			found = path
		}
		return err
	})
	if err != nil || found == "" {
		t.Fatalf("no program %s below %s: %v", name, dir, err)
	}
	return found
}
