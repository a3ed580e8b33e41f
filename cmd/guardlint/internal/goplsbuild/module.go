package goplsbuild

import (
	"bytes"
	_ "embed"
	"fmt"
	"go/version"
	"os"
	"path/filepath"
	"strings"

	"golang.org/x/mod/modfile"
	"golang.org/x/mod/module"
)

const (
	// goplsPath is the path of gopls' module.
	goplsPath = "golang.org/x/tools/gopls"

	// modulePath is the path of the generated module. What is below goplsPath may import gopls' internals.
	modulePath = goplsPath + "/guardlint"
)

// checksSource is the file of the generated module that adds the checks. The underscore keeps it out of guardlint's
// own module, which may not import what this file imports.
//
//go:embed _module/checks.go
var checksSource []byte

// graftSource is the package that it does so with.
//
//go:embed graft/graft.go
var graftSource []byte

// A tree is a module whose source is on this machine: in the module cache or in a work tree.
type tree struct {
	module.Version
	dir string
}

// writeModule writes the module of a server made of gopls and self to dir. If replaced, self is not to be had
// by its version but only from its folder.
func writeModule(dir string, gopls, self tree, replaced bool) error {
	goMod, err := requirements(gopls, self, replaced)
	if err != nil {
		return err
	}
	goSum, err := sums(gopls, self)
	if err != nil {
		return err
	}
	files := map[string][]byte{
		"go.mod":         goMod,
		"go.sum":         goSum,
		"checks.go":      checksSource,
		"graft/graft.go": graftSource,
	}
	if err := addMain(files, gopls); err != nil {
		return err
	}

	for name, text := range files {
		path := filepath.Join(dir, filepath.FromSlash(name))
		if err := os.MkdirAll(filepath.Dir(path), 0o777); err != nil {
			return err
		}
		if err := os.WriteFile(path, text, 0o666); err != nil {
			return err
		}
	}
	return nil
}

// addMain adds gopls' main package to files, as it is.
func addMain(files map[string][]byte, gopls tree) error {
	paths, err := filepath.Glob(filepath.Join(gopls.dir, "*.go"))
	if err != nil {
		return err
	}
	for _, path := range paths {
		name := filepath.Base(path)
		if strings.HasSuffix(name, "_test.go") {
			continue
		}
		if _, taken := files[name]; taken {
			return fmt.Errorf("gopls %s is not supported: it has a file %s of its own", gopls.Version.Version, name)
		}
		if files[name], err = os.ReadFile(path); err != nil {
			return err
		}
	}
	if files["main.go"] == nil {
		return fmt.Errorf("gopls %s is not supported: it has no main.go", gopls.Version.Version)
	}
	return nil
}

// requirements returns the go.mod of the generated module.
//
// Everything that gopls requires is held at the version it was released with. Without that, a newer requirement
// of guardlint would lift it: gopls uses parts of x/tools and of staticcheck that change without notice, and
// does not compile with others than its own. That guardlint's checks compile with these older
// versions is for guardlint to see to, and the test of this package does.
func requirements(gopls, self tree, replaced bool) ([]byte, error) {
	theirs, err := parseGoMod(gopls)
	if err != nil {
		return nil, err
	}
	ours, err := parseGoMod(self)
	if err != nil {
		return nil, err
	}

	var out modfile.File
	steps := []error{
		out.AddModuleStmt(modulePath),
		out.AddGoStmt(later(theirs.Go.Version, ours.Go.Version)),
		out.AddRequire(gopls.Path, gopls.Version.Version),
		out.AddRequire(self.Path, self.Version.Version),
	}
	for _, r := range theirs.Require {
		// The requirement is what lets the go command find these modules without a search, the replacement
		// is what holds them.
		steps = append(steps,
			out.AddRequire(r.Mod.Path, r.Mod.Version),
			out.AddReplace(r.Mod.Path, "", r.Mod.Path, r.Mod.Version))
	}
	if replaced {
		steps = append(steps, out.AddReplace(self.Path, "", self.dir, ""))
	}
	for _, err := range steps {
		if err != nil {
			return nil, err
		}
	}
	out.Cleanup()
	return out.Format()
}

// parseGoMod reads the go.mod of t and makes sure that it says which Go it wants.
func parseGoMod(t tree) (*modfile.File, error) {
	path := filepath.Join(t.dir, "go.mod")
	text, err := os.ReadFile(path)
	if err != nil {
		return nil, err
	}
	file, err := modfile.ParseLax(path, text, nil)
	if err != nil {
		return nil, err
	}
	if file.Go == nil {
		return nil, fmt.Errorf("%s has no go directive", path)
	}
	return file, nil
}

// later returns the later one of two versions in the form of a go directive.
func later(a, b string) string {
	if version.Compare("go"+a, "go"+b) >= 0 {
		return a
	}
	return b
}

// sums returns what the two modules know about the checksums of what they require, so that the build need not
// ask for them.
func sums(gopls, self tree) ([]byte, error) {
	var all bytes.Buffer
	for _, t := range []tree{gopls, self} {
		text, err := os.ReadFile(filepath.Join(t.dir, "go.sum"))
		if err != nil {
			return nil, err
		}
		all.Write(text)
	}
	return all.Bytes(), nil
}
