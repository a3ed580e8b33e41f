package baseline

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/guardlint/guardlint/cmd/guardlint/internal/finding"
)

// findingIn makes a finding in a file of dir, which need not exist.
func findingIn(dir, file string, line int, message string) finding.Finding {
	at := finding.Position{File: filepath.Join(dir, file), Line: line, Column: 1}
	return finding.Finding{Check: "unreleased", Package: "example.com/m", Message: message, Start: at, End: at}
}

func everything(string, string) bool { return true }

func TestRoundTrip(t *testing.T) {
	dir := t.TempDir()
	path := filepath.Join(dir, "baseline.json")
	old := []finding.Finding{
		findingIn(dir, "b.go", 7, "g is never closed"),
		findingIn(dir, "a.go", 5, "f is not closed if the function returns at line 9"),
		findingIn(dir, "a.go", 15, "f is not closed if the function returns at line 19"),
	}
	b, err := New(path, old, finding.NewSources())
	if err != nil {
		t.Fatal(err)
	}
	if b.Len() != 3 {
		t.Errorf("baseline stands for %d findings, want 3", b.Len())
	}
	if err := b.Write(path); err != nil {
		t.Fatal(err)
	}
	first, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if lines := strings.Count(string(first), "\n"); lines != 4 { // two entries within two brackets
		t.Errorf("file has %d lines:\n%s", lines, first)
	}
	if b, err = Read(path); err != nil {
		t.Fatal(err)
	}

	fresh, gone := b.Filter(old, finding.NewSources(), everything)
	if len(fresh) != 0 || len(gone) != 0 {
		t.Errorf("unchanged: fresh %v, gone %v", fresh, gone)
	}
	// One more of a kind is new, and it is the last one that counts as new.
	more := append(old[:3:3], findingIn(dir, "a.go", 25, "f is not closed if the function returns at line 29"))
	fresh, gone = b.Filter(more, finding.NewSources(), everything)
	if len(fresh) != 1 || fresh[0].Start.Line != 25 || len(gone) != 0 {
		t.Errorf("one more: fresh %v, gone %v", fresh, gone)
	}
	// One less is gone, with the number that is missing, if its package was analysed.
	fresh, gone = b.Filter(old[:2], finding.NewSources(), everything)
	if len(fresh) != 0 || len(gone) != 1 || gone[0].Count != 1 || gone[0].File != "a.go" {
		t.Errorf("one less: fresh %v, gone %v", fresh, gone)
	}
	nothing := func(string, string) bool { return false }
	if _, gone = b.Filter(nil, finding.NewSources(), nothing); len(gone) != 0 {
		t.Errorf("not analysed, yet gone: %v", gone)
	}
}

// TestDeterministic writes the same findings in different orders.
func TestDeterministic(t *testing.T) {
	dir := t.TempDir()
	findings := []finding.Finding{
		findingIn(dir, "b.go", 7, "g is never closed"),
		findingIn(dir, "a.go", 5, "f is never closed"),
		findingIn(dir, "a.go", 6, "e is never closed"),
	}
	var texts []string
	for i := range findings {
		rotated := append(findings[i:len(findings):len(findings)], findings[:i]...)
		path := filepath.Join(dir, "baseline.json")
		b, err := New(path, rotated, finding.NewSources())
		if err != nil {
			t.Fatal(err)
		}
		if err := b.Write(path); err != nil {
			t.Fatal(err)
		}
		text, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		texts = append(texts, string(text))
	}
	if texts[0] != texts[1] || texts[1] != texts[2] {
		t.Errorf("the order of findings shows in the file:\n%s", strings.Join(texts, "\n"))
	}
}

func TestReadErrors(t *testing.T) {
	const entry = `{"check":"c","file":"f","message":"m","package":"p","count":1}`
	for text, want := range map[string]string{
		"":               "b.json:1: this is not a baseline: the file ends too early; write it again with -write-baseline=b.json",
		"{\n\"version\"": "b.json:2: this is not a baseline: the file ends too early",
		"{\"version\": 1, \"findings\": [\n" + entry + "\n" + entry + "]}": "b.json:3: this is not a baseline: invalid character",
		"{\"version\": 1,\n\"findings\": [" + entry + "],\n\"more\": 1}":   `this is not a baseline: unknown field "more"`,
		"{\"version\": 1,\n\"findings\": [\n{\"check\": 3}]}":              "b.json:3: this is not a baseline: it has a JSON number where a text should be",
		"{\"version\": 2, \"findings\": []}":                               "its version is 2, and this guardlint reads version 1",
		"{\"version\": 1, \"findings\": [{\"check\":\"c\"}]}":              "finding 1 lacks a check, file, message or count",
		"{\"version\": 1, \"findings\": []}\n{}":                           "b.json:2: this is not a baseline: something follows its end",
		"[]":                                                               "b.json:1: this is not a baseline: it has a JSON array where an object should be",
		"package p":                                                        "b.json:1: this is not a baseline: invalid character 'p'",
	} {
		_, err := parse("b.json", []byte(text))
		if err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("parse(%q) = %v, want %q", text, err, want)
		}
		if err != nil && strings.Contains(err.Error(), "\n") {
			t.Errorf("parse(%q): more than one line: %v", text, err)
		}
	}
	if _, err := parse("b.json", []byte(`{"version": 1, "findings": [`+entry+`]}`)); err != nil {
		t.Errorf("a good baseline is refused: %v", err)
	}
}

// FuzzParse: whatever is read either is refused, with a line, or can be used.
func FuzzParse(f *testing.F) {
	f.Add([]byte(`{"version": 1, "findings": [{"check":"c","file":"f","message":"m","package":"p","count":1}]}`))
	f.Add([]byte("{\"version\": 1,\n\"findings\": [\n]}"))
	f.Add([]byte(`[1, 2`))
	f.Fuzz(func(t *testing.T, data []byte) {
		entries, err := parse("b.json", data)
		if err != nil {
			if !strings.HasPrefix(err.Error(), "b.json:") {
				t.Errorf("error without a place: %v", err)
			}
			return
		}
		b := &Baseline{root: t.TempDir(), entries: entries}
		if _, gone := b.Filter(nil, finding.NewSources(), everything); len(gone) > len(entries) {
			t.Errorf("%d entries are gone of %d", len(gone), len(entries))
		}
	})
}
