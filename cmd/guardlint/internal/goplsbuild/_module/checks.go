package main

import (
	"fmt"
	"os"

	"golang.org/x/tools/gopls/guardlint/graft"
	"golang.org/x/tools/gopls/internal/settings"

	"github.com/guardlint/guardlint/analyzer"
	"github.com/guardlint/guardlint/analyzer/configfile"
)

// The checks are added before main begins, and so before gopls reads its list of analyzers. The configuration is that
// of the folder in which the editor starts the server.
func init() {
	file, err := configfile.Read(configfile.Find("."))
	if err != nil {
		fail("guardlint: %v", err)
	}
	checks, _, err := analyzer.New(file.Config)
	if err != nil {
		fail("guardlint: %s: %v", file.Path, err)
	}
	if err := graft.Append(&settings.AllAnalyzers, checks); err != nil {
		fail("this version of gopls is not supported: %v", err)
	}
}

func fail(format string, args ...any) {
	fmt.Fprintf(os.Stderr, format+"\n", args...)
	os.Exit(2)
}
