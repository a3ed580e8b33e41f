package passtest

import (
	"fmt"
	"go/ast"
	"go/token"
	"regexp"
	"strconv"
	"strings"
	"text/scanner"
)

// An expectation is one string of a want comment.
type expectation struct {
	keyword string // "want", "want-related" or "want-category"
	text    string // as written
	line    int
	re      *regexp.Regexp // nil for want-category, which is compared exactly
	met     bool
}

// A page is a fixture file with what its comments say.
type page struct {
	file  *ast.File
	wants []*expectation
	marks []mark
}

// A mark is L(name): a line with a name, known inside one top-level declaration.
type mark struct {
	name string
	line int
	decl int // see page.declAt
}

var (
	// markRE finds L(name) at the end of a comment.
	markRE = regexp.MustCompile(`(?:^|\s)L\((\w+)\)\s*$`)
	// markUseRE finds L(name) inside a regular expression.
	markUseRE = regexp.MustCompile(`L\((\w+)\)`)
	// wantRE finds where the expectations of a comment begin: at its start, or after a second comment sign.
	wantRE = regexp.MustCompile("(?:^|//)\\s*(want(?:-related|-category)?\\s+[\"`])")
)

// readPage collects the marks and expectations of a file. What is wrong with them is returned as problems.
func readPage(fset *token.FileSet, file *ast.File) (*page, []problem) {
	p := &page{file: file}
	var problems []problem
	lineOf := func(pos token.Pos) int { return fset.PositionFor(pos, false).Line }
	for _, group := range file.Comments {
		for _, c := range group.List {
			// A block comment states things about the line it ends on, as does a line comment.
			line := lineOf(c.End() - 1)
			text, label := cutMark(c.Text)
			if label != "" {
				m := mark{label, line, declAt(fset, file, line)}
				for _, old := range p.marks {
					if old.name == m.name && old.decl == m.decl {
						problems = append(problems, problem{c.Pos(), fmt.Sprintf("L(%s) also marks line %d of this declaration", label, old.line)})
					}
				}
				p.marks = append(p.marks, m)
			}
			wants, err := parseWants(text)
			if err != nil {
				problems = append(problems, problem{c.Pos(), err.Error()})
			}
			for _, w := range wants {
				w.line = line
				p.wants = append(p.wants, w)
			}
		}
	}
	for _, w := range p.wants {
		if err := p.compile(w, declAt(fset, file, w.line)); err != nil {
			problems = append(problems, problem{fset.File(file.FileStart).LineStart(w.line), err.Error()})
		}
	}
	return p, problems
}

// cutMark splits a comment into its text, without comment signs, and the name of the mark that ends it.
func cutMark(comment string) (text, name string) {
	text = strings.TrimSuffix(strings.TrimPrefix(strings.TrimPrefix(comment, "//"), "/*"), "*/")
	if m := markRE.FindStringSubmatchIndex(text); m != nil {
		return strings.TrimRight(text[:m[0]], " /"), text[m[2]:m[3]]
	}
	return text, ""
}

// parseWants parses the expectations of a comment:
//
//	// some text // want "regexp" `regexp` want-related "regexp" // want-category "slug"
func parseWants(text string) ([]*expectation, error) {
	begin := wantRE.FindStringSubmatchIndex(text)
	if begin == nil {
		return nil, nil
	}
	var (
		wants   []*expectation
		keyword string
		broken  error
		scan    scanner.Scanner
	)
	scan.Init(strings.NewReader(strings.ReplaceAll(text[begin[2]:], " // want", " want")))
	scan.Mode = scanner.ScanIdents | scanner.ScanStrings | scanner.ScanRawStrings
	scan.IsIdentRune = func(ch rune, i int) bool { return ch >= 'a' && ch <= 'z' || i > 0 && ch == '-' }
	scan.Error = func(_ *scanner.Scanner, msg string) { broken = fmt.Errorf("in want comment: %s", msg) }
	for tok := scan.Scan(); tok != scanner.EOF; tok = scan.Scan() {
		switch lit := scan.TokenText(); tok {
		case scanner.Ident:
			keyword = lit
			if keyword != "want" && keyword != "want-related" && keyword != "want-category" {
				return nil, fmt.Errorf("in want comment: unknown word %q", lit)
			}
		case scanner.String, scanner.RawString:
			value, err := strconv.Unquote(lit)
			if err != nil {
				return nil, fmt.Errorf("in want comment: %s is no string", lit)
			}
			wants = append(wants, &expectation{keyword: keyword, text: value})
		default:
			return nil, fmt.Errorf("in want comment: unexpected %q", lit)
		}
	}
	return wants, broken
}

// compile puts line numbers in the place of marks and compiles the regular expression.
func (p *page) compile(w *expectation, decl int) error {
	if w.keyword == "want-category" {
		return nil
	}
	var unknown error
	pattern := markUseRE.ReplaceAllStringFunc(w.text, func(use string) string {
		name := markUseRE.FindStringSubmatch(use)[1]
		line := p.lookup(name, decl)
		if line == 0 {
			unknown = fmt.Errorf("unknown mark L(%s): no line of this declaration, and not exactly one of this file, ends in // L(%s)", name, name)
		}
		return strconv.Itoa(line) + `\b`
	})
	if unknown != nil {
		return unknown
	}
	var err error
	w.re, err = regexp.Compile(pattern)
	return err
}

// lookup returns the line that a mark names when seen from a declaration, or zero.
func (p *page) lookup(name string, decl int) int {
	line, count := 0, 0
	for _, m := range p.marks {
		if m.name != name {
			continue
		}
		if m.decl == decl {
			return m.line
		}
		line, count = m.line, count+1
	}
	if count != 1 {
		return 0
	}
	return line
}

// declAt returns the index of the top-level declaration at a line, its doc comment included, or -1.
func declAt(fset *token.FileSet, file *ast.File, line int) int {
	for i, decl := range file.Decls {
		start := decl.Pos()
		if doc := docOf(decl); doc != nil {
			start = doc.Pos()
		}
		if fset.PositionFor(start, false).Line <= line && line <= fset.PositionFor(decl.End(), false).Line {
			return i
		}
	}
	return -1
}

// docOf returns the doc comment of a declaration, or nil.
func docOf(decl ast.Decl) *ast.CommentGroup {
	switch decl := decl.(type) {
	case *ast.FuncDecl:
		return decl.Doc
	case *ast.GenDecl:
		return decl.Doc
	}
	return nil
}
