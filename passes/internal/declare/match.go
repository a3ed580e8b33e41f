package declare

import (
	"fmt"
	"go/types"
	"slices"

	"github.com/guardlint/guardlint/passes/internal/guard"
)

// problem reports an entry of the configuration that does not fit the package. There is no position in the package for
// what it lacks: its name stands for it.
func (p Package) problem(entry, message string) Problem {
	problem := Problem{Category: UnknownName, Entry: entry, Message: message}
	if len(p.Files) > 0 {
		problem.Pos, problem.End = p.Files[0].Name.Pos(), p.Files[0].Name.End()
	}
	return problem
}

// rows calls f for the acquisitions of the configuration in a package, each as a kind of its own.
func (e *Entries) rows(path string, f func(place string, kind guard.Kind)) {
	if e == nil {
		return
	}
	for i, k := range e.kinds {
		for j, a := range k.Acquire {
			if guard.PackageOf(a.Func) == path {
				single := k
				single.Acquire = []guard.Acquisition{a}
				f(fmt.Sprintf("kinds[%d].acquire[%d]", i, j), single)
			}
		}
	}
}

// unfit compares the kinds of the configuration with the functions of a package.
func (e *Entries) unfit(pkg Package) []Problem {
	known := func(path string) *types.Package {
		for _, p := range append(pkg.Types.Imports(), pkg.Types) {
			if p.Path() == path {
				return p
			}
		}
		return nil
	}
	var list []Problem
	whole := make(map[string]bool) // kinds whose methods have been looked at
	e.rows(pkg.Types.Path(), func(place string, kind guard.Kind) {
		single := kind
		single.Uses, single.Revives = nil, nil // each is a method of what some acquisition makes, not of what all make
		errs := guard.Verify(&single, known)
		if i := slices.IndexFunc(e.kinds, func(k guard.Kind) bool { return k.Name == kind.Name }); !whole[kind.Name] {
			whole[kind.Name] = true
			errs = append(errs, guard.VerifyMethods(&e.kinds[i], known)...)
		}
		for _, err := range errs {
			list = append(list, pkg.problem(place, err.Error()))
		}
	})
	return list
}

// A Match is an entry of the configuration that is about the package, with what it means there.
type Match struct {
	Entry string
	Text  string
}

// Matches returns the entries about the package that fit it.
func (s *Set) Matches() []Match {
	if s == nil {
		return nil
	}
	var list []Match
	add := func(entry, text string) {
		if !slices.ContainsFunc(s.problems, func(p Problem) bool { return p.Entry == entry }) {
			list = append(list, Match{entry, text})
		}
	}
	s.entries.rows(s.pkg.Types.Path(), func(place string, kind guard.Kind) {
		add(place, fmt.Sprintf("%s acquires a %s, to be %s", kind.Acquire[0].Func, kind.Noun, kind.Verb))
	})
	for _, d := range s.own {
		if d.Entry != "" {
			add(d.Entry, fmt.Sprintf("%s %s", d.Fn.FullName(), d.Statement))
		}
	}
	return list
}
