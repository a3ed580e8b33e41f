package closeerr_test

import (
	"testing"

	"github.com/guardlint/guardlint/passes/closeerr"
	"github.com/guardlint/guardlint/passes/internal/passtest"
)

func Test(t *testing.T) { passtest.Run(t, closeerr.Analyzer) }
