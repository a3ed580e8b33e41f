package ownership_test

import (
	"cmp"
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"go/types"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"golang.org/x/tools/go/analysis"
	"golang.org/x/tools/go/packages"

	"github.com/guardlint/guardlint/passes/ownership"
)

// A workbench holds the fixtures of a check as text, and what they import as types, so that they can be changed and
// analysed again without loading anything.
type workbench struct {
	fset     *token.FileSet
	deps     map[string]*types.Package
	fixtures []*fixture // importers behind what they import
}

// A fixture is one package.
type fixture struct {
	path  string
	names []string
	texts []string
}

// newWorkbench loads the fixtures below a folder testdata that are no modules of their own.
func newWorkbench(tb testing.TB, testdata string) *workbench {
	tb.Helper()
	testdata, err := filepath.Abs(testdata)
	if err != nil {
		tb.Fatal(err)
	}
	var patterns []string
	dirs, _ := filepath.Glob(filepath.Join(testdata, "src", "*"))
	for _, dir := range dirs {
		if _, err := os.Stat(filepath.Join(dir, "go.mod")); err != nil {
			patterns = append(patterns, filepath.Base(dir)+"/...")
		}
	}
	pkgs, err := packages.Load(&packages.Config{
		Mode: packages.LoadSyntax,
		Dir:  testdata,
		Env:  append(os.Environ(), "GO111MODULE=off", "GOWORK=off", "GOFLAGS=", "GOPROXY=off", "GOPATH="+testdata),
	}, patterns...)
	if err != nil {
		tb.Fatal(err)
	}
	w := &workbench{fset: token.NewFileSet(), deps: make(map[string]*types.Package)}
	packages.Visit(pkgs, nil, func(p *packages.Package) {
		if !slices.Contains(pkgs, p) {
			if w.deps[p.PkgPath] == nil {
				w.deps[p.PkgPath] = p.Types
			}
			return
		}
		f := &fixture{path: p.PkgPath}
		for _, name := range p.GoFiles {
			text, err := os.ReadFile(name)
			if err != nil {
				tb.Fatal(err)
			}
			f.names, f.texts = append(f.names, name), append(f.texts, string(text))
		}
		w.fixtures = append(w.fixtures, f)
	})
	if len(w.fixtures) == 0 {
		tb.Fatalf("no fixtures in %s", testdata)
	}
	return w
}

// A checked package has its syntax and types.
type checked struct {
	path  string
	files []*ast.File
	pkg   *types.Package
	info  *types.Info
}

// check parses and type-checks a package. imported has the fixtures that were checked before.
func (w *workbench) check(f *fixture, imported map[string]*types.Package) (*checked, error) {
	c := &checked{path: f.path, info: newInfo()}
	for i, text := range f.texts {
		file, err := parser.ParseFile(w.fset, f.names[i], text, parser.ParseComments|parser.SkipObjectResolution)
		if err != nil {
			return nil, err
		}
		c.files = append(c.files, file)
	}
	conf := types.Config{GoVersion: "go1.26", Importer: importerFunc(func(path string) (*types.Package, error) {
		if p := cmp.Or(imported[path], w.deps[path]); p != nil {
			return p, nil
		}
		return nil, fmt.Errorf("no package %s", path)
	})}
	var err error
	c.pkg, err = conf.Check(f.path, w.fset, c.files, c.info)
	return c, err
}

type importerFunc func(path string) (*types.Package, error)

func (f importerFunc) Import(path string) (*types.Package, error) { return f(path) }

func newInfo() *types.Info {
	return &types.Info{
		Types: make(map[ast.Expr]types.TypeAndValue), Instances: make(map[*ast.Ident]types.Instance),
		Defs: make(map[*ast.Ident]types.Object), Uses: make(map[*ast.Ident]types.Object),
		Implicits: make(map[ast.Node]types.Object), Selections: make(map[*ast.SelectorExpr]*types.Selection),
		Scopes: make(map[ast.Node]*types.Scope), FileVersions: make(map[*ast.File]string),
	}
}

// A factStore has the package facts of one run.
type factStore map[*types.Package]*ownership.Fact

// analyze runs the ownership pass over a package.
func analyze(fset *token.FileSet, c *checked, facts factStore) (*ownership.Result, error) {
	pass := &analysis.Pass{
		Analyzer: ownership.Analyzer, Fset: fset, Files: c.files, Pkg: c.pkg, TypesInfo: c.info,
		TypesSizes: types.SizesFor("gc", "amd64"),
		ImportPackageFact: func(p *types.Package, fact analysis.Fact) bool {
			have := facts[p]
			if have != nil {
				*fact.(*ownership.Fact) = *have
			}
			return have != nil
		},
		ExportPackageFact: func(fact analysis.Fact) { facts[c.pkg] = fact.(*ownership.Fact) },
	}
	res, err := ownership.Analyzer.Run(pass)
	if err != nil {
		return nil, err
	}
	return res.(*ownership.Result), nil
}

// verdicts lists for each declared function what becomes of the guards that are acquired in it.
func verdicts(fset *token.FileSet, c *checked, res *ownership.Result) map[string][]string {
	byFunc := make(map[string][]string)
	for _, v := range res.Verdicts() {
		pos := v.Obl.Site.Pos()
		for _, file := range c.files {
			for _, d := range file.Decls {
				if fn, ok := d.(*ast.FuncDecl); ok && fn.Pos() <= pos && pos < fn.End() {
					name := c.path + "." + funcName(fn)
					byFunc[name] = append(byFunc[name], fmt.Sprintf("%s leaked: %t", v.Obl.Kind.Name, v.Leaked()))
				}
			}
		}
	}
	for _, list := range byFunc {
		slices.Sort(list)
	}
	return byFunc
}

func funcName(fn *ast.FuncDecl) string {
	if fn.Recv == nil {
		return fn.Name.Name
	}
	return types.ExprString(fn.Recv.List[0].Type) + "." + fn.Name.Name
}

// isFixture reports whether a function is a case of its own, by the name of its verdict, and no helper.
func isFixture(name string) bool {
	name = strings.TrimPrefix(name, "Test")
	for _, verdict := range []string{"ok", "Ok", "bad", "Bad"} {
		if strings.HasPrefix(name, verdict) {
			return true
		}
	}
	return false
}
