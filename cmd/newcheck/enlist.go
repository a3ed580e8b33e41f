package main

import (
	"errors"
	"fmt"
	"go/ast"
	"go/format"
	"go/parser"
	"go/token"
	"strings"
)

// enlist adds the analyzer of a check to the text of analyzer.go: an import, and an element of the first slice of
// analyzers. It edits the text, so that comments stay where they are.
func enlist(suite []byte, name string) ([]byte, error) {
	fset := token.NewFileSet()
	file, err := parser.ParseFile(fset, "analyzer.go", suite, parser.ParseComments|parser.SkipObjectResolution)
	if err != nil {
		return nil, err
	}
	list := analyzers(file)
	if list == nil || len(file.Imports) == 0 {
		return nil, errors.New("analyzer/analyzer.go has no []*analysis.Analyzer{...} to add the check to")
	}
	offset := func(pos token.Pos) int { return fset.Position(pos).Offset }
	element := name + ".Analyzer"
	if n := len(list.Elts); n > 0 {
		last := list.Elts[n-1]
		// Do as is done: b.Analyzer is followed by c.Analyzer, b.New(x) by c.New(x).
		if _, rest, found := strings.Cut(string(suite[offset(last.Pos()):offset(last.End())]), "."); found {
			element = name + "." + rest
		}
		if fset.Position(last.End()).Line == fset.Position(list.Rbrace).Line {
			element = ", " + element
		} else {
			element = "\t" + element + ",\n"
		}
	}
	// The list comes after the imports, so the later edit is made first.
	at := offset(list.Rbrace)
	text := string(suite[:at]) + element + string(suite[at:])
	at = offset(lastOwn(file.Imports).End())
	text = text[:at] + fmt.Sprintf("\n\t%q", modulePath+"/passes/"+name) + text[at:]
	return format.Source([]byte(text))
}

// analyzers returns the first literal of type []*analysis.Analyzer in a file, or nil.
func analyzers(file *ast.File) *ast.CompositeLit {
	var found *ast.CompositeLit
	ast.Inspect(file, func(n ast.Node) bool {
		lit, isLit := n.(*ast.CompositeLit)
		if !isLit || found != nil {
			return found == nil
		}
		slice, isArray := lit.Type.(*ast.ArrayType)
		if !isArray || slice.Len != nil {
			return true
		}
		if star, isStar := slice.Elt.(*ast.StarExpr); isStar {
			if sel, isSel := star.X.(*ast.SelectorExpr); isSel && sel.Sel.Name == "Analyzer" {
				found = lit
			}
		}
		return true
	})
	return found
}

// lastOwn returns the last import of a package of this module, or the last import if there is none.
func lastOwn(imports []*ast.ImportSpec) *ast.ImportSpec {
	last := imports[len(imports)-1]
	for _, spec := range imports {
		if strings.HasPrefix(spec.Path.Value, `"`+modulePath+"/passes/") {
			last = spec
		}
	}
	return last
}
