// Command guardlint finds missing cleanup in Go programs.
//
// One binary has three faces, told apart by its arguments: the command line for people and scripts
// (see "guardlint help"), the tool that "go vet -vettool" runs once per package, and a builder of a
// gopls with the same checks. The command line itself runs go vet with this binary as the tool.
package main

import (
	"context"
	"os"
	"os/signal"
	"syscall"

	"github.com/guardlint/guardlint/analyzer"
	"github.com/guardlint/guardlint/cmd/guardlint/internal/cli"
	"github.com/guardlint/guardlint/cmd/guardlint/internal/goplsbuild"
	"github.com/guardlint/guardlint/cmd/guardlint/internal/vettool"
)

func main() {
	args := os.Args[1:]
	if vettool.Wants(args) {
		vettool.Main(args, analyzer.New) // exits
	}
	if len(args) > 0 && args[0] == "gopls" {
		// Not below the context: gopls handles signals itself.
		os.Exit(goplsbuild.Main(args[1:]))
	}
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	command := cli.Command{Suite: analyzer.Suite, Audit: analyzer.Audit, Stdout: os.Stdout, Stderr: os.Stderr}
	code := command.Run(ctx, args)
	stop()
	os.Exit(code)
}
