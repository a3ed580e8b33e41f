package drivertest

import (
	"flag"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

var record = flag.Bool("record", false, "write what the drivers say into docs/drivers.md, instead of comparing")

// recorded is the document that shows what was seen.
const recorded = "docs/drivers.md"

// Recording reports whether tests write what they see.
func Recording() bool { return *record }

// Record compares a text with the part of docs/drivers.md between the marks of this name, or puts it there if the test
// runs with -record: what the document shows of a driver is what the driver does.
func Record(tb testing.TB, name, text string) {
	tb.Helper()
	root, err := Root()
	if err != nil {
		tb.Fatal(err)
	}
	path := filepath.Join(root, filepath.FromSlash(recorded))
	document, err := os.ReadFile(path)
	if err != nil {
		tb.Fatal(err)
	}
	begin, end := "<!-- BEGIN "+name+" -->\n", "<!-- END "+name+" -->\n"
	before, rest, found := strings.Cut(string(document), begin)
	now, after, closed := strings.Cut(rest, end)
	switch {
	case !found || !closed:
		tb.Errorf("%s has no part %q", recorded, name)
	case now == text:
	case *record:
		if err := os.WriteFile(path, []byte(before+begin+text+end+after), 0o666); err != nil {
			tb.Error(err)
		}
	default:
		tb.Errorf("%s shows something else of %s: run the test with -record\ngot:\n%swant:\n%s", recorded, name, text, now)
	}
}

// Console is the part of a document that shows a command and what it prints.
func Console(command, output string) string {
	return "```console\n$ " + command + "\n" + strings.TrimRight(output, "\n") + "\n```\n"
}

// Anonymous takes out of a text what differs from run to run: the folder of the workspace, and times.
func (w Workspace) Anonymous(text string) string {
	text = strings.ReplaceAll(text, filepath.ToSlash(w.Dir), "/workspace")
	return duration.ReplaceAllString(text, "N s")
}

var duration = regexp.MustCompile(`\b\d+(\.\d+)? ?m?s\b`)
