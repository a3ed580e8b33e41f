package analyzer_test

import (
	"errors"
	"testing"

	"github.com/guardlint/guardlint/analyzer"
)

// TestNew asserts that a configuration reaches the pass whose facts depend on it by its name, the only thing that two
// of the drivers look at.
func TestNew(t *testing.T) {
	config := func(does string) analyzer.Config {
		return analyzer.Config{Functions: []analyzer.Function{{Func: "example.com/a.F", Does: []string{does}}}}
	}
	names := make(map[string]bool)
	for _, c := range []analyzer.Config{{}, config("takes x"), config("takes y"), config("takes x")} {
		checks, auditor, err := analyzer.New(c)
		if err != nil {
			t.Fatal(err)
		}
		owner := checks[0].Requires[0]
		names[owner.Name] = true
		if auditor.Requires[0] != owner {
			t.Error("the audit does not share the checks' ownership pass")
		}
	}
	if len(names) != 3 || !names["ownership"] {
		t.Errorf("ownership passes of three configurations are called %v", names)
	}
	var wrong *analyzer.ConfigError
	if _, _, err := analyzer.New(config("eats x")); !errors.As(err, &wrong) || wrong.Entry != "functions[0].does[0]" {
		t.Errorf("error of a bad configuration is %v", err)
	}
}
