package useafterrelease_test

import (
	"testing"

	"github.com/guardlint/guardlint/passes/internal/passtest"
	"github.com/guardlint/guardlint/passes/useafterrelease"
)

func Test(t *testing.T) { passtest.Run(t, useafterrelease.Analyzer) }
