// Package analyzer is the suite: the checks of guardlint, ready for any driver of go/analysis.
package analyzer

import (
	"golang.org/x/tools/go/analysis"

	"github.com/guardlint/guardlint/passes/asynccleanup"
	"github.com/guardlint/guardlint/passes/audit"
	"github.com/guardlint/guardlint/passes/baddirective"
	"github.com/guardlint/guardlint/passes/closeerr"
	"github.com/guardlint/guardlint/passes/deadcleanup"
	"github.com/guardlint/guardlint/passes/deferloop"
	"github.com/guardlint/guardlint/passes/doublerelease"
	"github.com/guardlint/guardlint/passes/earlydefer"
	"github.com/guardlint/guardlint/passes/lockheld"
	"github.com/guardlint/guardlint/passes/ownership"
	"github.com/guardlint/guardlint/passes/partialclose"
	"github.com/guardlint/guardlint/passes/unreleased"
	"github.com/guardlint/guardlint/passes/useafterrelease"
)

var (
	// Suite holds every check with the default configuration.
	Suite = suite(ownership.Analyzer)

	// Audit reports the verdict on every acquisition. It is not a check: commands that explain themselves run it.
	Audit = audit.New(ownership.Analyzer)
)

// New returns every check, and the audit, under a configuration. The error is a [*ConfigError].
//
// Drivers that run analyzers of several configurations at once are not expected: the checks have the same names under
// each, and only the facts are kept apart.
func New(config Config) (checks []*analysis.Analyzer, auditor *analysis.Analyzer, err error) {
	if config.IsZero() {
		return Suite, Audit, nil
	}
	owner, err := ownership.New(config)
	if err != nil {
		return nil, nil, err
	}
	return suite(owner), audit.New(owner), nil
}

// suite returns the checks over what an ownership pass knows.
func suite(owner *analysis.Analyzer) []*analysis.Analyzer {
	checks := []*analysis.Analyzer{
		unreleased.New(owner),
		lockheld.New(owner),
		partialclose.New(owner),
		asynccleanup.New(owner),
		deadcleanup.New(owner),
		deferloop.New(owner),
		earlydefer.New(owner),
		closeerr.New(owner),
		useafterrelease.New(owner),
		doublerelease.New(owner),
	}
	// The last one looks at what the others were kept from saying.
	return append(checks, baddirective.New(owner, checks...))
}
