// Package format renders findings: for people, and in the formats that other tools read.
//
// Every writer gets a complete [Report] and writes once, at the end of a run, so that an interrupted
// run leaves no half of a document behind.
package format

import (
	"cmp"
	"io"
	"path/filepath"
	"slices"
	"strings"

	"github.com/guardlint/guardlint/cmd/guardlint/internal/finding"
)

// A Report is everything a format may want to say.
type Report struct {
	Findings []finding.Finding // sorted
	Complete bool              // whether all packages could be analysed
	Sources  *finding.Sources
	Checks   []Check // all that exist, sorted by name, whether or not they found something
	Version  string  // of guardlint
	Dir      string  // current folder: paths for people are relative to it
	Root     string  // root of the source tree: paths for machines are relative to it
	Color    bool    // whether text may use colours
}

// A Check describes one check to the formats that carry documentation.
type Check struct {
	Name string
	Doc  string // the manual: a summary line, then more
	URL  string
}

// Summary is the first line of the manual, without the "NAME: " that analyzers put before it.
func (c Check) Summary() string {
	summary, _, _ := strings.Cut(c.Doc, "\n")
	return strings.TrimPrefix(summary, c.Name+": ")
}

// A Writer renders a report.
type Writer func(w io.Writer, r Report) error

// Names lists the formats, the default first.
func Names() []string { return []string{"text", "json", "sarif", "github", "rdjson"} }

// Lookup returns the writer of the named format.
func Lookup(name string) (Writer, bool) {
	switch name {
	case "text":
		return writeText, true
	case "json":
		return writeJSON, true
	case "sarif":
		return writeSARIF, true
	case "github":
		return writeGitHub, true
	case "rdjson":
		return writeRDJSON, true
	}
	return nil, false
}

// informationURI is where people learn about guardlint.
const informationURI = "https://github.com/guardlint/guardlint"

// machinePath is a path as other tools want it: with slashes, and relative to the root if below it.
func (r Report) machinePath(file string) string {
	return filepath.ToSlash(finding.RelativePath(r.Root, file))
}

// check returns the index of a check among the report's, or -1.
func (r Report) check(name string) int {
	i, found := slices.BinarySearchFunc(r.Checks, name, func(c Check, name string) int {
		return cmp.Compare(c.Name, name)
	})
	if !found {
		return -1
	}
	return i
}
