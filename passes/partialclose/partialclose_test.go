package partialclose_test

import (
	"testing"

	"github.com/guardlint/guardlint/passes/internal/passtest"
	"github.com/guardlint/guardlint/passes/ownership"
	"github.com/guardlint/guardlint/passes/partialclose"
)

func Test(t *testing.T) { passtest.Run(t, partialclose.Analyzer) }

// TestOptIn runs the fixtures of what is reported on request.
func TestOptIn(t *testing.T) {
	check := partialclose.New(ownership.Analyzer)
	if err := check.Flags.Set("unowned", "true"); err != nil {
		t.Fatal(err)
	}
	t.Chdir("testdata/optin")
	passtest.Run(t, check)
}
