package cli

import (
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"slices"
	"strings"

	"github.com/guardlint/guardlint/analyzer/configfile"
	"github.com/guardlint/guardlint/cmd/guardlint/internal/format"
	"github.com/guardlint/guardlint/cmd/guardlint/internal/govet"
)

// A builder holds the flags that decide which code is analysed, most of them the go command's, and with which
// configuration.
type builder struct {
	dir    string           // -C
	flags  []string         // others, as the go command wants them
	config string           // -config
	file   *configfile.File // the configuration, after enter
}

// register defines the flags.
func (b *builder) register(fs *flag.FlagSet) {
	fs.StringVar(&b.dir, "C", "", "change to `dir` first")
	fs.StringVar(&b.config, "config", "", "")
	for _, name := range []string{"tags", "mod", "modfile", "overlay"} {
		fs.Func(name, "as in go build", func(value string) error {
			b.flags = append(b.flags, "-"+name+"="+value)
			return nil
		})
	}
}

// enter changes to the folder of -C and reads the configuration. As with the go command, every other path is relative
// to that folder.
func (b *builder) enter() error {
	if b.dir != "" {
		if err := os.Chdir(b.dir); err != nil {
			return fmt.Errorf("-C: cannot change to the folder %s: it must exist: %w", b.dir, err)
		}
	}
	path := b.config
	switch path {
	case "":
		path = configfile.Find(".")
	case configfile.Off:
		path = ""
	}
	var err error
	b.file, err = configfile.Read(path)
	return err
}

// request returns the request to analyse packages with what the flags say.
func (b *builder) request(packages []string, toolFlags ...string) govet.Request {
	return govet.Request{Patterns: packages, BuildFlags: b.flags, ToolFlags: toolFlags, Config: b.file.Path}
}

// lintFlags are the flags of a plain run.
type lintFlags struct {
	builder
	checks        string
	strict        bool
	tests         bool
	format        string
	json          bool
	color         string
	baseline      string
	writeBaseline string
	diffBase      string
	fix           bool
	diff          bool
}

// parseLint reads the arguments of a plain run. It returns the flags and the packages.
func parseLint(args []string) (*lintFlags, []string, error) {
	f := new(lintFlags)
	fs := newFlagSet()
	f.register(fs)
	fs.StringVar(&f.checks, "checks", "", "")
	fs.BoolVar(&f.strict, "strict", false, "")
	fs.BoolVar(&f.tests, "tests", true, "")
	fs.BoolVar(&f.tests, "test", true, "") // the go command's own tools are divided on the name
	fs.StringVar(&f.format, "format", "", "")
	fs.BoolVar(&f.json, "json", false, "")
	fs.StringVar(&f.color, "color", "auto", "")
	fs.StringVar(&f.baseline, "baseline", "", "")
	fs.StringVar(&f.writeBaseline, "write-baseline", "", "")
	fs.StringVar(&f.diffBase, "diff-base", "", "")
	fs.BoolVar(&f.fix, "fix", false, "")
	fs.BoolVar(&f.diff, "diff", false, "")
	if err := parse(fs, args); err != nil {
		return nil, nil, err
	}
	packages, err := patterns(fs.Args())
	if err != nil {
		return nil, nil, err
	}
	return f, packages, f.check()
}

// check refuses values and combinations that have no meaning.
func (f *lintFlags) check() error {
	if f.json {
		if f.format != "" && f.format != "json" {
			return fmt.Errorf("-json and -format=%s contradict each other: use one", f.format)
		}
		f.format = "json"
	}
	if f.format == "" {
		f.format = "text"
	}
	switch {
	case !slices.Contains(format.Names(), f.format):
		return fmt.Errorf("-format=%s is unknown: use one of %s", f.format, strings.Join(format.Names(), ", "))
	case !slices.Contains([]string{"auto", "always", "never"}, f.color):
		return fmt.Errorf("-color=%s is unknown: use auto, always or never", f.color)
	case f.diff && !f.fix:
		return errors.New("-diff shows what -fix would do: use both")
	case f.diff && f.format != "text":
		return errors.New("-diff prints a diff, not findings: use it without -format and -json")
	case f.baseline != "" && f.writeBaseline != "":
		return errors.New("-baseline and -write-baseline contradict each other: use one")
	case f.writeBaseline != "" && (f.fix || f.diffBase != ""):
		return errors.New("-write-baseline records all findings: use it without -fix and -diff-base")
	}
	return nil
}

// newFlagSet returns a set that reports errors instead of printing them.
func newFlagSet() *flag.FlagSet {
	fs := flag.NewFlagSet("guardlint", flag.ContinueOnError)
	fs.SetOutput(io.Discard)
	return fs
}

// parse parses arguments, with guardlint's words for what is wrong.
func parse(fs *flag.FlagSet, args []string) error {
	err := fs.Parse(args)
	if errors.Is(err, flag.ErrHelp) {
		return errHelp
	}
	if err != nil {
		reason := strings.TrimPrefix(err.Error(), "flag provided but not defined: ")
		if reason != err.Error() {
			return fmt.Errorf("the flag %s is unknown: see \"guardlint help\"", reason)
		}
		return fmt.Errorf("%v: see \"guardlint help\"", err)
	}
	return nil
}
