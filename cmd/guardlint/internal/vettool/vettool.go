// Package vettool lets the guardlint binary serve as go vet's analysis tool.
//
// The go command talks to such a tool in three ways: "-V=full" asks for an identity that becomes a
// part of the build cache's keys, "-flags" for the flags it may pass on, and a single "*.cfg" file
// names a package to analyse. unitchecker implements the second and the third; this package adds what
// guardlint needs around them:
//
//   - an identity that covers the configuration file, so that editing it invalidates the cache
//     (version.go);
//   - findings that do not get lost in the cache when a package is first visited as a dependency
//     (unit.go);
//   - checks that break off, of which go vet would show little else (broken.go);
//   - the audit, which reports every acquisition and hence must not run unless it is asked for.
package vettool

import (
	"flag"
	"fmt"
	"os"
	"runtime"
	"slices"
	"strings"

	"golang.org/x/tools/go/analysis"
	"golang.org/x/tools/go/analysis/unitchecker"

	"github.com/guardlint/guardlint/analyzer"
	"github.com/guardlint/guardlint/analyzer/configfile"
	"github.com/guardlint/guardlint/passes/ownership"
)

// EverywhereFlag is the name of the flag that makes the tool treat every package as the user's own,
// dependencies and the standard library included. The command line passes it when the packages to
// analyse were named by import path and may lie outside the main module.
const EverywhereFlag = "everywhere"

// Wants reports whether the arguments are a request of the go command.
func Wants(args []string) bool {
	if len(args) == 0 {
		return false
	}
	last := args[len(args)-1]
	return isVersion(args) || slices.Equal(args, []string{"-flags"}) || strings.HasSuffix(last, ".cfg")
}

// isVersion recognises "-V=full", which the go command passes alone.
func isVersion(args []string) bool {
	return len(args) == 1 && (args[0] == "-V=full" || args[0] == "--V=full")
}

// ballastSize is the size of memory that nobody touches, and that hence takes no room. The collector of a process that lives
// for a second need not run before the heap has grown by as much.
const ballastSize = 64 << 20

// Main answers a request of the go command and exits. configure returns the suite and the audit under a configuration.
//
// The suite runs unless the arguments select audit, by its name as a flag.
func Main(args []string, configure func(analyzer.Config) ([]*analysis.Analyzer, *analysis.Analyzer, error)) {
	if isVersion(args) {
		if err := printVersion(os.Stdout); err != nil {
			fatal(err)
		}
		os.Exit(0)
	}
	flag.Bool(EverywhereFlag, false, "report on packages outside the main module, too")
	ballast := make([]byte, ballastSize)
	defer runtime.KeepAlive(ballast)
	u, err := prepareUnit(args)
	if err != nil {
		fatal(err)
	}
	analyzers, audit, err := configure(u.config)
	if err != nil {
		fatal(err)
	}
	// The go command accepts only flags that it was told of, hence audit is listed with -flags. In a
	// run it must be absent by default: unitchecker would run it along with all others.
	if slices.Equal(args, []string{"-flags"}) || hasFlag(args, audit.Name) {
		analyzers = append(slices.Clone(analyzers), audit)
	}
	if u.factsOnly {
		analyzers = idle(analyzers)
	}
	listOwnership(flag.CommandLine, analyzers)
	for _, a := range analyzers {
		tellBroken(a)
	}
	unitchecker.Main(analyzers...)
}

// listOwnership adds the flags of the ownership analyzer, for those who debug or measure it. unitchecker lists those of checks, and
// it is none.
func listOwnership(to *flag.FlagSet, analyzers []*analysis.Analyzer) {
	for _, a := range analyzers {
		for _, required := range a.Requires {
			if strings.HasPrefix(required.Name, ownership.Analyzer.Name) {
				required.Flags.VisitAll(func(f *flag.Flag) { to.Var(f.Value, ownership.Analyzer.Name+"."+f.Name, f.Usage) })
				return
			}
		}
	}
}

// prepared is what a run needs to know of its unit. It is zero if there is none.
type prepared struct {
	config    analyzer.Config // that the unit is to be analysed with
	factsOnly bool            // nobody will see findings
}

// prepareUnit rewrites the description of the unit, if there is one among the arguments.
func prepareUnit(args []string) (prepared, error) {
	name := args[len(args)-1]
	if !strings.HasSuffix(name, ".cfg") {
		return prepared{}, nil
	}
	u, err := adoptUnit(name, args)
	if err != nil {
		return prepared{}, err
	}
	file, err := configfile.Read(u.config())
	if err != nil {
		return prepared{}, err
	}
	return prepared{file.Config, u.VetxOnly}, nil
}

// idle returns checks with the names, the flags and the requirements of the given ones that do nothing themselves. In a
// unit that is visited for its facts, unitchecker runs whatever requires facts, and throws the findings away: most of
// the time of a run would go into the verdicts on dependencies, the standard library above all.
func idle(checks []*analysis.Analyzer) []*analysis.Analyzer {
	list := make([]*analysis.Analyzer, len(checks))
	for i, check := range checks {
		a := *check
		a.Requires = slices.DeleteFunc(slices.Clone(a.Requires), func(required *analysis.Analyzer) bool { return len(required.FactTypes) == 0 })
		a.Run = func(*analysis.Pass) (any, error) { return nil, nil }
		list[i] = &a
	}
	return list
}

// hasFlag reports whether a boolean flag is set among the arguments. The go command repeats flags to
// the tool in the form in which the user wrote them.
func hasFlag(args []string, name string) bool {
	for _, form := range []string{"-" + name, "--" + name, "-" + name + "=true", "--" + name + "=true"} {
		if slices.Contains(args, form) {
			return true
		}
	}
	return false
}

func fatal(err error) {
	fmt.Fprintf(os.Stderr, "guardlint: %v\n", err)
	os.Exit(1)
}
