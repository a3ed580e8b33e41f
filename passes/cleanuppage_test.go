package passes_test

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"golang.org/x/tools/go/analysis"

	"github.com/guardlint/guardlint/passes/asynccleanup"
	"github.com/guardlint/guardlint/passes/deadcleanup"
	"github.com/guardlint/guardlint/passes/internal/passtest"
)

// TestCleanupPage compiles the code of docs/cleanup.md, and compares what the two checks it is about say with what the
// page says.
func TestCleanupPage(t *testing.T) {
	page, err := os.ReadFile("../docs/cleanup.md")
	if err != nil {
		t.Fatal(err)
	}
	for _, sentence := range readPage(t, string(page), asynccleanup.Analyzer, deadcleanup.Analyzer) {
		t.Error(sentence)
	}
}

// readPage returns what is wrong with the Go code of a Markdown page, one sentence each.
func readPage(t *testing.T, page string, checks ...*analysis.Analyzer) []string {
	t.Helper()
	testdata := t.TempDir()
	want := make(map[string]string)
	var names, wrong []string
	for i, code := range goBlocks(page) {
		name := fmt.Sprintf("example%d", i+1)
		names = append(names, name)
		if err := writeExample(filepath.Join(testdata, "src", name), name, code); err != nil {
			return []string{fmt.Sprintf("code block %d of the page: %v", i+1, err)}
		}
		for n, line := range strings.Split(code, "\n") {
			if _, message, found := strings.Cut(line, marker); found {
				want[fmt.Sprintf("%s:%d", name, n+1)] = message
			}
		}
	}
	if len(want) == 0 {
		return []string{"the page shows no code that is reported"}
	}
	fixtures := passtest.Load(t, testdata, names...)
	for _, check := range checks {
		for _, act := range fixtures.Analyze(t, check) {
			wrong = append(wrong, compareExample(act, want)...)
		}
	}
	for place, message := range want {
		wrong = append(wrong, fmt.Sprintf("%s: nothing says %q", place, message))
	}
	return wrong
}

// goBlocks returns the Go code blocks of a Markdown page.
func goBlocks(page string) []string {
	var blocks []string
	for _, part := range strings.Split(page, "```go\n")[1:] {
		code, _, _ := strings.Cut(part, "```")
		blocks = append(blocks, code)
	}
	return blocks
}

// TestReadPage shows that TestCleanupPage can fail.
func TestReadPage(t *testing.T) {
	const page = "Text.\n\n```go\nfunc f(r *os.File) {\n\tgo r.Close() // guardlint: r.Close runs in a goroutine, so its error is lost\n}\n```\n"
	for _, test := range []struct{ name, old, new, want string }{
		{"good", "", "", ""},
		{"wrong message", "its error", "an error", "unwanted"},
		{"silent", "go r.Close()", "r.Close()", "nothing says"},
		{"no report", "guardlint: ", "", "no code that is reported"},
		{"syntax", "func f(", "func f", "code block 1 of the page"},
	} {
		t.Run(test.name, func(t *testing.T) {
			got := strings.Join(readPage(t, strings.Replace(page, test.old, test.new, 1), asynccleanup.Analyzer), "\n")
			if test.want == "" && got != "" || !strings.Contains(got, test.want) {
				t.Errorf("got %q, want %q", got, test.want)
			}
		})
	}
}
