package doublerelease_test

import (
	"testing"

	"github.com/guardlint/guardlint/passes/doublerelease"
	"github.com/guardlint/guardlint/passes/internal/passtest"
)

func Test(t *testing.T) { passtest.Run(t, doublerelease.Analyzer) }
