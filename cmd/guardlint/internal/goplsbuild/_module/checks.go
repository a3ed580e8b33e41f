package main

import (
	"fmt"
	"os"

	"golang.org/x/tools/gopls/guardlint/graft"
	"golang.org/x/tools/gopls/internal/settings"

	"github.com/guardlint/guardlint/analyzer"
)

// The checks are added before main begins, and so before gopls reads its list of analyzers.
func init() {
	if err := graft.Append(&settings.AllAnalyzers, analyzer.Suite); err != nil {
		fmt.Fprintf(os.Stderr, "this version of gopls is not supported: %v\n", err)
		os.Exit(2)
	}
}
