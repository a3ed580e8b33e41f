package plugin

import (
	"fmt"
	"go/token"
	"maps"
	"os"
	"path/filepath"
	"reflect"
	"slices"
	"strings"

	"golang.org/x/tools/go/analysis"
)

// fold returns analyzers that do what checks do, but tell related positions in the message.
//
// golangci-lint makes an issue of its own of every related position. With its default `uniq-by-line` such an
// issue can hide a real finding on the same line, and by itself it looks like a finding that is none.
//
// The copies are analyzers of their own. Where a check requires another one, its copy requires the other's copy, so that
// nothing runs twice; what checks require besides, the fact pass among it, is shared as before.
func fold(checks []*analysis.Analyzer) []*analysis.Analyzer {
	copies := make(map[*analysis.Analyzer]*analysis.Analyzer)
	folded := make([]*analysis.Analyzer, len(checks))
	for i, check := range checks {
		folded[i] = new(*check)
		copies[check] = folded[i]
	}
	for i, check := range checks {
		folded[i].Requires = slices.Clone(check.Requires)
		for j, required := range check.Requires {
			if c := copies[required]; c != nil {
				folded[i].Requires[j] = c
			}
		}
		folded[i].Run = func(pass *analysis.Pass) (any, error) {
			inner := *pass
			inner.Report = func(d analysis.Diagnostic) { pass.Report(foldRelated(pass.Fset, d)) }
			inner.ResultOf = maps.Clone(pass.ResultOf)
			for _, required := range check.Requires { // which the check asks for, knowing no copies
				if c := copies[required]; c != nil {
					inner.ResultOf[required] = pass.ResultOf[c]
				}
			}
			result, err := check.Run(&inner)
			if err == nil {
				return result, nil
			}
			// golangci-lint would drop the findings of all checks.
			complain(check.Name, pass.Pkg.Path(), err)
			return zero(check), nil
		}
	}
	return folded
}

// complain tells that a check failed in a package. golangci-lint has no other way for a plugin to say so than to write it
// where its own messages go.
func complain(check, pkg string, err error) {
	fmt.Fprintf(os.Stderr, "guardlint: %s could not analyse %s: %v\n", check, pkg, err)
}

// zero is the result of a check that has none to show.
func zero(check *analysis.Analyzer) any {
	if check.ResultType == nil {
		return nil
	}
	return reflect.Zero(check.ResultType).Interface()
}

// foldRelated moves the related positions of d into its message:
//
//	f is never closed (line 12: this return leaves f open)
func foldRelated(fset *token.FileSet, d analysis.Diagnostic) analysis.Diagnostic {
	if len(d.Related) == 0 {
		return d
	}
	at := fset.Position(d.Pos)
	notes := make([]string, len(d.Related))
	for i, r := range d.Related {
		pos := fset.Position(r.Pos)
		switch {
		case !pos.IsValid():
			notes[i] = r.Message
		case pos.Filename == at.Filename:
			notes[i] = fmt.Sprintf("line %d: %s", pos.Line, r.Message)
		default:
			notes[i] = fmt.Sprintf("%s:%d: %s", filepath.Base(pos.Filename), pos.Line, r.Message)
		}
	}
	d.Message += " (" + strings.Join(notes, "; ") + ")"
	d.Related = nil
	return d
}
