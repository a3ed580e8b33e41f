package asynccleanup_test

import (
	"testing"

	"github.com/guardlint/guardlint/passes/asynccleanup"
	"github.com/guardlint/guardlint/passes/internal/passtest"
	"github.com/guardlint/guardlint/passes/ownership"
)

func Test(t *testing.T) { passtest.Run(t, asynccleanup.Analyzer) }

// TestOptIn runs the fixtures of what is reported on request.
func TestOptIn(t *testing.T) {
	check := asynccleanup.New(ownership.Analyzer)
	for _, flag := range []string{"strict", "panics", "registries"} {
		if err := check.Flags.Set(flag, "true"); err != nil {
			t.Fatal(err)
		}
	}
	t.Chdir("testdata/optin")
	passtest.Run(t, check)
}
