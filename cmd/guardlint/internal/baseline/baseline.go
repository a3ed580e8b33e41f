// Package baseline remembers the findings that a project already has, so that a team can adopt
// guardlint at once and be told only of what is new.
//
// A baseline records what identifies a finding while code moves (see [finding.Identity]) and how many
// such findings there are. It is a text file made for review: sorted, one finding per line.
package baseline

import (
	"bytes"
	"cmp"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"reflect"
	"slices"
	"strings"

	"github.com/guardlint/guardlint/cmd/guardlint/internal/finding"
	"github.com/guardlint/guardlint/cmd/guardlint/internal/replace"
)

// version is that of the file format.
const version = 1

// An Entry stands for Count findings that cannot be told apart.
type Entry struct {
	finding.Identity
	Package string `json:"package"`
	Count   int    `json:"count"`
}

// A Baseline is the content of a baseline file.
type Baseline struct {
	root    string // folder of the file; entries name files relative to it
	entries []Entry
}

// document is the form of the file.
type document struct {
	Version  int     `json:"version"`
	Findings []Entry `json:"findings"`
}

// New records the findings, for a baseline file at path.
func New(path string, findings []finding.Finding, sources *finding.Sources) (*Baseline, error) {
	root, err := folder(path)
	if err != nil {
		return nil, err
	}
	index := make(map[finding.Identity]int)
	b := &Baseline{root: root}
	for _, f := range findings {
		id := sources.Identify(f, root)
		i, ok := index[id]
		if !ok {
			i = len(b.entries)
			index[id] = i
			b.entries = append(b.entries, Entry{Identity: id, Package: f.Package})
		}
		b.entries[i].Count++
	}
	slices.SortFunc(b.entries, func(a, b Entry) int {
		return cmp.Or(
			cmp.Compare(a.File, b.File),
			cmp.Compare(a.Function, b.Function),
			cmp.Compare(a.Check, b.Check),
			cmp.Compare(a.Category, b.Category),
			cmp.Compare(a.Message, b.Message))
	})
	return b, nil
}

func folder(path string) (string, error) {
	abs, err := filepath.Abs(path)
	return filepath.Dir(abs), err
}

// Len is the number of findings that the baseline stands for.
func (b *Baseline) Len() int {
	n := 0
	for _, e := range b.entries {
		n += e.Count
	}
	return n
}

// Write replaces the file in one step.
func (b *Baseline) Write(path string) error {
	var out bytes.Buffer
	fmt.Fprintf(&out, "{\"version\": %d, \"findings\": [", version)
	for i, e := range b.entries {
		line, err := json.Marshal(e)
		if err != nil {
			return fmt.Errorf("cannot encode the baseline: %w", err)
		}
		if i > 0 {
			out.WriteByte(',')
		}
		out.WriteByte('\n')
		out.Write(line)
	}
	out.WriteString("\n]}\n")
	return replace.File(path, out.Bytes())
}

// Writable reports why no baseline can be written to a path, as far as can be said before there is one: an analysis takes
// too long to learn it afterwards.
func Writable(path string) error {
	if info, err := os.Stat(path); err == nil && info.IsDir() {
		return fmt.Errorf("cannot write the baseline: %s is a folder, name a file in it", path)
	}
	if info, err := os.Stat(filepath.Dir(path)); err != nil || !info.IsDir() {
		return fmt.Errorf("cannot write the baseline: there is no folder %s, create it first", filepath.Dir(path))
	}
	return nil
}

// Read reads a baseline file. Its errors say where the file is wrong and what to do.
func Read(path string) (*Baseline, error) {
	data, err := os.ReadFile(path)
	if errors.Is(err, os.ErrNotExist) {
		return nil, fmt.Errorf("there is no baseline %s: create it with -write-baseline=%s", path, path)
	}
	if err != nil {
		return nil, fmt.Errorf("cannot read the baseline: %w", err)
	}
	b := new(Baseline)
	if b.entries, err = parse(path, data); err != nil {
		return nil, err
	}
	b.root, err = folder(path)
	return b, err
}

// parse decodes and checks a baseline file.
func parse(path string, data []byte) ([]Entry, error) {
	fail := func(offset int64, reason string) error {
		line := 1 + bytes.Count(data[:min(offset, int64(len(data)))], []byte("\n"))
		return fmt.Errorf("%s:%d: this is not a baseline: %s; write it again with -write-baseline=%s", path, line, reason, path)
	}
	var doc document
	dec := json.NewDecoder(bytes.NewReader(data))
	dec.DisallowUnknownFields()
	if err := dec.Decode(&doc); err != nil {
		if errors.Is(err, io.EOF) || errors.Is(err, io.ErrUnexpectedEOF) {
			return nil, fail(int64(len(data)), "the file ends too early")
		}
		return nil, fail(errorOffset(dec, err), reasonOf(err))
	}
	if _, err := dec.Token(); !errors.Is(err, io.EOF) {
		return nil, fail(dec.InputOffset(), "something follows its end")
	}
	if doc.Version != version {
		return nil, fail(0, fmt.Sprintf("its version is %d, and this guardlint reads version %d", doc.Version, version))
	}
	for i, e := range doc.Findings {
		if e.Check == "" || e.File == "" || e.Message == "" || e.Count < 1 {
			return nil, fail(0, fmt.Sprintf("finding %d lacks a check, file, message or count", i+1))
		}
	}
	return doc.Findings, nil
}

// reasonOf says what is wrong in words of the file, where the library speaks of types of Go.
func reasonOf(err error) string {
	typ := new(json.UnmarshalTypeError)
	if !errors.As(err, &typ) {
		return strings.TrimPrefix(err.Error(), "json: ")
	}
	want := "an object"
	switch typ.Type.Kind() {
	case reflect.String:
		want = "a text"
	case reflect.Int:
		want = "a number"
	case reflect.Slice:
		want = "a list"
	}
	return fmt.Sprintf("it has a JSON %s where %s should be", typ.Value, want)
}

// errorOffset finds the place of a decoding error. The decoder's own offset is that of the value that
// contains it, unless the error knows better.
func errorOffset(dec *json.Decoder, err error) int64 {
	if syntax := new(json.SyntaxError); errors.As(err, &syntax) {
		return syntax.Offset
	}
	if typ := new(json.UnmarshalTypeError); errors.As(err, &typ) {
		return typ.Offset
	}
	return dec.InputOffset()
}

// Filter returns the findings that the baseline does not stand for, and the entries, with their
// counts, for which covered reports true but no finding is left. Of several findings with the same
// identity the first ones count as old.
func (b *Baseline) Filter(findings []finding.Finding, sources *finding.Sources, covered func(importPath, file string) bool) (fresh []finding.Finding, gone []Entry) {
	left := make(map[finding.Identity]int)
	for _, e := range b.entries {
		left[e.Identity] += e.Count
	}
	for _, f := range findings {
		id := sources.Identify(f, b.root)
		if left[id] > 0 {
			left[id]--
			continue
		}
		fresh = append(fresh, f)
	}
	for _, e := range b.entries {
		n := left[e.Identity]
		left[e.Identity] = 0 // an identity that is listed twice is told once
		if n > 0 && covered(e.Package, filepath.Join(b.root, filepath.FromSlash(e.File))) {
			e.Count = n
			gone = append(gone, e)
		}
	}
	return fresh, gone
}
