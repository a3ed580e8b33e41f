package cli

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"

	"github.com/guardlint/guardlint/cmd/guardlint/internal/audit"
	"github.com/guardlint/guardlint/cmd/guardlint/internal/finding"
	"github.com/guardlint/guardlint/cmd/guardlint/internal/govet"
)

// auditFlags are the flags of the audit.
type auditFlags struct {
	builder
	stats  bool
	format string
}

// audit lists, or counts, what the analysis decided about every acquisition.
func (c Command) audit(ctx context.Context, args []string) (int, error) {
	var f auditFlags
	fs := newFlagSet()
	f.register(fs)
	fs.BoolVar(&f.stats, "stats", false, "")
	fs.StringVar(&f.format, "format", "text", "")
	if err := parse(fs, args); errors.Is(err, errHelp) {
		return c.help(nil)
	} else if err != nil {
		return exitFailed, err
	}
	packages, err := patterns(fs.Args())
	if err != nil {
		return exitFailed, err
	}
	if !slices.Contains([]string{"text", "json", "openmetrics"}, f.format) {
		return exitFailed, fmt.Errorf("-format=%s is unknown to the audit: use text, json or openmetrics", f.format)
	}
	if err := f.enter(); err != nil {
		return exitFailed, err
	}
	var checks []string
	if f.stats || f.format == "openmetrics" {
		checks = c.names() // they run, to count those that break off
	}
	a, err := c.acquisitions(ctx, packages, f.builder, checks...)
	if err != nil {
		return exitFailed, err
	}
	if err := c.writeAudit(a, f); err != nil {
		return exitFailed, err
	}
	if !a.complete {
		fmt.Fprintln(c.Stderr, "guardlint: not every package could be analysed, as said above: the audit is of the others")
		return exitFailed, nil
	}
	return exitClean, nil
}

// An audited is what the audit found.
type audited struct {
	acquisitions []audit.Acquisition
	broken       []govet.Broken
	complete     bool
}

// counts counts it.
func (a audited) counts() audit.Stats {
	return audit.Stats{Counts: audit.Counts(a.acquisitions), Broken: a.broken}
}

// acquisitions runs the audit analyzer, and the checks beside it.
func (c Command) acquisitions(ctx context.Context, packages []string, b builder, checks ...string) (audited, error) {
	flags := []string{"-" + c.Audit.Name}
	for _, check := range checks {
		flags = append(flags, "-"+check)
	}
	result, err := c.analyse(ctx, b.request(packages, flags...))
	if err != nil {
		return audited{}, err
	}
	verdicts := slices.DeleteFunc(result.Findings, func(f finding.Finding) bool { return f.Check != c.Audit.Name })
	acquisitions, err := audit.Decode(verdicts)
	return audited{acquisitions, result.Broken, result.Complete}, err
}

// writeAudit writes the audit in the chosen form.
func (c Command) writeAudit(a audited, f auditFlags) error {
	dir, err := os.Getwd()
	if err != nil {
		return fmt.Errorf("cannot find the current folder: %w", err)
	}
	paths := audit.Paths{Dir: dir}
	var out bytes.Buffer
	switch {
	case f.format == "openmetrics": // metrics are counts by nature
		err = audit.WriteOpenMetrics(&out, a.counts())
	case f.format == "json" && f.stats:
		err = audit.WriteStatsJSON(&out, a.counts())
	case f.format == "json":
		err = paths.WriteJSON(&out, a.acquisitions)
	case f.stats:
		err = audit.WriteStatsText(&out, a.counts())
	default:
		err = paths.WriteText(&out, a.acquisitions)
	}
	if err == nil {
		_, err = c.Stdout.Write(out.Bytes())
	}
	if err != nil {
		return fmt.Errorf("cannot write the audit: %w", err)
	}
	return nil
}

// why explains the acquisitions on one line.
func (c Command) why(ctx context.Context, args []string) (int, error) {
	var b builder
	fs := newFlagSet()
	b.register(fs)
	if err := parse(fs, args); errors.Is(err, errHelp) {
		return c.help(nil)
	} else if err != nil {
		return exitFailed, err
	}
	if fs.NArg() != 1 {
		return exitFailed, errors.New("why wants one place, as in \"guardlint why store/open.go:12\"")
	}
	if err := b.enter(); err != nil {
		return exitFailed, err
	}
	file, line, err := parsePlace(fs.Arg(0))
	if err != nil {
		return exitFailed, err
	}
	// The folder rather than the file: a file alone would be a package of its own.
	all, err := c.acquisitions(ctx, []string{filepath.Dir(file)}, b)
	if err != nil {
		return exitFailed, err
	}
	here := slices.DeleteFunc(all.acquisitions, func(a audit.Acquisition) bool { return a.Finding.Start.File != file })
	return c.explain(file, line, here, all.complete)
}

// explain prints those of a file's acquisitions that touch the line, or says where there are some.
func (c Command) explain(file string, line int, inFile []audit.Acquisition, complete bool) (int, error) {
	var lines []string
	var found []audit.Acquisition
	for _, a := range inFile {
		if f := a.Finding; f.Start.Line <= line && line <= f.End.Line {
			found = append(found, a)
		}
		lines = append(lines, strconv.Itoa(a.Finding.Start.Line))
	}
	switch {
	case len(found) > 0:
		return exitClean, c.writeAudit(audited{acquisitions: found}, auditFlags{format: "text"})
	case !complete:
		return exitFailed, fmt.Errorf("%s could not be analysed, as said above", filepath.Base(file))
	case len(lines) == 0:
		fmt.Fprintf(c.Stderr, "guardlint: nothing is acquired in %s, or the file is not a part of the build\n", filepath.Base(file))
	default:
		fmt.Fprintf(c.Stderr, "guardlint: nothing is acquired at line %d; in this file, something is at: %s\n",
			line, strings.Join(slices.Compact(lines), ", "))
	}
	return exitFindings, nil
}

// parsePlace reads FILE:LINE, or FILE:LINE:COLUMN as findings print it.
func parsePlace(arg string) (file string, line int, err error) {
	p, ok := finding.ParsePosition(arg)
	if !ok {
		return "", 0, fmt.Errorf("%q is no place: write FILE:LINE, as in \"guardlint why store/open.go:12\"", arg)
	}
	if _, err := os.Stat(p.File); err != nil {
		return "", 0, fmt.Errorf("there is no file %s to explain: %w", p.File, err)
	}
	file, err = filepath.Abs(p.File)
	return file, p.Line, err
}
