package drivertest_test

import (
	"flag"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/guardlint/guardlint/analyzer"
	"github.com/guardlint/guardlint/internal/drivertest"
)

var parity = flag.Bool("parity", false, "compare the drivers over all fixtures and a large module")

// TestParity asserts that every driver finds the same: with the checks run in this process as the measure, the
// guardlint command, go vet with guardlint as its tool, golangci-lint with the plugin, and gopls with the checks built in.
//
// The code is that of all fixtures, which show each kind of finding, and a large module of other people, which has
// what fixtures do not think of: generated files, build tags, test variants, packages that import each other.
func TestParity(t *testing.T) {
	if !*parity {
		t.Skip("compares four drivers over a large module, for a quarter of an hour and more: run with -parity")
	}
	if testing.Short() {
		t.Skip("builds and runs all drivers")
	}
	guardlint := filepath.Join(t.TempDir(), "guardlint")
	root, err := drivertest.Root()
	if err != nil {
		t.Fatal(err)
	}
	if _, err := drivertest.Command(root, "go", "build", "-o", guardlint, "./cmd/guardlint"); err != nil {
		t.Fatal(err)
	}

	t.Run("fixtures", func(t *testing.T) { compare(t, "parity fixtures", guardlint, fixtures(t, root)) })
	t.Run("module", func(t *testing.T) {
		compare(t, "parity module", guardlint, module(t, "golang.org/x/tools", "v0.52.0"))
	})
}

// compare runs all drivers on a workspace, and keeps how many findings they had in docs/drivers.md.
func compare(t *testing.T, part, guardlint string, w drivertest.Workspace) {
	want, folded := inProcess(t, w)
	files := len(goFiles(t, w))
	t.Logf("%d findings in %d files", len(distinct(want)), files)

	columns := []column{{"in one process", count(want)}}
	for _, driver := range []struct {
		name string
		run  func(t *testing.T) []string
		want []string
	}{
		{"guardlint", func(t *testing.T) []string { return command(t, guardlint, w) }, want},
		{"go vet", func(t *testing.T) []string { return vet(t, guardlint, w) }, want},
		{"gopls", func(t *testing.T) []string { return gopls(t, guardlint, w) }, want},
		{"golangci-lint", func(t *testing.T) []string { return golangci(t, w) }, folded},
	} {
		t.Run(driver.name, func(t *testing.T) {
			got := driver.run(t)
			same(t, got, driver.want)
			columns = append(columns, column{driver.name, count(got)})
		})
	}
	if len(columns) == 5 { // else only some were asked for
		drivertest.Record(t, part, fmt.Sprintf("%d findings in %d files.\n\n%s", len(distinct(want)), files, table(columns)))
	}
}

// A column of the table is what one driver found, by check.
type column struct {
	driver string
	counts map[string]int
}

// count counts findings by check.
func count(findings []string) map[string]int {
	counts := make(map[string]int)
	for _, f := range distinct(findings) {
		_, rest, _ := strings.Cut(f, ": ")
		check, _, _ := strings.Cut(rest, ": ")
		counts[check]++
	}
	return counts
}

// table writes what the drivers found as a table, checks in the order of the suite.
func table(columns []column) string {
	var out strings.Builder
	out.WriteString("| check |")
	for _, c := range columns {
		fmt.Fprintf(&out, " %s |", c.driver)
	}
	out.WriteString("\n|---|" + strings.Repeat("---:|", len(columns)) + "\n")
	for _, a := range analyzer.Suite {
		fmt.Fprintf(&out, "| `%s` |", a.Name)
		for _, c := range columns {
			fmt.Fprintf(&out, " %d |", c.counts[a.Name])
		}
		out.WriteString("\n")
	}
	return out.String()
}

// same reports how two lists of findings differ.
func same(t *testing.T, got, want []string) {
	t.Helper()
	got, want = distinct(got), distinct(want)
	for _, f := range want {
		if _, ok := slices.BinarySearch(got, f); !ok {
			t.Errorf("not found: %s", f)
		}
	}
	for _, f := range got {
		if _, ok := slices.BinarySearch(want, f); !ok {
			t.Errorf("found by this driver only: %s", f)
		}
	}
}

// distinct sorts findings and drops those that are seen more than once because a package and its test variant have
// files in common.
func distinct(findings []string) []string {
	findings = slices.Clone(findings)
	slices.Sort(findings)
	return slices.Compact(findings)
}

// fixtures returns one module with the fixtures of all checks. They are not modules by themselves and import each
// other by the names of their folders, which here lie below the folder of their check.
func fixtures(t *testing.T, root string) drivertest.Workspace {
	t.Helper()
	w := drivertest.Unpack(t, []byte("-- go.mod --\nmodule fixtures\n\ngo 1.26\n"))
	sources, err := filepath.Glob(filepath.Join(root, "passes", "*", "testdata", "src", "*"))
	if err != nil {
		t.Fatal(err)
	}
	for _, source := range sources {
		if _, err := os.Stat(filepath.Join(source, "go.mod")); err == nil {
			continue // needs modules of others: not what is to be compared here
		}
		src := filepath.Dir(source)
		check := filepath.Base(filepath.Dir(filepath.Dir(src)))
		if err := copyGo(w, source, src, check); err != nil {
			t.Fatal(err)
		}
	}
	return w
}

// imported matches the path of an import, alone on its line or not.
var imported = regexp.MustCompile(`(?m)^((?:import )?\s*(?:\w+ )?)"([a-z0-9]+)((?:/[a-z0-9/]+)?)"$`)

// copyGo copies the Go files of a fixture below src to the folder of its check, its imports adapted.
func copyGo(w drivertest.Workspace, source, src, check string) error {
	return filepath.WalkDir(source, func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() || filepath.Ext(path) != ".go" {
			return err
		}
		text, err := os.ReadFile(path)
		if err != nil {
			return err
		}
		adapted := imported.ReplaceAllStringFunc(string(text), func(line string) string {
			m := imported.FindStringSubmatch(line)
			if _, err := os.Stat(filepath.Join(src, m[2])); err != nil {
				return line // the standard library
			}
			return fmt.Sprintf(`%s"fixtures/%s/%s%s"`, m[1], check, m[2], m[3])
		})
		rel, err := filepath.Rel(src, path)
		if err != nil {
			return err
		}
		w.Write(filepath.ToSlash(filepath.Join(check, rel)), adapted)
		return nil
	})
}

// module returns a copy of a module of the module cache, without the packages that do not load by themselves.
func module(t *testing.T, path, version string) drivertest.Workspace {
	t.Helper()
	dir, err := drivertest.Command(os.TempDir(), "go", "mod", "download", "-json", path+"@"+version)
	if err != nil {
		t.Fatal(err)
	}
	m := regexp.MustCompile(`"Dir": "(.*)"`).FindStringSubmatch(dir)
	if m == nil {
		t.Fatalf("go mod download said %s", dir)
	}
	w := drivertest.Unpack(t, nil)
	if err := os.CopyFS(w.Dir, os.DirFS(m[1])); err != nil {
		t.Fatal(err)
	}
	if _, err := drivertest.Command(w.Dir, "chmod", "-R", "u+w", "."); err != nil {
		t.Fatal(err)
	}
	return w
}

// goFiles lists the Go files of a workspace that are part of it on this system, tests included.
func goFiles(t *testing.T, w drivertest.Workspace) []string {
	t.Helper()
	const format = `{{$d := .Dir}}{{range .GoFiles}}{{$d}}/{{.}}
{{end}}{{range .CgoFiles}}{{$d}}/{{.}}
{{end}}{{range .TestGoFiles}}{{$d}}/{{.}}
{{end}}{{range .XTestGoFiles}}{{$d}}/{{.}}
{{end}}`
	out, err := drivertest.Command(w.Dir, "go", "list", "-f", format, "./...")
	if err != nil {
		t.Fatal(err)
	}
	var files []string
	for line := range strings.Lines(out) {
		if line = strings.TrimSpace(line); line != "" {
			files = append(files, relative(w, line))
		}
	}
	return files
}

// relative returns the name of a file inside the workspace, with slashes.
func relative(w drivertest.Workspace, path string) string {
	if rel, err := filepath.Rel(w.Dir, path); err == nil {
		path = rel
	}
	return filepath.ToSlash(path)
}
