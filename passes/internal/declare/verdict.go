package declare

import (
	"cmp"
	"fmt"
	"go/ast"
	"go/types"
	"slices"

	"github.com/guardlint/guardlint/passes/internal/summary"
)

// Problems returns what is wrong with the declarations in the package and with the entries about it, in source order.
// shown returns the summary that the body of a function gives, without what is declared about it.
//
// A statement is not needed if the body shows the same, and contradicts it if the body shows, on every path, something
// that excludes it. In between is what statements are made for: the body shows nothing, or shows it on some paths.
func (s *Set) Problems(shown func(*types.Func) *summary.Summary) []Problem {
	if s == nil {
		return nil
	}
	list := slices.Clone(s.problems)
	for i, d := range s.own {
		switch before := s.own[:i]; {
		case d.repeats(before):
			list = append(list, d.problem(Contradiction, fmt.Sprintf("%s has two statements about %s: keep the one that is right", d.Fn.Name(), d.Place)))
		case d.body != nil:
			if category, message := s.judge(d, shown(d.Fn)); category != "" {
				list = append(list, d.problem(category, message))
			}
		}
	}
	slices.SortStableFunc(list, func(a, b Problem) int {
		return cmp.Or(cmp.Compare(a.Pos, b.Pos), cmp.Compare(a.Entry, b.Entry), cmp.Compare(a.Message, b.Message))
	})
	return list
}

// repeats reports whether an earlier statement is about the same place of the same function. That an error is observed
// says nothing about what becomes of a guard.
func (d Declared) repeats(before []Declared) bool {
	return slices.ContainsFunc(before, func(e Declared) bool {
		return e.Fn == d.Fn && e.Place == d.Place && (e.Verb == Observes) == (d.Verb == Observes) && (e.Verb == Acquires) == (d.Verb == Acquires)
	})
}

// judge compares a statement with the body of its function.
func (s *Set) judge(d Declared, shown *summary.Summary) (category, message string) {
	if shown == nil || shown.Opaque {
		return "", ""
	}
	if d.Verb == Acquires {
		result, _ := resultOf(d.Fn, d.Place)
		if slices.ContainsFunc(shown.Results, func(f summary.Fresh) bool { return f.Result == result && !f.Some }) {
			return d.unneeded("is seen to hand out what it acquires")
		}
		return "", ""
	}
	p, err := resolve(d.Fn, d.Place)
	if err != nil {
		return "", ""
	}
	ignored := p.param > 0 || d.Fn.Signature().Recv() == nil
	if ignored = ignored && !uses(s.pkg.Info, d.body, p.v); ignored && d.Verb != Borrows {
		return d.contradicted("never uses "+d.Place, "remove it")
	}
	if d.Verb == Observes { // bodies that hand the error to unknown code are believed as well, but show nothing
		return "", ""
	}
	ok, failed := summary.Borrowed, summary.Borrowed
	if e, found := shown.Effect(p.param, p.path); found {
		ok, failed = e.OK, e.Err
	}
	if (ok|failed)&summary.Unknown != 0 {
		return "", ""
	}
	return d.compare(s, shown, p, ok, failed)
}

// compare judges what becomes of the guard by the body: ok when the function succeeds, failed when it does not.
func (d Declared) compare(s *Set, shown *summary.Summary, p place, ok, failed summary.Fate) (category, message string) {
	all := ok | failed
	switch d.Verb {
	case Uses: // a body may show that the guard is left alone, never that it has to be there
		if all != summary.Borrowed && all&^summary.Taken == 0 {
			return d.contradicted(fateOf(all, d.Place), "remove it")
		}
	case Borrows:
		inside := slices.ContainsFunc(shown.Params, func(e summary.Effect) bool { return e.Param == p.param })
		switch {
		case !inside:
			return d.unneeded("is seen to leave " + d.Place + " alone")
		case all&^summary.Taken == 0:
			return d.contradicted(fateOf(all, d.Place), "remove it")
		}
	case Takes:
		if all&^summary.Taken == 0 {
			return d.unneeded("is seen to take " + d.Place)
		}
	case Releases:
		if all == summary.Released && d.Twice == "" && !s.makesKind(p.typ) {
			return d.unneeded("is seen to release " + d.Place)
		}
	case Registers:
		if all == summary.Released {
			return d.contradicted(fateOf(all, d.Place), "write \"releases\", or \"runs\" with now")
		}
	case Runs:
		return d.compareRun(ok, failed)
	}
	return "", ""
}

// compareRun judges when a function is called by the body. That it is called in a goroutine, or kept and called later,
// is one and the same there: it is out of sight.
func (d Declared) compareRun(ok, failed summary.Fate) (category, message string) {
	wantOK, wantErr := d.fates(d.Fn.Signature())
	switch all := ok | failed; {
	case ok == wantOK && (failed == wantErr || failed == summary.NeverEnds):
		return d.unneeded("is seen to do so")
	case all == summary.Borrowed:
		return d.contradicted("neither calls nor keeps "+d.Place, "remove it")
	case all == summary.Released:
		return d.contradicted("calls "+d.Place+" before it returns", "write now")
	case all&^summary.Taken == 0 && d.When == Now:
		return d.contradicted("hands "+d.Place+" on", "write later or goroutine")
	}
	return "", ""
}

// fateOf says what a body does.
func fateOf(f summary.Fate, name string) string {
	switch f {
	case summary.Released:
		return "releases " + name
	case summary.Kept:
		return "keeps " + name
	case summary.Launched:
		return "gives " + name + " to a goroutine"
	}
	return "takes " + name
}

// makesKind reports whether guards of type t are declared to be acquired in the package. What releases them is a part
// of the kind, so that the statement is needed even if the body shows as much.
func (s *Set) makesKind(t types.Type) bool {
	return slices.ContainsFunc(s.own, func(d Declared) bool {
		if d.Verb != Acquires {
			return false
		}
		result, err := resultOf(d.Fn, d.Place)
		return err == nil && types.Identical(d.Fn.Signature().Results().At(result).Type(), t)
	})
}

// uses reports whether a body mentions a variable.
func uses(info *types.Info, body *ast.BlockStmt, v *types.Var) bool {
	found := false
	ast.Inspect(body, func(n ast.Node) bool {
		if id, ok := n.(*ast.Ident); ok && info.Uses[id] == v {
			found = true
		}
		return !found
	})
	return found
}

func (d Declared) unneeded(why string) (category, message string) {
	return Unneeded, fmt.Sprintf("%s %s: remove the %s %q", d.Fn.Name(), why, d.origin(), d.Statement)
}

func (d Declared) contradicted(what, remedy string) (category, message string) {
	return Contradiction, fmt.Sprintf("%s %s, against the %s %q: %s", d.Fn.Name(), what, d.origin(), d.Statement, remedy)
}
