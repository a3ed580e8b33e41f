package goplsbuild

import (
	"os"
	"path/filepath"
	"runtime/debug"
	"strings"
	"testing"
)

func TestSourceOf(t *testing.T) {
	tree := t.TempDir()
	write(t, filepath.Join(tree, "go.mod"), "module "+selfPath+"\n")
	other := t.TempDir()
	write(t, filepath.Join(other, "go.mod"), "module example.com/other\n")

	released := debug.Module{Path: selfPath, Version: "v1.2.3", Sum: "h1:abc"}
	for _, test := range []struct {
		name string
		info debug.BuildInfo
		dir  string
		want string // module and folder, or a part of the error
	}{
		{"installed", debug.BuildInfo{Main: released}, other, selfPath + "@v1.2.3 "},
		{"tool of another module", debug.BuildInfo{Main: debug.Module{Path: "example.com/user"}, Deps: []*debug.Module{&released}}, other, selfPath + "@v1.2.3 "},
		{"work tree", debug.BuildInfo{Main: debug.Module{Path: selfPath, Version: "(devel)"}}, tree, selfPath + "@v0.0.0 " + tree},
		// The version that the go command makes of the commit exists nowhere else, and has no sum.
		{"work tree with a stamp", debug.BuildInfo{Main: debug.Module{Path: selfPath, Version: "v1.2.4-0.20261101000000-abcdefabcdef+dirty"}}, tree, selfPath + "@v0.0.0 " + tree},
		{"replaced", debug.BuildInfo{Deps: []*debug.Module{{Path: selfPath, Version: "v1.2.3", Sum: "h1:abc", Replace: &debug.Module{Path: tree}}}}, tree, selfPath + "@v0.0.0 " + tree},
		{"another module's folder", debug.BuildInfo{}, other, "the work tree that this guardlint was built from is not at " + other},
		{"trimmed path", debug.BuildInfo{}, "github.com/guardlint/guardlint", "build it again there without -trimpath"},
	} {
		t.Run(test.name, func(t *testing.T) {
			s, err := sourceOf(&test.info, test.dir)
			if err != nil {
				if !strings.Contains(err.Error(), test.want) {
					t.Errorf("error = %v, want one with %q", err, test.want)
				}
				return
			}
			if got := s.module.String() + " " + s.dir; got != test.want {
				t.Errorf("source = %q, want %q", got, test.want)
			}
		})
	}
}

// TestLocateWorkTree asserts that a test binary, which is built from the work tree, finds it.
func TestLocateWorkTree(t *testing.T) {
	s, err := locate()
	if err != nil {
		t.Fatal(err)
	}
	if _, err := os.Stat(filepath.Join(s.dir, "cmd/guardlint/internal/goplsbuild/source.go")); err != nil {
		t.Errorf("work tree = %q: %v", s.dir, err)
	}
}

func TestIdentityFollowsWhatIsCompiled(t *testing.T) {
	dir := t.TempDir()
	write(t, filepath.Join(dir, "go.mod"), "module "+selfPath+"\n")
	write(t, filepath.Join(dir, "a.go"), "package a\n")
	s := source{dir: dir}
	id := func() string {
		id, err := s.identity()
		if err != nil {
			t.Fatal(err)
		}
		return id
	}

	before := id()
	write(t, filepath.Join(dir, "a_test.go"), "package a\n")
	write(t, filepath.Join(dir, "README.md"), "text\n")
	write(t, filepath.Join(dir, "testdata", "b.go"), "package b\n")
	write(t, filepath.Join(dir, ".git", "c.go"), "package c\n")
	if id() != before {
		t.Error("identity changed with files that are not compiled")
	}
	for _, name := range []string{"a.go", "go.mod", "_module/checks.go"} {
		before := id()
		write(t, filepath.Join(dir, filepath.FromSlash(name)), "// changed\n")
		if id() == before {
			t.Errorf("identity did not change with %s", name)
		}
	}
}

func write(t *testing.T, path, text string) {
	t.Helper()
	if err := os.MkdirAll(filepath.Dir(path), 0o777); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(path, []byte(text), 0o666); err != nil {
		t.Fatal(err)
	}
}
