package goplsbuild

import (
	"fmt"
	"io"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"testing"
	"time"
)

// isolate gives the test an empty cache folder of its own.
func isolate(t *testing.T) {
	t.Helper()
	if runtime.GOOS != "linux" {
		t.Skip("the cache folder can be moved by a variable only where XDG_CACHE_HOME counts")
	}
	t.Setenv("XDG_CACHE_HOME", t.TempDir())
}

func TestBuildWithoutGo(t *testing.T) {
	isolate(t)
	t.Setenv("PATH", t.TempDir())
	_, err := build(t.Context(), io.Discard)
	if err == nil || !strings.HasPrefix(err.Error(), "the go command is not on the PATH") {
		t.Errorf("error = %v", err)
	}
}

func TestBuildWithoutNetwork(t *testing.T) {
	isolate(t)
	t.Setenv("GOCACHE", t.TempDir())
	t.Setenv("GOMODCACHE", t.TempDir())
	t.Setenv("GOPROXY", "off")
	_, err := build(t.Context(), io.Discard)
	if err == nil {
		t.Fatal("no error")
	}
	for _, want := range []string{goplsPath + "@v0.", "cannot be downloaded", "needs access to a Go module proxy"} {
		if !strings.Contains(err.Error(), want) {
			t.Errorf("error = %v, want %q in it", err, want)
		}
	}
}

func TestMainRejectsArguments(t *testing.T) {
	isolate(t)
	if code := Main([]string{"-print-path", "extra"}); code != 2 {
		t.Errorf("exit code = %d, want 2", code)
	}
}

func TestPrune(t *testing.T) {
	root := t.TempDir()
	released := filepath.Join(root, "v1.0.0-abc")
	makeOld(t, released, 100)
	for age := range keptWorktrees + 2 {
		makeOld(t, filepath.Join(root, fmt.Sprint(worktreePrefix, age)), age)
	}
	oldest := filepath.Join(root, fmt.Sprint(worktreePrefix, keptWorktrees+1))
	prune(root, oldest)

	left, err := filepath.Glob(filepath.Join(root, worktreePrefix+"*"))
	if err != nil {
		t.Fatal(err)
	}
	if len(left) != keptWorktrees+1 {
		t.Errorf("%d servers left, want the %d newest and the one just built", len(left), keptWorktrees)
	}
	for _, dir := range []string{released, oldest} {
		if _, err := os.Stat(dir); err != nil {
			t.Error(err)
		}
	}
}

func makeOld(t *testing.T, dir string, hours int) {
	t.Helper()
	if err := os.Mkdir(dir, 0o777); err != nil {
		t.Fatal(err)
	}
	then := time.Now().Add(-time.Duration(hours) * time.Hour)
	if err := os.Chtimes(dir, then, then); err != nil {
		t.Fatal(err)
	}
}
