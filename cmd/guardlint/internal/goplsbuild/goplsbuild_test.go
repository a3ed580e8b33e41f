package goplsbuild

import (
	"encoding/json"
	"os"
	"strings"
	"testing"

	"github.com/guardlint/guardlint/analyzer/configfile"
	"github.com/guardlint/guardlint/internal/drivertest"
)

// TestServer builds the real server and talks to it as an editor does. It is also the proof that guardlint's
// checks compile with the versions of x/tools and staticcheck that gopls is pinned to, which are
// older than those in our go.mod.
func TestServer(t *testing.T) {
	if testing.Short() {
		t.Skip("builds gopls: two minutes of CPU time in an empty build cache")
	}
	server, err := build(t.Context(), os.Stderr)
	if err != nil {
		t.Fatal(err)
	}
	w := drivertest.Example(t)
	e := drivertest.StartEditor(t, server, w)

	const file, check = "size.go", "unreleased"
	original := e.Open(file)

	t.Run("diagnostic", func(t *testing.T) {
		d := e.Await(t, file, check, 1)[0]
		if want := "f is never closed"; d.Message != want {
			t.Errorf("message = %q, want %q", d.Message, want)
		}
		if got, want := d.Range.Of(original), "os.Open(name)"; got != want {
			t.Errorf("range covers %q, want %q", got, want)
		}
		if d.Severity != 2 {
			t.Errorf("severity = %d, want 2 (warning)", d.Severity)
		}
		if d.Code != "never" || !strings.HasSuffix(d.CodeDescription.Href, "#never") {
			t.Errorf("code = %q with address %q, want never, with an address that ends in it", d.Code, d.CodeDescription.Href)
		}
		if len(d.RelatedInformation) == 0 {
			t.Fatal("no related information")
		}
		exit := d.RelatedInformation[0]
		if exit.Location.URI != e.URI(file) || exit.Location.Range.Start.Line <= d.Range.Start.Line {
			t.Errorf("related information at %+v, want the exit below in the same file", exit.Location)
		}
	})

	t.Run("transcript", func(t *testing.T) { // kept in docs/drivers.md
		d := e.Await(t, file, check, 1)[0]
		d.Data = nil // what the server needs to offer its fixes, in its own words
		actions := e.QuickFixes(file, e.Await(t, file, check, 1)[0])
		text := ""
		for _, part := range []struct {
			says  string
			value any
		}{{"textDocument/publishDiagnostics", d}, {"textDocument/codeAction", actions}} {
			pretty, err := json.MarshalIndent(part.value, "", "  ")
			if err != nil {
				t.Fatal(err)
			}
			text += part.says + "\n\n```json\n" + w.Anonymous(string(pretty)) + "\n```\n\n"
		}
		drivertest.Record(t, "gopls", text)
	})

	t.Run("another package", func(t *testing.T) {
		// The helper's summary travels as a fact: what it opened is the caller's, what it closed is closed.
		text := e.Open("use/use.go")
		d := e.Await(t, "use/use.go", check, 1)[0]
		if got, want := d.Range.Of(text), "helper.Create(name)"; got != want {
			t.Errorf("range covers %q, want %q", got, want)
		}
	})

	t.Run("unsaved edit", func(t *testing.T) {
		e.Edit(file, 2, strings.Replace(original, "info, err :=", "defer f.Close()\n\tinfo, err :=", 1))
		e.Await(t, file, check, 0)
		e.Edit(file, 3, original)
		e.Await(t, file, check, 1)
	})

	t.Run("check disabled", func(t *testing.T) {
		e.Configure(map[string]any{"analyses": map[string]bool{check: false}})
		e.Await(t, file, check, 0)
		// gopls keeps a setting that disappears, so the way back is to say true.
		e.Configure(map[string]any{"analyses": map[string]bool{check: true}})
		e.Await(t, file, check, 1)
	})

	t.Run("quick fix", func(t *testing.T) {
		d := e.Await(t, file, check, 1)[0]
		for _, action := range e.QuickFixes(file, d) {
			if !strings.Contains(action.Title, "f.Close()") {
				continue
			}
			if len(action.Edit.DocumentChanges) != 1 || action.Edit.DocumentChanges[0].TextDocument.URI != e.URI(file) {
				t.Fatalf("edit = %+v, want one of this file", action.Edit)
			}
			fixed := drivertest.Apply(original, action.Edit.DocumentChanges[0].Edits)
			if !strings.Contains(fixed, "\tdefer f.Close()\n") {
				t.Errorf("the fix does not close f:\n%s", fixed)
			}
			e.Edit(file, 4, fixed)
			e.Await(t, file, check, 0)
			return
		}
		t.Error("no quick fix closes f")
	})
}

// TestServerConfiguration asserts that the server knows the guards that .guardlint.yaml declares, and that what it has
// kept on disk of one configuration is not taken for the answer under another.
func TestServerConfiguration(t *testing.T) {
	if testing.Short() {
		t.Skip("builds gopls: two minutes of CPU time in an empty build cache")
	}
	server, err := build(t.Context(), os.Stderr)
	if err != nil {
		t.Fatal(err)
	}
	t.Setenv(configfile.Variable, "")
	w := drivertest.Example(t)
	for _, test := range []struct {
		name, config string
		want         int // findings in size.go
	}{
		{"none", "", 1},
		{"a kind more", "kinds:\n  - name: stat\n    acquire: [{func: (*os.File).Stat}]\n    release: [{method: Forget}]\n", 2},
		{"none again", "", 1},
	} {
		t.Run(test.name, func(t *testing.T) {
			w.Write(configfile.Name, test.config)
			e := drivertest.StartEditor(t, server, w)
			e.Open("size.go")
			e.Await(t, "size.go", "unreleased", test.want)
		})
	}

	t.Run("broken", func(t *testing.T) {
		w.Write(configfile.Name, "functoins: []\n")
		checks, err := configfile.Tolerant(w.Dir)
		if err == nil {
			t.Fatal("the configuration is not broken")
		}
		e := drivertest.StartEditor(t, server, w)
		e.Open("size.go")
		e.Open("excused.go")
		e.Await(t, "size.go", "unreleased", 1)
		if d := e.Await(t, "excused.go", checks[len(checks)-1].Name, 1)[0]; !strings.Contains(d.Message, `the key "functoins" is unknown`) {
			t.Errorf("the editor shows %q, want the mistake in the configuration", d.Message)
		}
	})
}
