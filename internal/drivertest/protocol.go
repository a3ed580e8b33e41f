package drivertest

import (
	"encoding/json"
	"slices"
	"strings"
	"unicode/utf16"
)

// The types in this file are the parts of the language server protocol that tests look at.
type (
	// A Position counts lines from 0 and columns in UTF-16 code units from 0.
	Position struct {
		Line      int `json:"line"`
		Character int `json:"character"`
	}

	// A Range is a part of a file.
	Range struct {
		Start Position `json:"start"`
		End   Position `json:"end"`
	}

	// A Diagnostic is what an editor shows as a squiggle.
	Diagnostic struct {
		Range           Range  `json:"range"`
		Severity        int    `json:"severity"`
		Code            string `json:"code,omitempty"`
		CodeDescription struct {
			Href string `json:"href"`
		} `json:"codeDescription,omitzero"`
		Source             string               `json:"source"`
		Message            string               `json:"message"`
		RelatedInformation []RelatedInformation `json:"relatedInformation,omitempty"`
		Data               json.RawMessage      `json:"data,omitempty"`
	}

	// RelatedInformation is one step of an explanation.
	RelatedInformation struct {
		Location struct {
			URI   string `json:"uri"`
			Range Range  `json:"range"`
		} `json:"location"`
		Message string `json:"message"`
	}

	// A TextEdit replaces a part of a file.
	TextEdit struct {
		Range   Range  `json:"range"`
		NewText string `json:"newText"`
	}

	// A CodeAction is what an editor offers at a place.
	CodeAction struct {
		Title string `json:"title"`
		Edit  struct {
			DocumentChanges []struct {
				TextDocument struct {
					URI string `json:"uri"`
				} `json:"textDocument"`
				Edits []TextEdit `json:"edits"`
			} `json:"documentChanges"`
		} `json:"edit"`
	}
)

// Offset returns the offset in text that p stands for.
func (p Position) Offset(text string) int {
	lines := strings.SplitAfter(text, "\n")
	before := len(strings.Join(lines[:p.Line], ""))
	units := utf16.Encode([]rune(lines[p.Line]))
	return before + len(string(utf16.Decode(units[:p.Character])))
}

// Of returns the part of text that r covers.
func (r Range) Of(text string) string { return text[r.Start.Offset(text):r.End.Offset(text)] }

// Apply returns text with edits applied, which do not overlap.
func Apply(text string, edits []TextEdit) string {
	edits = slices.Clone(edits)
	slices.SortFunc(edits, func(a, b TextEdit) int { return b.Range.Start.Offset(text) - a.Range.Start.Offset(text) })
	fixed := text
	for _, e := range edits { // the last one first, so that the offsets of the others stay right
		fixed = fixed[:e.Range.Start.Offset(text)] + e.NewText + fixed[e.Range.End.Offset(text):]
	}
	return fixed
}
