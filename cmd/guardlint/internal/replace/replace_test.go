package replace

import (
	"os"
	"path/filepath"
	"testing"
)

func write(t *testing.T, path, text string, mode os.FileMode) {
	t.Helper()
	if err := os.WriteFile(path, []byte(text), mode); err != nil {
		t.Fatal(err)
	}
}

// content reads a folder as a map from names to texts.
func content(t *testing.T, dir string) map[string]string {
	t.Helper()
	entries, err := os.ReadDir(dir)
	if err != nil {
		t.Fatal(err)
	}
	files := make(map[string]string)
	for _, e := range entries {
		if e.IsDir() {
			continue
		}
		text, err := os.ReadFile(filepath.Join(dir, e.Name()))
		if err != nil {
			t.Fatal(err)
		}
		files[e.Name()] = string(text)
	}
	return files
}

func want(t *testing.T, dir string, files map[string]string) {
	t.Helper()
	got := content(t, dir)
	if len(got) != len(files) {
		t.Errorf("folder has %v, want %v", got, files)
	}
	for name, text := range files {
		if got[name] != text {
			t.Errorf("%s has %q, want %q", name, got[name], text)
		}
	}
}

func TestCommit(t *testing.T) {
	dir := t.TempDir()
	a, b := filepath.Join(dir, "a"), filepath.Join(dir, "b")
	write(t, a, "old", 0o600)
	if err := os.Symlink("a", filepath.Join(dir, "link")); err != nil {
		t.Skipf("symbolic links are not available: %v", err)
	}
	var s Set
	for _, path := range []string{filepath.Join(dir, "link"), b} {
		if err := s.Stage(path, []byte("new")); err != nil {
			t.Fatal(err)
		}
	}
	if text, _ := os.ReadFile(a); string(text) != "old" {
		t.Errorf("staging changed the file to %q", text)
	}
	if err := s.Commit(); err != nil {
		t.Fatal(err)
	}
	want(t, dir, map[string]string{"a": "new", "b": "new", "link": "new"})
	if info, _ := os.Stat(a); info.Mode().Perm() != 0o600 {
		t.Errorf("mode became %v", info.Mode())
	}
	if info, _ := os.Lstat(filepath.Join(dir, "link")); info.Mode()&os.ModeSymlink == 0 {
		t.Error("the link was replaced, not its target")
	}
}

func TestStageFails(t *testing.T) {
	dir := t.TempDir()
	a := filepath.Join(dir, "a")
	write(t, a, "old", 0o666)
	var s Set
	if err := s.Stage(a, []byte("new")); err != nil {
		t.Fatal(err)
	}
	if err := s.Stage(filepath.Join(dir, "missing", "b"), []byte("new")); err == nil {
		t.Error("staging into a missing folder succeeded")
	}
	if err := s.Discard(); err != nil {
		t.Fatal(err)
	}
	want(t, dir, map[string]string{"a": "old"})
}

// TestCommitFails lets the last of three renames fail and expects the first two to be undone.
func TestCommitFails(t *testing.T) {
	dir := t.TempDir()
	a, c := filepath.Join(dir, "a"), filepath.Join(dir, "c")
	write(t, a, "old", 0o666)
	write(t, c, "old", 0o666)
	var s Set
	for _, name := range []string{"a", "b", "c"} {
		if err := s.Stage(filepath.Join(dir, name), []byte("new")); err != nil {
			t.Fatal(err)
		}
	}
	// A folder cannot be replaced by a file.
	if err := os.Remove(c); err != nil {
		t.Fatal(err)
	}
	if err := os.Mkdir(c, 0o777); err != nil {
		t.Fatal(err)
	}
	if err := s.Commit(); err == nil {
		t.Error("committing over a folder succeeded")
	}
	want(t, dir, map[string]string{"a": "old"})
}

func TestFile(t *testing.T) {
	dir := t.TempDir()
	if err := File(filepath.Join(dir, "a"), []byte("new")); err != nil {
		t.Fatal(err)
	}
	want(t, dir, map[string]string{"a": "new"})
	if err := File(filepath.Join(dir, "missing", "a"), nil); err == nil {
		t.Error("writing into a missing folder succeeded")
	}
}
