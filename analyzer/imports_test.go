package analyzer_test

import (
	"fmt"
	"path"
	"slices"
	"strings"
	"testing"

	"golang.org/x/tools/go/packages"
)

const module = "github.com/guardlint/guardlint"

// A room is a part of the house: one package, or all packages of a kind.
type room struct {
	name   string
	below  string // the rooms it stands on, separated by spaces; it may use those below them as well
	std    bool   // nothing but the standard library from outside
	report bool   // may import go/analysis
}

// house says which way imports point. Test harness and generators are scaffolding: they may look at every room, and
// no room may need them.
var house = []room{
	{name: "scaffolding", below: "cmd plugin", report: true},
	{name: "cmd", below: "analyzer", report: true},
	{name: "plugin", below: "analyzer", report: true},
	{name: "analyzer", below: "check audit", report: true},
	{name: "audit", below: "explain ownership", report: true},
	{name: "check", below: "explain ownership suppress fix dump manual", report: true},
	{name: "explain", below: "task declare fix", report: true},
	{name: "suppress", below: "declare", report: true},
	{name: "fix", below: "leakpath source"},
	{name: "dump", below: "leakpath"},
	{name: "ownership", below: "leakpath declare task", report: true},
	{name: "task", below: "leakpath source"},
	{name: "declare", below: "summary guard"},
	{name: "leakpath", below: "effect flow"},
	{name: "effect", below: "obligation summary"},
	{name: "source", below: "obligation"},
	{name: "obligation", below: "guard term"},
	{name: "summary", below: "guard"},
	{name: "guard"},
	{name: "term"},
	{name: "flow", std: true},
	{name: "manual", std: true},
}

// roomOf names the room that a package of this module is in.
func roomOf(pkg string) string {
	rel := strings.TrimPrefix(strings.TrimPrefix(pkg, module), "/")
	first, rest, _ := strings.Cut(rel, "/")
	switch {
	case first != "passes":
		if rel == "cmd/newcheck" || rel == "cmd/corpus" || rel == "internal/drivertest" || strings.HasPrefix(rel, "internal/cost") {
			return "scaffolding"
		}
		return first
	case strings.HasPrefix(rest, "internal/"):
		name, _, _ := strings.Cut(strings.TrimPrefix(rest, "internal/"), "/")
		if name == "passtest" || name == "docgen" {
			return "scaffolding"
		}
		return name
	case rest == "ownership", rest == "audit":
		return rest
	case rest == "ownership/stdgen":
		return "scaffolding"
	}
	return "check"
}

// reachable returns the rooms that a room may import, itself included.
func reachable(name string) ([]string, error) {
	i := slices.IndexFunc(house, func(r room) bool { return r.name == name })
	if i < 0 {
		return nil, fmt.Errorf("no room %q in the house: add it to the table with its place", name)
	}
	rooms := []string{name}
	for _, next := range strings.Fields(house[i].below) {
		more, err := reachable(next)
		if err != nil {
			return nil, err
		}
		rooms = append(rooms, more...)
	}
	return rooms, nil
}

// wrongImports returns what is wrong with the imports of a package, one sentence each.
func wrongImports(pkg string, imports []string) []string {
	from := roomOf(pkg)
	rooms, err := reachable(from)
	if err != nil {
		return []string{fmt.Sprintf("%s: %v", pkg, err)}
	}
	r := house[slices.IndexFunc(house, func(r room) bool { return r.name == from })]
	var wrong []string
	for _, imp := range imports {
		isOurs := imp == module || strings.HasPrefix(imp, module+"/")
		isStd := !strings.Contains(strings.Split(imp, "/")[0], ".")
		switch {
		case isOurs && !slices.Contains(rooms, roomOf(imp)):
			wrong = append(wrong, fmt.Sprintf("%s imports %s: %s does not stand on %s", pkg, imp, from, roomOf(imp)))
		case r.std && !isOurs && !isStd:
			wrong = append(wrong, fmt.Sprintf("%s imports %s: %s needs only the standard library", pkg, imp, from))
		case !r.report && strings.HasPrefix(imp, "golang.org/x/tools/go/analysis"):
			wrong = append(wrong, fmt.Sprintf("%s imports %s: what is below the checks takes plain arguments, not passes", pkg, imp))
		}
	}
	return wrong
}

// TestImportDirection keeps the imports of the module pointing one way.
func TestImportDirection(t *testing.T) {
	for _, pkg := range load(t, packages.NeedName|packages.NeedImports) {
		var imports []string
		for imp := range pkg.Imports {
			imports = append(imports, imp)
		}
		slices.Sort(imports)
		for _, sentence := range wrongImports(pkg.PkgPath, imports) {
			t.Error(sentence)
		}
	}
}

// TestWrongImports shows that TestImportDirection can fail.
func TestWrongImports(t *testing.T) {
	const passes = module + "/passes/"
	for _, test := range []struct{ pkg, imp, want string }{
		{passes + "unreleased", passes + "internal/explain", ""},
		{passes + "unreleased", passes + "internal/guard", ""},
		{module + "/cmd/guardlint/internal/format", module + "/analyzer", ""},
		{passes + "internal/docgen", module + "/analyzer", ""},
		{passes + "internal/guard", "golang.org/x/tools/go/ssa", ""},
		{passes + "internal/guard", passes + "internal/term", "guard does not stand on term"},
		{passes + "internal/explain", passes + "unreleased", "explain does not stand on check"},
		{passes + "unreleased", passes + "internal/passtest", "check does not stand on scaffolding"},
		{passes + "internal/flow", "golang.org/x/tools/go/ssa", "flow needs only the standard library"},
		{passes + "internal/effect", "golang.org/x/tools/go/analysis", "takes plain arguments"},
		{passes + "internal/attic", "fmt", `no room "attic" in the house`},
	} {
		got := strings.Join(wrongImports(test.pkg, []string{test.imp}), "\n")
		if test.want == "" && got != "" || !strings.Contains(got, test.want) {
			t.Errorf("%s imports %s: got %q, want %q", test.pkg, test.imp, got, test.want)
		}
	}
}

// TestPackageNames refuses names that say nothing.
func TestPackageNames(t *testing.T) {
	empty := []string{"util", "utils", "common", "helper", "helpers", "core", "types", "engine", "manager", "misc", "base"}
	for _, pkg := range load(t, packages.NeedName) {
		for _, name := range []string{pkg.Name, path.Base(pkg.PkgPath)} {
			if slices.Contains(empty, name) {
				t.Errorf("%s: a package called %s says nothing about what is in it", pkg.PkgPath, name)
			}
		}
	}
}

// load loads the packages of this module, without their tests.
func load(t *testing.T, mode packages.LoadMode) []*packages.Package {
	t.Helper()
	pkgs, err := packages.Load(&packages.Config{Mode: mode, Dir: ".."}, "./...")
	if err != nil {
		t.Fatal(err)
	}
	if len(pkgs) < 3 {
		t.Fatalf("found only %d packages", len(pkgs))
	}
	return pkgs
}
