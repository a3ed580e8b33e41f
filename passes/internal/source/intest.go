package source

import (
	"go/token"
	"strings"
)

// InTest reports whether a position is in a file of tests.
func InTest(fset *token.FileSet, pos token.Pos) bool {
	file := fset.File(pos)
	return file != nil && strings.HasSuffix(file.Name(), "_test.go")
}
