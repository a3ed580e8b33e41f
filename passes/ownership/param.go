package ownership

import (
	"fmt"
	"go/types"
	"slices"
	"strings"

	"golang.org/x/tools/go/ssa"

	"github.com/guardlint/guardlint/passes/internal/effect"
	"github.com/guardlint/guardlint/passes/internal/guard"
	"github.com/guardlint/guardlint/passes/internal/leakpath"
	"github.com/guardlint/guardlint/passes/internal/obligation"
	"github.com/guardlint/guardlint/passes/internal/summary"
)

// params studies what happens to guards below each parameter.
func (in *inference) params(fn *ssa.Function, s *summary.Summary) {
	uses := usesOf(fn, in.lookup)
	visits := leakpath.MaxFuncVisits
	for i, p := range fn.Params {
		for _, path := range uses.below(p) {
			if e, ok := in.effect(fn, i, path, &visits); ok {
				s.Params = append(s.Params, e)
			}
		}
	}
}

// effect studies what happens to a guard at the path below a parameter. It reports false if it is only borrowed.
// The visits it takes are subtracted.
func (in *inference) effect(fn *ssa.Function, i int, path []int, visits *int) (summary.Effect, bool) {
	type param struct {
		fn     *ssa.Function
		i      int
		path   string
		visits int
	}
	st := again(in, param{fn, i, fmt.Sprint(path), min(*visits, leakpath.MaxParamVisits)}, func() *leakpath.Study {
		o := &obligation.Obligation{Fn: fn, Param: i, Path: path, Cleanup: -1}
		if last := len(path) - 1; last >= 0 && path[last] == summary.Named {
			o.Kind, o.Path = in.kinds.ByName(), path[:last]
		} else {
			o.Kind = in.anyRelease(below(fn.Params[i].Type(), path))
		}
		return in.explorer.Param(o, *visits)
	})
	*visits -= min(*visits, st.Visits)
	in.dump.study(fn, fmt.Sprintf("param %d%v", i, path), st)
	e := summary.Effect{Param: i, Path: path, Into: -1}
	truth, byTruth := guard.TruthResult(fn.Signature), summary.Effect{}
	if st.GaveUp != nil {
		e.OK, e.Err = summary.Unknown, summary.Unknown
		return e, true
	}
	for _, x := range st.Exits {
		f := fate(x)
		if x.Status == obligation.Absent { // a nil guard: nothing to say
			continue
		}
		if x.Status == obligation.Released {
			e.By = append(e.By, strings.Split(x.Reason, ",")...)
		}
		switch f {
		case summary.Launched:
			by, _ := effect.LaunchedBy(x.Reason)
			e.By = append(e.By, by...)
		case summary.Returned:
			f = addReturn(&e, x)
		case summary.Kept:
			addStore(&e, x)
		}
		if !x.Failed || x.Unknown {
			e.OK |= f
		}
		if x.Failed || x.Unknown {
			e.Err |= f
		}
		addByTruth(&byTruth, x, truth, f)
	}
	if byTruth.ByTruth() {
		e.OK, e.Err = byTruth.OK, byTruth.Err
	}
	slices.Sort(e.By)
	e.By = slices.Compact(e.By)
	return e, (e.OK|e.Err)&^summary.Borrowed != 0
}

// addByTruth records what becomes of the guard at an exit under what the truth value says that is result number i. There is
// none if i is negative.
func addByTruth(e *summary.Effect, x leakpath.Exit, i int, f summary.Fate) {
	if i < 0 || i >= len(x.Values) {
		return
	}
	v := x.Values[i]
	if !v.Known || v.Is == summary.True {
		e.OK |= f
	}
	if !v.Known || v.Is == summary.False {
		e.Err |= f
	}
}

// maxPlaces bounds the results through which one function returns its argument.
const maxPlaces = 3

// addReturn records that an exit hands the guard back inside a result. A wrapper may return what it is given if that is
// such a wrapper already (bufio.NewReader does): then the deeper place is the one that callers see.
func addReturn(e *summary.Effect, x leakpath.Exit) summary.Fate {
	at := summary.Place{Result: x.Result, Path: x.Path}
	for i, p := range e.Returns {
		switch {
		case p.Result != at.Result:
		case slices.Equal(p.Path, at.Path) || len(at.Path) == 0:
			return summary.Returned
		case len(p.Path) == 0:
			e.Returns[i] = at
			return summary.Returned
		default:
			e.Returns[i].Path = common(p.Path, at.Path)
			return summary.Returned
		}
	}
	if len(e.Returns) == maxPlaces {
		return summary.Unknown
	}
	e.Returns = append(e.Returns, at)
	return summary.Returned
}

// addStore records where an exit keeps the guard.
func addStore(e *summary.Effect, x leakpath.Exit) {
	if (e.OK|e.Err)&summary.Kept == 0 {
		e.Into, e.IntoPath = x.Into, x.IntoPath
	} else if e.Into != x.Into {
		e.Into, e.IntoPath = -1, nil
	} else if !slices.Equal(e.IntoPath, x.IntoPath) {
		e.IntoPath = common(e.IntoPath, x.IntoPath)
	}
}

// common returns what two paths have in common, and that the guard is somewhere inside.
func common(a, b []int) []int {
	n := 0
	for n < len(a) && n < len(b) && a[n] == b[n] && a[n] != summary.Inside {
		n++
	}
	return append(slices.Clone(a[:n]), summary.Inside)
}

// fate translates the status at an exit.
func fate(x leakpath.Exit) summary.Fate {
	switch x.Status {
	case obligation.Released:
		return summary.Released
	case obligation.Transferred:
		switch {
		case x.Result >= 0:
			return summary.Returned
		case x.Cleanup >= 0:
			return summary.Unknown
		}
		if _, ok := effect.LaunchedBy(x.Reason); ok {
			return summary.Launched
		}
		return summary.Kept
	case obligation.Unsure:
		if x.Result >= 0 {
			return summary.Returned
		}
		return summary.Unknown
	}
	return summary.Borrowed
}

// anyRelease returns a kind with all the releases that a value of type t could be given: the function that is studied
// on behalf of its callers does not know which guard they will pass.
func (in *inference) anyRelease(t types.Type) *guard.Kind {
	if k := in.released[t]; k != nil {
		return k
	}
	k := &guard.Kind{Name: "any"}
	for _, kind := range in.kinds.Kinds() {
		for _, r := range kind.Release {
			if in.possible(t, r) && !slices.Contains(k.Release, r) {
				k.Release = append(k.Release, r)
			}
		}
	}
	in.released[t] = k
	return k
}

// possible reports whether r can be the release of a value of type t.
func (in *inference) possible(t types.Type, r guard.Release) bool {
	if t == nil {
		return r.Field == ""
	}
	switch {
	case r.Call:
		_, ok := t.Underlying().(*types.Signature)
		return ok
	case r.Close, r.Send:
		_, ok := t.Underlying().(*types.Chan)
		return ok
	case r.Func != "":
		return true
	case r.Field != "":
		return effect.FieldPath(t, r.Field) != nil
	case types.IsInterface(t):
		return r.When == guard.AnyOutcome || hasMethod(t, r.Method)
	}
	return hasMethod(t, r.Method)
}
