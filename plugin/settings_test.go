package plugin

import (
	"strings"
	"testing"

	"golang.org/x/tools/go/analysis"

	"github.com/guardlint/guardlint/analyzer"
)

func TestSettingsSelectChecks(t *testing.T) {
	all := names(analyzer.Suite)
	for _, test := range []struct {
		name string
		raw  any
		want []string
	}{
		{"absent", nil, all},
		{"empty", map[string]any{}, all},
		{"enable one", map[string]any{"enable": []any{"unreleased"}}, []string{"unreleased"}},
	} {
		t.Run(test.name, func(t *testing.T) {
			plugin, err := New(test.raw)
			if err != nil {
				t.Fatal(err)
			}
			checks, err := plugin.BuildAnalyzers()
			if err != nil {
				t.Fatal(err)
			}
			if got := strings.Join(names(checks), " "); got != strings.Join(test.want, " ") {
				t.Errorf("checks = %s, want %s", got, strings.Join(test.want, " "))
			}
		})
	}
}

// TestSettingsErrors asserts the words of the errors: they are all that a user of golangci-lint sees.
func TestSettingsErrors(t *testing.T) {
	const prefix = "linters.settings.custom.guardlint.settings: "
	for _, test := range []struct {
		name string
		raw  any
		want string // a part of the message after the prefix
	}{
		{"unknown key", map[string]any{"stirct": true}, `unknown key "stirct": the known keys are `},
		{"not a map", []any{"unreleased"}, `want a map with the keys `},
		{"wrong type", map[string]any{"enable": "unreleased"}, `the value of "enable" has the wrong type: want a list of check names, not a string`},
		{"wrong element", map[string]any{"disable": []any{1}}, `the value of "disable" has the wrong type: want the name of a check, not a number`},
		{"strict", map[string]any{"strict": "yes"}, `the value of "strict" has the wrong type: want true or false, not a string`},
		{"unknown check", map[string]any{"disable": []any{"unclosed"}}, `there is no check "unclosed": the checks are `},
		{"bad declaration", map[string]any{"functions": []any{map[string]any{"func": "example.com/a.F", "does": []any{"eats x"}}}}, `functions[0].does[0]: `},
		{"unknown key below", map[string]any{"functions": []any{map[string]any{"fnc": "example.com/a.F"}}}, `unknown key "fnc" below kinds or functions`},
		{"nothing left", map[string]any{"enable": []any{"unreleased"}, "disable": []any{"unreleased"}}, `no check is left`},
	} {
		t.Run(test.name, func(t *testing.T) {
			_, err := New(test.raw)
			if err == nil {
				t.Fatal("no error")
			}
			if got := err.Error(); !strings.HasPrefix(got, prefix+test.want) {
				t.Errorf("error = %q\nwant it to start with %q", got, prefix+test.want)
			}
		})
	}
}

func names(checks []*analysis.Analyzer) []string {
	var names []string
	for _, check := range checks {
		names = append(names, check.Name)
	}
	return names
}
