package manual

import (
	"strings"
	"testing"
)

const sample = `// Copyright notice.

// Package toy reports what is opened
// and never shut.
//
// # What it reports
//
// See [os.Open].
//
// # Example (bad)
//
//	x := open() // guardlint: x is never shut
//
// # Fix (good)
//
//	shut(x)
//
// # What it does not report
//
// Nothing else.
//
// # Suppressing
//
//	$ toy -off
package toy
`

func TestParse(t *testing.T) {
	m, err := Parse(sample)
	if err != nil {
		t.Fatal(err)
	}
	if m.Check != "toy" || m.Summary != "reports what is opened and never shut" {
		t.Errorf("check %q, summary %q", m.Check, m.Summary)
	}
	if code := m.Code(); len(code) != 2 || code[0] != "x := open() // guardlint: x is never shut\n" || code[1] != "shut(x)\n" {
		t.Errorf("code blocks are %q", code)
	}
}

func TestDoc(t *testing.T) {
	doc := Doc(sample)
	if !strings.HasPrefix(doc, "reports what is opened\nand never shut.\n\n# What it reports\n") {
		t.Errorf("Doc is %q", doc)
	}
}

func TestMarkdown(t *testing.T) {
	page := string(mustParse(t, sample).Markdown())
	for _, want := range []string{
		"# toy\n\nPackage toy reports",
		"\n\n## What it reports\n\nSee [os.Open](https://pkg.go.dev/os#Open).\n\n",
		"\n\n## Example (bad)\n\n```go\nx := open() // guardlint: x is never shut\n```\n\n## Fix",
		"```console\n$ toy -off\n```\n",
	} {
		if !strings.Contains(page, want) {
			t.Errorf("page lacks %q:\n%s", want, page)
		}
	}
}

func mustParse(t *testing.T, source string) *Manual {
	t.Helper()
	m, err := Parse(source)
	if err != nil {
		t.Fatal(err)
	}
	return m
}

func TestParseErrors(t *testing.T) {
	for _, test := range []struct{ name, old, new, want string }{
		{"order", "# Fix (good)", "# Suppressing", "has the sections"},
		{"missing", "// # Fix (good)\n//\n", "", "has the sections"},
		{"summary", "Package toy reports", "Package toy defines", "must begin with one sentence"},
		{"two sentences", "and never shut.", "and never shut. Or not.", "must begin with one sentence"},
		{"no comment", "package toy", "\npackage toy", "has no comment"},
		{"no package", "package toy", "", "no package clause"},
	} {
		t.Run(test.name, func(t *testing.T) {
			_, err := Parse(strings.Replace(sample, test.old, test.new, 1))
			if err == nil || !strings.Contains(err.Error(), test.want) {
				t.Errorf("got error %v, want one with %q", err, test.want)
			}
		})
	}
}
