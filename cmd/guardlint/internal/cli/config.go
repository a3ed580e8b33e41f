package cli

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"

	"github.com/guardlint/guardlint/analyzer/configfile"
	"github.com/guardlint/guardlint/cmd/guardlint/internal/finding"
	"github.com/guardlint/guardlint/cmd/guardlint/internal/govet"
)

// directiveCheck is the check that knows about entries of the configuration; with its flag it speaks of nothing else.
const (
	directiveCheck  = "baddirective"
	entriesFlag     = "entries"
	matchedCategory = "matched"
)

// config answers what the entries of the configuration match.
func (c Command) config(ctx context.Context, args []string) (int, error) {
	if len(args) == 0 || args[0] != "check" {
		return exitFailed, errors.New("config wants to be told what to do: write \"guardlint config check\"")
	}
	var b builder
	fs := newFlagSet()
	b.register(fs)
	if err := parse(fs, args[1:]); errors.Is(err, errHelp) {
		return c.help(nil)
	} else if err != nil {
		return exitFailed, err
	}
	if fs.NArg() > 0 {
		return exitFailed, fmt.Errorf("config check takes no packages, but got %q: the entries name them", fs.Arg(0))
	}
	if err := b.enter(); err != nil {
		return exitFailed, err
	}
	switch {
	case b.file.Path == "":
		return exitFailed, fmt.Errorf("there is no %s here or above: write one with \"guardlint init\"", configfile.Name)
	case b.file.Config.IsZero():
		fmt.Fprintf(c.Stderr, "guardlint: %s declares nothing\n", b.file.Path)
		return exitClean, nil
	}
	answers, err := c.ask(ctx, &b)
	if err != nil {
		return exitFailed, err
	}
	return c.printEntries(b.file, answers)
}

// ask has the packages analysed that the entries name. The answers are findings by entry: "functions[2]".
func (c Command) ask(ctx context.Context, b *builder) (map[string][]finding.Finding, error) {
	flags := []string{"-" + directiveCheck, "-" + directiveCheck + "." + entriesFlag}
	result, err := c.analyse(ctx, b.request(b.file.Config.Packages(), flags...))
	if err != nil && !errors.Is(err, govet.ErrNothing) {
		return nil, err
	}
	answers := make(map[string][]finding.Finding)
	for _, f := range result.Findings {
		entry, text, found := strings.Cut(f.Message, ": ")
		if !found {
			return nil, fmt.Errorf("cannot understand what %s says about the configuration: %q", f.Check, f.Message)
		}
		f.Message = text
		answers[entry] = append(answers[entry], f)
	}
	return answers, nil
}

// entryRE finds the place of an entry in what the check says about it outside of "config check".
var entryRE = regexp.MustCompile(`\(([a-z\[\]0-9.]+) of the configuration\)$`)

// locateEntries writes into findings about entries where these are in the file, which the analysis does not know.
func locateEntries(file *configfile.File, dir string, findings []finding.Finding) {
	for i := range findings {
		f := &findings[i]
		where := entryRE.FindStringSubmatchIndex(f.Message)
		if f.Check != directiveCheck || where == nil {
			continue
		}
		line, column := file.Position(f.Message[where[2]:where[3]])
		f.Message = fmt.Sprintf("%s(%s:%d:%d)", f.Message[:where[0]], finding.RelativePath(dir, file.Path), line, column)
	}
}

// printEntries prints what is known of each entry, in the order of the file.
func (c Command) printEntries(file *configfile.File, answers map[string][]finding.Finding) (int, error) {
	dir, err := os.Getwd()
	if err != nil {
		return exitFailed, fmt.Errorf("cannot find the current folder: %w", err)
	}
	type statement struct {
		at   finding.Position
		text string
	}
	var list []statement
	wrong := 0
	for _, e := range file.Config.Entries() {
		at := finding.Position{File: finding.RelativePath(dir, file.Path)}
		at.Line, at.Column = file.Position(e.Place)
		about := answers[e.Place]
		if len(about) == 0 {
			wrong++
			list = append(list, statement{at, e.Func + ": its package was not found: correct the path, or \"go get\" the module"})
		}
		for _, f := range about {
			text := f.Message
			if f.Category != matchedCategory {
				wrong++
				text += fmt.Sprintf(" (%s)", f.Category)
			}
			list = append(list, statement{at, text})
		}
	}
	slices.SortStableFunc(list, func(a, b statement) int { return a.at.Compare(b.at) })
	for _, s := range list {
		fmt.Fprintf(c.Stdout, "%s:%d:%d: %s\n", s.at.File, s.at.Line, s.at.Column, s.text)
	}
	if wrong > 0 {
		fmt.Fprintf(c.Stderr, "guardlint: %s of the configuration wrong or not needed\n", count(wrong, "statement"))
		return exitFindings, nil
	}
	return exitClean, nil
}

// init writes a configuration to begin with, into the folder of the module.
func (c Command) init(args []string) (int, error) {
	if len(args) > 0 {
		return exitFailed, fmt.Errorf("init takes no arguments, but got %q: it writes %s beside go.mod", args[0], configfile.Name)
	}
	dir, err := os.Getwd()
	if err != nil {
		return exitFailed, fmt.Errorf("cannot find the current folder: %w", err)
	}
	path := filepath.Join(configfile.ModuleRoot(dir), configfile.Name)
	f, err := os.OpenFile(path, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o666)
	if errors.Is(err, fs.ErrExist) {
		return exitFailed, fmt.Errorf("there is a configuration already: edit %s", path)
	}
	if err == nil {
		_, err = f.Write(configfile.Starter())
		err = errors.Join(err, f.Close())
	}
	if err != nil {
		return exitFailed, fmt.Errorf("cannot write the configuration: %w", err)
	}
	fmt.Fprintf(c.Stderr, "guardlint: wrote %s\n", path)
	return exitClean, nil
}
