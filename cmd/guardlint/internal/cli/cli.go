// Package cli is guardlint's command line: it reads arguments, runs the analysis through package
// govet, selects what to show, and answers with an exit code.
package cli

import (
	"context"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"

	"golang.org/x/tools/go/analysis"
)

// The exit codes are a promise to scripts.
const (
	exitClean    = 0 // nothing to report
	exitFindings = 1 // findings were reported
	exitFailed   = 2 // something could not be analysed, or the command was wrong
)

// A Command is the command line with what it depends on.
type Command struct {
	Suite          []*analysis.Analyzer // the checks
	Audit          *analysis.Analyzer   // reports every acquisition with its verdict
	Stdout, Stderr io.Writer
}

// Run executes the command line and returns its exit code. The context ends when the user interrupts.
func (c Command) Run(ctx context.Context, args []string) int {
	code, err := c.dispatch(ctx, args)
	switch {
	case err == nil:
		return code
	case ctx.Err() != nil:
		fmt.Fprintln(c.Stderr, "guardlint: interrupted: nothing was reported or written")
	default:
		// What go says may span lines; guardlint's own errors are one sentence.
		fmt.Fprintf(c.Stderr, "guardlint: %v\n", err)
	}
	return exitFailed
}

func (c Command) dispatch(ctx context.Context, args []string) (int, error) {
	if len(args) > 0 {
		switch args[0] {
		case "help", "-h", "-help", "--help":
			return c.help(args[1:])
		case "version", "-version", "--version":
			return exitClean, c.printVersion()
		case "why":
			return c.why(ctx, args[1:])
		case "audit":
			return c.audit(ctx, args[1:])
		case "config":
			return c.config(ctx, args[1:])
		case "init":
			return c.init(args[1:])
		}
	}
	return c.lint(ctx, args)
}

// errHelp asks for the usage instead of a run.
var errHelp = errors.New("help")

// patterns checks the arguments that follow the flags.
func patterns(args []string) ([]string, error) {
	if len(args) > 0 && slices.Contains([]string{"why", "audit", "config", "init", "gopls", "help", "version"}, args[0]) {
		return nil, fmt.Errorf("the command %s comes after a flag: write it first, then flags", args[0])
	}
	for _, arg := range args {
		if arg == "" {
			return nil, errors.New(`an empty argument names no package: write "." for the current folder`)
		}
		if strings.HasPrefix(arg, "-") {
			return nil, fmt.Errorf("the flag %s comes after a package: write flags first, then packages", arg)
		}
	}
	return args, nil
}
