package partialclose_test

import (
	"testing"

	"github.com/guardlint/guardlint/passes/internal/passtest"
	"github.com/guardlint/guardlint/passes/partialclose"
)

func Test(t *testing.T) { passtest.Run(t, partialclose.Analyzer) }
