// Package rewrite applies the fixes that come with findings.
//
// Applying is all or nothing. First every changed file is computed and checked in memory; if one of
// them cannot be changed, or would not parse, nothing is written. Then all are replaced together.
package rewrite

import (
	"bytes"
	"cmp"
	"errors"
	"fmt"
	"go/format"
	"go/parser"
	"go/token"
	"maps"
	"os"
	"slices"

	"github.com/aymanbagabas/go-udiff"

	"github.com/guardlint/guardlint/cmd/guardlint/internal/finding"
	"github.com/guardlint/guardlint/cmd/guardlint/internal/replace"
)

// A Plan is a set of files with their new content.
type Plan struct {
	Fixed     int               // findings whose fix is a part of the plan
	Remaining []finding.Finding // findings without a fix, or whose fix is not a part of the plan
	Conflicts int               // how many of the remaining have a fix that collides with another one
	files     map[string]change
}

// change is a file before and after.
type change struct{ old, new []byte }

// New plans to apply the first fix of each finding. Fixes are taken in the order of the findings; one
// that overlaps with an earlier one is left for another run.
func New(findings []finding.Finding) (*Plan, error) {
	plan := &Plan{files: make(map[string]change)}
	edits := make(map[string][]finding.Edit)
	for _, f := range findings {
		fix, err := plan.usable(f)
		switch {
		case err != nil:
			return nil, err
		case fix == nil:
			plan.Remaining = append(plan.Remaining, f)
		case !compatible(edits, fix.Edits):
			plan.Remaining = append(plan.Remaining, f)
			plan.Conflicts++
		default:
			plan.Fixed++
			for _, e := range fix.Edits {
				edits[e.File] = insert(edits[e.File], e)
			}
		}
	}
	for file, changes := range edits {
		c := plan.files[file]
		var err error
		if c.new, err = apply(file, c.old, changes); err != nil {
			return nil, err
		}
		plan.files[file] = c
	}
	return plan, nil
}

// usable returns the fix to apply to a finding, or nil if there is none that can be. It reads the
// files that the fix changes.
func (p *Plan) usable(f finding.Finding) (*finding.Fix, error) {
	if len(f.Fixes) == 0 || len(f.Fixes[0].Edits) == 0 {
		return nil, nil
	}
	fix := &f.Fixes[0]
	for _, e := range fix.Edits {
		if _, ok := p.files[e.File]; !ok {
			old, err := os.ReadFile(e.File)
			if err != nil {
				return nil, fmt.Errorf("cannot fix %s: %w", e.File, err)
			}
			p.files[e.File] = change{old: old}
		}
		if translated(p.files[e.File].old) {
			return nil, nil
		}
	}
	return fix, nil
}

// translated reports whether the compiler saw another text than the file's: the output of cgo, or one
// that //line directives attribute to it. The offsets of edits then belong to that text.
func translated(text []byte) bool {
	file, err := parser.ParseFile(token.NewFileSet(), "", text, parser.ImportsOnly)
	if err != nil {
		return false // apply will say so
	}
	for _, spec := range file.Imports {
		if spec.Path.Value == `"C"` {
			return true
		}
	}
	return bytes.HasPrefix(text, []byte("//line ")) || bytes.Contains(text, []byte("\n//line "))
}

// compatible reports whether new edits overlap none of those accepted. The same edit twice is no
// overlap: two fixes may both want the same import.
func compatible(accepted map[string][]finding.Edit, edits []finding.Edit) bool {
	for _, e := range edits {
		for _, a := range accepted[e.File] {
			if a == e {
				continue
			}
			if e.Start < a.End && a.Start < e.End || e.Start == a.Start {
				return false // two insertions at one place have no order, either
			}
		}
	}
	return true
}

// insert adds an edit in order, once.
func insert(edits []finding.Edit, e finding.Edit) []finding.Edit {
	i, found := slices.BinarySearchFunc(edits, e, func(a, b finding.Edit) int {
		return cmp.Or(cmp.Compare(a.Start, b.Start), cmp.Compare(a.End, b.End), cmp.Compare(a.New, b.New))
	})
	if found {
		return edits
	}
	return slices.Insert(edits, i, e)
}

// apply makes sorted edits. The result is formatted if the file was, and must parse in any case.
func apply(file string, old []byte, edits []finding.Edit) ([]byte, error) {
	var out bytes.Buffer
	at := 0
	for _, e := range edits {
		if e.Start < at || e.End < e.Start || e.End > len(old) {
			return nil, fmt.Errorf("cannot fix %s: an edit lies outside of the file, which may have changed since it was analysed", file)
		}
		out.Write(old[at:e.Start])
		out.WriteString(e.New)
		at = e.End
	}
	out.Write(old[at:])
	formatted, err := format.Source(out.Bytes())
	if err != nil {
		return nil, fmt.Errorf("cannot fix %s: the result would not be valid Go: %w", file, err)
	}
	if before, err := format.Source(old); err == nil && bytes.Equal(before, old) {
		return formatted, nil
	}
	return out.Bytes(), nil // do not touch more of a file that gofmt has never seen
}

// Files lists the files that change, sorted.
func (p *Plan) Files() []string {
	var files []string
	for _, file := range slices.Sorted(maps.Keys(p.files)) {
		if c := p.files[file]; c.new != nil && !bytes.Equal(c.old, c.new) {
			files = append(files, file)
		}
	}
	return files
}

// Diff renders the plan as a unified diff, naming files as name does.
func (p *Plan) Diff(name func(string) string) string {
	var out bytes.Buffer
	for _, file := range p.Files() {
		c := p.files[file]
		out.WriteString(udiff.Unified(name(file)+".orig", name(file), string(c.old), string(c.new)))
	}
	return out.String()
}

// Write replaces the files. If it fails, none has changed, or the error says which could not be
// restored.
func (p *Plan) Write() error {
	var set replace.Set
	for _, file := range p.Files() {
		if err := set.Stage(file, p.files[file].new); err != nil {
			return errors.Join(fmt.Errorf("no file was changed: %w", err), set.Discard())
		}
	}
	return set.Commit()
}
