// Package testhelpers has what looks like a duty in tests and is none: package testing cleans up by itself.
package testhelpers

import (
	"os"
	"path/filepath"
	"testing"
)

func TestOkTempDir(t *testing.T) {
	name := filepath.Join(t.TempDir(), "data")
	if err := os.WriteFile(name, nil, 0o644); err != nil {
		t.Fatal(err)
	}
}

func TestOkSetenv(t *testing.T) {
	t.Setenv("HOME", t.TempDir())
	t.Chdir(t.TempDir())
}

// The value exists only where the test has failed already.

func TestOkErrorDemanded(t *testing.T) {
	if _, err := os.Open(filepath.Join(t.TempDir(), "missing")); err == nil {
		t.Fatal("opened a file that does not exist")
	}
}

func TestOkFatal(t *testing.T) {
	f, err := os.Create(filepath.Join(t.TempDir(), "data"))
	if err != nil {
		t.Fatal(err)
	}
	if _, err := f.WriteString("hello"); err != nil {
		t.Fatal(err)
	}
	f.Close()
}

func TestOkCleanup(t *testing.T) {
	f, err := os.Create(filepath.Join(t.TempDir(), "data"))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { f.Close() })
	if _, err := f.WriteString("hello"); err != nil {
		t.Fatal(err)
	}
}

func TestBadNever(t *testing.T) {
	f, err := os.Create(filepath.Join(t.TempDir(), "data")) // want `f is never closed`
	if err != nil {
		t.Fatal(err)
	}
	if _, err := f.WriteString("hello"); err != nil {
		t.Fatal(err)
	}
}
