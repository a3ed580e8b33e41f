package finding

import (
	"os"
	"path/filepath"
	"testing"
)

func TestParsePosition(t *testing.T) {
	tests := []struct {
		in   string
		want Position
		ok   bool
	}{
		{"/a/b.go:12:3", Position{"/a/b.go", 12, 3}, true},
		{"/a/b.go:12", Position{"/a/b.go", 12, 0}, true},
		{`C:\a\b.go:12:3`, Position{`C:\a\b.go`, 12, 3}, true},
		{`C:\a\b.go:12`, Position{`C:\a\b.go`, 12, 0}, true},
		{"/a/with:colon.go:1:2", Position{"/a/with:colon.go", 1, 2}, true},
		{"-", Position{}, false},
		{"", Position{}, false},
		{"/a/b.go", Position{}, false},
		{":3", Position{}, false},
		{"/a/b.go:0", Position{}, false},
	}
	for _, test := range tests {
		got, ok := ParsePosition(test.in)
		if ok != test.ok || ok && got != test.want {
			t.Errorf("ParsePosition(%q) = %v, %v; want %v, %v", test.in, got, ok, test.want, test.ok)
		}
	}
}

func TestSort(t *testing.T) {
	at := func(file string, line int, check, pkg string) Finding {
		return Finding{Check: check, Package: pkg, Start: Position{file, line, 1}}
	}
	got := Sort([]Finding{
		at("b.go", 1, "x", "p"),
		at("a.go", 10, "x", "p"),
		at("a.go", 9, "y", "p"),
		at("a.go", 9, "x", "p"),
		at("a.go", 9, "x", "p_test"), // the same file in another package
	})
	want := []Finding{at("a.go", 9, "x", "p"), at("a.go", 9, "y", "p"), at("a.go", 10, "x", "p"), at("b.go", 1, "x", "p")}
	if len(got) != len(want) {
		t.Fatalf("got %d findings, want %d", len(got), len(want))
	}
	for i := range got {
		if got[i].Start != want[i].Start || got[i].Check != want[i].Check {
			t.Errorf("finding %d is %v, want %v", i, got[i], want[i])
		}
	}
}

func TestRelativePath(t *testing.T) {
	dir := filepath.FromSlash("/work/m")
	for path, want := range map[string]string{
		"/work/m/a.go":   "a.go",
		"/work/m/..a.go": "..a.go", // a name, not a parent
		"/work/n/a.go":   "/work/n/a.go",
		"/work/mm/a.go":  "/work/mm/a.go",
	} {
		if got := filepath.ToSlash(RelativePath(dir, filepath.FromSlash(path))); got != want {
			t.Errorf("RelativePath(%q, %q) = %q, want %q", dir, path, got, want)
		}
	}
}

// write puts a file into a fresh folder.
func write(t *testing.T, text string) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), "a.go")
	if err := os.WriteFile(path, []byte(text), 0o666); err != nil {
		t.Fatal(err)
	}
	return path
}

func TestSourcesLineAndPosition(t *testing.T) {
	path := write(t, "one\ntwo\r\n\nfour")
	s := NewSources()
	for line, want := range map[int]string{1: "one", 2: "two", 3: "", 4: "four"} {
		if got, ok := s.Line(path, line); !ok || got != want {
			t.Errorf("Line(%d) = %q, %v; want %q", line, got, ok, want)
		}
	}
	for _, line := range []int{-1, 0, 5} {
		if got, ok := s.Line(path, line); ok {
			t.Errorf("Line(%d) = %q, want none", line, got)
		}
	}
	if _, ok := s.Line(filepath.Join(t.TempDir(), "missing.go"), 1); ok {
		t.Error("a missing file has a line")
	}
	for offset, want := range map[int]Position{
		0:  {path, 1, 1},
		3:  {path, 1, 4}, // the line break belongs to its line
		4:  {path, 2, 1},
		9:  {path, 3, 1},
		10: {path, 4, 1},
		14: {path, 4, 5}, // the end of the file
	} {
		if got := s.Position(path, offset); got != want {
			t.Errorf("Position(%d) = %v, want %v", offset, got, want)
		}
	}
}

func TestUTF16Column(t *testing.T) {
	// ä is 2 bytes and 1 unit, 𝄞 is 4 bytes and 2 units, \xff is invalid.
	path := write(t, "aä𝄞b\xffc\n")
	s := NewSources()
	for bytes, want := range map[int]int{1: 1, 2: 2, 4: 3, 8: 5, 9: 6, 10: 7, 11: 8, 99: 99} {
		if got := s.UTF16Column(Position{path, 1, bytes}); got != want {
			t.Errorf("UTF16Column(%d) = %d, want %d", bytes, got, want)
		}
	}
}

const program = `package p

func Plain() {
	_ = 1
}

func (t T) Value() {}

func (t *T[P]) Pointer() {
	_ = 2
}

var x = func() int { return 1 }

func (t *M[P, Q]) Both() {}
`

func TestFunction(t *testing.T) {
	path := write(t, program)
	s := NewSources()
	for line, want := range map[int]string{1: "", 3: "Plain", 4: "Plain", 5: "Plain", 7: "T.Value", 10: "(*T).Pointer", 13: "", 15: "(*M).Both"} {
		if got := s.Function(Position{path, line, 1}); got != want {
			t.Errorf("Function(line %d) = %q, want %q", line, got, want)
		}
	}
	// What can be parsed of a broken file still has names.
	if got := NewSources().Function(Position{write(t, "package p\n\nfunc F() {\n}\n\nfunc G( {"), 3, 1}); got != "F" {
		t.Errorf("Function in a broken file = %q, want F", got)
	}
}

func TestIdentity(t *testing.T) {
	before := write(t, program)
	after := write(t, "// Moved.\n"+program)
	f := func(path string, line int, message string) Finding {
		return Finding{Check: "unreleased", Message: message, Start: Position{path, line, 2}}
	}
	s := NewSources()
	a := s.Identify(f(before, 4, "f is not closed if the function returns at line 5, and at 2 other returns"), filepath.Dir(before))
	b := s.Identify(f(after, 5, "f is not closed if the function returns at line 6, and at 3 other returns"), filepath.Dir(after))
	if a != b {
		t.Errorf("moving lines changes the identity:\n%v\n%v", a, b)
	}
	if a.Function != "Plain" || a.File != "a.go" {
		t.Errorf("identity is %+v", a)
	}
	// Names with digits are names.
	if got, want := NormalizeMessage("f2 is never closed at line 12"), "f2 is never closed at line N"; got != want {
		t.Errorf("NormalizeMessage = %q, want %q", got, want)
	}
	c := s.Identify(f(before, 10, "f is not closed"), filepath.Dir(before))
	prints := map[string]bool{a.Fingerprint(0): true, a.Fingerprint(1): true, c.Fingerprint(0): true}
	if len(prints) != 3 {
		t.Errorf("fingerprints collide: %v", prints)
	}
}
