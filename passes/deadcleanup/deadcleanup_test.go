package deadcleanup_test

import (
	"testing"

	"github.com/guardlint/guardlint/passes/deadcleanup"
	"github.com/guardlint/guardlint/passes/internal/passtest"
)

func Test(t *testing.T) { passtest.Run(t, deadcleanup.Analyzer) }
