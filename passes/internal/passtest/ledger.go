package passtest

import (
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"maps"
	"path/filepath"
	"slices"
	"strings"
)

// A Limit is a known wrong answer of a check: a falsePositive or falseNegative function of its fixtures.
type Limit struct {
	Check    string // folder below passes
	Function string // falseNegativeName
	Reason   string // its doc comment as one paragraph, without the name in front
	File     string // relative to src, or NAME.txtar/file
}

// Missed reports whether the limit is a missing report, as opposed to a wrong one.
func (l Limit) Missed() bool { return verdictOf(l.Function) == falseNegative }

// Ledger collects the known limits of the checks from their fixtures, in the order of checks, files and text.
// passes is the folder of the checks.
func Ledger(passes string, checks ...string) ([]Limit, error) {
	var limits []Limit
	for _, check := range checks {
		files, err := sourceFiles(filepath.Join(passes, check, "testdata"))
		if err != nil {
			return nil, err
		}
		for _, name := range slices.Sorted(maps.Keys(files)) {
			found, err := limitsOf(name, files[name])
			if err != nil {
				return nil, fmt.Errorf("%s: %v", check, err)
			}
			for i := range found {
				found[i].Check = check
			}
			limits = append(limits, found...)
		}
	}
	return limits, nil
}

// limitsOf returns the known limits that one fixture file records.
func limitsOf(name string, text []byte) ([]Limit, error) {
	fset := token.NewFileSet()
	file, err := parser.ParseFile(fset, name, text, parser.ParseComments|parser.SkipObjectResolution)
	if err != nil {
		return nil, err
	}
	var limits []Limit
	for _, s := range readCast([]*ast.File{file}).subjects() {
		if s.verdict != falsePositive && s.verdict != falseNegative {
			continue
		}
		reason := strings.Join(strings.Fields(s.reason), " ")
		reason = strings.TrimPrefix(strings.TrimPrefix(reason, s.name), ":")
		if reason == "" {
			return nil, fmt.Errorf("%s: %s needs a doc comment that says why the check is wrong about it", name, s.name)
		}
		limits = append(limits, Limit{Function: s.name, Reason: strings.TrimSpace(reason), File: name})
	}
	return limits, nil
}
