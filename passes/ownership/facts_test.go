package ownership_test

import (
	"bytes"
	"flag"
	"reflect"
	"testing"

	"golang.org/x/tools/go/analysis"
	"golang.org/x/tools/go/analysis/checker"
	"golang.org/x/tools/go/packages"

	"github.com/guardlint/guardlint/passes/internal/summary"
	"github.com/guardlint/guardlint/passes/ownership"
)

// maxFactBytes caps the facts of everything that this module imports, the standard library excepted, which has none.
// Facts are read for each import of each package, and kept in build caches: what makes them larger has to be worth
// it. Raise the number if new summaries are, or if the module imports more, and say so in the change.
const maxFactBytes = 48_000

const ownModule = "../.."

var factsModule = flag.String("facts.module", ownModule, "folder of the module whose packages, with all that they import, have their facts encoded")

// Every fact of what this module imports, or another one, is encoded the same ten times over, and survives it.
func TestFacts(t *testing.T) {
	if testing.Short() {
		t.Skip("analyses everything that this module imports")
	}
	pkgs, err := packages.Load(&packages.Config{Mode: packages.LoadAllSyntax, Dir: *factsModule}, "./...")
	if err != nil {
		t.Fatal(err)
	}
	graph, err := checker.Analyze([]*analysis.Analyzer{ownership.Analyzer}, pkgs, nil)
	if err != nil {
		t.Fatal(err)
	}
	packages, total := 0, 0
	for act := range graph.All() {
		if act.Err != nil {
			t.Errorf("%s: %v", act, act.Err)
			continue
		}
		var fact ownership.Fact
		if !act.PackageFact(act.Package.Types, &fact) {
			continue
		}
		packages++
		total += len(fact.Data) + len(fact.Kinds)
		checkFact(t, act.Package.PkgPath, fact.Data)
	}
	t.Logf("%d packages, %d bytes", packages, total)
	if packages < 50 {
		t.Errorf("only %d packages have facts", packages)
	}
	if total > maxFactBytes && *factsModule == ownModule {
		t.Errorf("the facts take %d bytes, more than %d", total, maxFactBytes)
	}
}

func checkFact(t *testing.T, path string, data []byte) {
	t.Helper()
	table, err := summary.Decode(data)
	if err != nil {
		t.Errorf("%s: %v", path, err)
		return
	}
	for range 10 {
		if got := table.Encode(); !bytes.Equal(got, data) {
			t.Errorf("%s: %d bytes are encoded as other %d bytes", path, len(data), len(got))
			return
		}
	}
	again, err := summary.Decode(table.Encode())
	if err != nil || !reflect.DeepEqual(again, table) {
		t.Errorf("%s: the summaries do not survive their encoding (%v)", path, err)
	}
}
