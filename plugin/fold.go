package plugin

import (
	"fmt"
	"go/token"
	"path/filepath"
	"strings"

	"golang.org/x/tools/go/analysis"
)

// fold returns an analyzer that does what check does, but tells related positions in the message.
//
// golangci-lint makes an issue of its own of every related position. With its default `uniq-by-line` such an
// issue can hide a real finding on the same line, and by itself it looks like a finding that is none.
//
// The copy is an analyzer of its own. That is safe for checks, which nothing requires; what they require,
// the fact pass among it, is shared as before.
func fold(check *analysis.Analyzer) *analysis.Analyzer {
	folded := *check
	folded.Run = func(pass *analysis.Pass) (any, error) {
		inner := *pass
		inner.Report = func(d analysis.Diagnostic) { pass.Report(foldRelated(pass.Fset, d)) }
		return check.Run(&inner)
	}
	return &folded
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
