package rewrite

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/guardlint/guardlint/cmd/guardlint/internal/finding"
)

const source = `package p

func f() {
	one()
	two()
}
`

// file puts a Go file into a fresh folder.
func file(t *testing.T, text string) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), "p.go")
	if err := os.WriteFile(path, []byte(text), 0o666); err != nil {
		t.Fatal(err)
	}
	return path
}

// fix is a finding whose fix replaces a piece of the file's text.
func fix(path, text, old, new string) finding.Finding {
	at := strings.Index(text, old)
	return finding.Finding{
		Message: old,
		Fixes:   []finding.Fix{{Edits: []finding.Edit{{File: path, Start: at, End: at + len(old), New: new}}}},
	}
}

func read(t *testing.T, path string) string {
	t.Helper()
	text, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}

func TestWrite(t *testing.T) {
	a, b := file(t, source), file(t, source)
	plan, err := New([]finding.Finding{
		fix(a, source, "two()", "zwei()"), // not in the order of the file
		fix(a, source, "one()", "eins()"),
		fix(a, source, "one()", "eins()"), // the same edit twice
		fix(a, source, "f()", "f(  )"),    // formatted
		fix(b, source, "one()\n", ""),
		{Message: "no fix"},
	})
	if err != nil {
		t.Fatal(err)
	}
	if err := plan.Write(); err != nil {
		t.Fatal(err)
	}
	if got, want := read(t, a), strings.NewReplacer("one", "eins", "two", "zwei").Replace(source); got != want {
		t.Errorf("a is\n%swant\n%s", got, want)
	}
	if got, want := read(t, b), "package p\n\nfunc f() {\n\n\ttwo()\n}\n"; !strings.Contains(got, "two()") || strings.Contains(got, "one()") {
		t.Errorf("b is\n%swant about\n%s", got, want)
	}
	if plan.Fixed != 5 || len(plan.Remaining) != 1 || plan.Conflicts != 0 {
		t.Errorf("fixed %d, remaining %v, conflicts %d", plan.Fixed, plan.Remaining, plan.Conflicts)
	}
}

func TestConflicts(t *testing.T) {
	path := file(t, source)
	insertion := func(text string) finding.Finding {
		f := fix(path, source, "one()", text)
		f.Fixes[0].Edits[0].End = f.Fixes[0].Edits[0].Start
		return f
	}
	plan, err := New([]finding.Finding{
		fix(path, source, "two()", "zwei()"),
		fix(path, source, "wo()\n", "x()\n"), // overlaps
		insertion("a()\n\t"),
		insertion("b()\n\t"), // at the same place: no order between the two
	})
	if err != nil {
		t.Fatal(err)
	}
	if plan.Fixed != 2 || plan.Conflicts != 2 || len(plan.Remaining) != 2 {
		t.Errorf("fixed %d, conflicts %d, remaining %d; want 2 each", plan.Fixed, plan.Conflicts, len(plan.Remaining))
	}
	if err := plan.Write(); err != nil {
		t.Fatal(err)
	}
	if got, want := read(t, path), "package p\n\nfunc f() {\n\ta()\n\tone()\n\tzwei()\n}\n"; got != want {
		t.Errorf("file is\n%swant\n%s", got, want)
	}
}

func TestUnformattedStaysSo(t *testing.T) {
	text := "package p\nfunc  f() { one() }\n"
	path := file(t, text)
	plan, err := New([]finding.Finding{fix(path, text, "one()", "eins()")})
	if err != nil {
		t.Fatal(err)
	}
	if err := plan.Write(); err != nil {
		t.Fatal(err)
	}
	if got, want := read(t, path), "package p\nfunc  f() { eins() }\n"; got != want {
		t.Errorf("file is %q, want %q", got, want)
	}
}

// TestRefused lists plans that must not come into being: nothing is written then.
func TestRefused(t *testing.T) {
	path := file(t, source)
	beyond := fix(path, source, "one()", "eins()")
	beyond.Fixes[0].Edits[0].Start, beyond.Fixes[0].Edits[0].End = len(source), 1000
	for name, bad := range map[string]finding.Finding{
		"not valid Go":        fix(path, source, "one()", "}"),
		"outside of the file": beyond,
		"no such file":        fix(filepath.Join(t.TempDir(), "missing.go"), source, "one()", "eins()"),
	} {
		if _, err := New([]finding.Finding{fix(path, source, "two()", "zwei()"), bad}); err == nil {
			t.Errorf("%s: accepted", name)
		}
	}
}

// TestTranslated leaves files alone whose offsets are those of another text.
func TestTranslated(t *testing.T) {
	for _, text := range []string{
		"package p\n\nimport \"C\"\n\nfunc f() { one() }\n",
		"package p\n\n//line p.y:1\nfunc f() { one() }\n",
	} {
		path := file(t, text)
		plan, err := New([]finding.Finding{fix(path, text, "one()", "eins()")})
		if err != nil {
			t.Fatal(err)
		}
		if plan.Fixed != 0 || len(plan.Remaining) != 1 || len(plan.Files()) != 0 {
			t.Errorf("a fix is planned for\n%s", text)
		}
	}
}

func TestWriteFails(t *testing.T) {
	a, b := file(t, source), file(t, source)
	plan, err := New([]finding.Finding{fix(a, source, "one()", "eins()"), fix(b, source, "one()", "eins()")})
	if err != nil {
		t.Fatal(err)
	}
	if err := os.RemoveAll(filepath.Dir(b)); err != nil {
		t.Fatal(err)
	}
	if err := plan.Write(); err == nil || !strings.Contains(err.Error(), "no file was changed") {
		t.Errorf("error is %v", err)
	}
	if got := read(t, a); got != source {
		t.Errorf("a was changed to\n%s", got)
	}
}

func TestDiff(t *testing.T) {
	path := file(t, source)
	plan, err := New([]finding.Finding{fix(path, source, "one()", "eins()")})
	if err != nil {
		t.Fatal(err)
	}
	want := "--- p.go.orig\n+++ p.go\n@@ -1,6 +1,6 @@\n package p\n \n func f() {\n-\tone()\n+\teins()\n \ttwo()\n }\n"
	if got := plan.Diff(filepath.Base); got != want {
		t.Errorf("diff is\n%swant\n%s", got, want)
	}
}
