package cli

import (
	"bytes"
	"context"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"golang.org/x/tools/go/analysis"

	"github.com/guardlint/guardlint/cmd/guardlint/internal/finding"
)

// command has two checks, one of which can be strict.
func command() (Command, *bytes.Buffer, *bytes.Buffer) {
	one := &analysis.Analyzer{Name: "one", Doc: "one: first", URL: "https://example.com/one"}
	one.Flags.Bool("strict", false, "")
	two := &analysis.Analyzer{Name: "two", Doc: "two: second"}
	var stdout, stderr bytes.Buffer
	return Command{Suite: []*analysis.Analyzer{two, one}, Stdout: &stdout, Stderr: &stderr}, &stdout, &stderr
}

func TestSelection(t *testing.T) {
	c, _, _ := command()
	for list, want := range map[string]string{
		"":          "one two",
		"all":       "one two",
		"one":       "one",
		"-one":      "two",
		"all, -one": "two",
		"one,two":   "one two",
	} {
		selected, err := c.selection(list)
		if err != nil {
			t.Errorf("selection(%q): %v", list, err)
			continue
		}
		var got []string
		for _, name := range c.names() {
			if selected(name) {
				got = append(got, name)
			}
		}
		if strings.Join(got, " ") != want {
			t.Errorf("selection(%q) = %q, want %q", list, got, want)
		}
	}
	for _, list := range []string{"three", "-three", "one,three", "--one", "one,-one"} {
		if _, err := c.selection(list); err == nil {
			t.Errorf("selection(%q) succeeded", list)
		}
	}
}

func TestStrictFlags(t *testing.T) {
	c, _, _ := command()
	flags, err := c.strictFlags()
	if err != nil || len(flags) != 1 || flags[0] != "-one.strict" {
		t.Errorf("strictFlags = %q, %v", flags, err)
	}
	c.Suite = c.Suite[:1]
	if _, err := c.strictFlags(); err == nil {
		t.Error("-strict is accepted although no check knows it")
	}
}

func TestAddURLs(t *testing.T) {
	c, _, _ := command()
	findings := []finding.Finding{{Check: "one", Category: "never"}, {Check: "one"}, {Check: "two", Category: "never"}}
	c.addURLs(findings)
	for i, want := range []string{"https://example.com/one#never", "https://example.com/one", ""} {
		if findings[i].URL != want {
			t.Errorf("URL %d is %q, want %q", i, findings[i].URL, want)
		}
	}
}

func TestInterrupted(t *testing.T) {
	c, stdout, stderr := command()
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	if code := c.Run(ctx, []string{"."}); code != exitFailed {
		t.Errorf("exit code %d, want %d", code, exitFailed)
	}
	if stdout.Len() > 0 || !strings.Contains(stderr.String(), "guardlint: interrupted: nothing was reported") {
		t.Errorf("stdout %q, stderr %q", stdout, stderr)
	}
}

func TestHelp(t *testing.T) {
	c, stdout, _ := command()
	if code := c.Run(context.Background(), []string{"help"}); code != exitClean {
		t.Errorf("exit code %d", code)
	}
	// Every flag that is parsed is documented.
	for _, name := range []string{
		"-C", "-tags", "-mod", "-modfile", "-overlay", "-tests", "-checks", "-strict", "-baseline", "-write-baseline",
		"-diff-base", "-format", "-json", "-color", "-fix", "-diff", "-stats",
	} {
		if !strings.Contains(stdout.String(), name) {
			t.Errorf("help does not mention %s", name)
		}
	}
	for line := range strings.Lines(usage) {
		if len(line) > len("\n")+80 {
			t.Errorf("the usage has a line of more than 80 columns: %q", line)
		}
	}
}

func TestCount(t *testing.T) {
	for want, got := range map[string]string{
		"0 findings": count(0, "finding"), "1 finding": count(1, "finding"), "1 fix": count(1, "fix"), "2 fixes": count(2, "fix"),
	} {
		if got != want {
			t.Errorf("count = %q, want %q", got, want)
		}
	}
}

func TestSourceRoot(t *testing.T) {
	root := t.TempDir()
	module := filepath.Join(root, "module")
	below := filepath.Join(module, "a", "b")
	if err := os.MkdirAll(below, 0o777); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(module, "go.mod"), nil, 0o666); err != nil {
		t.Fatal(err)
	}
	if got := sourceRoot(below); got != module {
		t.Errorf("within a module: %s, want %s", got, module)
	}
	if err := os.Mkdir(filepath.Join(root, ".git"), 0o777); err != nil {
		t.Fatal(err)
	}
	if got := sourceRoot(below); got != root {
		t.Errorf("within a repository: %s, want %s", got, root)
	}
}

// TestProgress draws on something that is no terminal, which the caller would not do.
func TestProgress(t *testing.T) {
	var out bytes.Buffer
	p := &progress{out: &out}
	p.step()
	if out.Len() > 0 {
		t.Errorf("drawn before it is shown: %q", out.String())
	}
	p.show()
	time.Sleep(150 * time.Millisecond) // the library draws no more often
	p.step()
	p.mu.Lock()
	drawn := out.String()
	p.mu.Unlock()
	if !strings.Contains(drawn, "packages analysed") {
		t.Errorf("nothing is shown: %q", drawn)
	}
	if _, err := p.Write([]byte("# example.com/m\n")); err != nil {
		t.Fatal(err)
	}
	p.finish()
	p.show() // a timer that fires late
	if !strings.Contains(out.String(), "# example.com/m\n") {
		t.Errorf("what go says is lost: %q", out.String())
	}
}
