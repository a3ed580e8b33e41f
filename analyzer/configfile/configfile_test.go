package configfile

import (
	"os"
	"path/filepath"
	"reflect"
	"strings"
	"testing"
)

// TestErrors asserts the words and the places of errors: they are all that a user sees of a mistake.
func TestErrors(t *testing.T) {
	for _, test := range []struct{ name, text, want string }{
		// The library names the line on which the value begins.
		{"syntax", "kinds:\n  - name: [x", "f:1: this is no YAML, here or below: did not find expected"},
		{"tab", "kinds:\n\t- name: x\n", "f:2: this is no YAML, here or below: found character that cannot start any token"},
		{"no text", "\xff\xfe\x00", "f: "},
		{"two documents", "kinds: []\n---\nkinds: []\n", "f:2:1: there is a second document: join it with the first"},
		{"unknown key", "functoins: []\n", `f:1:1: the key "functoins" is unknown: write one of kinds, functions`},
		{"unknown key below", "kinds:\n  - name: x\n    colour: red\n", `f:3:5: the key "colour" is unknown: write one of name, noun, verb, acquire`},
		{"twice", "kinds: []\nkinds: []\n", `f:2:1: the key "kinds" is written twice: join the two`},
		{"wrong type", "functions: yes\n", `f:1:12: the value has the wrong type: want a list`},
		{"wrong type at the top", "kinds\n", `f:1:1: the value has the wrong type: want a map`},
		{"wrong type below", "functions:\n  - func: a.F\n    does: takes x\n", `f:3:11: the value has the wrong type: want a list`},
		{"no number", "kinds:\n  - name: x\n    acquire:\n      - func: a.F\n        result: one\n", `f:5:17: the value has the wrong type: want a number`},
		{"no truth value", "kinds:\n  - name: x\n    durable: 1\n", `f:3:14: the value has the wrong type: want true or false`},
		{"no text", "functions:\n  - func: {a: F}\n", `f:2:11: the value has the wrong type: want a text`},
		{"truth value for a text", "kinds:\n  - name: x\n    release: [{method: Next, when: maybe}]\n    acquire: [{func: a.F}]\n", `f:3:36: "maybe" is unknown: write one of any, false, true, success`},
		{"no function", "functions:\n  - func: pool\n    does: [takes x]\n", `f:2:11: "pool" names no function: write pkg/path.Func`},
		{"no verb", "functions:\n  - func: a.F\n    does:\n      - takes x\n      - eats x\n", `f:5:9: write acquires, releases, takes, borrows, uses, registers, observes or runs, not eats`},
		{"nothing", "functions:\n  - func: a.F\n", `f:2:5: nothing is said about a.F: list what it does below "does"`},
		{"function twice", "functions:\n  - func: a.F\n    does: [takes x]\n  - func: a.F\n    does: [takes y]\n", `f:4:11: there are two entries for a.F: join them`},
		{"no release", "kinds:\n  - name: x\n    acquire: [{func: a.F}]\n", `f:2:5: guard kind "x": `},
		{"bad certainty", "kinds:\n  - name: x\n    certainty: maybe\n", `f:3:16: "maybe" is unknown: write one of definite, likely, unsure`},
		{"two places", "kinds:\n  - name: x\n    acquire:\n      - {func: a.F, result: 0, receiver: true}\n", `f:4:9: the guard of a.F is in one place: write one of result, arg and receiver`},
		{"name of a built-in kind", "kinds:\n  - name: file\n    acquire: [{func: a.F}]\n    release: [{method: Close}]\n", `f:2:5: guard kind "file" exists already: choose another name`},
		{"bad harm", "kinds:\n  - name: x\n    acquire: [{func: a.F}]\n    release: [{method: Close}]\n    twice: hurts\n", `f:5:12: "hurts" is unknown: write one of nothing, fails, panics, ends-program, hits-another`},
		{"harmless harm", "kinds:\n  - name: x\n    acquire: [{func: a.F}]\n    release: [{method: Close}]\n    idempotent: true\n    twice: panics\n", `f:6:12: a second release cannot both be harmless and do something`},
		{"bad method", "kinds:\n  - name: x\n    acquire: [{func: a.F}]\n    release: [{method: Close}]\n    uses: [Read, T.Write]\n", `f:5:11: "T.Write" is no name of a method: write it without its type, as in Read`},
		{"kind twice", "kinds:\n  - &k\n    name: x\n    acquire: [{func: a.F}]\n    release: [{method: Close}]\n  - *k\n", `f:6:5: guard kind "x" exists already: choose another name`},
	} {
		t.Run(test.name, func(t *testing.T) {
			_, err := Parse("f", []byte(test.text))
			if err == nil {
				t.Fatal("no error")
			}
			if got := err.Error(); !strings.HasPrefix(got, test.want) {
				t.Errorf("error = %q\nwant it to start with %q", got, test.want)
			}
		})
	}
}

// TestExample asserts that the example can be used as it is, and that it shows every key.
func TestExample(t *testing.T) {
	f, err := Read("../../.guardlint.example.yaml")
	if err != nil {
		t.Fatal(err)
	}
	if len(f.Config.Kinds) == 0 || len(f.Config.Functions) == 0 {
		t.Fatal("the example declares nothing")
	}
	text, err := os.ReadFile(f.Path)
	if err != nil {
		t.Fatal(err)
	}
	for key := range keysOf(reflect.TypeOf(f.Config)) {
		if !strings.Contains(string(text), key+":") {
			t.Errorf("the example does not show the key %q", key)
		}
	}
}

// TestStarter asserts that the file to begin with declares nothing, and declares something without comment signs.
func TestStarter(t *testing.T) {
	text := string(Starter())
	if f, err := Parse("f", []byte(text)); err != nil || !f.Config.IsZero() {
		t.Errorf("the starter is %v, %v, want nothing", f, err)
	}
	var lines []string
	for line := range strings.Lines(text) {
		if strings.HasPrefix(line, "# ") && !strings.HasPrefix(line, "#  ") {
			continue // prose
		}
		lines = append(lines, strings.TrimPrefix(line, "#"))
	}
	f, err := Parse("f", []byte(strings.Join(lines, "")))
	if err != nil || len(f.Config.Kinds) != 1 || len(f.Config.Functions) != 1 {
		t.Errorf("the starter without comment signs is %v, %v", f, err)
	}
}

// keysOf yields the keys of a part of the configuration, and of the parts below it.
func keysOf(t reflect.Type) func(func(string) bool) {
	return func(yield func(string) bool) {
		switch t.Kind() {
		case reflect.Pointer, reflect.Slice:
			keysOf(t.Elem())(yield)
		case reflect.Struct:
			for i := range t.NumField() {
				key, _, _ := strings.Cut(t.Field(i).Tag.Get("json"), ",")
				if !yield(key) {
					return
				}
				keysOf(t.Field(i).Type)(yield)
			}
		}
	}
}

func TestEmpty(t *testing.T) {
	for _, text := range []string{"", "# nothing\n", "{}\n", "kinds:\n"} {
		f, err := Parse("f", []byte(text))
		if err != nil || !f.Config.IsZero() {
			t.Errorf("Parse(%q) = %v, %v, want nothing", text, f, err)
		}
	}
	if f, err := Read(""); err != nil || !f.Config.IsZero() {
		t.Errorf("no file is %v, %v", f, err)
	}
	if _, err := Read(filepath.Join(t.TempDir(), "missing")); err == nil {
		t.Error("a file that is named and missing is no error")
	}
}

func TestFind(t *testing.T) {
	top := t.TempDir()
	write := func(path string) string {
		path = filepath.Join(top, path)
		if err := os.MkdirAll(filepath.Dir(path), 0o777); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, nil, 0o666); err != nil {
			t.Fatal(err)
		}
		return path
	}
	outer := write(".guardlint.yaml")
	write("a/go.mod")
	write("a/sub/.guardlint.yaml") // below the root of its module: such a file governs nothing
	write("b/go.mod")
	inner := write("b/.guardlint.yaml")
	write("b/sub/x.go")
	for dir, want := range map[string]string{"": outer, "a": outer, "a/sub": outer, "b": inner, "b/sub": inner} {
		if got := Find(filepath.Join(top, dir)); got != want {
			t.Errorf("Find(%q) = %q, want %q", dir, got, want)
		}
	}
	t.Setenv(Variable, "elsewhere.yaml")
	if got := Find(top); got != "elsewhere.yaml" {
		t.Errorf("Find with %s set = %q", Variable, got)
	}
	t.Setenv(Variable, Off)
	if got := Find(top); got != "" {
		t.Errorf("Find with %s=off = %q", Variable, got)
	}
}

// FuzzParse asserts that no text makes the reader panic, that errors are of this package, and that what is read
// is read alike again.
func FuzzParse(f *testing.F) {
	example, err := os.ReadFile("../../.guardlint.example.yaml")
	if err != nil {
		f.Fatal(err)
	}
	f.Add(example)
	f.Add([]byte("kinds:\n  - name: x\n    acquire: [{func: a.F, arg: 1}]\n    release: [{func: a.G}]\n"))
	f.Add([]byte("functions:\n  - {func: \"(*a/b.T[K]).M\", does: [runs f later, observes 0]}\n"))
	f.Add([]byte("a: &a [*a]\n---\n? b\n"))
	f.Add([]byte("kinds: &k\n  - <<: *k\n    name: x\n"))
	f.Add([]byte("functions:\n  ! #000"))
	f.Fuzz(func(t *testing.T, text []byte) {
		file, err := Parse("f", text)
		if err != nil {
			if _, ok := err.(*Error); !ok {
				t.Errorf("error %v is a %T", err, err)
			}
			return
		}
		again, err := Parse("f", text)
		if err != nil || file.Config.Hash() != again.Config.Hash() {
			t.Errorf("read twice: %v and %v, %v", file.Config, again, err)
		}
		file.Position("kinds[0].acquire[1].func")
	})
}

// TestDocumentation asserts that the configurations shown in the documents can be used as they are.
func TestDocumentation(t *testing.T) {
	text, err := os.ReadFile("../../docs/configuration.md")
	if err != nil {
		t.Fatal(err)
	}
	blocks := strings.Split(string(text), "```yaml\n")[1:]
	if len(blocks) == 0 {
		t.Error("docs/configuration.md shows no configuration")
	}
	for _, block := range blocks {
		block, _, _ = strings.Cut(block, "```")
		if _, err := Parse("docs/configuration.md", []byte(block)); err != nil {
			t.Errorf("%v in:\n%s", err, block)
		}
	}
}
