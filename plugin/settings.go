package plugin

import (
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/golangci/plugin-module-register/register"
	"golang.org/x/tools/go/analysis"

	"github.com/guardlint/guardlint/analyzer"
)

// Settings is what can be written below `settings` in the linter's configuration.
//
// golangci-lint's reader lower-cases the keys of every map on the way here. Names of functions and types,
// where case matters, must therefore be values and never keys.
type Settings struct {
	// Enable names the checks to run. Empty means those that are on by default.
	Enable []string `json:"enable"`

	// Disable names checks not to run.
	Disable []string `json:"disable"`

	// Strict also reports guards that unknown code may have taken.
	Strict bool `json:"strict"`

	// The keys of .guardlint.yaml, with the same meaning.
	analyzer.Config
}

// keys are the keys of [Settings], for messages.
const keys = "disable, enable, functions, kinds, strict"

// decode reads the settings strictly.
func decode(raw any) (Settings, error) {
	settings, err := register.DecodeSettings[Settings](raw)
	if err == nil {
		return settings, nil
	}

	var wrong *json.UnmarshalTypeError
	if errors.As(err, &wrong) {
		if wrong.Field == "" {
			return settings, fmt.Errorf("want a map with the keys %s, not a %s", keys, wrong.Value)
		}
		return settings, fmt.Errorf("the value of %q has the wrong type: want %s, not a %s", wrong.Field, yamlType(wrong), wrong.Value)
	}
	if _, field, ok := strings.Cut(err.Error(), "unknown field "); ok {
		if top, _ := raw.(map[string]any); top[strings.Trim(field, `"`)] == nil {
			return settings, fmt.Errorf("unknown key %s below kinds or functions", field)
		}
		return settings, fmt.Errorf("unknown key %s: the known keys are %s", field, keys)
	}
	return settings, err
}

// yamlType says in the words of a configuration file which type the decoder had expected.
func yamlType(wrong *json.UnmarshalTypeError) string {
	switch wrong.Type.String() {
	case "[]string":
		return "a list of check names"
	case "string":
		return "the name of a check"
	case "bool":
		return "true or false"
	}
	return "a " + wrong.Type.String()
}

// checks returns the checks that s selects, in the order of the suite.
func (s Settings) checks() ([]*analysis.Analyzer, error) {
	all, _, err := analyzer.New(s.Config)
	if err != nil {
		return nil, err
	}
	known := make([]string, len(all))
	for i, a := range all {
		known[i] = a.Name
	}
	for _, name := range slices.Concat(s.Enable, s.Disable) {
		if !slices.Contains(known, name) {
			return nil, fmt.Errorf("there is no check %q: the checks are %s", name, strings.Join(known, ", "))
		}
	}

	var chosen []*analysis.Analyzer
	for _, a := range all {
		enabled := len(s.Enable) == 0 || slices.Contains(s.Enable, a.Name)
		if !enabled || slices.Contains(s.Disable, a.Name) {
			continue
		}
		chosen = append(chosen, a)
		if f := a.Flags.Lookup("strict"); f != nil {
			if err := f.Value.Set(strconv.FormatBool(s.Strict)); err != nil {
				return nil, fmt.Errorf("strict: %w", err)
			}
		}
	}
	if len(chosen) == 0 {
		return nil, errors.New("no check is left: remove a name from disable, or take guardlint out of linters.enable")
	}
	return chosen, nil
}
