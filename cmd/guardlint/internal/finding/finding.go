// Package finding holds the vocabulary of the command side: what the analysis reported, where, and
// what identifies a finding when lines move.
//
// A [Finding] is plain data. It is decoded from go vet's JSON once (package govet), narrowed down by
// the selections the user asked for (checks, baseline, changed lines), and rendered or applied at the
// end (packages format and rewrite). Nothing in between changes one.
package finding

import (
	"cmp"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
)

// A Finding is one diagnostic of one check.
type Finding struct {
	Check    string // name of the check, such as "unreleased"
	Category string // sub-case within the check, such as "early-return"; may be empty
	URL      string // page that explains the sub-case; may be empty
	Package  string // import path of the package that was analysed
	Message  string
	Start    Position
	End      Position // exclusive; equal to Start if the analysis gave no range
	Steps    []Step   // the path, in the order in which it is walked
	Fixes    []Fix    // alternatives; the first is the one that -fix applies
}

// A Step is one stop on the path that explains a finding.
type Step struct {
	Start, End Position
	Message    string
}

// A Fix is a change that removes the finding. Its edits belong together: all are applied, or none.
type Fix struct {
	Message string
	Edits   []Edit
}

// An Edit replaces the bytes [Start, End) of a file.
type Edit struct {
	File       string
	Start, End int
	New        string
}

// A Position is a place in a file. Lines and columns count from 1, columns in bytes, as Go's own
// tools print them.
type Position struct {
	File   string // absolute
	Line   int
	Column int // 0 if only the line is known, as in files of dependencies
}

// ParsePosition reads "file:line:column" or "file:line", the two forms in which go/token prints a
// known position. It works from the right because a Windows path has a colon of its own.
func ParsePosition(s string) (Position, bool) {
	rest, last, ok := cutNumber(s)
	if !ok {
		return Position{}, false
	}
	if file, line, ok := cutNumber(rest); ok {
		return Position{File: file, Line: line, Column: last}, true
	}
	return Position{File: rest, Line: last}, true
}

// cutNumber splits "rest:n" at its last colon.
func cutNumber(s string) (rest string, n int, ok bool) {
	colon := strings.LastIndexByte(s, ':')
	if colon <= 0 {
		return s, 0, false
	}
	n, err := strconv.Atoi(s[colon+1:])
	return s[:colon], n, err == nil && n > 0
}

// Compare orders positions by file, line and column.
func (p Position) Compare(q Position) int {
	return cmp.Or(
		cmp.Compare(p.File, q.File),
		cmp.Compare(p.Line, q.Line),
		cmp.Compare(p.Column, q.Column))
}

// Sort orders findings by position, then check, and drops repetitions: a file that belongs to both
// a package and its test variant is analysed twice.
func Sort(findings []Finding) []Finding {
	slices.SortStableFunc(findings, func(a, b Finding) int {
		return cmp.Or(
			a.Start.Compare(b.Start),
			cmp.Compare(a.Check, b.Check),
			cmp.Compare(a.Message, b.Message))
	})
	return slices.CompactFunc(findings, func(a, b Finding) bool {
		return a.Start == b.Start && a.Check == b.Check && a.Message == b.Message
	})
}

// RelativePath shortens an absolute path below dir to one relative to dir, and leaves others alone:
// a path with many ".." is harder to read, and to click, than the absolute one.
func RelativePath(dir, path string) string {
	rel, err := filepath.Rel(dir, path)
	if err != nil || rel == ".." || strings.HasPrefix(rel, ".."+string(filepath.Separator)) {
		return path
	}
	return rel
}
