package vettool

import (
	"encoding/json"
	"fmt"
	"go/parser"
	"go/token"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/guardlint/guardlint/analyzer/configfile"
)

// Why units are rewritten.
//
// The go command visits a package in one of two modes: for its findings, if the user named it, or
// only for its facts ("VetxOnly"), if it is a dependency of a named one. Both visits have the same
// key in the build cache, although only the first records findings. So
//
//	go vet -vettool=guardlint ./b      # b imports a: a is visited for its facts
//	go vet -vettool=guardlint ./...    # a's cached visit is reused: its findings are lost
//
// Which packages can be hit: those of the user's own modules, as dependencies from elsewhere are not
// named. (Where they are, the command line passes -everywhere, which is a part of the key.) We drop
// VetxOnly from their units, so that each visit records findings and the order no longer matters.
// The price is that go vet may show findings in packages that were not named; the command line
// filters them out.
//
// A package with tests of its own (in the same package, not an external _test package) is exempt:
// when named, it is visited in its test variant, which has another key and repeats all findings.

// unit is the part of a unit's description that decides. The file holds more, which is preserved.
type unit struct {
	Dir           string
	ImportPath    string
	IgnoredFiles  []string
	ModulePath    string
	ModuleVersion string
	VetxOnly      bool
}

// adoptUnit reads the description of a unit. If it is one of the user's own code, the description is rewritten in place:
// the file was written for this process alone. What it returns says what is to be done, not what was asked for.
func adoptUnit(path string, args []string) (unit, error) {
	var u unit
	data, err := os.ReadFile(path)
	if err != nil {
		return u, err
	}
	fields := make(map[string]json.RawMessage)
	if err := json.Unmarshal(data, &u); err != nil {
		return u, fmt.Errorf("cannot decode %s: %w", path, err)
	}
	if err := json.Unmarshal(data, &fields); err != nil {
		return u, fmt.Errorf("cannot decode %s: %w", path, err)
	}
	// With -fix and no -diff, unitchecker would write to the files of a dependency. Those runs do not
	// share their keys with others.
	writes := hasFlag(args, "fix") && !hasFlag(args, "diff")
	if writes || !hasFlag(args, EverywhereFlag) && !u.own() {
		return u, nil
	}
	u.VetxOnly = u.VetxOnly && (u.variant() || u.hasOwnTests())
	if data, err = adopted(u, fields); err != nil {
		return u, fmt.Errorf("cannot rewrite %s: %w", path, err)
	}
	return u, os.WriteFile(path, data, 0o666)
}

// config returns the path of the configuration that the unit is analysed with, or "". The guardlint command names it
// to all units. Where go vet was called without the command, the user's own code has the configuration of its module,
// and dependencies, which cannot tell who is asking, have none.
func (u unit) config() string {
	if os.Getenv(configfile.Variable) == "" && !u.own() {
		return ""
	}
	return configfile.Find(u.Dir)
}

// own reports whether the unit is code that the user works on: of a main module, or of a module that
// a replace directive or a workspace takes from a local folder. The latter has a version, but it may
// be the main module of the user's next command, with the same cache keys.
func (u unit) own() bool {
	if u.ModulePath == "" {
		return false // standard library
	}
	dir := filepath.ToSlash(u.Dir)
	// A folder of the module cache is named MODULE@VERSION.
	return u.ModuleVersion == "" || !strings.Contains(dir, "@v") && !strings.Contains(dir, "/vendor/")
}

// adopted returns the description with its findings wanted, if u says so, and its module marked as a main module, the
// mark by which the checks know the user's own code.
func adopted(u unit, fields map[string]json.RawMessage) ([]byte, error) {
	set := func(name string, value any) error {
		data, err := json.Marshal(value)
		fields[name] = data
		return err
	}
	if err := set("VetxOnly", u.VetxOnly); err != nil {
		return nil, err
	}
	if u.ModulePath == "" {
		if err := set("ModulePath", "std"); err != nil {
			return nil, err
		}
	}
	if err := set("ModuleVersion", ""); err != nil {
		return nil, err
	}
	if err := clearModuleVersion(fields); err != nil {
		return nil, err
	}
	return json.Marshal(fields)
}

// clearModuleVersion does in "Module", which newer go commands write, what ModuleVersion does in the
// older form.
func clearModuleVersion(fields map[string]json.RawMessage) error {
	var module map[string]json.RawMessage
	if err := json.Unmarshal(fields["Module"], &module); err != nil || module == nil {
		return nil // absent
	}
	delete(module, "Version")
	data, err := json.Marshal(module)
	fields["Module"] = data
	return err
}

// variant reports whether the unit is a package recompiled for another package's test, as in
// "a [b.test]". Such a unit is never visited for findings.
func (u unit) variant() bool { return strings.Contains(u.ImportPath, " [") }

// hasOwnTests reports whether the package has test files in the package itself.
func (u unit) hasOwnTests() bool {
	entries, err := os.ReadDir(u.Dir)
	if err != nil {
		return false
	}
	for _, entry := range entries {
		path := filepath.Join(u.Dir, entry.Name())
		if !strings.HasSuffix(path, "_test.go") || strings.ContainsRune("_.", rune(entry.Name()[0])) ||
			slices.Contains(u.IgnoredFiles, path) {
			continue // not a part of the build
		}
		file, err := parser.ParseFile(token.NewFileSet(), path, nil, parser.PackageClauseOnly)
		if err == nil && !strings.HasSuffix(file.Name.Name, "_test") {
			return true
		}
	}
	return false
}
