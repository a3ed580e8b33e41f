package declare

import (
	"fmt"
	"go/token"
	"go/types"
	"slices"
	"strings"

	"github.com/guardlint/guardlint/passes/internal/guard"
)

// The words of the configuration for what package guard has constants for. The first of each list is the default.
var (
	validities  = words[guard.Validity]{{"auto", guard.Auto}, {"always", guard.Always}, {"error", guard.ErrNil}, {"ok", guard.OK}, {"non-nil", guard.NonNil}, {"errno", guard.Zero}}
	outcomes    = words[guard.Outcome]{{"any", guard.AnyOutcome}, {"false", guard.False}, {"true", guard.True}, {"success", guard.Success}}
	certainties = words[guard.Certainty]{{"definite", guard.Definite}, {"likely", guard.Likely}, {"unsure", guard.Unsure}}
	harms       = words[guard.Twice]{{"nothing", guard.Nothing}, {"fails", guard.Fails}, {"panics", guard.Panics}, {"ends-program", guard.EndsProgram}, {"hits-another", guard.HitsAnother}}
	policies    = words[guard.ErrorPolicy]{{"ignored", guard.MayIgnore}, {"matter", guard.Matters}}
)

type words[T any] []struct {
	word  string
	value T
}

// lookup returns the value of a word; the empty word is the first one.
func (w words[T]) lookup(word string) (T, error) {
	var list []string
	for i, known := range w {
		if word == known.word || word == "" && i == 0 {
			return known.value, nil
		}
		list = append(list, known.word)
	}
	return w[0].value, fmt.Errorf("%q is unknown: write one of %s", word, strings.Join(list, ", "))
}

// compile makes a row of the table of it.
func (k Kind) compile(place string) (guard.Kind, error) {
	kind := guard.Kind{
		Name: k.Name, Noun: k.Noun, Verb: k.Verb, Check: k.Check, Idempotent: k.Idempotent, Durable: k.Durable, Why: k.Why,
	}
	if kind.Noun == "" {
		kind.Noun = k.Name
	}
	if kind.Why == "" {
		kind.Why = "declared in the configuration"
	}
	var err error
	if kind.Ceiling, err = certainties.lookup(k.Certainty); err != nil {
		return kind, &EntryError{place + ".certainty", err}
	}
	if kind.Errors, err = policies.lookup(k.Errors); err != nil {
		return kind, &EntryError{place + ".errors", err}
	}
	if kind.Errors == guard.Matters {
		kind.Writes = []string{guard.AnyMethod}
	}
	if kind.Twice, err = harms.lookup(k.Twice); err != nil {
		return kind, &EntryError{place + ".twice", err}
	}
	if kind.Idempotent && kind.Twice != guard.Nothing {
		return kind, &EntryError{place + ".twice", fmt.Errorf("a second release cannot both be harmless and do something: remove \"idempotent\" or \"twice\"")}
	}
	if kind.Uses, err = methodNames(k.Uses); err != nil {
		return kind, &EntryError{place + ".uses", err}
	}
	if kind.Revives, err = methodNames(k.Revives); err != nil {
		return kind, &EntryError{place + ".revives", err}
	}
	for i, a := range k.Acquire {
		row, err := a.compile()
		if err != nil {
			return kind, &EntryError{fmt.Sprintf("%s.acquire[%d]", place, i), err}
		}
		kind.Acquire = append(kind.Acquire, row)
	}
	for i, r := range k.Release {
		when, err := outcomes.lookup(r.When)
		if err != nil {
			return kind, &EntryError{fmt.Sprintf("%s.release[%d].when", place, i), err}
		}
		kind.Release = append(kind.Release, guard.Release{Method: r.Method, Field: r.Field, Func: r.Func, Arg: r.Arg, Call: r.Call, When: when})
	}
	if kind.Verb == "" {
		kind.Verb = verbOf(kind.Release)
	}
	return kind, nil
}

// methodNames checks names of methods of the guard.
func methodNames(names []string) ([]string, error) {
	for _, name := range names {
		if !token.IsIdentifier(name) {
			return nil, fmt.Errorf("%q is no name of a method: write it without its type, as in Read", name)
		}
	}
	return slices.Clone(names), nil
}

// compile makes an acquisition of it.
func (a Acquire) compile() (guard.Acquisition, error) {
	row := guard.Acquisition{Func: a.Func, Holder: guard.Holder{Field: a.Field}}
	if err := guard.CheckName(a.Func); err != nil {
		return row, err
	}
	ways := 0
	if a.Result != nil {
		row.Holder.Index = *a.Result
		ways++
	}
	if a.Arg != nil {
		row.Holder.In, row.Holder.Index = guard.Arg, *a.Arg
		ways++
	}
	if a.Receiver {
		row.Holder.In = guard.Receiver
		ways++
	}
	if ways > 1 {
		return row, fmt.Errorf("the guard of %s is in one place: write one of result, arg and receiver", a.Func)
	}
	var err error
	row.Valid, err = validities.lookup(a.Valid)
	return row, err
}

// verbOf says what the first release does to the guard.
func verbOf(releases []guard.Release) string {
	if len(releases) == 0 {
		return ""
	}
	switch r := releases[0]; {
	case r.Method != "":
		return guard.Participle(r.Method)
	case r.Call:
		return "called"
	default:
		return "passed to " + shortName(r.Func)
	}
}

// shortName is a full name of a function without the folders of its package.
func shortName(full string) string { return full[strings.LastIndexByte(full, '/')+1:] }

// kindOf makes the kind of the guards that fn acquires by a statement. Its releases are the methods and functions that
// are declared to release such a guard, else the methods with a name that such methods have; releasers are the functions
// of the package that are declared to release a parameter.
func (d Declared) kindOf(s *Set, releasers []Declared) (guard.Kind, *Problem) {
	result, err := resultOf(d.Fn, d.Place)
	if err != nil {
		p := d.problem(UnknownName, err.Error())
		return guard.Kind{}, &p
	}
	typ := d.Fn.Signature().Results().At(result).Type()
	k := guard.Kind{
		Name:    d.Fn.FullName(),
		Noun:    nounOf(typ),
		Acquire: []guard.Acquisition{{Func: d.Fn.FullName(), Holder: guard.Holder{Index: result}}},
		Release: releasesOf(typ, s.isRelease, releasers),
		Uses:    s.usesOf(typ),
		Twice:   s.twiceOf(typ, releasers),
		Why:     "declared: " + d.origin() + " " + d.String(),
	}
	if len(k.Release) == 0 {
		p := d.problem(Contradiction, fmt.Sprintf("%s acquires a %s that nothing releases: declare \"releases\" of a method or function for it",
			d.Fn.Name(), types.TypeString(typ, types.RelativeTo(d.Fn.Pkg()))))
		return k, &p
	}
	k.Verb = verbOf(k.Release)
	k.Idempotent = k.Twice == guard.Nothing
	return k, nil
}

// usesOf lists the methods of t that are declared to need it.
func (s *Set) usesOf(t types.Type) (names []string) {
	for m, st := range s.aboutReceiver(t) {
		if st.Verb == Uses {
			names = append(names, m.Name())
		}
	}
	return names
}

// twiceOf returns what is declared about a second release of a value of type t: the worst of it, if its releases differ.
func (s *Set) twiceOf(t types.Type, releasers []Declared) (harm guard.Twice) {
	worse := func(st Statement) {
		if h, err := harms.lookup(st.Twice); err == nil && h > harm {
			harm = h
		}
	}
	for _, st := range s.aboutReceiver(t) {
		worse(st)
	}
	for _, r := range releasers {
		if p, err := resolve(r.Fn, r.Place); err == nil && len(p.path) == 0 && types.Identical(p.typ, t) {
			worse(r.Statement)
		}
	}
	return harm
}

// aboutReceiver yields what is declared about the receiver of each method of t.
func (s *Set) aboutReceiver(t types.Type) func(yield func(*types.Func, Statement) bool) {
	return func(yield func(*types.Func, Statement) bool) {
		methods := methodSet(t)
		for i := range methods.Len() {
			m, ok := methods.At(i).Obj().(*types.Func)
			if !ok {
				continue
			}
			for _, st := range s.statements(m) {
				p, err := resolve(m, st.Place)
				if err == nil && p.param == 0 && len(p.path) == 0 && !yield(m, st) {
					return
				}
			}
		}
	}
}

// nounOf says what a guard of type t is called where a program has no name for it.
func nounOf(t types.Type) string {
	if p, ok := t.Underlying().(*types.Pointer); ok {
		t = p.Elem()
	}
	if named, ok := types.Unalias(t).(*types.Named); ok {
		return strings.ToLower(named.Obj().Name())
	}
	if isCleanup(t) {
		return "cleanup function"
	}
	return "guard"
}

// releasesOf lists how a value of type t is released.
func releasesOf(t types.Type, isRelease func(*types.Func) bool, releasers []Declared) []guard.Release {
	if isCleanup(t) {
		return []guard.Release{{Call: true}}
	}
	list := releaseMethods(t, isRelease)
	for _, r := range releasers {
		p, err := resolve(r.Fn, r.Place)
		first := 0
		if r.Fn.Signature().Recv() != nil {
			first = 1
		}
		if err == nil && p.param >= first && len(p.path) == 0 && types.Identical(p.typ, t) {
			list = append(list, guard.Release{Func: r.Fn.FullName(), Arg: p.param - first})
		}
	}
	return list
}

// releaseMethods lists the methods of t that are declared or known to release it, or else those whose names say so.
func releaseMethods(t types.Type, isRelease func(*types.Func) bool) []guard.Release {
	var declared, usual []guard.Release
	methods := methodSet(t)
	for i := range methods.Len() {
		m, ok := methods.At(i).Obj().(*types.Func)
		switch {
		case !ok:
		case isRelease(m):
			declared = append(declared, guard.Release{Method: m.Name()})
		case guard.ReleaseName(m.Name()):
			usual = append(usual, guard.Release{Method: m.Name()})
		}
	}
	if len(declared) > 0 {
		return declared
	}
	return usual
}

// methodSet returns the methods that can be called on a variable of type t.
func methodSet(t types.Type) *types.MethodSet {
	if _, isPointer := t.Underlying().(*types.Pointer); !isPointer && !types.IsInterface(t) {
		t = types.NewPointer(t)
	}
	return types.NewMethodSet(t)
}
