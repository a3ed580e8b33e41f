// Package goplsbuild is `guardlint gopls`: it builds a gopls that has guardlint's checks among its own, and
// runs it in the place of the command.
//
// gopls, the language server behind Go editors, has no way to load further analyzers. It can be built with
// them, though, without a fork: a main module whose path lies below golang.org/x/tools/gopls/ may import
// gopls' internal packages. This package generates such a module. Its main.go is gopls' own, copied at build
// time from the module cache; one more file adds the checks to gopls' list before main begins; all versions
// are pinned to those that this gopls was released with. What that takes is in these files:
//
//	version.go   which gopls the installed Go can build
//	source.go    where the code of guardlint itself is taken from
//	module.go    the generated module
//	build.go     building it once, into the user's cache
//
// The server reads the user's configuration when it starts, so a change of it takes a restart but no build.
package goplsbuild

import (
	"context"
	"fmt"
	"os"
	"os/signal"
	"slices"
)

// Main runs `guardlint gopls args` and returns the exit code.
//
// With -print-path as the only argument it prints the file name of the server, for the settings of an editor.
// Any other arguments are gopls' own. The first call builds the server, which takes minutes and tells so on
// standard error; standard output is left to the protocol.
func Main(args []string) int {
	printPath := len(args) > 0 && slices.Contains([]string{"-print-path", "--print-path"}, args[0])
	if printPath && len(args) > 1 {
		return fail(fmt.Errorf("-print-path takes no arguments, but got %q", args[1]))
	}

	// An editor that loses patience interrupts the build; nothing half-written may stay in its place.
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	server, err := build(ctx, os.Stderr)
	stop()
	if err != nil {
		return fail(err)
	}

	if printPath {
		fmt.Println(server)
		return 0
	}
	code, err := become(server, args)
	if err != nil {
		return fail(fmt.Errorf("starting %s: %w", server, err))
	}
	return code
}

// fail reports err and returns the exit code of a command that could not do its work.
func fail(err error) int {
	fmt.Fprintf(os.Stderr, "guardlint gopls: %v\n", err)
	return 2
}
