package govet

import (
	"path/filepath"
	"strings"
	"testing"

	"github.com/guardlint/guardlint/cmd/guardlint/internal/finding"
)

const output = `{}
{
	"example.com/m/a [example.com/m/a.test]": {
		"unreleased": [
			{
				"category": "never",
				"posn": "/m/a/a.go:6:12",
				"end": "/m/a/a.go:6:25",
				"message": "f is never closed",
				"suggested_fixes": [
					{"message": "fix", "edits": [{"filename": "/m/a/a.go", "start": 1, "end": 2, "new": "x"}]}
				],
				"related": [
					{"posn": "/std/os.go:12", "end": "-", "message": "line only"},
					{"posn": "-", "end": "-", "message": "no position"}
				]
			}
		],
		"lockheld": {"error": "out of luck"}
	}
}
{"example.com/m/b": {"unreleased": [{"posn": "-", "end": "-", "message": "nowhere"}]}}
`

func TestDecode(t *testing.T) {
	packages := 0
	s, err := decode(strings.NewReader(output), func() { packages++ })
	if err != nil {
		t.Fatal(err)
	}
	if s.count != 3 || packages != 3 {
		t.Errorf("%d packages, %d calls of progress; want 3", s.count, packages)
	}
	if !s.failed || len(s.errors) != 2 || !strings.Contains(s.errors[0], "lockheld could not analyse example.com/m/a") ||
		!strings.Contains(s.errors[1], `unreleased says "nowhere" about example.com/m/b, but not where`) {
		t.Errorf("errors are %q", s.errors)
	}
	if len(s.findings) != 1 {
		t.Fatalf("findings are %v", s.findings)
	}
	f := s.findings[0]
	if f.Check != "unreleased" || f.Category != "never" || f.Package != "example.com/m/a" ||
		f.Start != (finding.Position{File: "/m/a/a.go", Line: 6, Column: 12}) || f.End.Column != 25 {
		t.Errorf("finding is %+v", f)
	}
	if len(f.Steps) != 2 || f.Steps[0].Start != (finding.Position{File: "/std/os.go", Line: 12}) || f.Steps[0].End != f.Steps[0].Start {
		t.Errorf("steps are %+v", f.Steps)
	}
	if len(f.Fixes) != 1 || len(f.Fixes[0].Edits) != 1 || f.Fixes[0].Edits[0] != (finding.Edit{File: "/m/a/a.go", Start: 1, End: 2, New: "x"}) {
		t.Errorf("fixes are %+v", f.Fixes)
	}
	if f.Steps[1].Start != f.Steps[0].Start {
		t.Errorf("a step without a position is at %v", f.Steps[1].Start)
	}
}

func TestDecodeErrors(t *testing.T) {
	for _, text := range []string{
		"vet: usage",
		`{"p": {"unreleased": [`,
		`{"p": {"unreleased": [3]}}`,
		`{"p": {"unreleased": "text"}}`,
		`[]`,
	} {
		if _, err := decode(strings.NewReader(text), nil); err == nil {
			t.Errorf("decode(%q) succeeded", text)
		}
	}
}

func TestParseRoot(t *testing.T) {
	dir, err := filepath.Abs(".")
	if err != nil {
		t.Fatal(err)
	}
	for pattern, want := range map[string]root{
		".":           {dir, false},
		"./...":       {dir, true},
		"./sub":       {filepath.Join(dir, "sub"), false},
		"./sub/":      {filepath.Join(dir, "sub"), false},
		"./sub/...":   {filepath.Join(dir, "sub"), true},
		"..":          {filepath.Dir(dir), false},
		"../...":      {filepath.Dir(dir), true},
		dir:           {dir, false},
		dir + "/...":  {dir, true},
		"./with.go.d": {filepath.Join(dir, "with.go.d"), false},
	} {
		got, ok, err := parseRoot(pattern)
		if err != nil || !ok || got != want {
			t.Errorf("parseRoot(%q) = %v, %v, %v; want %v", pattern, got, ok, err, want)
		}
	}
	// These take the go command to resolve.
	for _, pattern := range []string{"std", "all", "net/http", "example.com/m/...", "./a...", "./.../b", "a.go", "./a.go", "..."} {
		if got, ok, _ := parseRoot(pattern); ok {
			t.Errorf("parseRoot(%q) = %v, want none", pattern, got)
		}
	}
}

func TestScope(t *testing.T) {
	dir := t.TempDir()
	file := func(path string) string { return filepath.Join(dir, filepath.FromSlash(path), "x.go") }
	folders := scope{roots: []root{{filepath.Join(dir, "one"), false}, {filepath.Join(dir, "tree"), true}}}
	for path, want := range map[string]bool{
		"one": true, "one/below": false, "tree": true, "tree/below/deep": true, "treetop": false, "": false,
	} {
		if got := folders.contains("", file(path)); got != want {
			t.Errorf("folder %q: named %v, want %v", path, got, want)
		}
	}
	paths := scope{packages: map[string]bool{"example.com/m/a": true}}
	for path, want := range map[string]bool{
		"example.com/m/a": true, "example.com/m/a_test": true, "example.com/m/b": false, "example.com/m/a/b": false,
	} {
		if got := paths.contains(path, file("")); got != want {
			t.Errorf("package %q: named %v, want %v", path, got, want)
		}
	}
}
