// Package suppress makes checks heed the directives by which users silence them:
//
//	//guardlint:ignore CHECK reason
//
// on the line of the finding, or alone on the line above it. CHECK is the name of a check, or several with commas
// between them; the reason is for readers and must not be missing. What is silenced, and by which directive, is a
// check's result, so that a check that comes after all others can tell which directives silence nothing.
//
// Drivers have comments of their own for this (//nolint, and editors' settings); these are none of our business.
package suppress

import (
	"fmt"
	"go/ast"
	"go/token"
	"reflect"
	"slices"
	"strings"
	"testing"

	"golang.org/x/tools/go/analysis"

	"github.com/guardlint/guardlint/passes/internal/declare"
)

// An Ignore is a directive that silences checks on a line.
type Ignore struct {
	Pos, End token.Pos
	Checks   []string
	Reason   string
	File     string
	Line     int // that it silences
}

// Complete reports whether the directive has all that it needs to have an effect.
func (i Ignore) Complete() bool { return len(i.Checks) > 0 && i.Reason != "" }

// covers reports whether the directive silences a check at a position.
func (i Ignore) covers(check string, at token.Position) bool {
	return i.Complete() && i.Line == at.Line && i.File == at.Filename && slices.Contains(i.Checks, check)
}

// Find returns the directives in the files of a package, in source order.
func Find(fset *token.FileSet, files []*ast.File) []Ignore {
	var list []Ignore
	for _, file := range files {
		for _, group := range file.Comments {
			for _, c := range group.List {
				words, exact, ok := declare.Directive(c)
				if fields := strings.Fields(words); ok && exact && len(fields) > 0 && fields[0] == declare.Ignore {
					list = append(list, newIgnore(fset, file, group, c, fields[1:]))
				}
			}
		}
	}
	return list
}

// newIgnore reads one directive, given the words behind the first.
func newIgnore(fset *token.FileSet, file *ast.File, group *ast.CommentGroup, c *ast.Comment, words []string) Ignore {
	i := Ignore{Pos: c.Pos(), End: c.End()}
	if len(words) > 0 {
		i.Checks = strings.Split(words[0], ",")
		i.Reason = strings.Join(words[1:], " ")
	}
	at := fset.PositionFor(c.Pos(), false)
	i.File, i.Line = at.Filename, at.Line
	if alone(fset, file, c) {
		i.Line = fset.PositionFor(group.End(), false).Line + 1 // other comments may stand between
	}
	return i
}

// alone reports whether no code stands before the comment on its line.
func alone(fset *token.FileSet, file *ast.File, c *ast.Comment) bool {
	line := fset.PositionFor(c.Pos(), false).Line
	code := false
	ast.Inspect(file, func(n ast.Node) bool {
		switch n.(type) {
		case nil, *ast.Comment, *ast.CommentGroup:
			return false
		}
		start, end := fset.PositionFor(n.Pos(), false).Line, fset.PositionFor(n.End(), false).Line
		if n != ast.Node(file) && (start == line && n.Pos() < c.Pos() || end == line && n.End() <= c.Pos()) {
			code = true
		}
		return !code && start <= line && line <= end
	})
	return !code
}

// A Used holds the positions of the directives that have silenced something. It is nil if the check broke off.
type Used map[token.Pos]bool

// Heed makes a check heed the directives: its diagnostics pass only if none silences them, and its result, which it
// must not use otherwise, is a [Used]. It returns the check. Where the check breaks off, on code that nobody foresaw, it says
// so by its error, and the others go on; in tests it panics through.
func Heed(check *analysis.Analyzer) *analysis.Analyzer {
	run := check.Run
	if !testing.Testing() {
		run = sheltered(run)
	}
	check.ResultType = reflect.TypeFor[Used]()
	check.Run = func(pass *analysis.Pass) (any, error) {
		used := make(Used)
		ignores := Find(pass.Fset, pass.Files)
		if len(ignores) == 0 {
			_, err := run(pass)
			return used, err
		}
		filtered := *pass
		filtered.Report = func(d analysis.Diagnostic) {
			at := pass.Fset.PositionFor(d.Pos, false)
			i := slices.IndexFunc(ignores, func(i Ignore) bool { return i.covers(check.Name, at) })
			if i < 0 {
				pass.Report(d)
				return
			}
			used[ignores[i].Pos] = true
		}
		_, err := run(&filtered)
		return used, err
	}
	return check
}

// sheltered returns a run that ends where f panics, and then, or when what f requires has broken off, returns an error.
// Drivers tell it apart from findings, and let the other checks run.
func sheltered(f func(*analysis.Pass) (any, error)) func(*analysis.Pass) (any, error) {
	return func(pass *analysis.Pass) (result any, err error) {
		defer func() {
			if p := recover(); p != nil {
				err = bug(fmt.Errorf("it broke off (%v)", p))
			}
		}()
		if result, err = f(pass); err != nil {
			return nil, err
		}
		for _, required := range pass.Analyzer.Requires {
			if r, ok := pass.ResultOf[required].(interface{ BrokeOff() error }); ok && r.BrokeOff() != nil {
				return nil, bug(r.BrokeOff())
			}
		}
		return result, nil
	}
}

// bug says whose mistake an error is.
func bug(err error) error { return fmt.Errorf("%w, a bug of guardlint: please report it", err) }
