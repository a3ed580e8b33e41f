// Package analyzer is the suite: the checks of guardlint, ready for any driver of go/analysis.
package analyzer

import (
	"golang.org/x/tools/go/analysis"

	"github.com/guardlint/guardlint/passes/audit"
	"github.com/guardlint/guardlint/passes/unreleased"
)

// Suite holds every check with the default configuration.
var Suite = []*analysis.Analyzer{unreleased.Analyzer}

// Audit reports the verdict on every acquisition. It is not a check: commands that explain themselves run it.
var Audit = audit.Analyzer
