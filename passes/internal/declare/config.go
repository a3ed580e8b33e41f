package declare

import (
	"crypto/sha256"
	"encoding/json"
	"fmt"
	"go/types"
	"maps"
	"slices"
	"strings"

	"github.com/guardlint/guardlint/passes/internal/guard"
)

// A Config is what a user declares about code that cannot be edited. The zero Config declares nothing.
//
// The names of the keys are those of .guardlint.yaml and of the settings in golangci-lint, which lower-cases the keys
// of maps: names of functions are values for that reason.
type Config struct {
	// Kinds are families of guards: which calls acquire one, which release it, and how messages speak about it.
	Kinds []Kind `json:"kinds,omitempty"`
	// Functions are statements about single functions, in the words of directives.
	Functions []Function `json:"functions,omitempty"`
}

// A Kind declares a family of guards. Defaults are those of the table of built-in kinds: see package guard.
type Kind struct {
	Name       string    `json:"name"`
	Noun       string    `json:"noun,omitempty"` // default: the name
	Verb       string    `json:"verb,omitempty"` // default: made of the first release
	Acquire    []Acquire `json:"acquire"`
	Release    []Release `json:"release"`
	Check      string    `json:"check,omitempty"`     // unreleased or lockheld
	Certainty  string    `json:"certainty,omitempty"` // definite, likely or unsure: the most that is claimed
	Idempotent bool      `json:"idempotent,omitempty"`
	Durable    bool      `json:"durable,omitempty"`
	Errors     string    `json:"errors,omitempty"`  // ignored or matter: those of the release
	Uses       []string  `json:"uses,omitempty"`    // methods that need the guard
	Revives    []string  `json:"revives,omitempty"` // methods that make a released one good again
	Twice      string    `json:"twice,omitempty"`   // what a second release does: see harms
	Why        string    `json:"why,omitempty"`
}

// An Acquire names calls that acquire a guard, and where the guard is afterwards: in a result (the first one by
// default), in an argument, or in the receiver.
type Acquire struct {
	Func     string `json:"func"`
	Result   *int   `json:"result,omitempty"`
	Arg      *int   `json:"arg,omitempty"`
	Receiver bool   `json:"receiver,omitempty"`
	Field    string `json:"field,omitempty"` // below it: Body
	Valid    string `json:"valid,omitempty"` // auto, always, error, ok, non-nil or errno
}

// A Release is one way of giving a guard back: by a method, by a function that takes it, or by calling it.
type Release struct {
	Method string `json:"method,omitempty"`
	Field  string `json:"field,omitempty"`
	Func   string `json:"func,omitempty"`
	Arg    int    `json:"arg,omitempty"`
	Call   bool   `json:"call,omitempty"`
	When   string `json:"when,omitempty"` // any, false, true or success
}

// A Function makes statements about a function.
type Function struct {
	Func string   `json:"func"`
	Does []string `json:"does"`
}

// IsZero reports whether c declares nothing.
func (c Config) IsZero() bool { return len(c.Kinds) == 0 && len(c.Functions) == 0 }

// Hash returns a short word that differs for configurations that differ, and is empty for the zero Config.
func (c Config) Hash() string {
	if c.IsZero() {
		return ""
	}
	data, err := json.Marshal(c)
	if err != nil {
		panic(err) // there is nothing in a Config that cannot be encoded
	}
	return fmt.Sprintf("%x", sha256.Sum256(data))[:12]
}

// An EntryError says what is wrong with an entry of a configuration by itself, before any code is seen.
type EntryError struct {
	Entry string // where: "kinds[0].acquire[1]"
	Err   error
}

func (e *EntryError) Error() string { return e.Entry + ": " + e.Err.Error() }

// Unwrap returns the error without its place.
func (e *EntryError) Unwrap() error { return e.Err }

// Entries are the entries of a configuration in the form that is asked while code is analysed. Nil is none.
type Entries struct {
	kinds     []guard.Kind       // as in the configuration
	table     *guard.Table       // these and the built-in ones
	order     []string           // full names of functions, as they follow in the configuration
	functions map[string][]entry // by full name, without type parameters
	names     map[string]bool    // bare names of these functions: see guard.Table
}

type entry struct {
	Statement
	place string // in the configuration
}

// Compile checks the entries. The error is an [*EntryError].
func (c Config) Compile() (*Entries, error) {
	if c.IsZero() {
		return nil, nil
	}
	e := &Entries{table: guard.Builtin(), functions: make(map[string][]entry), names: make(map[string]bool)}
	for i, k := range c.Kinds {
		place := fmt.Sprintf("kinds[%d]", i)
		kind, err := k.compile(place)
		if err != nil {
			return nil, err
		}
		if e.table, err = e.table.With(kind); err != nil {
			return nil, &EntryError{place, err}
		}
		e.kinds = append(e.kinds, kind)
	}
	for i, f := range c.Functions {
		if err := e.add(fmt.Sprintf("functions[%d]", i), f); err != nil {
			return nil, err
		}
	}
	return e, nil
}

// add compiles the statements about one function.
func (e *Entries) add(place string, f Function) error {
	if err := guard.CheckName(f.Func); err != nil {
		return &EntryError{place + ".func", err}
	}
	if len(f.Does) == 0 {
		return &EntryError{place, fmt.Errorf("nothing is said about %s: list what it does below \"does\"", f.Func)}
	}
	name := guard.WithoutTypeParams(f.Func)
	if len(e.functions[name]) > 0 {
		return &EntryError{place + ".func", fmt.Errorf("there are two entries for %s: join them", f.Func)}
	}
	e.order = append(e.order, name)
	for i, text := range f.Does {
		s, err := Parse(text)
		if err != nil {
			return &EntryError{fmt.Sprintf("%s.does[%d]", place, i), err}
		}
		e.functions[name] = append(e.functions[name], entry{s, place})
	}
	e.names[name[strings.LastIndexByte(name, '.')+1:]] = true
	return nil
}

// An EntryPlace is an entry that names a function: where it is, as in [EntryError], and which function.
type EntryPlace struct{ Place, Func string }

// Entries lists the entries that name functions, in the order of the configuration.
func (c Config) Entries() []EntryPlace {
	var list []EntryPlace
	for i, k := range c.Kinds {
		for j, a := range k.Acquire {
			list = append(list, EntryPlace{fmt.Sprintf("kinds[%d].acquire[%d]", i, j), a.Func})
		}
	}
	for i, f := range c.Functions {
		list = append(list, EntryPlace{fmt.Sprintf("functions[%d]", i), f.Func})
	}
	return list
}

// Packages returns the paths of the packages that the configuration is about.
func (c Config) Packages() []string {
	paths := make(map[string]bool)
	for _, e := range c.Entries() {
		paths[guard.PackageOf(e.Func)] = true
	}
	delete(paths, "")
	return slices.Sorted(maps.Keys(paths))
}

// of returns the entries about functions of a package, by full name and in the order of the configuration.
func (e *Entries) of(path string) func(yield func(string, []entry) bool) {
	return func(yield func(string, []entry) bool) {
		if e == nil {
			return
		}
		for _, name := range e.order {
			if guard.PackageOf(name) == path && !yield(name, e.functions[name]) {
				return
			}
		}
	}
}

// about returns the entries about a function.
func (e *Entries) about(fn *types.Func) []entry {
	if e == nil || !e.names[fn.Name()] {
		return nil // nearly every function: the full name is not composed for them
	}
	return e.functions[guard.WithoutTypeParams(fn.Origin().FullName())]
}

// Table returns the built-in kinds and those that the configuration declares in full.
func (e *Entries) Table() *guard.Table {
	if e == nil {
		return guard.Builtin()
	}
	return e.table
}
