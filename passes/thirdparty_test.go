package passes_test

import (
	"flag"
	"os"
	"testing"

	"github.com/guardlint/guardlint/passes/internal/passtest"
	"github.com/guardlint/guardlint/passes/unreleased"
)

var thirdParty = flag.Bool("thirdparty", false, "run the fixtures of the rows for other modules")

// TestThirdParty runs the fixtures of the rows for other modules, which are in the module that requires them. Each is
// loaded by itself: all these libraries do not fit in memory at once, and some need 9 GB, which is why it is run on demand.
func TestThirdParty(t *testing.T) {
	if !*thirdParty {
		t.Skip("analyses the libraries that the rows name, and all that they import, in up to 9 GB: run with -thirdparty")
	}
	t.Chdir("internal/guard")
	entries, err := os.ReadDir("testdata/src/thirdparty")
	if err != nil {
		t.Fatal(err)
	}
	for _, e := range entries {
		if e.IsDir() {
			t.Run(e.Name(), func(t *testing.T) { passtest.Run(t, unreleased.Analyzer, "thirdparty/"+e.Name()) })
		}
	}
}
