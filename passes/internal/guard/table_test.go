package guard

import (
	"go/ast"
	"go/parser"
	"go/token"
	"go/types"
	"strings"
	"testing"
)

// toy is a library with one guard of each shape.
const toy = `package toy

type Door struct{ Lock *Lock }

func (*Door) Close() error { return nil }
func (*Door) Name() string { return "" }

type Lock struct{}

func (*Lock) Turn() {}

type Opener interface{ Open() (*Door, error) }

func Open() (*Door, error)        { return nil, nil }
func Both() (*Door, *Door, error) { return nil, nil, nil }
func Hinge() (int, func())        { return 0, nil }
func Remove(name string)          {}
func Light() error                { return nil }
func Dark()                       {}

type Box[T any] struct{}

func (*Box[T]) Take() (T, bool) { var t T; return t, false }

var box Box[int]
`

func toyPackage(t *testing.T) *types.Package {
	t.Helper()
	fset := token.NewFileSet()
	file, err := parser.ParseFile(fset, "toy.go", toy, 0)
	if err != nil {
		t.Fatal(err)
	}
	pkg, err := new(types.Config).Check("example.com/toy", fset, []*ast.File{file}, nil)
	if err != nil {
		t.Fatal(err)
	}
	return pkg
}

// door is a well-formed kind that the tests bend.
func door(change func(*Kind)) Kind {
	k := Kind{
		Name: "door", Noun: "door", Verb: "closed", Why: "Warmth is lost.",
		Acquire: acquire("example.com/toy.Open"),
		Release: byMethod("Close"),
	}
	change(&k)
	return k
}

func same(*Kind) {}

func TestAcquisitions(t *testing.T) {
	pkg := toyPackage(t)
	fn := func(name string) *types.Func { return pkg.Scope().Lookup(name).(*types.Func) }
	boxed := types.NewMethodSet(types.NewPointer(pkg.Scope().Lookup("box").Type())).Lookup(pkg, "Take").Obj().(*types.Func)
	table := New(
		door(same),
		door(func(k *Kind) {
			k.Name = "pair"
			k.Acquire = until("go1.23", both(acquire("example.com/toy.Both"), acquireResult(1, Auto, "example.com/toy.Both")))
		}),
		door(func(k *Kind) { k.Name = "boxed"; k.Acquire = acquire("(*example.com/toy.Box[T]).Take") }),
	)
	for _, test := range []struct {
		fn        *types.Func
		goVersion string
		want      string
	}{
		{fn("Open"), "go1.26", "door"},
		{fn("Open"), "", "door"},
		{fn("Both"), "go1.22", "pair pair"},
		{fn("Both"), "go1.22.9", "pair pair"},
		{fn("Both"), "go1.23", ""},
		{fn("Both"), "", ""},
		{fn("Remove"), "go1.26", ""},
		{boxed, "go1.26", "boxed"},
	} {
		var got []string
		for _, m := range table.Acquisitions(test.fn, test.goVersion) {
			got = append(got, m.Kind.Name)
		}
		if strings.Join(got, " ") != test.want {
			t.Errorf("Acquisitions(%s, %q) = %v, want %q", test.fn.FullName(), test.goVersion, got, test.want)
		}
	}
}

func TestReleases(t *testing.T) {
	pkg := toyPackage(t)
	table := New(door(func(k *Kind) {
		k.Release = append(k.Release, Release{Func: "example.com/toy.Remove"}, Release{Field: "Lock", Method: "Close"})
	}))
	found := table.ReleaseFuncs(pkg.Scope().Lookup("Remove").(*types.Func))
	if len(found) != 1 || found[0].Kind.Name != "door" {
		t.Errorf("ReleaseFuncs(Remove) = %v, want the kind door", found)
	}
	if found := table.ReleaseFuncs(pkg.Scope().Lookup("Open").(*types.Func)); len(found) != 0 {
		t.Errorf("ReleaseFuncs(Open) = %v, want none", found)
	}
	k := table.Kind("door")
	if got := k.ByMethod("Close"); len(got) != 2 || got[1].Field != "Lock" {
		t.Errorf("ByMethod(Close) = %v, want one on the guard and one on its field", got)
	}
	if k.ByCall() {
		t.Error("ByCall() = true for a guard that is no function")
	}
}

// TestWithCopies shows that neither the caller's rows nor the table that With was asked of change a table.
func TestWithCopies(t *testing.T) {
	rows := door(same)
	first := New(rows)
	rows.Acquire[0].Func = "example.com/toy.Changed"
	if got := first.Kind("door").Acquire[0].Func; got != "example.com/toy.Open" {
		t.Errorf("the table follows its caller's slice: %s", got)
	}
	second, err := first.With(door(func(k *Kind) { k.Name = "gate" }))
	if err != nil {
		t.Fatal(err)
	}
	if len(first.Kinds()) != 1 || len(second.Kinds()) != 2 {
		t.Errorf("With changed its receiver: %d and %d kinds, want 1 and 2", len(first.Kinds()), len(second.Kinds()))
	}
	if _, err := second.With(door(same)); err == nil || !strings.Contains(err.Error(), `"door" exists already`) {
		t.Errorf("With accepted a second kind of the same name: %v", err)
	}
}

func TestMalformedKinds(t *testing.T) {
	for _, test := range []struct {
		change func(*Kind)
		want   string
	}{
		{func(k *Kind) { k.Name = "" }, "no name"},
		{func(k *Kind) { k.Verb = "" }, "noun and a verb"},
		{func(k *Kind) { k.Why = "" }, "reason"},
		{func(k *Kind) { k.Check = "lockhold" }, `no check is called "lockhold"`},
		{func(k *Kind) { k.Acquire = nil }, "no call acquires it"},
		{func(k *Kind) { k.Release = nil }, "nothing releases it"},
		{func(k *Kind) { k.Acquire = acquire("a.F", "a.F") }, "a.F is listed twice"},
		{func(k *Kind) { k.Acquire = acquireResult(-1, Auto, "a.F") }, "-1 is no index"},
		{func(k *Kind) { k.Acquire = acquireAt(Holder{In: Receiver, Index: 1}, Auto, "(a.T).F") }, "1 is no index"},
		{func(k *Kind) { k.Acquire = until("1.23", acquire("a.F")) }, `"1.23" is no go version`},
		{func(k *Kind) { k.Release = []Release{{}} }, "either a method"},
		{func(k *Kind) { k.Release = []Release{{Method: "Close", Call: true}} }, "either a method"},
		{func(k *Kind) { k.Release = []Release{{Func: "a.F", Arg: -2}} }, "-2 is no index"},
		{func(k *Kind) { k.Acquire = acquire("Open") }, "names no function"},
		{func(k *Kind) { k.Acquire = acquire("os.") }, "names no function"},
		{func(k *Kind) { k.Acquire = acquire("(*os.File)Close") }, "names no function"},
		{func(k *Kind) { k.Acquire = acquire("*os.File.Close") }, "names no function"},
		{func(k *Kind) { k.Acquire = acquire("example.com/toy") }, "names no function"},
	} {
		_, err := New().With(door(test.change))
		if err == nil || !strings.Contains(err.Error(), test.want) {
			t.Errorf("With: %v, want an error that says %q", err, test.want)
		}
	}
}

// TestVerify shows for each claim of a row that a false one is found; TestStandardRows relies on it.
func TestVerify(t *testing.T) {
	pkg := toyPackage(t)
	for _, test := range []struct {
		change func(*Kind)
		want   string // empty: the row is right
	}{
		{same, ""},
		{func(k *Kind) { k.Acquire = acquire("(example.com/toy.Opener).Open") }, ""},
		{func(k *Kind) { k.Acquire = acquire("example.com/elsewhere.Open") }, ""},
		{func(k *Kind) { k.Release = []Release{{Func: "example.com/toy.Remove"}}; k.Handles = []string{"Name"} }, ""},
		{func(k *Kind) { k.Release = []Release{{Field: "Lock", Method: "Turn"}} }, ""},
		{func(k *Kind) {
			k.Acquire = acquireAt(Holder{In: Process}, ErrNil, "example.com/toy.Light")
			k.Release = []Release{{Func: "example.com/toy.Dark", Arg: NoArg}}
		}, ""},
		{func(k *Kind) { k.Acquire = acquireResult(1, Always, "example.com/toy.Hinge"); k.Release = byCall() }, ""},

		{func(k *Kind) { k.Acquire = acquire("example.com/toy.Opne") }, "no such function"},
		{func(k *Kind) { k.Acquire = acquire("(*example.com/toy.Opener).Open") }, "the function is called (example.com/toy.Opener).Open"},
		{func(k *Kind) { k.Acquire = acquireResult(3, Auto, "example.com/toy.Both") }, "nothing in its signature"},
		{func(k *Kind) { k.Acquire = acquireReceiver(Auto, "example.com/toy.Open") }, "nothing in its signature"},
		{func(k *Kind) { k.Acquire = acquireAt(Holder{Field: "Handle"}, Auto, "example.com/toy.Open") }, "nothing in its signature"},
		{func(k *Kind) { k.Acquire = acquireResult(0, OK, "example.com/toy.Open") }, "cannot say whether"},
		{func(k *Kind) { k.Acquire = acquireResult(1, ErrNil, "example.com/toy.Hinge"); k.Release = byCall() }, "cannot say whether"},
		{func(k *Kind) { k.Release = byMethod("Shut") }, "has no method Shut"},
		{func(k *Kind) { k.Release = []Release{{Field: "Bolt", Method: "Turn"}} }, "has no field Bolt"},
		{func(k *Kind) { k.Release = byCall() }, "is no function to call"},
		{func(k *Kind) { k.Release = byFunc("example.com/toy.Remove") }, "does not take what"},
		{func(k *Kind) { k.Release = []Release{{Func: "example.com/toy.Remove", Arg: 1}} }, "no argument number 1"},
		{func(k *Kind) { k.Acquire = acquireAt(Holder{In: Process}, ErrNil, "example.com/toy.Light") }, "released by a function without argument"},
	} {
		k := door(test.change)
		errs := Verify(&k, func(path string) *types.Package {
			if path == pkg.Path() {
				return pkg
			}
			return nil
		})
		switch {
		case test.want == "" && len(errs) > 0:
			t.Errorf("%s: Verify found fault with a right row: %v", k.Acquire[0].Func, errs)
		case test.want != "" && (len(errs) == 0 || !strings.Contains(errs[0].Error(), test.want)):
			t.Errorf("%s: Verify = %v, want an error that says %q", k.Acquire[0].Func, errs, test.want)
		}
	}
}

// TestVocabulary keeps the rows to the form that messages are composed from: "f is never closed".
func TestVocabulary(t *testing.T) {
	for _, k := range BuiltinKinds() {
		if strings.ContainsAny(k.Verb, ".!") && k.Verb != "passed to signal.Stop" || strings.HasPrefix(k.Verb, "be ") {
			t.Errorf("kind %s: %q is no past participle", k.Name, k.Verb)
		}
		if strings.HasPrefix(k.Noun, "a ") || strings.HasPrefix(k.Noun, "the ") {
			t.Errorf("kind %s: %q has an article", k.Name, k.Noun)
		}
		if !strings.HasSuffix(strings.TrimRight(k.Why, `"`), ".") {
			t.Errorf("kind %s: the reason is no sentence: %q", k.Name, k.Why)
		}
	}
	if first, second := Builtin(), Builtin(); first != second {
		t.Error("Builtin builds its table more than once")
	}
}
