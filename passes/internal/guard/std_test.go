package guard

import (
	"go/types"
	"maps"
	"os"
	"slices"
	"strings"
	"testing"

	"golang.org/x/tools/go/packages"
)

// TestStandardRows compares every row for the standard library with the library itself, so that a misspelt function,
// a wrong index or a release that the guard does not have cannot go unnoticed: such a row would match nothing.
func TestStandardRows(t *testing.T) {
	kinds := StandardKinds()
	paths := slices.DeleteFunc(packagePaths(kinds), isModulePath)
	pkgs := loadTypes(t, "", "GOOS=linux", paths)
	// What a system lacks is looked up where it exists.
	bsd := loadTypes(t, "", "GOOS=darwin", []string{"syscall"})
	for _, k := range kinds {
		for _, err := range Verify(&k, func(path string) *types.Package { return pkgs[path] }) {
			if strings.Contains(err.Error(), "syscall.Kqueue") && bsd["syscall"].Scope().Lookup("Kqueue") != nil {
				continue
			}
			t.Error(err)
		}
	}
}

// loadTypes type-checks the packages, from dir's module, for the system that env names.
func loadTypes(t *testing.T, dir, env string, paths []string) map[string]*types.Package {
	t.Helper()
	pkgs, err := packages.Load(&packages.Config{
		Mode: packages.NeedName | packages.NeedTypes | packages.NeedImports | packages.NeedDeps | packages.NeedExportFile,
		Dir:  dir,
		Env:  append(os.Environ(), env, "CGO_ENABLED=0"),
	}, paths...)
	if err != nil {
		t.Fatal(err)
	}
	byPath := make(map[string]*types.Package)
	for _, pkg := range pkgs {
		if len(pkg.Errors) > 0 {
			t.Errorf("%s does not load: %v", pkg.PkgPath, pkg.Errors[0])
			continue
		}
		byPath[pkg.PkgPath] = pkg.Types
	}
	return byPath
}

// packagePaths lists the packages of all functions that the rows name.
func packagePaths(kinds []Kind) []string {
	paths := make(map[string]bool)
	add := func(full string) {
		if name, err := parseName(full); err == nil {
			paths[name.pkg] = true
		}
	}
	for _, k := range kinds {
		for _, a := range k.Acquire {
			add(a.Func)
		}
		for _, r := range k.Release {
			add(r.Func)
		}
	}
	return slices.Sorted(maps.Keys(paths))
}

// isModulePath reports whether a package lies outside the standard library: its first element has a dot.
func isModulePath(path string) bool {
	first, _, _ := strings.Cut(path, "/")
	return strings.Contains(first, ".")
}
