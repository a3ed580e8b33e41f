package main

import (
	"bytes"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"golang.org/x/tools/go/analysis"

	"github.com/guardlint/guardlint/passes/internal/passtest"
)

const root = "../../.."

// TestUpToDate compares the documents with what would be generated now.
func TestUpToDate(t *testing.T) {
	docs, err := generate(root)
	if err != nil {
		t.Fatal(err)
	}
	for name, want := range docs {
		got, err := os.ReadFile(filepath.Join(root, name))
		if err != nil || !bytes.Equal(got, want) {
			t.Errorf("%s is stale: run go run ./passes/internal/docgen", name)
		}
	}
	orphans, err := orphans(root, docs)
	if err != nil {
		t.Fatal(err)
	}
	for _, name := range orphans {
		t.Errorf("%s belongs to no check: run go run ./passes/internal/docgen", name)
	}
}

func TestReplacePart(t *testing.T) {
	const readme = "# x\n<!-- BEGIN a -->\nold\n<!-- END a -->\nrest\n"
	got, err := replacePart([]byte(readme), "a", "new\n")
	if want := strings.Replace(readme, "old", "new", 1); err != nil || string(got) != want {
		t.Errorf("got %q (%v), want %q", got, err, want)
	}
	if _, err := replacePart([]byte(readme), "b", ""); err == nil || !strings.Contains(err.Error(), "<!-- BEGIN b -->") {
		t.Errorf("a missing mark: got error %v", err)
	}
}

func TestFlagTable(t *testing.T) {
	a := &analysis.Analyzer{Name: "toy"}
	if got := flagTable([]*analysis.Analyzer{a}); got != "The checks have no flags of their own.\n" {
		t.Errorf("without flags: %q", got)
	}
	a.Flags.Bool("strict", false, "say more")
	if got := flagTable([]*analysis.Analyzer{a}); !strings.Contains(got, "| `-toy.strict` | say more |\n") {
		t.Errorf("with a flag: %q", got)
	}
}

func TestLimitList(t *testing.T) {
	got := limitList([]string{"one", "two"}, []passtest.Limit{
		{Check: "one", Function: "falseNegativeMap", Reason: "maps are not followed."},
		{Check: "one", Function: "falsePositiveFlag", Reason: "flags are not read backwards."},
	})
	const want = "`one` misses:\n\n- maps are not followed. (`falseNegativeMap`)\n\n" +
		"`one` reports wrongly:\n\n- flags are not read backwards. (`falsePositiveFlag`)\n"
	if got != want {
		t.Errorf("got %q, want %q", got, want)
	}
	if got := limitList([]string{"two"}, nil); got != "The fixtures record none.\n" {
		t.Errorf("without limits: %q", got)
	}
}

func TestOrphans(t *testing.T) {
	dir := t.TempDir()
	if err := os.Mkdir(filepath.Join(dir, "docs"), 0o755); err != nil {
		t.Fatal(err)
	}
	for name, text := range map[string]string{"docs/gone.md": generated, "docs/kept.md": generated, "docs/own.md": "# by hand\n"} {
		if err := os.WriteFile(filepath.Join(dir, name), []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	got, err := orphans(dir, map[string][]byte{"docs/kept.md": []byte(generated)})
	if err != nil || len(got) != 1 || got[0] != "docs/gone.md" {
		t.Errorf("got %q (%v), want docs/gone.md alone", got, err)
	}
}
