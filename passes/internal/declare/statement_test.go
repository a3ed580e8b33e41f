package declare

import (
	"strings"
	"testing"
)

// TestParse reads every verb, and asserts the words about what is none.
func TestParse(t *testing.T) {
	for text, want := range map[string]Statement{
		"acquires":                {Verb: Acquires},
		"acquires conn":           {Verb: Acquires, Place: "conn"},
		"releases s.file":         {Verb: Releases, Place: "s.file"},
		"takes\tx ":               {Verb: Takes, Place: "x"},
		"borrows receiver":        {Verb: Borrows, Place: "receiver"},
		"registers 0":             {Verb: Registers, Place: "0"},
		"observes err":            {Verb: Observes, Place: "err"},
		"uses l":                  {Verb: Uses, Place: "l"},
		"releases l twice panics": {Verb: Releases, Place: "l", Twice: "panics"},
		"runs f goroutine":        {Verb: Runs, Place: "f", When: Goroutine},
		"runs  f   now":           {Verb: Runs, Place: "f", When: Now},
	} {
		got, err := Parse(text)
		if err != nil || got != want {
			t.Errorf("Parse(%q) = %v, %v, want %v", text, got, err, want)
		}
	}
	for text, want := range map[string]string{
		"":                         "a statement is missing: write acquires, releases",
		"frees x":                  "write acquires, releases, takes, borrows, uses, registers, observes or runs, not frees",
		"Takes x":                  "not Takes",
		"takes":                    `"takes" has the wrong number of words: write takes x`,
		"takes x y":                `"takes x y" has the wrong number of words: write takes x`,
		"acquires x y":             `has the wrong number of words: write acquires`,
		"runs f":                   `has the wrong number of words: write runs f now|deferred|later|goroutine`,
		"releases x twice":         `has the wrong number of words: write releases x`,
		"releases x twice nothing": `twice cannot say "nothing": write fails, panics, ends-program or hits-another`,
		"takes x twice panics":     `has the wrong number of words: write takes x`,
		"runs f soon":              `runs cannot say "soon": write now, deferred, later or goroutine`,
	} {
		got, err := Parse(text)
		if err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("Parse(%q) = %v, %v, want an error with %q", text, got, err, want)
		}
	}
}

// TestVocabulary asserts that messages list the verbs there are.
func TestVocabulary(t *testing.T) {
	for _, known := range verbs {
		if !strings.Contains(vocabulary, string(known.verb)) {
			t.Errorf("%q is not in the vocabulary", known.verb)
		}
		if _, err := Parse(strings.ReplaceAll(known.usage, "now|deferred|later|goroutine", "now")); err != nil {
			t.Errorf("the usage of %s is not what is read: %v", known.verb, err)
		}
	}
}

// FuzzParse asserts that what is read is written as it was understood.
func FuzzParse(f *testing.F) {
	for _, known := range verbs {
		f.Add(known.usage)
	}
	f.Add("runs f later")
	f.Add("releases l twice fails")
	f.Add("takes x // for good")
	f.Fuzz(func(t *testing.T, text string) {
		s, err := Parse(text)
		if err != nil {
			return
		}
		if again, err := Parse(s.String()); err != nil || again != s {
			t.Errorf("Parse(%q) = %v, which reads as %v, %v", text, s, again, err)
		}
	})
}
