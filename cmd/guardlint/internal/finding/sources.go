package finding

import (
	"bytes"
	"go/ast"
	"go/parser"
	"go/token"
	"os"
	"slices"
	"unicode/utf16"
	"unicode/utf8"
)

// Sources answers questions about the text of the files that findings point into. It reads each
// file once. A file that cannot be read, such as one that a //line directive names but that does
// not exist, is treated as empty: the finding itself stays worth showing.
type Sources struct {
	files map[string]*source
}

// source is one file, with what was derived from it on demand.
type source struct {
	text   []byte
	starts []int // offset of each line's first byte
	funcs  []function
	parsed bool
}

// function is the extent of one function declaration, in lines.
type function struct {
	name       string
	start, end int
}

// NewSources returns an empty cache.
func NewSources() *Sources { return &Sources{files: make(map[string]*source)} }

func (s *Sources) file(name string) *source {
	if f, ok := s.files[name]; ok {
		return f
	}
	text, err := os.ReadFile(name)
	if err != nil {
		text = nil
	}
	f := &source{text: text, starts: []int{0}}
	for i, b := range text {
		if b == '\n' {
			f.starts = append(f.starts, i+1)
		}
	}
	s.files[name] = f
	return f
}

// Line returns the text of a line without its line break, and whether there is such a line.
func (s *Sources) Line(file string, line int) (string, bool) {
	f := s.file(file)
	if line < 1 || line > len(f.starts) || len(f.text) == 0 {
		return "", false
	}
	text := f.text[f.starts[line-1]:]
	if end := bytes.IndexByte(text, '\n'); end >= 0 {
		text = text[:end]
	}
	return string(bytes.TrimSuffix(text, []byte("\r"))), true
}

// Position converts a byte offset, as edits use them, to a position.
func (s *Sources) Position(file string, offset int) Position {
	f := s.file(file)
	line, _ := slices.BinarySearch(f.starts, offset+1) // the number of lines that start at or before offset
	return Position{File: file, Line: line, Column: offset - f.starts[line-1] + 1}
}

// UTF16Column converts a byte column to one that counts UTF-16 code units, the unit of SARIF and of
// most editors. A column beyond the line, or in a file that cannot be read, is returned unchanged.
func (s *Sources) UTF16Column(p Position) int {
	line, ok := s.Line(p.File, p.Line)
	if !ok || p.Column < 1 || p.Column-1 > len(line) {
		return p.Column
	}
	column := 1
	for prefix := line[:p.Column-1]; prefix != ""; {
		r, size := utf8.DecodeRuneInString(prefix)
		column += max(utf16.RuneLen(r), 1) // an invalid byte reads as one unit
		prefix = prefix[size:]
	}
	return column
}

// Function names the function declaration around a position: "Open", "(*Store).Close", or "" at
// package level. Names survive edits elsewhere in the file, which is what line numbers do not.
func (s *Sources) Function(p Position) string {
	f := s.file(p.File)
	if !f.parsed {
		f.parsed = true
		f.funcs = functions(f.text)
	}
	for _, fn := range f.funcs {
		if fn.start <= p.Line && p.Line <= fn.end {
			return fn.name
		}
	}
	return ""
}

// functions lists the function declarations of a file. A file that does not parse yields those
// before the error, as the parser recovers them.
func functions(text []byte) []function {
	fset := token.NewFileSet()
	file, _ := parser.ParseFile(fset, "", text, parser.SkipObjectResolution)
	if file == nil {
		return nil
	}
	var funcs []function
	for _, decl := range file.Decls {
		fn, ok := decl.(*ast.FuncDecl)
		if !ok {
			continue
		}
		name := fn.Name.Name
		if fn.Recv != nil && len(fn.Recv.List) == 1 {
			name = receiver(fn.Recv.List[0].Type) + "." + name
		}
		// PositionFor(_, false) ignores //line directives: lines are those of this file.
		funcs = append(funcs, function{
			name:  name,
			start: fset.PositionFor(fn.Pos(), false).Line,
			end:   fset.PositionFor(fn.End(), false).Line,
		})
	}
	return funcs
}

// receiver prints a receiver type without its type parameters: T, (*T).
func receiver(expr ast.Expr) string {
	switch t := expr.(type) {
	case *ast.StarExpr:
		return "(*" + receiver(t.X) + ")"
	case *ast.ParenExpr:
		return receiver(t.X)
	case *ast.IndexExpr: // T[P]
		return receiver(t.X)
	case *ast.IndexListExpr: // T[P, Q]
		return receiver(t.X)
	case *ast.Ident:
		return t.Name
	}
	return "?"
}
