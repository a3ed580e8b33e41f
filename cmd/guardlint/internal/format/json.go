package format

import (
	_ "embed"
	"encoding/json"
	"io"

	"github.com/guardlint/guardlint/cmd/guardlint/internal/finding"
)

// JSONSchema describes the output of the json format, as a JSON schema.
//
//go:embed schema.json
var JSONSchema string

// The types below are the json format. Fields are never removed or given another meaning within a
// version; new ones may be added.

const jsonVersion = 1

type jsonReport struct {
	Version  int           `json:"version"`
	Tool     jsonTool      `json:"tool"`
	Complete bool          `json:"complete"`
	Findings []jsonFinding `json:"findings"`
}

type jsonTool struct {
	Name    string `json:"name"`
	Version string `json:"version"`
}

type jsonFinding struct {
	Check       string       `json:"check"`
	Category    string       `json:"category,omitempty"`
	URL         string       `json:"url,omitempty"`
	Package     string       `json:"package"`
	Message     string       `json:"message"`
	File        string       `json:"file"`
	Start       jsonPosition `json:"start"`
	End         jsonPosition `json:"end"`
	Related     []jsonStep   `json:"related,omitempty"`
	Fixes       []jsonFix    `json:"fixes,omitempty"`
	Fingerprint string       `json:"fingerprint"`
}

type jsonPosition struct {
	Line   int `json:"line"`
	Column int `json:"column,omitempty"`
}

type jsonStep struct {
	Message string       `json:"message"`
	File    string       `json:"file"`
	Start   jsonPosition `json:"start"`
	End     jsonPosition `json:"end"`
}

type jsonFix struct {
	Message string     `json:"message"`
	Edits   []jsonEdit `json:"edits"`
}

type jsonEdit struct {
	File  string `json:"file"`
	Start int    `json:"start"`
	End   int    `json:"end"`
	New   string `json:"new"`
}

// writeJSON writes the json format.
func writeJSON(w io.Writer, r Report) error {
	report := jsonReport{
		Version:  jsonVersion,
		Tool:     jsonTool{Name: "guardlint", Version: r.Version},
		Complete: r.Complete,
		Findings: []jsonFinding{}, // an empty list, not null
	}
	fingerprint := r.fingerprinter()
	for _, f := range r.Findings {
		report.Findings = append(report.Findings, r.jsonFinding(f, fingerprint(f)))
	}
	return encode(w, report)
}

func (r Report) jsonFinding(f finding.Finding, fingerprint string) jsonFinding {
	j := jsonFinding{
		Check:       f.Check,
		Category:    f.Category,
		URL:         f.URL,
		Package:     f.Package,
		Message:     f.Message,
		File:        r.machinePath(f.Start.File),
		Start:       jsonPosition{f.Start.Line, f.Start.Column},
		End:         jsonPosition{f.End.Line, f.End.Column},
		Fingerprint: fingerprint,
	}
	for _, s := range f.Steps {
		j.Related = append(j.Related, jsonStep{
			Message: s.Message,
			File:    r.machinePath(s.Start.File),
			Start:   jsonPosition{s.Start.Line, s.Start.Column},
			End:     jsonPosition{s.End.Line, s.End.Column},
		})
	}
	for _, fix := range f.Fixes {
		edits := make([]jsonEdit, 0, len(fix.Edits))
		for _, e := range fix.Edits {
			edits = append(edits, jsonEdit{r.machinePath(e.File), e.Start, e.End, e.New})
		}
		j.Fixes = append(j.Fixes, jsonFix{fix.Message, edits})
	}
	return j
}

// fingerprinter returns a function that must be applied to the findings in their order: it counts
// those that are otherwise the same.
func (r Report) fingerprinter() func(finding.Finding) string {
	seen := make(map[finding.Identity]int)
	return func(f finding.Finding) string {
		id := r.Sources.Identify(f, r.Root)
		ordinal := seen[id]
		seen[id]++
		return id.Fingerprint(ordinal)
	}
}

// encode writes indented JSON without the escapes for HTML, which make Go code hard to read.
func encode(w io.Writer, value any) error {
	enc := json.NewEncoder(w)
	enc.SetEscapeHTML(false)
	enc.SetIndent("", "  ")
	return enc.Encode(value)
}
