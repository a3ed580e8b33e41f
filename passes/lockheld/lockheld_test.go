package lockheld_test

import (
	"testing"

	"github.com/guardlint/guardlint/passes/internal/passtest"
	"github.com/guardlint/guardlint/passes/lockheld"
)

func Test(t *testing.T) { passtest.Run(t, lockheld.Analyzer) }
