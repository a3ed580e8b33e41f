// Package declare reads what users say about their own guards: directives beside declarations, and entries of the
// configuration for code that cannot be edited. Both speak the same small language, of which a [Statement] is one
// sentence:
//
//	acquires [RESULT]      the result has to be released by the caller
//	releases PLACE         the guard is given back
//	releases PLACE twice HARM   ... and a second time does harm: fails, panics, ends-program, hits-another
//	uses PLACE             the guard stays the caller's, and must not have been released
//	takes PLACE            the function, or what it belongs to, owns the guard from now on
//	borrows PLACE          the guard stays the caller's
//	registers PLACE        the guard, or the function that releases it, is kept until a cleanup to come
//	observes PLACE         the error is seen by somebody: logged, counted, sent on
//	runs PLACE WHEN        the function is called: now, deferred, later, goroutine
//
// A PLACE is the name of a parameter or of the receiver, the word "receiver", or the number of a parameter, with
// fields behind it where the guard is inside: "s.file". A RESULT is the name of a result or its number.
//
//	statement.go   the language
//	place.go       what a statement's words stand for in a signature
//	source.go      directives: where they stand, and to which declaration they belong
//	config.go      entries of the configuration
//	kind.go        the kinds of guards that "acquires" makes
//	overlay.go     what statements make of the summary of a function
//	verdict.go     statements that contradict the code, or are not needed
//
// What is wrong with a statement is told in this package's words, as a parser tells of syntax. All else that users
// read about guards is written by package explain.
package declare

import (
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/guardlint/guardlint/passes/internal/guard"
)

// Prefix is what the comment of every directive starts with. There is no space in it: that is how Go tells directives
// from prose.
const Prefix = "//guardlint:"

// Ignore is the word of the directive that silences a check. It is no statement: see package suppress.
const Ignore = "ignore"

// A Verb is the first word of a statement.
type Verb string

// The verbs.
const (
	Acquires  Verb = "acquires"
	Releases  Verb = "releases"
	Takes     Verb = "takes"
	Borrows   Verb = "borrows"
	Uses      Verb = "uses"
	Registers Verb = "registers"
	Observes  Verb = "observes"
	Runs      Verb = "runs"
)

// verbs lists the verbs with how to use them.
var verbs = [...]struct {
	verb  Verb
	usage string
}{
	{Acquires, "acquires"},
	{Releases, "releases x"},
	{Takes, "takes x"},
	{Borrows, "borrows x"},
	{Uses, "uses x"},
	{Registers, "registers f"},
	{Observes, "observes err"},
	{Runs, "runs f now|deferred|later|goroutine"},
}

// vocabulary lists the verbs for messages.
const vocabulary = "acquires, releases, takes, borrows, uses, registers, observes or runs"

// When says when a function runs that is passed on.
type When string

// The times at which a function runs.
const (
	Now       When = "now"       // before the call returns
	Deferred  When = "deferred"  // when the scope ends that it was registered with: a test, a request
	Later     When = "later"     // at some time, by somebody
	Goroutine When = "goroutine" // at once, concurrently
)

// A Statement says one thing about a function.
type Statement struct {
	Verb  Verb
	Place string // empty for acquires without a result
	When  When   // of runs
	Twice string // of releases: what a second one does, in the words of the configuration; empty if that is not said
}

// String returns the statement as it is written.
func (st Statement) String() string {
	words := string(st.Verb) + " " + st.Place + " " + string(st.When)
	if st.Twice != "" {
		words += twice + " " + st.Twice
	}
	return strings.Join(strings.Fields(words), " ")
}

// twice stands before what a second release does.
const twice = "twice"

// Parse reads a statement.
func Parse(text string) (Statement, error) {
	words := strings.Fields(text)
	if len(words) == 0 {
		return Statement{}, errors.New("a statement is missing: write " + vocabulary)
	}
	s := Statement{Verb: Verb(words[0])}
	usage := usageOf(s.Verb)
	if usage == "" {
		return Statement{}, fmt.Errorf("write %s, not %s", vocabulary, words[0])
	}
	want := len(strings.Fields(usage))
	optional := s.Verb == Acquires && len(words) == 2 || s.Verb == Releases && len(words) == 4 && words[2] == twice
	if len(words) != want && !optional {
		return Statement{}, fmt.Errorf("%q has the wrong number of words: write %s", strings.Join(words, " "), usage)
	}
	if len(words) > 1 {
		s.Place = words[1]
	}
	if len(words) == 4 {
		s.Twice = words[3]
		if harm, err := harms.lookup(s.Twice); err != nil || harm == guard.Nothing {
			return Statement{}, fmt.Errorf("twice cannot say %q: write fails, panics, ends-program or hits-another", s.Twice)
		}
	}
	if s.Verb == Runs {
		s.When = When(words[2])
		if !slices.Contains([]When{Now, Deferred, Later, Goroutine}, s.When) {
			return Statement{}, fmt.Errorf("runs cannot say %q: write now, deferred, later or goroutine", words[2])
		}
	}
	return s, nil
}

// usageOf returns how a verb is used, or "" if there is none such.
func usageOf(v Verb) string {
	for _, known := range verbs {
		if known.verb == v {
			return known.usage
		}
	}
	return ""
}
