package cli

import (
	_ "embed"
	"fmt"
	"runtime"
	"runtime/debug"
	"strings"
	"text/tabwriter"

	"github.com/guardlint/guardlint/cmd/guardlint/internal/format"
)

//go:embed usage.txt
var usage string

// help prints the manual, or the page on one topic.
func (c Command) help(topics []string) (int, error) {
	switch {
	case len(topics) == 0:
		fmt.Fprint(c.Stdout, usage)
		fmt.Fprint(c.Stdout, "\nChecks (guardlint help CHECK tells more):\n\n")
		return exitClean, c.listChecks()
	case topics[0] == "json":
		fmt.Fprint(c.Stdout, format.JSONSchema)
		return exitClean, nil
	}
	a := c.lookup(topics[0])
	if a == nil {
		return exitFailed, fmt.Errorf("there is no help on %q: choose a check (%s) or json", topics[0], strings.Join(c.names(), ", "))
	}
	fmt.Fprintf(c.Stdout, "%s\n", strings.TrimSpace(a.Doc))
	if a.URL != "" {
		fmt.Fprintf(c.Stdout, "\n%s\n", a.URL)
	}
	return exitClean, nil
}

func (c Command) listChecks() error {
	w := tabwriter.NewWriter(c.Stdout, 0, 8, 2, ' ', 0)
	for _, check := range c.described() {
		fmt.Fprintf(w, "  %s\t%s\n", check.Name, check.Summary())
	}
	return w.Flush()
}

// printVersion prints the version and what it was built with.
func (c Command) printVersion() error {
	_, err := fmt.Fprintf(c.Stdout, "guardlint %s (%s %s/%s)\n", version(), runtime.Version(), runtime.GOOS, runtime.GOARCH)
	return err
}

// version is that of the module this binary was built from. The go command knows it if it built a
// released version, or from a repository.
func version() string {
	info, ok := debug.ReadBuildInfo()
	if !ok || info.Main.Version == "" || info.Main.Version == "(devel)" {
		return "v0.0.0-devel"
	}
	return info.Main.Version
}
