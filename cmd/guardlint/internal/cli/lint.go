package cli

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/fatih/color"

	"github.com/guardlint/guardlint/cmd/guardlint/internal/baseline"
	"github.com/guardlint/guardlint/cmd/guardlint/internal/changed"
	"github.com/guardlint/guardlint/cmd/guardlint/internal/finding"
	"github.com/guardlint/guardlint/cmd/guardlint/internal/format"
	"github.com/guardlint/guardlint/cmd/guardlint/internal/govet"
	"github.com/guardlint/guardlint/cmd/guardlint/internal/rewrite"
)

// run is one execution of a plain run.
type run struct {
	Command
	*lintFlags
	selected func(check string) bool
	known    *baseline.Baseline // nil without -baseline
	touched  *changed.Lines     // nil without -diff-base
	sources  *finding.Sources
	dir      string // current folder
}

// lint analyses packages and reports.
func (c Command) lint(ctx context.Context, args []string) (int, error) {
	flags, packages, err := parseLint(args)
	if errors.Is(err, errHelp) {
		return c.help(nil)
	}
	if err != nil {
		return exitFailed, err
	}
	r := &run{Command: c, lintFlags: flags, sources: finding.NewSources()}
	// Everything that can be wrong without an analysis is found out before it.
	if err := r.prepare(ctx); err != nil {
		return exitFailed, err
	}
	var tool []string
	if r.strict {
		if tool, err = c.strictFlags(); err != nil {
			return exitFailed, err
		}
	}
	result, err := c.analyse(ctx, r.request(packages, tool...))
	if err != nil {
		return exitFailed, err
	}
	c.addURLs(result.Findings)
	locateEntries(r.file, r.dir, result.Findings)
	result.Findings = slices.DeleteFunc(result.Findings, func(f finding.Finding) bool { return !r.wanted(f) })
	return r.report(result)
}

// prepare resolves what the flags name.
func (r *run) prepare(ctx context.Context) (err error) {
	if err = r.enter(); err != nil {
		return err
	}
	if r.dir, err = os.Getwd(); err != nil {
		return fmt.Errorf("cannot find the current folder: %w", err)
	}
	if r.selected, err = r.selection(r.checks); err != nil {
		return err
	}
	if r.baseline != "" {
		if r.known, err = baseline.Read(r.baseline); err != nil {
			return err
		}
	}
	if r.writeBaseline != "" {
		if err := baseline.Writable(r.writeBaseline); err != nil {
			return err
		}
	}
	if r.diffBase != "" {
		lines, err := changed.Since(ctx, r.dir, r.diffBase)
		if err != nil {
			return err
		}
		r.touched = &lines
	}
	return nil
}

// wanted reports whether the flags select a finding.
func (r *run) wanted(f finding.Finding) bool {
	return r.selected(f.Check) &&
		(r.tests || !strings.HasSuffix(f.Start.File, "_test.go")) &&
		(r.touched == nil || r.touched.Touches(f))
}

// report does what the flags ask for with the findings.
func (r *run) report(result govet.Result) (int, error) {
	if r.writeBaseline != "" {
		return r.recordBaseline(result)
	}
	old := 0
	if r.known != nil {
		fresh, gone := r.known.Filter(result.Findings, r.sources, result.Covers)
		old = len(result.Findings) - len(fresh)
		result.Findings = fresh
		if result.Complete && r.touched == nil && r.checks == "" && r.tests { // else it may only be hidden
			r.sayGone(gone)
		}
	}
	if r.fix {
		return r.applyFixes(result)
	}
	if err := r.print(result); err != nil {
		return exitFailed, err
	}
	r.summarize(result.Findings, old)
	return r.exitCode(result), nil
}

// exitCode prefers to say that something is missing: a script must not take that for a clean result.
func (r *run) exitCode(result govet.Result) int {
	switch {
	case len(result.Broken) > 0:
		fmt.Fprintln(r.Stderr, "guardlint: a check broke off, as said above: what it would have found is missing, all else is shown")
		return exitFailed
	case !result.Complete:
		fmt.Fprintln(r.Stderr, "guardlint: not every package could be analysed, as said above: make them compile, or name only the others")
		return exitFailed
	case len(result.Findings) > 0:
		return exitFindings
	}
	return exitClean
}

// print writes the findings in the chosen format.
func (r *run) print(result govet.Result) error {
	text, err := r.render(result)
	if err != nil {
		return err
	}
	return r.write(text)
}

// render returns the findings in the chosen format.
func (r *run) render(result govet.Result) ([]byte, error) {
	write, _ := format.Lookup(r.format) // the flags were checked
	var out bytes.Buffer
	err := write(&out, format.Report{
		Findings: result.Findings,
		Complete: result.Complete,
		Sources:  r.sources,
		Checks:   r.described(),
		Version:  version(),
		Dir:      r.dir,
		Root:     sourceRoot(r.dir),
		// The library's own judgement: standard output is a terminal, and neither NO_COLOR nor
		// TERM=dumb objects.
		Color: r.color == "always" || r.color == "auto" && !color.NoColor,
	})
	if err != nil {
		return nil, fmt.Errorf("cannot write the findings: %w", err)
	}
	return out.Bytes(), nil
}

func (r *run) write(text []byte) error {
	if _, err := r.Stdout.Write(text); err != nil {
		return fmt.Errorf("cannot write the findings: %w", err)
	}
	return nil
}

// summarize says how many findings there are. Nothing is said about none.
func (r *run) summarize(findings []finding.Finding, old int) {
	if len(findings) > 0 {
		files := make(map[string]bool)
		for _, f := range findings {
			files[f.Start.File] = true
		}
		fmt.Fprintf(r.Stderr, "guardlint: %s in %s\n", count(len(findings), "finding"), count(len(files), "file"))
	}
	if old > 0 {
		fmt.Fprintf(r.Stderr, "guardlint: %s of the baseline not shown\n", count(old, "finding"))
	}
}

// recordBaseline writes the findings to the baseline file.
func (r *run) recordBaseline(result govet.Result) (int, error) {
	if !result.Complete {
		return r.exitCode(result), nil // a baseline without the missing packages would be wrong later
	}
	b, err := baseline.New(r.writeBaseline, result.Findings, r.sources)
	if err != nil {
		return exitFailed, err
	}
	if err := b.Write(r.writeBaseline); err != nil {
		return exitFailed, err
	}
	fmt.Fprintf(r.Stderr, "guardlint: recorded %s in %s\n", count(b.Len(), "finding"), r.writeBaseline)
	return exitClean, nil
}

// sayGone tells which findings of the baseline no longer exist, so that it can be cut down.
func (r *run) sayGone(gone []baseline.Entry) {
	for _, e := range gone {
		where := e.File
		if e.Function != "" {
			where += ": " + e.Function
		}
		fmt.Fprintf(r.Stderr, "guardlint: gone since the baseline: %s: %s (%s)\n", where, e.Message, e.Check)
	}
	if len(gone) > 0 {
		fmt.Fprintf(r.Stderr, "guardlint: to forget what is gone, run with -write-baseline=%s\n", r.baseline)
	}
}

// applyFixes changes files, or shows how with -diff, and reports what is left.
func (r *run) applyFixes(result govet.Result) (int, error) {
	plan, err := rewrite.New(result.Findings)
	if err != nil {
		return exitFailed, fmt.Errorf("no file was changed: %w", err)
	}
	if r.diff {
		diff := plan.Diff(func(file string) string { return filepath.ToSlash(finding.RelativePath(r.dir, file)) })
		if _, err := fmt.Fprint(r.Stdout, diff); err != nil {
			return exitFailed, err
		}
		return r.exitCode(result), nil
	}
	// What is left is shown with the lines that it speaks of: those before the fixes.
	result.Findings = plan.Remaining
	left, err := r.render(result)
	if err != nil {
		return exitFailed, err
	}
	if err := plan.Write(); err != nil {
		return exitFailed, err
	}
	if err := r.write(left); err != nil {
		return exitFailed, err
	}
	fmt.Fprintf(r.Stderr, "guardlint: fixed %s in %s\n", count(plan.Fixed, "finding"), count(len(plan.Files()), "file"))
	if plan.Fixed > 0 && len(plan.Remaining) > 0 {
		fmt.Fprintln(r.Stderr, "guardlint: the lines above are those before the fixes")
	}
	if plan.Conflicts > 0 {
		fmt.Fprintf(r.Stderr, "guardlint: %s overlapped with others: run again\n", count(plan.Conflicts, "fix"))
	}
	r.summarize(result.Findings, 0)
	return r.exitCode(result), nil
}

// count prints a number with its noun.
func count(n int, noun string) string {
	switch {
	case n == 1:
		return "1 " + noun
	case strings.HasSuffix(noun, "x"):
		return fmt.Sprintf("%d %ses", n, noun)
	}
	return fmt.Sprintf("%d %ss", n, noun)
}

// sourceRoot is the folder that machines measure paths from: the repository's, else the module's,
// else the current one.
func sourceRoot(dir string) string {
	for _, mark := range []string{".git", "go.mod"} {
		for at := dir; ; at = filepath.Dir(at) {
			if _, err := os.Stat(filepath.Join(at, mark)); err == nil {
				return at
			}
			if at == filepath.Dir(at) {
				break
			}
		}
	}
	return dir
}
