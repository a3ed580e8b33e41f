package unreleased_test

import (
	"testing"

	"github.com/guardlint/guardlint/passes/internal/passtest"
	"github.com/guardlint/guardlint/passes/unreleased"
)

func Test(t *testing.T) { passtest.Run(t, unreleased.Analyzer) }
