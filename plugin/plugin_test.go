package plugin

import (
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/guardlint/guardlint/internal/drivertest"
)

// linterConfig returns a configuration of golangci-lint with guardlint alone and the given lines of settings.
func linterConfig(settings ...string) string {
	config := `version: "2"
linters:
  default: none
  enable: [guardlint]
  settings:
    custom:
      guardlint:
        type: module
        settings:
`
	for _, line := range settings {
		config += "          " + line + "\n"
	}
	return config
}

// TestGolangciFindings runs the linter over packages whose leaks are known. Among them is one that only shows
// with facts of another package, and one that is excused.
func TestGolangciFindings(t *testing.T) {
	w := drivertest.NewGolangciLint(t, drivertest.Example(t))
	w.Write(".golangci.yml", linterConfig())

	got := w.Lint("./...")
	want := []string{
		`size.go:6:12: unreleased: f is never closed (line `,
		`use/use.go:15:12: unreleased: f`,
	}
	if len(got) != len(want) {
		t.Fatalf("findings:\n%s\nwant %d", strings.Join(got, "\n"), len(want))
	}
	for i := range want {
		if !strings.HasPrefix(got[i], want[i]) || !strings.HasSuffix(got[i], " (guardlint)") {
			t.Errorf("finding %d = %q, want it to start with %q", i, got[i], want[i])
		}
	}
}

// TestGolangciTranscript keeps what the linter prints in docs/drivers.md.
func TestGolangciTranscript(t *testing.T) {
	w := drivertest.NewGolangciLint(t, drivertest.Example(t))
	w.Write(".golangci.yml", linterConfig())
	stdout, stderr, code := w.Run("run", "--allow-parallel-runners", "--color=never", "./...")
	if code != 1 || stderr != "" {
		t.Errorf("exit code %d, standard error:\n%s", code, stderr)
	}
	drivertest.Record(t, "golangci-lint", drivertest.Console("golangci-lint run ./...", w.Anonymous(stdout)))
}

// TestGolangciNolint takes the excuse away and so shows that it was what silenced the finding.
func TestGolangciNolint(t *testing.T) {
	w := drivertest.NewGolangciLint(t, drivertest.Example(t))
	w.Write(".golangci.yml", linterConfig())
	w.Write("excused.go", strings.ReplaceAll(w.Read("excused.go"), " //nolint:guardlint", " //"))

	got := w.Lint("./...")
	if !slices.ContainsFunc(got, func(s string) bool { return strings.HasPrefix(s, "excused.go:6:") }) {
		t.Errorf("findings:\n%s\nwant one at excused.go:6", strings.Join(got, "\n"))
	}
}

func TestGolangciFix(t *testing.T) {
	w := drivertest.NewGolangciLint(t, drivertest.Example(t))
	w.Write(".golangci.yml", linterConfig())

	w.Lint("--fix", "./...")
	if got := w.Read("size.go"); !strings.Contains(got, "\tdefer f.Close()\n") {
		t.Errorf("size.go was not fixed:\n%s", got)
	}
	if _, err := drivertest.Command(w.Dir, "go", "build", "./..."); err != nil {
		t.Errorf("the fixed module does not compile: %v", err)
	}
	for _, finding := range w.Lint("./...") {
		if strings.HasPrefix(finding, "size.go:") {
			t.Errorf("still found after the fix: %s", finding)
		}
	}
}

// TestGolangciCache asserts that a change of the settings is not answered from the cache, and neither is a change
// in a package that others have facts of.
func TestGolangciCache(t *testing.T) {
	w := drivertest.NewGolangciLint(t, drivertest.Example(t))
	w.Write(".golangci.yml", linterConfig())
	first := w.Lint("./...")
	if again := w.Lint("./..."); !slices.Equal(first, again) {
		t.Errorf("second run:\n%s\nwant the findings of the first:\n%s", strings.Join(again, "\n"), strings.Join(first, "\n"))
	}

	// Not strict is what the linter does without the setting: the findings stay, the answer is computed anew.
	w.Write(".golangci.yml", linterConfig("strict: false"))
	if got := w.Lint("./..."); !slices.Equal(got, first) {
		t.Errorf("with the default spelt out:\n%s\nwant\n%s", strings.Join(got, "\n"), strings.Join(first, "\n"))
	}
	w.Write(".golangci.yml", linterConfig("strict: true"))
	if got := w.Lint("./..."); len(got) <= len(first) {
		t.Errorf("strict:\n%s\nwant more than\n%s", strings.Join(got, "\n"), strings.Join(first, "\n"))
	}
	w.Write(".golangci.yml", linterConfig())
	if got := w.Lint("./..."); !slices.Equal(got, first) {
		t.Errorf("back at the first settings:\n%s\nwant\n%s", strings.Join(got, "\n"), strings.Join(first, "\n"))
	}

	w.Write("helper/helper.go", strings.ReplaceAll(w.Read("helper/helper.go"), "_ = c.Close()", "_ = c"))
	got := w.Lint("./...")
	if !slices.ContainsFunc(got, func(s string) bool { return strings.HasPrefix(s, "use/use.go:6:") }) {
		t.Errorf("the helper no longer closes, but its user at use/use.go:6 is not reported:\n%s", strings.Join(got, "\n"))
	}
}

// TestGolangciDeclaredKind asserts that guards declared in the settings are known, although golangci-lint's reader
// lower-cases what it can.
func TestGolangciDeclaredKind(t *testing.T) {
	w := drivertest.NewGolangciLint(t, drivertest.Example(t))
	w.Write(".golangci.yml", linterConfig(
		"kinds:",
		"  - name: lease",
		"    verb: returned",
		"    acquire: [{func: (example.com/workspace/lease.Office).Take}]",
		"    release: [{method: Return}]",
	))
	got := w.Lint("./lease/...")
	if len(got) != 1 || !strings.HasPrefix(got[0], "lease/lease.go:14:12: unreleased: l is never returned (line ") {
		t.Errorf("findings:\n%s\nwant one at lease/lease.go:14", strings.Join(got, "\n"))
	}
}

func TestGolangciRejectsUnknownSettings(t *testing.T) {
	w := drivertest.NewGolangciLint(t, drivertest.Example(t))
	w.Write(".golangci.yml", linterConfig("stirct: true"))
	_, stderr, code := w.Run("run", "./...")
	if code != 3 {
		t.Errorf("exit code = %d, want 3", code)
	}
	if want := `linters.settings.custom.guardlint.settings: unknown key "stirct": the known keys are `; !strings.Contains(stderr, want) {
		t.Errorf("standard error:\n%s\nwant %q in it", stderr, want)
	}
}

// TestExampleConfig asserts that .golangci.example.yml is right by golangci-lint's own schema, and that it works.
func TestExampleConfig(t *testing.T) {
	w := drivertest.NewGolangciLint(t, drivertest.Example(t))
	example, err := os.ReadFile("../.golangci.example.yml")
	if err != nil {
		t.Fatal(err)
	}
	w.Write(".golangci.yml", string(example))
	if _, stderr, code := w.Run("config", "verify"); code != 0 {
		t.Errorf("golangci-lint config verify: exit code %d\n%s", code, stderr)
	}
	if got := w.Lint("./..."); !slices.ContainsFunc(got, func(s string) bool { return strings.HasPrefix(s, "size.go:6:") }) {
		t.Errorf("findings:\n%s\nwant one at size.go:6", strings.Join(got, "\n"))
	}
}

// TestCustomCommand builds with the real `golangci-lint custom` and .custom-gcl.yml as it is. The repository that
// the command clones is made of the module, which has the same files.
func TestCustomCommand(t *testing.T) {
	w := drivertest.NewGolangciLint(t, drivertest.Example(t))
	version, err := drivertest.GolangciVersion()
	if err != nil {
		t.Fatal(err)
	}
	sources, err := drivertest.GolangciSources(version)
	if err != nil {
		t.Fatal(err)
	}
	remotes := t.TempDir()
	repo := filepath.Join(remotes, "golangci-lint.git")
	if err := os.CopyFS(repo, os.DirFS(sources)); err != nil {
		t.Fatal(err)
	}
	for _, args := range [][]string{
		{"init", "--quiet"},
		{"add", "--all"},
		{"-c", "user.name=test", "-c", "user.email=test@example.com", "commit", "--quiet", "--message=" + version},
		{"tag", version},
	} {
		if _, err := drivertest.Command(repo, "git", args...); err != nil {
			t.Fatal(err)
		}
	}
	t.Setenv("GIT_CONFIG_COUNT", "1")
	t.Setenv("GIT_CONFIG_KEY_0", "url.file://"+filepath.ToSlash(remotes)+"/.insteadOf")
	t.Setenv("GIT_CONFIG_VALUE_0", "https://github.com/golangci/")

	if _, err := drivertest.Command("..", w.Binary, "custom", "--destination", w.Dir); err != nil {
		t.Fatal(err)
	}
	w.Binary = filepath.Join(w.Dir, "custom-gcl")
	w.Write(".golangci.yml", linterConfig())
	if got := w.Lint("./..."); len(got) == 0 {
		t.Errorf("%s finds nothing", w.Binary)
	}
}
