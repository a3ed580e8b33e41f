package guard

import (
	"go/ast"
	"go/parser"
	"go/token"
	"go/types"
	"os"
	"slices"
	"testing"

	"golang.org/x/tools/go/packages"
)

// thirdPartyModule requires the libraries that the rows name, in a module of its own, so that users of guardlint do
// not inherit them.
const thirdPartyModule = "testdata/src/thirdparty"

// TestThirdPartyRows compares every row for another module with the version of it that the module in testdata
// requires.
func TestThirdPartyRows(t *testing.T) {
	if testing.Short() {
		t.Skip("loads the libraries that the rows name")
	}
	kinds := BuiltinKinds()
	paths := slices.DeleteFunc(packagePaths(kinds), func(path string) bool { return !isModulePath(path) })
	linux := loadDeclarations(t, "linux", paths)
	bsd := loadDeclarations(t, "darwin", []string{"golang.org/x/sys/unix"})
	for _, path := range paths {
		if linux[path] == nil {
			t.Errorf("package %s does not exist in the module in %s", path, thirdPartyModule)
		}
	}
	for _, k := range kinds {
		for _, err := range Verify(&k, func(path string) *types.Package { return linux[path] }) {
			if err.Error() == `guard kind "fd": golang.org/x/sys/unix.Kqueue: package golang.org/x/sys/unix has no such function` &&
				bsd["golang.org/x/sys/unix"].Scope().Lookup("Kqueue") != nil {
				continue
			}
			t.Error(err)
		}
	}
}

// loadDeclarations type-checks the packages and all that they import from source, without the bodies of functions:
// there are more than a thousand of them, and only the signatures matter.
func loadDeclarations(t *testing.T, goos string, paths []string) map[string]*types.Package {
	t.Helper()
	pkgs, err := packages.Load(&packages.Config{
		Mode: packages.NeedName | packages.NeedFiles | packages.NeedCompiledGoFiles | packages.NeedImports | packages.NeedDeps |
			packages.NeedTypes | packages.NeedSyntax | packages.NeedTypesInfo,
		Dir: thirdPartyModule,
		Env: append(os.Environ(), "GOOS="+goos, "CGO_ENABLED=0", "GOWORK=off", "GOFLAGS=-mod=mod"),
		ParseFile: func(fset *token.FileSet, name string, src []byte) (*ast.File, error) {
			file, err := parser.ParseFile(fset, name, src, parser.SkipObjectResolution)
			if file != nil {
				for _, decl := range file.Decls {
					if fn, ok := decl.(*ast.FuncDecl); ok {
						fn.Body = nil
					}
				}
			}
			return file, err
		},
	}, paths...)
	if err != nil {
		t.Fatal(err)
	}
	byPath := make(map[string]*types.Package)
	for _, pkg := range pkgs {
		// Without bodies most imports are unused, which is no reason to doubt the declarations.
		if pkg.Types != nil && pkg.Types.Scope().Len() > 0 {
			byPath[pkg.PkgPath] = pkg.Types
		}
	}
	return byPath
}
