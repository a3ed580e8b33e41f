package passtest

import (
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"golang.org/x/tools/go/analysis"
	"golang.org/x/tools/go/analysis/checker"
	"golang.org/x/tools/go/packages"
	"golang.org/x/tools/txtar"
)

// Fixtures are loaded fixture packages, ready to be analysed.
type Fixtures struct {
	trees []*tree
}

// A tree is what one run of the go command loads: a module, or all fixtures that are none.
type tree struct {
	dir      string // working directory of the go command
	env      []string
	patterns []string
	roots    []root
	pkgs     []*packages.Package
}

// A root is the folder below which the files of fixtures lie, and what to call it in messages.
type root struct {
	dir   string
	shown string
}

// Load loads the named fixtures below the folder testdata, or all of them when no name is given. The test ends
// if one of them cannot be loaded or does not compile.
func Load(tb testing.TB, testdata string, names ...string) *Fixtures {
	tb.Helper()
	fixtures, err := load(testdata, tb.TempDir(), names)
	if err != nil {
		tb.Fatal(err)
	}
	return fixtures
}

// load is Load with a folder for unpacked archives in place of the test.
func load(testdata, tmp string, names []string) (*Fixtures, error) {
	testdata, err := filepath.Abs(testdata)
	if err != nil {
		return nil, err
	}
	if len(names) == 0 {
		if names, err = fixtureNames(testdata); err != nil {
			return nil, err
		}
	}
	if len(names) == 0 {
		return nil, fmt.Errorf("no fixtures in %s", testdata)
	}
	trees, err := plant(testdata, tmp, names)
	if err != nil {
		return nil, err
	}
	for _, tr := range trees {
		if tr.pkgs, err = tr.load(nil); err != nil {
			return nil, err
		}
		var broken []string
		for _, pkg := range tr.pkgs {
			broken = append(broken, tr.broken(pkg)...)
		}
		if len(broken) > 0 {
			return nil, fmt.Errorf("fixtures must compile:\n%s", strings.Join(broken, "\n"))
		}
	}
	return &Fixtures{trees}, nil
}

// Analyze runs the analyzers over the fixtures and returns one action for each analyzer and package.
// The test ends if an analyzer fails.
func (f *Fixtures) Analyze(tb testing.TB, analyzers ...*analysis.Analyzer) []*checker.Action {
	tb.Helper()
	var actions []*checker.Action
	for _, tr := range f.trees {
		acts, err := analyze(tr.pkgs, analyzers...)
		if err != nil {
			tb.Fatal(err)
		}
		actions = append(actions, acts...)
	}
	return actions
}

// analyze runs the analyzers over pkgs, with go/analysis checking that facts survive their encoding.
func analyze(pkgs []*packages.Package, analyzers ...*analysis.Analyzer) ([]*checker.Action, error) {
	graph, err := checker.Analyze(analyzers, pkgs, &checker.Options{SanityCheck: true})
	if err != nil {
		return nil, err
	}
	for act := range graph.All() {
		if act.Err != nil {
			return nil, fmt.Errorf("%s: %v", act, act.Err)
		}
	}
	return graph.Roots, nil
}

// fixtureNames lists the fixtures below testdata.
func fixtureNames(testdata string) ([]string, error) {
	var names []string
	dirs, err := filepath.Glob(filepath.Join(testdata, "src", "*"))
	if err != nil {
		return nil, err
	}
	for _, dir := range dirs {
		names = append(names, filepath.Base(dir))
	}
	archives, err := filepath.Glob(filepath.Join(testdata, "*.txtar"))
	if err != nil {
		return nil, err
	}
	for _, file := range archives {
		names = append(names, strings.TrimSuffix(filepath.Base(file), ".txtar"))
	}
	return names, nil
}

// plant sorts the fixtures into trees. Archives are unpacked below tmp. Fixtures that are no modules share the
// first tree, so that the packages of the standard library are loaded once for all of them.
func plant(testdata, tmp string, names []string) ([]*tree, error) {
	shared := &tree{
		dir:   tmp,
		roots: []root{{filepath.Join(testdata, "src"), ""}},
		env: append(os.Environ(), "GO111MODULE=off", "GOWORK=off", "GOFLAGS=", "GOPROXY=off",
			"GOPATH="+testdata+string(os.PathListSeparator)+tmp),
	}
	var trees []*tree
	for _, name := range names {
		dir, rt, err := unpack(testdata, tmp, name)
		if err != nil {
			return nil, err
		}
		if module, ok := moduleAround(dir, rt.dir); ok {
			below, err := filepath.Rel(module, dir)
			if err != nil {
				return nil, err
			}
			trees = append(trees, &tree{
				dir:      module,
				roots:    []root{rt},
				env:      append(os.Environ(), "GO111MODULE=on", "GOWORK=off", "GOFLAGS=-mod=mod"),
				patterns: []string{"./" + filepath.ToSlash(filepath.Join(below, "..."))},
			})
			continue
		}
		shared.patterns = append(shared.patterns, name+"/...")
		if !slices.Contains(shared.roots, rt) {
			shared.roots = append(shared.roots, rt)
		}
	}
	if len(shared.patterns) > 0 {
		trees = append([]*tree{shared}, trees...)
	}
	return trees, nil
}

// moduleAround returns the folder of the module that a fixture is, or is a part of.
func moduleAround(dir, top string) (module string, ok bool) {
	for {
		if _, err := os.Stat(filepath.Join(dir, "go.mod")); err == nil {
			return dir, true
		}
		if dir == top || dir == filepath.Dir(dir) {
			return "", false
		}
		dir = filepath.Dir(dir)
	}
}

// unpack returns the folder of a fixture and the root to show its files under, writing an archive out first.
func unpack(testdata, tmp, name string) (string, root, error) {
	src := filepath.Join(testdata, "src")
	dir := filepath.Join(src, name)
	if _, err := os.Stat(dir); err == nil {
		return dir, root{src, ""}, nil
	}
	archive, err := txtar.ParseFile(filepath.Join(testdata, name+".txtar"))
	if err != nil {
		return "", root{}, fmt.Errorf("fixture %q is neither a folder in %s nor an archive in %s", name, src, testdata)
	}
	files, err := txtar.FS(archive)
	if err != nil {
		return "", root{}, fmt.Errorf("%s.txtar: %v", name, err)
	}
	dir = filepath.Join(tmp, "src", name)
	return dir, root{dir, name + ".txtar"}, os.CopyFS(dir, files)
}

// load loads the packages of the tree; overlay replaces the contents of files. It does not look for errors inside
// the packages: see broken.
func (tr *tree) load(overlay map[string][]byte) ([]*packages.Package, error) {
	pkgs, err := packages.Load(&packages.Config{
		Mode:    packages.LoadAllSyntax | packages.NeedModule,
		Dir:     tr.dir,
		Env:     tr.env,
		Tests:   true,
		Overlay: overlay,
	}, tr.patterns...)
	if err != nil {
		return nil, err
	}
	// What go/packages calls NAME.test is the generated main function of a test binary.
	pkgs = slices.DeleteFunc(pkgs, func(p *packages.Package) bool { return strings.HasSuffix(p.ID, ".test") })
	for _, pkg := range pkgs {
		if len(pkg.GoFiles) > 0 && !tr.holds(pkg.GoFiles[0]) {
			name, _, _ := strings.Cut(pkg.PkgPath, "/")
			return nil, fmt.Errorf("fixture %s has the name of a folder of the standard library: rename it", name)
		}
	}
	if len(pkgs) == 0 {
		return nil, fmt.Errorf("no packages match %s", strings.Join(tr.patterns, " "))
	}
	return pkgs, nil
}

// broken lists the errors of a package, one a line.
func (tr *tree) broken(pkg *packages.Package) []string {
	var lines []string
	for _, e := range pkg.Errors {
		lines = append(lines, tr.relocate(e.Error()))
	}
	return lines
}

// show names a file as the author of the fixture knows it: relative to src, or inside its archive.
func (tr *tree) show(file string) string {
	for _, rt := range tr.roots {
		if rel, err := filepath.Rel(rt.dir, file); err == nil && filepath.IsLocal(rel) {
			return filepath.ToSlash(filepath.Join(rt.shown, rel))
		}
	}
	return file
}

// holds reports whether a file belongs to the fixtures.
func (tr *tree) holds(file string) bool {
	return slices.ContainsFunc(tr.roots, func(rt root) bool {
		return strings.HasPrefix(file, rt.dir+string(filepath.Separator))
	})
}

// relocate does for a message that starts with a file name what show does for the name.
func (tr *tree) relocate(message string) string {
	for _, rt := range tr.roots {
		if rest, ok := strings.CutPrefix(message, rt.dir+string(filepath.Separator)); ok {
			return filepath.ToSlash(filepath.Join(rt.shown, rest))
		}
	}
	return message
}

// fixtureOf names the fixture that a file belongs to: the first element of its shown name.
func (tr *tree) fixtureOf(file string) string {
	name, _, _ := strings.Cut(tr.show(file), "/")
	return strings.TrimSuffix(name, ".txtar")
}

// sourceFiles yields the Go files of the fixtures below testdata without loading or unpacking them, by shown name.
func sourceFiles(testdata string) (map[string][]byte, error) {
	files := make(map[string][]byte)
	src := filepath.Join(testdata, "src")
	err := filepath.WalkDir(src, func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() || filepath.Ext(path) != ".go" {
			return err
		}
		rel, _ := filepath.Rel(src, path) // cannot fail: path lies below src
		files[filepath.ToSlash(rel)], err = os.ReadFile(path)
		return err
	})
	if err != nil && !os.IsNotExist(err) {
		return nil, err
	}
	archives, err := filepath.Glob(filepath.Join(testdata, "*.txtar"))
	if err != nil {
		return nil, err
	}
	for _, name := range archives {
		archive, err := txtar.ParseFile(name)
		if err != nil {
			return nil, err
		}
		for _, f := range archive.Files {
			if filepath.Ext(f.Name) == ".go" {
				files[filepath.Base(name)+"/"+f.Name] = f.Data
			}
		}
	}
	return files, nil
}
