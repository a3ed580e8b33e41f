package cli

import (
	"cmp"
	"errors"
	"fmt"
	"slices"
	"strings"

	"golang.org/x/tools/go/analysis"

	"github.com/guardlint/guardlint/cmd/guardlint/internal/finding"
	"github.com/guardlint/guardlint/cmd/guardlint/internal/format"
)

// strictFlag is the flag by which a check reports also what it is not sure of.
const strictFlag = "strict"

// strictFlags switches every check that knows the flag.
func (c Command) strictFlags() ([]string, error) {
	var flags []string
	for _, a := range c.Suite {
		if a.Flags.Lookup(strictFlag) != nil {
			flags = append(flags, "-"+a.Name+"."+strictFlag)
		}
	}
	if len(flags) == 0 {
		return nil, errors.New("-strict has no effect in this build: none of its checks has a strict mode")
	}
	return flags, nil
}

// described returns the checks as the formats describe them, sorted by name.
func (c Command) described() []format.Check {
	checks := make([]format.Check, 0, len(c.Suite))
	for _, a := range c.Suite {
		checks = append(checks, format.Check{Name: a.Name, Doc: a.Doc, URL: a.URL})
	}
	slices.SortFunc(checks, func(a, b format.Check) int { return cmp.Compare(a.Name, b.Name) })
	return checks
}

// addURLs completes findings with the address of their explanation, which go vet does not pass on.
func (c Command) addURLs(findings []finding.Finding) {
	for i := range findings {
		f := &findings[i]
		if a := c.lookup(f.Check); a != nil && a.URL != "" {
			f.URL = a.URL
			if f.Category != "" {
				f.URL += "#" + f.Category
			}
		}
	}
}

func (c Command) lookup(name string) *analysis.Analyzer {
	for _, a := range c.Suite {
		if a.Name == name {
			return a
		}
	}
	return nil
}

// selection reads the value of -checks, such as "unreleased,lockheld" (only these) or "-lockheld" (all
// but this one), and returns which checks it selects.
//
// The selection happens after the analysis, so that changing it analyses nothing anew.
func (c Command) selection(list string) (func(check string) bool, error) {
	only, without := make(map[string]bool), make(map[string]bool)
	for item := range strings.SplitSeq(list, ",") {
		item = strings.TrimSpace(item)
		name, negative := strings.CutPrefix(item, "-")
		switch {
		case item == "" || item == "all":
			continue
		case c.lookup(name) == nil:
			return nil, fmt.Errorf("-checks: there is no check %q: use some of %s", name, strings.Join(c.names(), ", "))
		case negative:
			without[name] = true
		default:
			only[name] = true
		}
	}
	selected := func(check string) bool { return !without[check] && (len(only) == 0 || only[check]) }
	if !slices.ContainsFunc(c.names(), selected) {
		return nil, fmt.Errorf("-checks: %q leaves no check: remove a name that stands with and without a minus", list)
	}
	return selected, nil
}

func (c Command) names() []string {
	var names []string
	for _, check := range c.described() {
		names = append(names, check.Name)
	}
	return names
}
