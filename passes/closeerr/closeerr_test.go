package closeerr_test

import (
	"testing"

	"github.com/guardlint/guardlint/passes/closeerr"
	"github.com/guardlint/guardlint/passes/internal/passtest"
	"github.com/guardlint/guardlint/passes/ownership"
)

func Test(t *testing.T) { passtest.Run(t, closeerr.Analyzer) }

// TestBlank runs the fixtures of what is reported on request.
func TestBlank(t *testing.T) {
	check := closeerr.New(ownership.Analyzer)
	if err := check.Flags.Set("blank", "true"); err != nil {
		t.Fatal(err)
	}
	t.Chdir("testdata/optin")
	passtest.Run(t, check)
}
