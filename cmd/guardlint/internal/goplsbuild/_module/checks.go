package main

import (
	"fmt"
	"os"

	"golang.org/x/tools/gopls/guardlint/graft"
	"golang.org/x/tools/gopls/internal/settings"

	"github.com/guardlint/guardlint/analyzer/configfile"
)

// The checks are added before main begins, and so before gopls reads its list of analyzers. The configuration is that
// of the folder in which the editor starts the server. A mistake in it must not take the whole language server away: the
// log has it, and the editor shows it as a finding.
func init() {
	checks, err := configfile.Tolerant(".")
	if err != nil {
		fmt.Fprintf(os.Stderr, "guardlint: %v\n", err)
	}
	if err := graft.Append(&settings.AllAnalyzers, checks); err != nil {
		fmt.Fprintf(os.Stderr, "this version of gopls is not supported: %v\n", err)
		os.Exit(2)
	}
}
