package declare

import (
	"encoding/json"
	"go/ast"
	"go/importer"
	"go/parser"
	"go/token"
	"go/types"
	"reflect"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/guardlint/guardlint/passes/internal/guard"
	"github.com/guardlint/guardlint/passes/internal/summary"
)

// source is a package with a directive of every sort. Comments give what becomes of the summary.
const source = `package p

import "io"

type T struct{ in struct{ f io.Closer } }

type Opaque interface{ Close() }

//guardlint:releases t.in.f
func (t *T) Field(x any) {} // param 0.0.0: released by any; param 1: unknown

//guardlint:takes list
func List(list ...io.Closer) {} // param 0.-1: kept

//guardlint:takes data
func Data(data []byte) {} // param 0: kept

//guardlint:borrows r
func Borrow(r io.Reader, c io.Closer) {} // param 0: borrowed; param 1: unknown

//guardlint:registers f
func Register(f func()) error { return nil } // param 0: kept (on error: borrowed)

//guardlint:registers f
func Always(f func()) {} // param 0: kept

//guardlint:runs f now
func Now(f func()) {} // param 0: released by call

//guardlint:runs f deferred
func Deferred(f func()) {} // param 0: kept

//guardlint:runs f goroutine
//guardlint:observes err
func Go(f func(), err error) {} // param 0: launched; param 1: its error is seen

type I interface {
	//guardlint:takes 0
	M(Opaque, io.Reader) // param 1: kept
}
`

// TestOver compares what directives make of functions about which nothing is known.
func TestOver(t *testing.T) {
	pkg, want := load(t, source)
	s := Read(pkg, nil)
	if len(s.problems) > 0 {
		t.Fatalf("problems: %v", s.problems)
	}
	for _, fn := range s.Functions() {
		if got := s.Over(fn, nil).String(); got != want[fn.Name()] {
			t.Errorf("%s: %s\nwant %s", fn.Name(), got, want[fn.Name()])
		}
		delete(want, fn.Name())
	}
	for name := range want {
		t.Errorf("nothing is declared about %s", name)
	}
}

// TestOverShown asserts that what is declared replaces what the body shows about the same place, and nothing else.
func TestOverShown(t *testing.T) {
	pkg, _ := load(t, source)
	s := Read(pkg, nil)
	fn := pkg.Types.Scope().Lookup("Borrow").(*types.Func)
	shown := &summary.Summary{
		NoReturn: true,
		Params: []summary.Effect{
			{Param: 0, OK: summary.Kept, Into: -1},
			{Param: 0, Path: []int{2}, OK: summary.Released, Into: -1},
			{Param: 1, OK: summary.Kept, Into: -1},
		},
		Results: []summary.Fresh{{Result: 1, Kind: "file", Cleanup: -1}, {Kind: "file", Cleanup: -1}},
	}
	before := shown.String()
	const want = "never returns; param 0: borrowed; param 1: kept; result 0: fresh file; result 1: fresh file"
	if got := s.Over(fn, shown).String(); got != want {
		t.Errorf("Over = %s\nwant %s", got, want)
	}
	if shown.String() != before {
		t.Errorf("what the body shows was changed to %s", shown)
	}
	if got := s.Over(fn, &summary.Summary{Opaque: true}).String(); got != "param 0: borrowed; param 1: unknown" {
		t.Errorf("Over what was given up = %s", got)
	}
	var none *Set
	if none.Over(fn, shown) != shown {
		t.Error("without declarations, the summary is another one")
	}
}

// TestEntries asserts that entries mean what directives do, and which functions they are about.
func TestEntries(t *testing.T) {
	const bare = "package p\n\nimport \"io\"\n\ntype G[K any] struct{}\n\nfunc (*G[K]) Put(k K, c io.Closer) {}\n\nfunc F(c io.Closer) {}\n\nfunc Close() (io.Closer, error) { return nil, nil }\n"
	pkg, _ := load(t, bare)
	entries, err := Config{Functions: []Function{
		{Func: "(*example.com/p.G).Put", Does: []string{"takes c"}},
		{Func: "example.com/p.F", Does: []string{"releases c"}},
		{Func: "example.com/p.Close", Does: []string{"acquires"}},
		{Func: "example.com/p.Gone", Does: []string{"acquires"}},
		{Func: "example.com/other.F", Does: []string{"acquires"}},
	}}.Compile()
	if err != nil {
		t.Fatal(err)
	}
	s := Read(pkg, entries)
	if len(s.problems) != 1 || s.problems[0].Entry != "functions[3]" || s.problems[0].Category != UnknownName {
		t.Errorf("problems: %+v, want one about functions[3]", s.problems)
	}
	put := types.NewMethodSet(types.NewPointer(pkg.Types.Scope().Lookup("G").Type())).At(0).Obj().(*types.Func)
	if got := s.Over(put, nil).String(); got != "param 1: unknown; param 2: kept" {
		t.Errorf("the method of a generic type: %s", got)
	}
	if k := s.Kinds(); len(k) != 1 || k[0].Name != "example.com/p.Close" || k[0].Verb != "closed" || len(k[0].Release) != 2 {
		t.Errorf("kinds: %+v, want one that Close and F release", k)
	}
	if got := len(s.Matches()); got != 3 {
		t.Errorf("%d entries match, want 3", got)
	}

	// Seen from a package that imports p, the entries are the same.
	user := Package{Types: types.NewPackage("example.com/q", "q"), Info: new(types.Info), Summary: func(*types.Func) *summary.Summary { return nil }}
	user.Types.SetImports([]*types.Package{pkg.Types})
	s = Read(user, entries)
	if got := s.Over(put, nil).String(); got != "param 1: unknown; param 2: kept" {
		t.Errorf("the method of a generic type, from elsewhere: %s", got)
	}
	if k := s.Kinds(); len(k) != 1 || len(s.problems) != 0 {
		t.Errorf("from elsewhere: kinds %+v, problems %v", k, s.problems)
	}
}

// TestEncodeKinds asserts that kinds survive their fact, and that equal kinds are equal bytes.
func TestEncodeKinds(t *testing.T) {
	if data := EncodeKinds(nil); data != nil {
		t.Errorf("no kinds are %q", data)
	}
	kinds := guard.BuiltinKinds()
	data := EncodeKinds(kinds)
	for range 10 {
		if string(EncodeKinds(guard.BuiltinKinds())) != string(data) {
			t.Fatal("equal kinds are different bytes")
		}
	}
	got, err := DecodeKinds(data)
	if err != nil || !reflect.DeepEqual(got, kinds) {
		t.Errorf("decoded kinds differ: %v", err)
	}
	if _, err := DecodeKinds([]byte("x")); err == nil {
		t.Error("bad data is accepted")
	}
}

// TestHash asserts that the hash is of what a configuration says.
func TestHash(t *testing.T) {
	parse := func(text string) Config {
		var c Config
		if err := json.Unmarshal([]byte(text), &c); err != nil {
			t.Fatal(err)
		}
		return c
	}
	if h := parse("{}").Hash(); h != "" {
		t.Errorf("the empty configuration has hash %q", h)
	}
	one := parse(`{"functions": [{"func": "a.F", "does": ["takes x"]}]}`)
	if one.Hash() != parse(`{"kinds": [], "functions": [{"does": ["takes x"], "func": "a.F"}]}`).Hash() {
		t.Error("equal configurations have different hashes")
	}
	if one.Hash() == parse(`{"functions": [{"func": "a.F", "does": ["takes y"]}]}`).Hash() {
		t.Error("different configurations have the same hash")
	}
}

// load type-checks a package, and returns the comments behind its functions.
func load(t *testing.T, source string) (Package, map[string]string) {
	t.Helper()
	fset := token.NewFileSet()
	file, err := parser.ParseFile(fset, "p.go", source, parser.ParseComments|parser.SkipObjectResolution)
	if err != nil {
		t.Fatal(err)
	}
	info := &types.Info{Defs: map[*ast.Ident]types.Object{}, Uses: map[*ast.Ident]types.Object{}}
	conf := types.Config{Importer: importer.ForCompiler(fset, "source", nil)}
	pkg, err := conf.Check("example.com/p", fset, []*ast.File{file}, info)
	if err != nil {
		t.Fatal(err)
	}
	want := make(map[string]string)
	for line := range strings.Lines(source) {
		code, comment, found := strings.Cut(strings.TrimSpace(line), " // ")
		if name, _, ok := strings.Cut(code, "("); found && ok {
			if strings.HasPrefix(name, "func ") && strings.TrimSpace(name) == "func" { // a method
				_, rest, _ := strings.Cut(code, ") ")
				name, _, _ = strings.Cut(rest, "(")
			}
			want[strings.TrimPrefix(name, "func ")] = comment
		}
	}
	return Package{Types: pkg, Files: []*ast.File{file}, Info: info, Summary: func(*types.Func) *summary.Summary { return nil }}, want
}

// FuzzRead asserts that no directive makes the reader panic, that each is either understood or complained about, and
// that it is read alike again.
func FuzzRead(f *testing.F) {
	for _, text := range []string{"takes x", "acquires r", "runs f now", "releases 0", "observes x.y", "acquires // why", "ignore a b", " takes x", "borrows receiver", "takes list"} {
		f.Add(text)
	}
	f.Fuzz(func(t *testing.T, text string) {
		if strings.ContainsAny(text, "\n\r\x00") || strings.Contains(text, "\ufeff") || !utf8.ValidString(text) {
			t.Skip("ends the comment, or is no Go")
		}
		pkg, _ := load(t, "package p\n\ntype T struct{ f func() }\n\n"+Prefix+text+
			"\nfunc (t *T) F(x, y int, f func(), list []*T, err error) (r *T, _ error) { f(); return }\n\nfunc (t *T) Close() {}\n")
		s := Read(pkg, nil)
		if s == nil {
			if words, _, _ := Directive(pkg.Files[0].Comments[0].List[0]); !isIgnore(words) {
				t.Errorf("nothing is said about %q", text)
			}
			return
		}
		none := func(*types.Func) *summary.Summary { return new(summary.Summary) }
		problems := s.Problems(none)
		if len(s.own)+len(problems) == 0 {
			t.Errorf("nothing is said about %q", text)
		}
		if again := Read(pkg, nil).Problems(none); !reflect.DeepEqual(problems, again) {
			t.Errorf("%q gives %v and then %v", text, problems, again)
		}
		for _, fn := range s.Functions() {
			s.Over(fn, nil)
		}
	})
}
