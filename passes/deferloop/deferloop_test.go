package deferloop_test

import (
	"testing"

	"github.com/guardlint/guardlint/passes/deferloop"
	"github.com/guardlint/guardlint/passes/internal/passtest"
)

func Test(t *testing.T) { passtest.Run(t, deferloop.Analyzer) }
