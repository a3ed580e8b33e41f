package fix

import (
	"go/ast"
	"go/token"
	"strconv"

	"github.com/guardlint/guardlint/passes/internal/guard"
)

// addImport imports a package of the standard library, for use at a position under its own name.
func addImport(p Program, path string, at token.Pos) (e Edit, ok bool) {
	if _, obj := p.Pkg.Scope().Innermost(at).LookupParent(path, at); obj != nil {
		return e, false
	}
	line := func(pos token.Pos) int { return p.Fset.PositionFor(pos, false).Line }
	insert := func(line int, text string) (Edit, bool) {
		file := p.Fset.File(p.File.FileStart)
		if line > file.LineCount() {
			return Edit{}, false
		}
		pos := file.LineStart(line)
		return Edit{Pos: pos, End: pos, Text: text}, true
	}
	quoted := strconv.Quote(path)
	decl := firstImports(p.File)
	if decl == nil {
		return insert(line(p.File.Name.End())+1, "\nimport "+quoted+"\n")
	}
	if !decl.Lparen.IsValid() {
		return insert(line(decl.Pos()), "import "+quoted+"\n")
	}
	if len(decl.Specs) == 0 {
		return e, false
	}
	last := 0
	for i, spec := range decl.Specs {
		got, err := strconv.Unquote(spec.(*ast.ImportSpec).Path.Value)
		switch {
		case err != nil || got == "C":
			return e, false
		case i == 0 && !guard.IsStd(got): // a group of its own
			return insert(line(decl.Lparen)+1, "\t"+quoted+"\n\n")
		case i > 0 && line(spec.Pos()) > last+1: // the group of the standard library ends
			return insert(last+1, "\t"+quoted+"\n")
		case got > path:
			return insert(line(spec.Pos()), "\t"+quoted+"\n")
		}
		last = line(spec.End())
	}
	return insert(last+1, "\t"+quoted+"\n")
}

// firstImports returns the first import declaration of a file, or nil.
func firstImports(file *ast.File) *ast.GenDecl {
	for _, d := range file.Decls {
		if gen, ok := d.(*ast.GenDecl); ok && gen.Tok == token.IMPORT {
			return gen
		}
	}
	return nil
}
