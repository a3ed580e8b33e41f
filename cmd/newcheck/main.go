// Newcheck starts a check: it writes the folder passes/NAME with a manual, an analyzer, a test and a fixture, all to
// be filled in, and adds the analyzer to the suite.
//
//	go run ./cmd/newcheck NAME
//
// It is run in the root of the module. The name is that of the defect, one lower-case word; names that other tools
// use for their checks are refused, and so are names that state a cure.
package main

import (
	"bytes"
	"embed"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"text/template"
)

func main() {
	if len(os.Args) != 2 {
		fmt.Fprintln(os.Stderr, "usage: go run ./cmd/newcheck NAME")
		os.Exit(2)
	}
	if err := newCheck(".", os.Args[1]); err != nil {
		fmt.Fprintln(os.Stderr, "newcheck:", err)
		os.Exit(1)
	}
	fmt.Printf("wrote passes/%s; its tests fail until the TODOs in it are done\n", os.Args[1])
}

//go:embed template
var templates embed.FS

// modulePath is the path of the module that checks are added to.
const modulePath = "github.com/guardlint/guardlint"

// newCheck writes a check called name into the module at root. It writes nothing if the name is refused or the suite
// cannot be extended.
func newCheck(root, name string) error {
	if err := validName(name); err != nil {
		return err
	}
	dir := filepath.Join(root, "passes", name)
	if _, err := os.Stat(dir); !errors.Is(err, fs.ErrNotExist) {
		return fmt.Errorf("passes/%s exists already", name)
	}
	suiteFile := filepath.Join(root, "analyzer", "analyzer.go")
	suite, err := os.ReadFile(suiteFile)
	if err != nil {
		return fmt.Errorf("%v: run newcheck in the root of the module", err)
	}
	if suite, err = enlist(suite, name); err != nil {
		return err
	}
	files, err := render(name)
	if err != nil {
		return err
	}
	for file, text := range files {
		file = filepath.Join(dir, file)
		if err := os.MkdirAll(filepath.Dir(file), 0o755); err != nil {
			return err
		}
		if err := os.WriteFile(file, text, 0o644); err != nil {
			return err
		}
	}
	return os.WriteFile(suiteFile, suite, 0o644)
}

// render fills the templates and returns the files of the check by name.
func render(name string) (map[string][]byte, error) {
	places := map[string]string{
		"doc.go.txt":        "doc.go",
		"check.go.txt":      name + ".go",
		"check_test.go.txt": name + "_test.go",
		"basic.txtar.txt":   "testdata/basic.txtar",
	}
	files := make(map[string][]byte)
	all, err := template.ParseFS(templates, "template/*.txt")
	if err != nil {
		return nil, err
	}
	for source, place := range places {
		var text bytes.Buffer
		data := struct{ Name, Module string }{name, modulePath}
		if err := all.ExecuteTemplate(&text, source, data); err != nil {
			return nil, err
		}
		files[place] = text.Bytes()
	}
	return files, nil
}

//go:embed taken.txt
var taken string

// validName explains why a check cannot be called name, or returns nil.
func validName(name string) error {
	if name == "" || strings.Trim(name, "abcdefghijklmnopqrstuvwxyz") != "" {
		return fmt.Errorf("%q is no name for a check: choose one word of lower-case letters", name)
	}
	for line := range strings.Lines(taken) {
		if other, tool, _ := strings.Cut(strings.TrimSpace(line), " "); other == name {
			return fmt.Errorf("%s has a check called %s: choose another name, since suppressions and settings go by it", tool, name)
		}
	}
	for _, cure := range []string{"always", "avoid", "check", "ensure", "fix", "must", "need", "no", "prefer", "require", "should", "use"} {
		rest, found := strings.CutPrefix(name, cure)
		if found && rest != "" && !(cure == "use" && strings.HasPrefix(rest, "after")) {
			return fmt.Errorf("%s states a cure (%s...): name the defect, as in unreleased; it must read well after \"allow\"", name, cure)
		}
	}
	return nil
}
