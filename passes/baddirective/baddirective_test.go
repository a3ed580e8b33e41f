package baddirective_test

import (
	"testing"

	"golang.org/x/tools/go/analysis"

	"github.com/guardlint/guardlint/passes/baddirective"
	"github.com/guardlint/guardlint/passes/internal/passtest"
	"github.com/guardlint/guardlint/passes/internal/suppress"
	"github.com/guardlint/guardlint/passes/ownership"
	"github.com/guardlint/guardlint/passes/unreleased"
)

func Test(t *testing.T) {
	// A second check, which has nothing to say.
	lockheld := suppress.Heed(&analysis.Analyzer{Name: "lockheld", Doc: "report nothing", Run: func(*analysis.Pass) (any, error) {
		return nil, nil
	}})
	passtest.Run(t, baddirective.New(ownership.Analyzer, unreleased.Analyzer, lockheld))
}
