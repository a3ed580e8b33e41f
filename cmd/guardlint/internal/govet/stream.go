package govet

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"maps"
	"slices"
	"strings"

	"github.com/guardlint/guardlint/cmd/guardlint/internal/finding"
	"github.com/guardlint/guardlint/cmd/guardlint/internal/vettool"
)

// stream is the decoded output of one "go vet -json".
type stream struct {
	findings []finding.Finding
	errors   []string // analyses that failed, one sentence each
	broken   []Broken
	count    int  // packages, in the go command's sense: a package and its external test are two
	failed   bool // whether there are errors
}

// The following types mirror the output of "go vet -json": a sequence of objects, one per package,
// each mapping package to analyzer to either a list of diagnostics or an error.

type jsonDiagnostic struct {
	Category       string        `json:"category"`
	Posn           string        `json:"posn"`
	End            string        `json:"end"`
	Message        string        `json:"message"`
	SuggestedFixes []jsonFix     `json:"suggested_fixes"`
	Related        []jsonRelated `json:"related"`
}

type jsonFix struct {
	Message string `json:"message"`
	Edits   []struct {
		Filename string `json:"filename"`
		Start    int    `json:"start"`
		End      int    `json:"end"`
		New      string `json:"new"`
	} `json:"edits"`
}

type jsonRelated struct {
	Posn    string `json:"posn"`
	End     string `json:"end"`
	Message string `json:"message"`
}

// decode reads the sequence to its end, calling progress after each package.
func decode(r io.Reader, progress func()) (stream, error) {
	var s stream
	dec := json.NewDecoder(r)
	for {
		var packages map[string]map[string]json.RawMessage
		err := dec.Decode(&packages)
		if errors.Is(err, io.EOF) {
			return s, nil
		}
		if err != nil {
			return s, fmt.Errorf("cannot understand the output of go vet (is the go command older than guardlint?): %w", err)
		}
		s.count++
		for _, id := range slices.Sorted(maps.Keys(packages)) {
			for _, check := range slices.Sorted(maps.Keys(packages[id])) {
				if err := s.add(id, check, packages[id][check]); err != nil {
					return s, err
				}
			}
		}
		if progress != nil {
			progress()
		}
	}
}

// add decodes the result of one check on one package.
func (s *stream) add(id, check string, result json.RawMessage) error {
	if !strings.HasPrefix(string(result), "[") {
		var failure struct {
			Err string `json:"error"`
		}
		if err := json.Unmarshal(result, &failure); err != nil {
			return fmt.Errorf("cannot understand what go vet says about %s: %w", id, err)
		}
		s.breakOff(Broken{check, importPath(id), failure.Err})
		return nil
	}
	var diagnostics []jsonDiagnostic
	if err := json.Unmarshal(result, &diagnostics); err != nil {
		return fmt.Errorf("cannot understand what go vet says about %s: %w", id, err)
	}
	for _, d := range diagnostics {
		f := d.finding(id, check)
		switch {
		case f.Start.Line > 0:
			s.findings = append(s.findings, f)
		case f.Category == vettool.BrokenCategory:
			s.breakOff(Broken{check, importPath(id), vettool.BrokenCause(f.Message)})
		default:
			s.fail(fmt.Sprintf("%s says %q about %s, but not where", check, f.Message, id))
		}
	}
	return nil
}

// breakOff notes that a check failed. What all checks need fails all of them: each cause is told once.
func (s *stream) breakOff(b Broken) {
	s.failed = true
	if slices.Contains(s.broken, b) {
		return // in the variant of the package that has its tests
	}
	told := slices.ContainsFunc(s.broken, func(before Broken) bool { return before.Package == b.Package && before.Err == b.Err })
	if s.broken = append(s.broken, b); !told {
		s.errors = append(s.errors, vettool.Broken(b.Check, b.Package, errors.New(b.Err)))
	}
}

// importPath returns the path of a package by its name in the output: a test variant is named "path [path.test]".
func importPath(id string) string {
	path, _, _ := strings.Cut(id, " [")
	return path
}

func (s *stream) fail(message string) {
	s.failed = true
	s.errors = append(s.errors, message)
}

// finding converts a diagnostic. A step without a position, such as the end of a function that has no
// closing brace in the source, is shown where the step before it is.
func (d jsonDiagnostic) finding(id, check string) finding.Finding {
	f := finding.Finding{
		Check:    check,
		Category: d.Category,
		Package:  importPath(id),
		Message:  d.Message,
	}
	f.Start, f.End = span(d.Posn, d.End)
	last := f.Start
	for _, r := range d.Related {
		start, end := span(r.Posn, r.End)
		if start.Line == 0 {
			start, end = last, last
		}
		last = start
		f.Steps = append(f.Steps, finding.Step{Start: start, End: end, Message: r.Message})
	}
	for _, fix := range d.SuggestedFixes {
		converted := finding.Fix{Message: fix.Message}
		for _, e := range fix.Edits {
			converted.Edits = append(converted.Edits, finding.Edit{File: e.Filename, Start: e.Start, End: e.End, New: e.New})
		}
		f.Fixes = append(f.Fixes, converted)
	}
	return f
}

// span parses both ends of a range. A missing end is the start.
func span(start, end string) (s, e finding.Position) {
	s, _ = finding.ParsePosition(start)
	e, ok := finding.ParsePosition(end)
	if !ok || e.File != s.File || e.Compare(s) < 0 {
		e = s
	}
	return s, e
}
