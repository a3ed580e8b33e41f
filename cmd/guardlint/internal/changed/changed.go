// Package changed knows which lines differ from a revision of the repository, so that a review can be
// limited to what a change touches.
package changed

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"os/exec"
	"path/filepath"
	"strings"

	"github.com/bluekeyes/go-gitdiff/gitdiff"

	"github.com/guardlint/guardlint/cmd/guardlint/internal/finding"
)

// Lines holds the changed lines of files, by absolute path.
type Lines struct {
	ranges map[string][]lineRange
}

// lineRange is a run of changed lines, both ends included.
type lineRange struct{ first, last int }

// everyLine is the range of a file that the revision does not know.
var everyLine = lineRange{first: 1, last: int(^uint(0) >> 1)}

// Since returns the lines of the work tree around dir that were added or changed since it left the
// revision: compared is the point where the two histories parted, so that what others did on the
// revision's side in the meantime does not count. Files that git does not track count as a whole.
func Since(ctx context.Context, dir, revision string) (Lines, error) {
	top, err := git(ctx, dir, "rev-parse", "--show-toplevel")
	if err != nil {
		return Lines{}, err
	}
	root := filepath.FromSlash(strings.TrimSpace(string(top)))
	if strings.HasPrefix(revision, "-") { // git would take it for an option
		return Lines{}, fmt.Errorf("-diff-base: %q is not a revision", revision)
	}
	base, err := git(ctx, root, "merge-base", revision, "HEAD")
	if err != nil {
		return Lines{}, fmt.Errorf("-diff-base: %s has no common history with HEAD, or does not exist: %w", revision, err)
	}
	// Names are relative to the top, unquoted, and with the prefixes that the parser knows, whatever
	// the user's own settings are.
	diff, err := git(ctx, root, "-c", "core.quotePath=false", "-c", "diff.noprefix=false", "-c", "diff.mnemonicPrefix=false",
		"diff", "--unified=0", "--no-color", "--no-ext-diff", "--find-renames", strings.TrimSpace(string(base)), "--", "*.go")
	if err != nil {
		return Lines{}, err
	}
	lines, err := parse(root, diff)
	if err != nil {
		return Lines{}, err
	}
	untracked, err := git(ctx, root, "ls-files", "-z", "--others", "--exclude-standard", "--", "*.go")
	if err != nil {
		return Lines{}, err
	}
	for name := range strings.SplitSeq(string(untracked), "\x00") {
		if name != "" {
			lines.add(filepath.Join(root, filepath.FromSlash(name)), everyLine)
		}
	}
	return lines, nil
}

// parse reads a diff in git's format, with file names relative to root.
func parse(root string, diff []byte) (Lines, error) {
	lines := Lines{ranges: make(map[string][]lineRange)}
	files, _, err := gitdiff.Parse(bytes.NewReader(diff))
	if err != nil {
		return Lines{}, fmt.Errorf("cannot understand the output of git diff: %w", err)
	}
	for _, file := range files {
		path := filepath.Join(root, filepath.FromSlash(file.NewName))
		for _, fragment := range file.TextFragments {
			// Where lines were only removed, there is nothing new to point at.
			if first, n := int(fragment.NewPosition), int(fragment.NewLines); n > 0 {
				lines.add(path, lineRange{first, first + n - 1})
			}
		}
	}
	return lines, nil
}

func (l Lines) add(file string, r lineRange) { l.ranges[file] = append(l.ranges[file], r) }

// Touches reports whether a finding, or a step of its path, lies on a changed line: a new return
// between an old acquisition and its release is a finding at the old line.
func (l Lines) Touches(f finding.Finding) bool {
	if l.overlaps(f.Start, f.End) {
		return true
	}
	for _, s := range f.Steps {
		if l.overlaps(s.Start, s.End) {
			return true
		}
	}
	return false
}

func (l Lines) overlaps(start, end finding.Position) bool {
	ranges := l.ranges[start.File]
	if ranges == nil {
		// git resolves symbolic links in the path of its work tree.
		if real, err := filepath.EvalSymlinks(start.File); err == nil {
			ranges = l.ranges[real]
		}
	}
	for _, r := range ranges {
		if start.Line <= r.last && r.first <= max(start.Line, end.Line) {
			return true
		}
	}
	return false
}

// git runs a git command in dir for its output.
func git(ctx context.Context, dir string, args ...string) ([]byte, error) {
	cmd := exec.CommandContext(ctx, "git", args...)
	cmd.Dir = dir
	var stderr bytes.Buffer
	cmd.Stderr = &stderr
	out, err := cmd.Output()
	switch {
	case ctx.Err() != nil:
		return nil, ctx.Err()
	case errors.Is(err, exec.ErrNotFound):
		return nil, errors.New("-diff-base needs git, which was not found in PATH")
	case err != nil && stderr.Len() > 0:
		return nil, fmt.Errorf("-diff-base: git says: %s", strings.TrimSpace(stderr.String()))
	}
	return out, err
}
