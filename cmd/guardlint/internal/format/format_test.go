package format

import (
	"bytes"
	"encoding/json"
	"flag"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/santhosh-tekuri/jsonschema/v6"

	"github.com/guardlint/guardlint/cmd/guardlint/internal/finding"
)

var update = flag.Bool("update", false, "rewrite the golden files")

// source has what makes columns hard: a tab, characters of several bytes, and one of two columns and
// two UTF-16 units.
const source = `package store

func Open(name string) error {
	s := "ä世𝄞"; f, err := os.Open(name)
	if err != nil {
		return err
	}
	return nil
}
`

// report is a report about that file, written to a fresh folder.
func report(t *testing.T) Report {
	t.Helper()
	root := t.TempDir()
	path := filepath.Join(root, "my store", "a&b.go")
	if err := os.Mkdir(filepath.Dir(path), 0o777); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(path, []byte(source), 0o666); err != nil {
		t.Fatal(err)
	}
	sources := finding.NewSources()
	at := func(text string) (start, end finding.Position) {
		i := strings.Index(source, text)
		return sources.Position(path, i), sources.Position(path, i+len(text))
	}
	open := finding.Finding{
		Check: "unreleased", Category: "early-return", URL: "https://example.com/unreleased#early-return",
		Package: "example.com/m/store", Message: "f is not closed if the function returns at line 8",
	}
	open.Start, open.End = at("os.Open(name)")
	var step finding.Step
	step.Start, step.End = at("return nil")
	step.Message = "this return leaves f open, 100%"
	open.Steps = []finding.Step{step}
	after := strings.Index(source, "\n\treturn nil")
	open.Fixes = []finding.Fix{{
		Message: `Insert "defer f.Close()" after the error check`,
		Edits:   []finding.Edit{{File: path, Start: after, End: after, New: "\n\tdefer f.Close()"}},
	}}
	// A finding of which only the line is known, in a file that does not exist.
	odd := finding.Finding{
		Check: "lockheld", Package: "example.com/m/store", Message: "mu is still locked",
		Start: finding.Position{File: filepath.Join(root, "gone.go"), Line: 3},
		End:   finding.Position{File: filepath.Join(root, "gone.go"), Line: 3},
	}
	return Report{
		Findings: []finding.Finding{open, odd},
		Complete: true,
		Sources:  sources,
		Checks: []Check{
			{Name: "lockheld", Doc: "lockheld: report locks that stay locked\n\nMore.", URL: "https://example.com/lockheld"},
			{Name: "unreleased", Doc: "unreleased: report guards that are not released", URL: "https://example.com/unreleased"},
		},
		Version: "v1.2.3",
		Dir:     filepath.Join(root, "my store"),
		Root:    root,
	}
}

func render(t *testing.T, name string, r Report) string {
	t.Helper()
	write, ok := Lookup(name)
	if !ok {
		t.Fatalf("no format %s", name)
	}
	var out bytes.Buffer
	if err := write(&out, r); err != nil {
		t.Fatal(err)
	}
	// The folder differs from run to run.
	return strings.ReplaceAll(out.String(), filepath.ToSlash(r.Root), "/ROOT")
}

func TestGolden(t *testing.T) {
	for _, name := range Names() {
		t.Run(name, func(t *testing.T) {
			got := render(t, name, report(t))
			golden := filepath.Join("testdata", name+".golden")
			if *update {
				if err := os.WriteFile(golden, []byte(got), 0o666); err != nil {
					t.Fatal(err)
				}
			}
			want, err := os.ReadFile(golden)
			if err != nil {
				t.Fatal(err)
			}
			if got != string(want) {
				t.Errorf("output differs from %s (run with -update after a wanted change):\n%s", golden, got)
			}
		})
	}
}

func TestColor(t *testing.T) {
	r := report(t)
	plain := render(t, "text", r)
	r.Color = true
	colored := render(t, "text", r)
	if strings.Contains(plain, "\x1b") || !strings.Contains(colored, "\x1b[") {
		t.Errorf("plain:\n%q\ncolored:\n%q", plain, colored)
	}
}

func TestUnderline(t *testing.T) {
	at := func(line, column int) finding.Position { return finding.Position{Line: line, Column: column} }
	for _, test := range []struct {
		line       string
		start, end finding.Position
		code       string
		caret      string
	}{
		{"\t\tf()", at(1, 3), at(1, 6), "f()", "^~~"},
		{"x, f()", at(1, 4), at(1, 7), "x, f()", "   ^~~"},
		{"世, f()", at(1, 6), at(1, 9), "世, f()", "    ^~~"},
		{"x\tf()", at(1, 3), at(1, 6), "x\tf()", " \t^~~"},
		{"f(世)", at(1, 1), at(1, 7), "f(世)", "^~~~~"},
		{"f(", at(1, 1), at(2, 2), "f(", "^~"},       // goes on in the next line
		{"f()", at(1, 2), at(1, 2), "f()", " ^"},     // no range
		{"f()", at(1, 90), at(1, 99), "f()", "   ^"}, // the file has changed since
		{"  f()", at(1, 1), at(1, 2), "f()", "^"},
	} {
		code, caret := underline(test.line, test.start, test.end)
		if code != test.code || caret != test.caret {
			t.Errorf("underline(%q, %v, %v) =\n%q\n%q\nwant\n%q\n%q", test.line, test.start, test.end, code, caret, test.code, test.caret)
		}
	}
}

// TestJSONSchema checks the json format against the schema that describes it, and that the schema
// would notice a field that it does not describe.
func TestJSONSchema(t *testing.T) {
	for _, strict := range []bool{false, true} {
		var schema any
		if err := json.Unmarshal([]byte(JSONSchema), &schema); err != nil {
			t.Fatal(err)
		}
		if strict {
			closeObjects(schema)
		}
		c := jsonschema.NewCompiler()
		if err := c.AddResource("schema.json", schema); err != nil {
			t.Fatal(err)
		}
		compiled, err := c.Compile("schema.json")
		if err != nil {
			t.Fatal(err)
		}
		var value any
		if err := json.Unmarshal([]byte(render(t, "json", report(t))), &value); err != nil {
			t.Fatal(err)
		}
		if err := compiled.Validate(value); err != nil {
			t.Errorf("strict %v: %v", strict, err)
		}
	}
}

// closeObjects forbids fields that a schema does not mention.
func closeObjects(schema any) {
	switch s := schema.(type) {
	case map[string]any:
		if s["properties"] != nil {
			s["additionalProperties"] = false
		}
		for _, v := range s {
			closeObjects(v)
		}
	case []any:
		for _, v := range s {
			closeObjects(v)
		}
	}
}

func TestFingerprintsDiffer(t *testing.T) {
	r := report(t)
	r.Findings = append(r.Findings, r.Findings[0]) // twice the same, as two leaks on one path are
	fingerprint := r.fingerprinter()
	seen := make(map[string]bool)
	for _, f := range r.Findings {
		seen[fingerprint(f)] = true
	}
	if len(seen) != len(r.Findings) {
		t.Errorf("%d fingerprints for %d findings", len(seen), len(r.Findings))
	}
}
