package earlydefer_test

import (
	"testing"

	"github.com/guardlint/guardlint/passes/earlydefer"
	"github.com/guardlint/guardlint/passes/internal/passtest"
)

func Test(t *testing.T) { passtest.Run(t, earlydefer.Analyzer) }
