package audit

import (
	"bytes"
	"strings"
	"testing"

	"github.com/guardlint/guardlint/cmd/guardlint/internal/finding"
)

func decoded(t *testing.T, messages ...string) []Acquisition {
	t.Helper()
	var findings []finding.Finding
	for _, m := range messages {
		findings = append(findings, finding.Finding{Message: m, Category: strings.Split(m, ": ")[1]})
	}
	acquisitions, err := Decode(findings)
	if err != nil {
		t.Fatal(err)
	}
	return acquisitions
}

func TestDecode(t *testing.T) {
	got := decoded(t, "file: transferred: returned as result 0: kept", "lock: released")
	if a := got[0]; a.Kind != "file" || a.Verdict != "transferred" || a.Reason != "returned as result 0: kept" {
		t.Errorf("got %+v", a)
	}
	if a := got[1]; a.Verdict != "released" || a.Reason != "" {
		t.Errorf("got %+v", a)
	}
	for _, f := range []finding.Finding{
		{Message: "no colon", Category: "released"},
		{Message: "file: released: x", Category: "leaked"},
	} {
		if _, err := Decode([]finding.Finding{f}); err == nil {
			t.Errorf("%+v is accepted", f)
		}
	}
}

func TestCounts(t *testing.T) {
	got := Counts(decoded(t,
		"file: leaked: at line 3",
		"file: released: closed",
		"file: leaked: at line 4",
		"body: unsure: x",
	))
	want := []Count{
		{"file", "leaked", "at line N", 2},
		{"body", "unsure", "x", 1},
		{"file", "released", "closed", 1},
	}
	if len(got) != len(want) {
		t.Fatalf("got %v, want %v", got, want)
	}
	for i := range got {
		if got[i] != want[i] {
			t.Errorf("count %d is %v, want %v", i, got[i], want[i])
		}
	}
}

func TestOpenMetricsEscapes(t *testing.T) {
	var out bytes.Buffer
	if err := WriteOpenMetrics(&out, Stats{Counts: []Count{{`a"b`, "released", "c\\d\ne", 1}}}); err != nil {
		t.Fatal(err)
	}
	want := `guardlint_acquisitions{kind="a\"b",verdict="released",reason="c\\d\ne"} 1` + "\n"
	if !strings.Contains(out.String(), want) || !strings.HasSuffix(out.String(), "\nguardlint_broken 0\n# EOF\n") {
		t.Errorf("got\n%swant in it\n%s", out.String(), want)
	}
}

func TestNoAcquisitions(t *testing.T) {
	var out bytes.Buffer
	if err := WriteStatsText(&out, Stats{}); err != nil || out.String() != "no acquisitions\n" {
		t.Errorf("got %q, %v", out.String(), err)
	}
	out.Reset()
	if err := WriteStatsJSON(&out, Stats{Counts: Counts(nil)}); err != nil || !strings.Contains(out.String(), `"counts": []`) {
		t.Errorf("got %q, %v", out.String(), err)
	}
}
