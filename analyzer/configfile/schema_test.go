package configfile

import (
	"encoding/json"
	"os"
	"reflect"
	"slices"
	"strings"
	"testing"

	"github.com/santhosh-tekuri/jsonschema/v6"
	"go.yaml.in/yaml/v3"
)

const schemaFile = "../../docs/guardlint.schema.json"

// TestSchema asserts that the published schema and the reader agree on which files are right. What only the reader
// knows, such as which names are taken, is left out.
func TestSchema(t *testing.T) {
	compiler := jsonschema.NewCompiler()
	schema, err := compiler.Compile(schemaFile)
	if err != nil {
		t.Fatal(err)
	}
	example, err := os.ReadFile("../../.guardlint.example.yaml")
	if err != nil {
		t.Fatal(err)
	}
	const kind = "kinds: [{name: x, acquire: [{func: a.F}], release: [{method: Close}]%s}]"
	with := func(more string) string { return strings.Replace(kind, "%s", ", "+more, 1) }
	acquire := func(how string) string { return strings.Replace(with("idempotent: true"), "{func: a.F}", how, 1) }
	release := func(how string) string { return strings.Replace(with("idempotent: true"), "{method: Close}", how, 1) }
	does := func(what string) string { return "functions: [{func: a.F, does: " + what + "}]" }
	for text, right := range map[string]bool{
		string(example):                          true,
		string(Starter()):                        true,
		"":                                       true,
		"kinds:":                                 true,
		"kind: []":                               false,
		"kinds: {}":                              false,
		with("check: lockheld"):                  true,
		with("check: partialclose"):              false,
		with("certainty: likely"):                true,
		with("certainty: sure"):                  false,
		with("errors: matter"):                   true,
		with("errors: lost"):                     false,
		with("durable: maybe"):                   false,
		with("uses: [Read, Größe_2]"):            true,
		with("uses: Read"):                       false,
		with("uses: [T.Read]"):                   false,
		with("revives: [Reset]"):                 true,
		with("idempotent: true, twice: panics"):  false,
		with("idempotent: true, twice: nothing"): true,
		strings.Replace(kind, "%s", ", twice: hits-another", 1): true,
		strings.Replace(kind, "%s", ", twice: always", 1):       false,
		with("color: red"):                                                     false,
		acquire("{}"):                                                          false,
		acquire("{func: F}"):                                                   false,
		acquire("{func: (*a/b.T).F}"):                                          true,
		acquire("{func: '(*a/b).F'}"):                                          false,
		acquire("{func: a.F, arg: 1}"):                                         true,
		acquire("{func: a.F, result: 0, receiver: true}"):                      false,
		acquire("{func: a.F, result: 0, arg: 0}"):                              false,
		acquire("{func: a.F, result: -1}"):                                     false,
		acquire("{func: a.F, result: first}"):                                  false,
		acquire("{func: a.F, valid: ok}"):                                      true,
		acquire("{func: a.F, valid: nil}"):                                     false,
		release("{func: a.G, arg: -1}"):                                        true,
		release("{func: a.G, arg: -2}"):                                        false,
		release("{call: true}"):                                                true,
		release("{}"):                                                          false,
		release("{call: true, method: Close}"):                                 false,
		release("{method: Close, when: success}"):                              true,
		release("{method: Close, when: never}"):                                false,
		"kinds: [{name: x, acquire: [], release: [{method: Close}]}]":          false,
		"kinds: [{acquire: [{func: a.F}], release: [{method: Close}]}]":        false,
		does("[takes x]"):                                                      true,
		does("[acquires, releases x, borrows x, registers f, observes err]"):   true,
		does("[acquires conn, runs f later]"):                                  true,
		does("[uses l, releases l twice panics]"):                              true,
		does("[releases l twice]"):                                             false,
		does("[takes l twice panics]"):                                         false,
		does("[runs f]"):                                                       false,
		does("[takes]"):                                                        false,
		does("[takes x y]"):                                                    false,
		does("[frees x]"):                                                      false,
		does("[]"):                                                             false,
		does("takes x"):                                                        false,
		"functions: [{does: [takes x]}]":                                       false,
		"functions: [{func: a.F}]":                                             false,
		"functions: [{func: a.F, does: [takes x], when: now}]":                 false,
		"functions: [{func: gopkg.in/yaml.v3.Unmarshal, does: [borrows out]}]": true,
		"functions: [{func: '(*example.com/a.T[K]).Put', does: ['takes c.file']}]": true,
	} {
		var value any
		if err := yaml.Unmarshal([]byte(text), &value); err != nil {
			t.Fatalf("%v in:\n%s", err, text)
		}
		bySchema := schema.Validate(value)
		_, byReader := Parse("f", []byte(text))
		if (bySchema == nil) != right || (byReader == nil) != right {
			t.Errorf("the schema says %v and the reader %v, want right = %v of:\n%s", bySchema, byReader, right, text)
		}
	}
}

// TestSchemaKeys asserts that the schema has the keys of the reader, each with a description.
func TestSchemaKeys(t *testing.T) {
	text, err := os.ReadFile(schemaFile)
	if err != nil {
		t.Fatal(err)
	}
	var schema struct {
		object
		Defs map[string]object `json:"$defs"`
	}
	if err := json.Unmarshal(text, &schema); err != nil {
		t.Fatal(err)
	}
	var file File
	config := reflect.TypeOf(file.Config)
	compareKeys(t, config, schema.object)
	for name, field := range map[string]string{"kind": "Kinds", "function": "Functions"} {
		f, _ := config.FieldByName(field)
		compareKeys(t, f.Type.Elem(), schema.Defs[name])
	}
	kinds, _ := config.FieldByName("Kinds")
	for name, field := range map[string]string{"acquire": "Acquire", "release": "Release"} {
		f, _ := kinds.Type.Elem().FieldByName(field)
		compareKeys(t, f.Type.Elem(), schema.Defs[name])
	}
}

// An object is what is compared of the schema of a map.
type object struct {
	Properties map[string]struct {
		Description string
		Ref         string `json:"$ref"`
		Items       any
	}
}

// compareKeys compares the keys of a struct with those that the schema allows.
func compareKeys(t *testing.T, typ reflect.Type, schema object) {
	t.Helper()
	var want, got []string
	for i := range typ.NumField() {
		key, _, _ := strings.Cut(typ.Field(i).Tag.Get("json"), ",")
		want = append(want, key)
	}
	for key, p := range schema.Properties {
		got = append(got, key)
		if p.Description == "" && p.Ref == "" && p.Items == nil {
			t.Errorf("the schema does not describe the key %q of a %v", key, typ)
		}
	}
	slices.Sort(want)
	slices.Sort(got)
	if !slices.Equal(got, want) {
		t.Errorf("the schema has the keys %v for a %v, want %v", got, typ, want)
	}
}
