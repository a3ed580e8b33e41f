// Package configfile finds and reads the file in which users declare their own guards, .guardlint.yaml.
//
// It is for drivers: no analyzer reads files while it runs. golangci-lint has no need of it, as its settings have the
// same content.
package configfile

import (
	"bytes"
	_ "embed"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"reflect"
	"regexp"
	"strconv"
	"strings"

	"go.yaml.in/yaml/v3"

	"github.com/guardlint/guardlint/analyzer"
)

// Name is the name of the file.
const Name = ".guardlint.yaml"

// Variable is the environment variable that overrides the search for the file: it has the file's name, or [Off].
const Variable = "GUARDLINT_CONFIG"

// Off as the value of [Variable] says that there is no configuration.
const Off = "off"

// Find returns the path of the file that governs the code in dir, or "" if there is none: the environment variable's,
// else the first one in the folder of dir's module and those above it.
func Find(dir string) string {
	switch named := os.Getenv(Variable); named {
	case "":
	case Off:
		return ""
	default:
		return named
	}
	return above(ModuleRoot(dir), Name)
}

// ModuleRoot returns the folder of the module that dir belongs to, or dir itself if there is none.
func ModuleRoot(dir string) string {
	if abs, err := filepath.Abs(dir); err == nil { // else only dir itself is looked at
		dir = abs
	}
	if root := above(dir, "go.mod"); root != "" {
		return filepath.Dir(root)
	}
	return dir
}

// above returns the path of the file with this name in dir or the nearest folder above it, or "". A file that exists
// and cannot be looked at counts: who opens it gets to know why.
func above(dir, name string) string {
	for {
		path := filepath.Join(dir, name)
		if _, err := os.Stat(path); !errors.Is(err, fs.ErrNotExist) {
			return path
		}
		parent := filepath.Dir(dir)
		if parent == dir {
			return ""
		}
		dir = parent
	}
}

// A File is a configuration that was read.
type File struct {
	Path   string
	Config analyzer.Config

	root *yaml.Node // nil if there is none
}

// An Error is a mistake in a file.
type Error struct {
	Path         string
	Line, Column int // 0 if they are not known
	Message      string
}

func (e *Error) Error() string {
	at := e.Path
	for _, n := range []int{e.Line, e.Column} {
		if n > 0 {
			at += fmt.Sprintf(":%d", n)
		}
	}
	return at + ": " + e.Message
}

// Read reads and checks a file. No path is the zero File, which declares nothing.
func Read(path string) (*File, error) {
	if path == "" {
		return new(File), nil
	}
	text, err := os.ReadFile(path)
	if err != nil {
		return nil, fmt.Errorf("cannot read the configuration: %w", err)
	}
	return Parse(path, text)
}

// Parse reads and checks the text of a file. An error is an [*Error].
func Parse(path string, text []byte) (*File, error) {
	f := &File{Path: path}
	decoder := yaml.NewDecoder(bytes.NewReader(text))
	var document, second yaml.Node
	if err := decoder.Decode(&document); errors.Is(err, io.EOF) {
		return f, nil // an empty file declares nothing
	} else if err != nil {
		return nil, syntaxError(path, err)
	}
	if err := decoder.Decode(&second); err == nil {
		return nil, &Error{path, second.Line, second.Column, "there is a second document: join it with the first"}
	} else if !errors.Is(err, io.EOF) {
		return nil, syntaxError(path, err)
	}
	f.root = document.Content[0]
	if wrong := decode(f.root, reflect.ValueOf(&f.Config).Elem()); wrong != nil {
		wrong.Path = path
		return nil, wrong
	}
	if _, err := f.Config.Compile(); err != nil {
		wrong := new(analyzer.ConfigError)
		errors.As(err, &wrong) // it is one
		line, column := f.Position(wrong.Entry)
		return nil, &Error{path, line, column, wrong.Err.Error()}
	}
	return f, nil
}

// syntaxError turns an error of the library, "yaml: line 3: did not find ...", into one of ours.
func syntaxError(path string, err error) *Error {
	e := &Error{Path: path, Message: strings.TrimPrefix(err.Error(), "yaml: ")}
	defer func() { e.Message = "this is no YAML, here or below: " + e.Message }() // the line is where the value begins
	if where := lineRE.FindStringSubmatch(e.Message); where != nil {
		e.Line, _ = strconv.Atoi(where[1]) // it is a number by the expression
		e.Message = strings.TrimPrefix(e.Message, where[0])
	}
	return e
}

var lineRE = regexp.MustCompile(`^line (\d{1,9}): `)

// Position returns where an entry is written, such as "kinds[0].acquire[1]". What is missing should be where its
// surroundings are.
func (f *File) Position(entry string) (line, column int) {
	node := f.root
	if node == nil {
		return 0, 0
	}
	for _, step := range strings.FieldsFunc(entry, func(r rune) bool { return strings.ContainsRune(".[]", r) }) {
		next := child(node, step)
		if next == nil {
			break
		}
		node = next
	}
	return node.Line, node.Column
}

// child returns the value of a key, or the element with a number, or nil.
func child(node *yaml.Node, step string) *yaml.Node {
	node = resolve(node)
	switch node.Kind {
	case yaml.MappingNode:
		for i := 0; i+1 < len(node.Content); i += 2 {
			if node.Content[i].Value == step {
				return node.Content[i+1]
			}
		}
	case yaml.SequenceNode:
		if i, err := strconv.Atoi(step); err == nil && i < len(node.Content) {
			return node.Content[i]
		}
	}
	return nil
}

//go:embed starter.yaml
var starter []byte

// Starter returns the text of a file to begin with. It declares nothing and shows in comments how to.
func Starter() []byte { return bytes.Clone(starter) }
