package configfile

import (
	"crypto/sha256"
	"fmt"
	"go/ast"

	"golang.org/x/tools/go/analysis"

	"github.com/guardlint/guardlint/analyzer"
)

// Tolerant returns the checks under the configuration that governs the code in dir, for a server that has to start
// whatever is wrong with it. If something is, the error says what; the checks then have the built-in settings, and there is one
// more, which reports the error in every package.
func Tolerant(dir string) ([]*analysis.Analyzer, error) {
	file, err := Read(Find(dir))
	if err == nil {
		var checks []*analysis.Analyzer
		if checks, _, err = analyzer.New(file.Config); err == nil {
			return checks, nil
		}
		err = fmt.Errorf("%s: %w", file.Path, err)
	}
	return append(analyzer.Suite[:len(analyzer.Suite):len(analyzer.Suite)], warning(err)), err
}

// warning returns an analyzer that reports, at the package clause of one file of each package, that the configuration is not
// in force. Servers keep results by the analyzer's name, which therefore differs for different errors.
func warning(broken error) *analysis.Analyzer {
	message := "guardlint has its built-in settings until this is repaired and the server restarted: " + broken.Error()
	sum := sha256.Sum256([]byte(message))
	return &analysis.Analyzer{
		Name: fmt.Sprintf("guardlintconfig%x", sum[:4]),
		Doc:  "report that guardlint's configuration cannot be used",
		URL:  "https://github.com/guardlint/guardlint/blob/main/docs/configuration.md",
		Run: func(pass *analysis.Pass) (any, error) {
			if name := firstName(pass); name != nil {
				pass.Report(analysis.Diagnostic{Pos: name.Pos(), End: name.End(), Category: "configuration", Message: message})
			}
			return nil, nil
		},
	}
}

// firstName returns the name in the package clause of the file that comes first by its path, or nil.
func firstName(pass *analysis.Pass) *ast.Ident {
	var first *ast.Ident
	path := func(id *ast.Ident) string { return pass.Fset.PositionFor(id.Pos(), false).Filename }
	for _, f := range pass.Files {
		if first == nil || path(f.Name) < path(first) {
			first = f.Name
		}
	}
	return first
}
