package format

import (
	"io"

	"github.com/guardlint/guardlint/cmd/guardlint/internal/finding"
)

// The types below are the Reviewdog Diagnostic Format. Its columns count bytes, as Go's do.

type rdResult struct {
	Source      rdSource       `json:"source"`
	Severity    string         `json:"severity"`
	Diagnostics []rdDiagnostic `json:"diagnostics"`
}

type rdSource struct {
	Name string `json:"name"`
	URL  string `json:"url"`
}

type rdDiagnostic struct {
	Message     string         `json:"message"`
	Location    rdLocation     `json:"location"`
	Severity    string         `json:"severity"`
	Code        rdCode         `json:"code"`
	Suggestions []rdSuggestion `json:"suggestions,omitempty"`
	Related     []rdRelated    `json:"relatedLocations,omitempty"`
}

type rdLocation struct {
	Path  string  `json:"path"`
	Range rdRange `json:"range"`
}

type rdRange struct {
	Start jsonPosition `json:"start"`
	End   jsonPosition `json:"end"`
}

type rdCode struct {
	Value string `json:"value"`
	URL   string `json:"url,omitempty"`
}

type rdSuggestion struct {
	Range rdRange `json:"range"`
	Text  string  `json:"text"`
}

type rdRelated struct {
	Message  string     `json:"message"`
	Location rdLocation `json:"location"`
}

// writeRDJSON writes the rdjson format.
func writeRDJSON(w io.Writer, r Report) error {
	result := rdResult{
		Source:      rdSource{Name: "guardlint", URL: informationURI},
		Severity:    "WARNING",
		Diagnostics: []rdDiagnostic{},
	}
	for _, f := range r.Findings {
		d := rdDiagnostic{
			Message:     f.Message,
			Location:    r.rdLocation(f.Start, f.End),
			Severity:    "WARNING",
			Code:        rdCode{Value: f.Check, URL: f.URL},
			Suggestions: r.rdSuggestions(f),
		}
		for _, s := range f.Steps {
			d.Related = append(d.Related, rdRelated{s.Message, r.rdLocation(s.Start, s.End)})
		}
		result.Diagnostics = append(result.Diagnostics, d)
	}
	return encode(w, result)
}

func (r Report) rdLocation(start, end finding.Position) rdLocation {
	return rdLocation{r.machinePath(start.File), rdSpan(start, end)}
}

func rdSpan(start, end finding.Position) rdRange {
	return rdRange{jsonPosition{start.Line, start.Column}, jsonPosition{end.Line, end.Column}}
}

// rdSuggestions converts the first fix. A suggestion has no path and stands for itself, so a fix that
// needs several edits, or another file, cannot be expressed and is left out.
func (r Report) rdSuggestions(f finding.Finding) []rdSuggestion {
	if len(f.Fixes) == 0 || len(f.Fixes[0].Edits) != 1 || f.Fixes[0].Edits[0].File != f.Start.File {
		return nil
	}
	e := f.Fixes[0].Edits[0]
	start, end := r.Sources.Position(e.File, e.Start), r.Sources.Position(e.File, e.End)
	return []rdSuggestion{{rdSpan(start, end), e.New}}
}
