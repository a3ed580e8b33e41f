// Package plugin offers guardlint's checks to golangci-lint v2 as a module plugin.
//
// A golangci-lint that is built with this package imported (see docs/golangci-lint.md) knows a linter called
// guardlint, which is switched on and configured like any other custom linter:
//
//	linters:
//	  enable: [guardlint]
//	  settings:
//	    custom:
//	      guardlint:
//	        type: module
//	        settings:
//	          disable: [deferloop]
package plugin

import (
	"fmt"

	"github.com/golangci/plugin-module-register/register"
	"golang.org/x/tools/go/analysis"
)

// Name is what the linter is called in a golangci-lint configuration and in //nolint comments.
const Name = "guardlint"

// golangci-lint finds a plugin by the name it registered itself under before main began.
func init() { register.Plugin(Name, New) }

// New makes the linter from its settings, which golangci-lint hands over as it read them.
// Settings that cannot be honoured to the letter are an error, so that a misspelt key never goes unnoticed.
func New(raw any) (register.LinterPlugin, error) {
	settings, err := decode(raw)
	if err != nil {
		return nil, fmt.Errorf("linters.settings.custom.%s.settings: %w", Name, err)
	}
	checks, err := settings.checks()
	if err != nil {
		return nil, fmt.Errorf("linters.settings.custom.%s.settings: %w", Name, err)
	}
	return &linter{checks: checks}, nil
}

// A linter is the set of checks that the settings ask for.
type linter struct {
	checks []*analysis.Analyzer
}

// BuildAnalyzers returns the checks, each reporting without related positions: see [fold].
func (l *linter) BuildAnalyzers() ([]*analysis.Analyzer, error) { return fold(l.checks), nil }

// GetLoadMode asks for types: without them there is no SSA and there are no facts.
func (l *linter) GetLoadMode() string { return register.LoadModeTypesInfo }
