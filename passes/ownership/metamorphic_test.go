package ownership_test

import (
	"fmt"
	"go/ast"
	"go/token"
	"go/types"
	"maps"
	"slices"
	"strings"
	"testing"
)

// A rule changes source text in a way that must not change any verdict.
type rule struct {
	name string
	edit func(fset *token.FileSet, c *checked, file *ast.File, e *editor)
	// decls is appended to the package, imports to each file.
	decls, imports string
}

var rules = []rule{
	{name: "rename local variables", edit: renameLocals},
	{name: "add a branch that is never taken", edit: addBefore("if false { println() }; ")},
	{name: "add a branch that does nothing", edit: addBefore("if opaque { println() }; "), decls: "\nvar opaque bool\n"},
	{name: "extract the release into a function", edit: extractRelease("closeExtracted"),
		decls: "\nfunc closeExtracted(c interface{ Close() error }) error { return c.Close() }\n"},
	{name: "extract the release into another package", edit: extractRelease("extracted.Close"), imports: `import "extracted"`},
	{name: "wrap the body in a literal that is called at once", edit: wrapBodies},
}

// extracted is the other package.
var extracted = &fixture{path: "extracted", names: []string{"extracted.go"}, texts: []string{`package extracted

func Close(c interface{ Close() error }) error { return c.Close() }
`}}

// tolerated are functions whose verdicts some rule changes today, with the reason.
var tolerated = map[string]string{
	"idioms.badOwner":    "the constructor that it calls, when wrapped in a literal, is not found to hand out a fresh guard",
	"idioms.okOwner":     "as badOwner",
	"closer.badHandedOn": "as badOwner",
	"fixes.badOwner":     "as badOwner",
	"falsereports.okMovedAndClosed": "the guard is in two fields; that the release is promoted from the second is not seen " +
		"where it is called by another function",
	"conn.okMailClient":  "as okMovedAndClosed",
	"owners.openJournal": "as badOwner",
	"twoways.okNested":   "as badOwner",
}

// TestMetamorphic applies each rule to the fixtures of unreleased and compares the verdicts.
func TestMetamorphic(t *testing.T) {
	w := newWorkbench(t, "../unreleased/testdata")
	want := w.run(t, rule{})
	for _, r := range rules {
		t.Run(r.name, func(t *testing.T) {
			got := w.run(t, r)
			for _, fn := range slices.Sorted(maps.Keys(want)) {
				if tolerated[fn] == "" && !slices.Equal(got[fn], want[fn]) {
					t.Errorf("%s: %v became %v", fn, want[fn], got[fn])
				}
			}
		})
	}
}

// run changes and analyses all fixtures.
func (w *workbench) run(t *testing.T, r rule) map[string][]string {
	t.Helper()
	imported := make(map[string]*types.Package)
	facts := make(factStore)
	all := make(map[string][]string)
	edits := 0
	for _, f := range append([]*fixture{extracted}, w.fixtures...) {
		c, err := w.check(f, imported)
		if err != nil {
			t.Fatal(err)
		}
		if r.edit != nil && f != extracted {
			changed, n := w.change(f, c, r)
			edits += n
			if c, err = w.check(changed, imported); err != nil {
				t.Fatalf("%s: %v", r.name, err)
			}
		}
		res, err := analyze(w.fset, c, facts)
		if err != nil {
			t.Fatal(err)
		}
		imported[f.path] = c.pkg
		maps.Copy(all, verdicts(w.fset, c, res))
	}
	if r.edit != nil && edits < 100 {
		t.Errorf("the rule made only %d changes", edits)
	}
	return all
}

// change applies a rule to the text of a package, and counts the changes.
func (w *workbench) change(f *fixture, c *checked, r rule) (*fixture, int) {
	changed := &fixture{path: f.path, names: f.names}
	n := 0
	for i, file := range c.files {
		e := &editor{file: w.fset.File(file.FileStart), text: f.texts[i]}
		r.edit(w.fset, c, file, e)
		n += len(e.edits)
		if r.imports != "" && len(e.edits) > 0 {
			e.replace(file.Name.End(), file.Name.End(), "; "+r.imports)
		}
		text := e.apply()
		if i == 0 {
			text += r.decls
		}
		changed.texts = append(changed.texts, text)
	}
	return changed, n
}

// An editor collects changes to a text.
type editor struct {
	file  *token.File
	text  string
	edits []textEdit
}

type textEdit struct {
	start, end int
	new        string
}

func (e *editor) replace(pos, end token.Pos, new string) {
	e.edits = append(e.edits, textEdit{e.file.Offset(pos), e.file.Offset(end), new})
}

// at returns the text of a node.
func (e *editor) at(n ast.Node) string { return e.text[e.file.Offset(n.Pos()):e.file.Offset(n.End())] }

func (e *editor) apply() string {
	slices.SortStableFunc(e.edits, func(a, b textEdit) int { return a.start - b.start })
	var b strings.Builder
	last := 0
	for _, ed := range e.edits {
		b.WriteString(e.text[last:ed.start] + ed.new)
		last = ed.end
	}
	return b.String() + e.text[last:]
}

// renameLocals gives variables inside functions other names. Parameters keep theirs: directives mention them.
func renameLocals(_ *token.FileSet, c *checked, file *ast.File, e *editor) {
	inSwitch := make(map[types.Object]bool) // the variables of type switches are declared once for each case
	for _, o := range c.info.Implicits {
		inSwitch[o] = true
	}
	rename := func(id *ast.Ident, o types.Object) {
		v, ok := o.(*types.Var)
		if ok && v.Kind() == types.LocalVar && v.Name() != "_" && !inSwitch[o] {
			e.replace(id.Pos(), id.End(), "renamed"+id.Name)
		}
	}
	ast.Inspect(file, func(n ast.Node) bool {
		if id, ok := n.(*ast.Ident); ok {
			rename(id, c.info.ObjectOf(id))
		}
		return true
	})
}

// addBefore puts a statement before each statement of each block.
func addBefore(stmt string) func(*token.FileSet, *checked, *ast.File, *editor) {
	return func(_ *token.FileSet, _ *checked, file *ast.File, e *editor) {
		ast.Inspect(file, func(n ast.Node) bool {
			if block, ok := n.(*ast.BlockStmt); ok {
				for _, s := range block.List {
					switch s.(type) {
					case *ast.CaseClause, *ast.CommClause:
					default:
						e.replace(s.Pos(), s.Pos(), stmt)
					}
				}
			}
			return true
		})
	}
}

// extractRelease replaces x.Close() by a call of another function.
func extractRelease(callee string) func(*token.FileSet, *checked, *ast.File, *editor) {
	return func(_ *token.FileSet, c *checked, file *ast.File, e *editor) {
		ast.Inspect(file, func(n ast.Node) bool {
			call, ok := n.(*ast.CallExpr)
			if !ok || len(call.Args) > 0 {
				return true
			}
			sel, ok := call.Fun.(*ast.SelectorExpr)
			if !ok || sel.Sel.Name != "Close" || !hasClose(c.info.TypeOf(sel.X)) {
				return true
			}
			e.replace(call.Pos(), call.End(), callee+"("+e.at(sel.X)+")")
			return false
		})
	}
}

// closer is interface{ Close() error }.
var closer = types.NewInterfaceType([]*types.Func{types.NewFunc(token.NoPos, nil, "Close", types.NewSignatureType(nil, nil, nil, nil,
	types.NewTuple(types.NewVar(token.NoPos, nil, "", types.Universe.Lookup("error").Type())), false))}, nil).Complete()

func hasClose(t types.Type) bool { return t != nil && types.Implements(t, closer) }

// wrapBodies turns the body of each case into that of a literal.
func wrapBodies(_ *token.FileSet, _ *checked, file *ast.File, e *editor) {
	for _, d := range file.Decls {
		fn, ok := d.(*ast.FuncDecl)
		if !ok || fn.Body == nil || !isFixture(fn.Name.Name) {
			continue
		}
		results, ret := "", ""
		if fn.Type.Results != nil {
			results, ret = e.at(fn.Type.Results), "return "
		}
		e.replace(fn.Body.Lbrace+1, fn.Body.Lbrace+1, fmt.Sprintf(" %sfunc() %s {", ret, results))
		e.replace(fn.Body.Rbrace, fn.Body.Rbrace, "}() ")
	}
}
