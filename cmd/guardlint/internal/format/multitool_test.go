package format

import (
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"runtime"
	"strings"
	"testing"

	"github.com/guardlint/guardlint/internal/drivertest"
)

// multitool is the version of the validator. It is installed with npm, once, into the user's cache.
const multitool = "5.7.0"

// TestSARIFValidates runs the validator of SARIF's own editors over reports with and without
// findings. Neither may have an error or a warning.
func TestSARIFValidates(t *testing.T) {
	if testing.Short() {
		t.Skip("installs a validator of 100 MB with npm")
	}
	validator := installMultitool(t)
	full := report(t)
	empty := full
	empty.Findings = nil
	incomplete := empty
	incomplete.Complete = false
	for name, r := range map[string]Report{"full": full, "empty": empty, "incomplete": incomplete} {
		t.Run(name, func(t *testing.T) { validate(t, validator, render(t, "sarif", r)) })
	}
	t.Run("transcript", func(t *testing.T) { // kept in docs/drivers.md
		out := folderOfLog.ReplaceAllString(runMultitool(t, validator, render(t, "sarif", full)), "")
		drivertest.Record(t, "sarif", drivertest.Console("Sarif.Multitool validate log.sarif --rule-kind 'Sarif;Ghas'", out))
	})
	// The test means something only if the validator does find faults.
	t.Run("faulty", func(t *testing.T) {
		faulty := strings.Replace(render(t, "sarif", full), `"ruleIndex": 1`, `"ruleIndex": 7`, 1)
		if out := runMultitool(t, validator, faulty); !strings.Contains(out, "error SARIF") {
			t.Errorf("the validator accepts a rule index that does not exist:\n%s", out)
		}
	})
}

// folderOfLog is what stands before the name of the log in the output of the validator, or tells of the machine.
var folderOfLog = regexp.MustCompile(`(file://)?/\S*/|(?m)^THREADS: .*\n`)

func validate(t *testing.T, validator, log string) {
	t.Helper()
	out := runMultitool(t, validator, log)
	if strings.Contains(out, ": error ") || strings.Contains(out, ": warning ") || !strings.Contains(out, "Analysis completed successfully") {
		t.Errorf("%s\nin\n%s", out, log)
	}
}

// runMultitool validates a log and returns what the tool says. The tool's exit code tells nothing: it
// is 0 with warnings, too.
func runMultitool(t *testing.T, validator, log string) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), "log.sarif")
	if err := os.WriteFile(path, []byte(log), 0o666); err != nil {
		t.Fatal(err)
	}
	cmd := exec.Command(validator, "validate", path, "--rule-kind", "Sarif;Ghas", "--output", path+".out")
	cmd.Env = append(os.Environ(), "DOTNET_SYSTEM_GLOBALIZATION_INVARIANT=1") // works without ICU
	out, _ := cmd.CombinedOutput()
	return string(out)
}

// installMultitool returns the path of the validator.
func installMultitool(t *testing.T) string {
	t.Helper()
	if runtime.GOOS != "linux" {
		t.Skip("the validator's package is chosen for linux")
	}
	cache, err := os.UserCacheDir()
	if err != nil {
		t.Skipf("no place for the validator: %v", err)
	}
	dir := filepath.Join(cache, "guardlint-test", "sarif-multitool-"+multitool)
	binary := filepath.Join(dir, "node_modules", "@microsoft", "sarif-multitool-linux", "Sarif.Multitool")
	if _, err := os.Stat(binary); err == nil {
		return binary
	}
	npm, err := exec.LookPath("npm")
	if err != nil {
		t.Skip("npm is not installed, which brings the validator")
	}
	if err := os.MkdirAll(dir, 0o777); err != nil {
		t.Fatal(err)
	}
	cmd := exec.Command(npm, "install", "--no-save", "--ignore-scripts", "@microsoft/sarif-multitool-linux@"+multitool)
	cmd.Dir = dir
	if out, err := cmd.CombinedOutput(); err != nil {
		t.Skipf("the validator cannot be installed: %v\n%s", err, out)
	}
	// npm does not run the package's own script, which does this.
	if err := os.Chmod(binary, 0o755); err != nil {
		t.Fatal(err)
	}
	return binary
}
