package declare

import (
	"errors"
	"go/ast"
	"go/token"
	"go/types"
	"slices"
	"strings"
)

// A Declared is a statement about a function of the package that is analysed, with where it was made.
type Declared struct {
	Statement
	Fn *types.Func

	// The place to report about it: the comment, or the declaration of the function for an entry.
	Pos, End token.Pos
	// Entry is the place of an entry in the configuration, such as "functions[2]"; empty for directives.
	Entry string

	body *ast.BlockStmt // nil for methods of interfaces, and for functions written elsewhere
}

// origin names in messages what a statement is: a directive, or an entry.
func (d Declared) origin() string {
	if d.Entry != "" {
		return "entry"
	}
	return "directive"
}

// A Problem is something wrong with a statement.
type Problem struct {
	Pos, End token.Pos
	Category string
	Message  string
	Entry    string // as in [Declared]
}

// Categories of problems, stable: they are part of URLs.
const (
	Malformed     = "malformed"     // it is no sentence of the language, or stands where it means nothing
	UnknownName   = "unknown-name"  // it names something that does not exist
	Contradiction = "contradiction" // the code does something else
	Unneeded      = "unneeded"      // the code shows it
)

// problem makes a problem of the statement d.
func (d Declared) problem(category, message string) Problem {
	return Problem{Pos: d.Pos, End: d.End, Category: category, Message: message, Entry: d.Entry}
}

// A reader collects the directives of a package.
type reader struct {
	info     *types.Info
	list     []Declared
	problems []Problem
	attached map[*ast.Comment]bool
}

// read finds the directives in the files of a package. Nearly all files have none, which a look at the comments tells.
func read(files []*ast.File, info *types.Info) *reader {
	r := &reader{info: info, attached: make(map[*ast.Comment]bool)}
	for _, file := range files {
		if !mentions(file) {
			continue
		}
		ast.Inspect(file, r.declaration)
		r.stray(file)
	}
	return r
}

// mentions reports whether a file has a directive, or a comment that was meant to be one.
func mentions(file *ast.File) bool {
	return slices.ContainsFunc(file.Comments, func(g *ast.CommentGroup) bool {
		return slices.ContainsFunc(g.List, func(c *ast.Comment) bool {
			_, _, ok := Directive(c)
			return ok
		})
	})
}

// Directive returns the words of a directive, without the prefix and without a comment that follows on the line. exact
// is false for a comment that has a space before the prefix, or behind it, and so is prose to Go's tools.
func Directive(c *ast.Comment) (words string, exact, ok bool) {
	exact = true
	rest, ok := strings.CutPrefix(c.Text, Prefix)
	if !ok {
		if rest, ok = strings.CutPrefix(c.Text, "// guardlint:"); !ok {
			return "", false, false
		}
		first, _, _ := strings.Cut(rest, " ")
		exact, ok = false, first == Ignore || usageOf(Verb(first)) != ""
	}
	if rest != "" && (rest[0] == ' ' || rest[0] == '\t') {
		exact = false
	}
	words, _, _ = strings.Cut(rest, "//")
	return strings.TrimSpace(words), exact, ok
}

// declaration reads the directives of one function or of the methods of an interface.
func (r *reader) declaration(n ast.Node) bool {
	switch n := n.(type) {
	case *ast.FuncDecl:
		r.group(n.Doc, n.Name, n.Body)
	case *ast.InterfaceType:
		for _, m := range n.Methods.List {
			if len(m.Names) == 1 {
				r.group(m.Doc, m.Names[0], nil)
			}
		}
	}
	return true
}

// group reads the directives in the comment of a function.
func (r *reader) group(doc *ast.CommentGroup, name *ast.Ident, body *ast.BlockStmt) {
	fn, ok := r.info.Defs[name].(*types.Func)
	if doc == nil || !ok {
		return
	}
	for _, c := range doc.List {
		text, exact, ok := Directive(c)
		if !ok || !exact || isIgnore(text) {
			continue
		}
		r.attached[c] = true
		d := Declared{Fn: fn, Pos: c.Pos(), End: c.End(), body: body}
		s, err := Parse(text)
		if err != nil {
			r.problems = append(r.problems, d.malformed(text, err.Error()))
			continue
		}
		d.Statement = s
		r.list = append(r.list, d)
	}
}

// stray reports directives that belong to no function.
func (r *reader) stray(file *ast.File) {
	for _, g := range file.Comments {
		for _, c := range g.List {
			words, exact, ok := Directive(c)
			d := Declared{Pos: c.Pos(), End: c.End()}
			_, err := Parse(words)
			switch {
			case !ok || r.attached[c] || exact && isIgnore(words):
				continue
			case !exact:
				err = errors.New("a space before these words makes them prose: remove it")
			case err == nil:
				err = errors.New("it stands apart: write it into the comment of a function or interface method")
			}
			r.problems = append(r.problems, d.malformed(words, err.Error()))
		}
	}
}

// malformed makes a problem of a directive that has no meaning.
func (d Declared) malformed(words, why string) Problem {
	return d.problem(Malformed, Prefix+words+": "+why)
}

func isIgnore(words string) bool {
	return words == Ignore || strings.HasPrefix(words, Ignore+" ") || strings.HasPrefix(words, Ignore+"\t")
}
