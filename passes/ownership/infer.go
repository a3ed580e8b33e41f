package ownership

import (
	"fmt"
	"go/types"
	"reflect"
	"slices"
	"strings"

	"golang.org/x/tools/go/ssa"

	"github.com/guardlint/guardlint/passes/internal/effect"
	"github.com/guardlint/guardlint/passes/internal/guard"
	"github.com/guardlint/guardlint/passes/internal/leakpath"
	"github.com/guardlint/guardlint/passes/internal/obligation"
	"github.com/guardlint/guardlint/passes/internal/summary"
	"github.com/guardlint/guardlint/passes/internal/task"
)

const (
	maxChanges        = 4  // of the summary of a recursive function, before it is unknown
	maxContractBlocks = 24 // functions with contracts are small
)

// An inference computes the summaries and the verdicts of one package.
type inference struct {
	kinds    *guard.Table
	lookup   *lookup
	explorer *leakpath.Explorer
	version  string // of the language

	pkg        *ssa.Package
	fns        []*ssa.Function                      // the declared ones, in source order
	verdictsOf map[*ssa.Function][]leakpath.Verdict // by declared function
	shown      map[*types.Func]*summary.Summary     // by the bodies of functions, whatever is declared
	released   map[types.Type]*guard.Kind
	belief     map[*types.Func]belief
	dump       *dumper
	answers    map[any]answer // of the studies in the component that is being visited; nil if nothing is studied twice
	final      bool           // all summaries are known
	failed     error          // why the analysis broke off; nothing is known then
}

func newInference(l *lookup, d *dumper, version string) *inference {
	explorer := leakpath.New(l.of)
	explorer.Std, explorer.Receiver = inStd, l.receiver
	return &inference{
		kinds:      l.kinds,
		lookup:     l,
		explorer:   explorer,
		version:    version,
		dump:       d,
		verdictsOf: make(map[*ssa.Function][]leakpath.Verdict),
		shown:      make(map[*types.Func]*summary.Summary),
		released:   make(map[types.Type]*guard.Kind),
	}
}

// summaries visits the functions of the package, callees first.
func (in *inference) summaries(pkg *ssa.Package) {
	fns := declared(pkg)
	in.pkg, in.fns = pkg, fns
	unlocks := globalUnlocks(fns, in.kinds)
	in.explorer.Unlocks = func(fn *types.Func, g *ssa.Global) bool { return unlocks[g][fn] }
	in.belief = in.beliefs()
	in.lookup.implementations = implementations(pkg)
	callees := calleesOf(fns, in.lookup.implementations)
	callers := inverted(callees)
	for _, component := range components(fns, callees) {
		in.component(component, callers)
	}
}

// decide computes the verdicts where they are missing or may change. What can be done with an owner depends on the methods of its
// type, which need not be callees of the function that has it. Only now all of them are known, whatever the order of the
// files. What is known to be released stays so.
func (in *inference) decide() {
	in.final = true
	open := func(v leakpath.Verdict) bool { return v.Outcome != leakpath.Released }
	for _, fn := range in.fns {
		if list, complete := in.verdictsOf[fn]; !complete || slices.ContainsFunc(list, open) {
			in.verdictsOf[fn], _ = in.verdicts(fn, &summary.Summary{})
		}
	}
	in.excuseHeld()
}

// component iterates over functions that call each other until their summaries agree, beginning with "does nothing". A
// function is studied again when one of its callees has changed. One whose summary does not settle becomes opaque, and
// the others go on from that.
func (in *inference) component(fns []*ssa.Function, callers map[*ssa.Function][]*ssa.Function) {
	dirty := make(map[*ssa.Function]bool, len(fns))
	changes := make(map[*ssa.Function]int, len(fns)) // of the members
	for _, fn := range fns {
		in.set(fn, known)
		dirty[fn], changes[fn] = true, 0
	}
	if len(fns) > 1 || slices.Contains(callers[fns[0]], fns[0]) {
		in.answers = make(map[any]answer)
		defer func() { in.answers = nil }()
	}
	for len(dirty) > 0 {
		for _, fn := range fns {
			if !dirty[fn] {
				continue
			}
			delete(dirty, fn)
			s := in.summarize(fn)
			if reflect.DeepEqual(s, in.get(fn)) || changes[fn] > maxChanges {
				continue
			}
			if changes[fn]++; changes[fn] > maxChanges {
				s = &summary.Summary{Opaque: true}
			}
			in.set(fn, s)
			for _, caller := range callers[fn] {
				if _, member := changes[caller]; member {
					dirty[caller] = true
				}
			}
		}
	}
}

func (in *inference) set(fn *ssa.Function, s *summary.Summary) {
	obj, _ := fn.Object().(*types.Func)
	in.shown[obj] = s // nil for the package's initializer, which nobody calls
	if obj != nil {
		in.lookup.own[obj] = in.lookup.declared.Over(obj, s)
	}
}

func (in *inference) get(fn *ssa.Function) *summary.Summary {
	obj, _ := fn.Object().(*types.Func)
	return in.shown[obj]
}

// exported returns the summaries that other packages can ask for: of what they can call, and the releases by
// which an object ends what it holds, though others cannot call them.
func (in *inference) exported() summary.Table {
	t := make(summary.Table)
	type field struct{ typ, path string }
	public := make(map[field]bool) // what exported methods release
	released := func(fn *types.Func, e summary.Effect) field {
		typ, _, _ := strings.Cut(key(fn), ".")
		return field{typ, fmt.Sprint(e.Path)}
	}
	for fn, s := range in.lookup.own {
		if fn.Exported() {
			t[key(fn)] = s
			for _, e := range s.Params {
				if fn.Signature().Recv() != nil && in.releasesHeld(e) {
					public[released(fn, e)] = true
				}
			}
		}
	}
	for fn, s := range in.lookup.own {
		if !fn.Exported() && fn.Signature().Recv() != nil {
			t[key(fn)] = &summary.Summary{Params: slices.DeleteFunc(slices.Clone(s.Params), func(e summary.Effect) bool {
				return !in.releasesHeld(e) || public[released(fn, e)]
			})}
		}
	}
	for m := range in.lookup.implementations {
		if e, ok := in.lookup.receiver(m); ok && m.Exported() {
			t[implemented(m)] = &summary.Summary{Params: []summary.Effect{e}}
		}
	}
	return t
}

// releasesHeld reports whether an effect is the release of something that the receiver holds, a lock aside.
func (in *inference) releasesHeld(e summary.Effect) bool {
	if e.Param != 0 || len(e.Path) == 0 || e.OK&summary.Released == 0 {
		return false
	}
	return !slices.ContainsFunc(e.By, func(by string) bool {
		return slices.ContainsFunc(in.kinds.Kinds(), func(k *guard.Kind) bool { return k.ReportedBy() == "lockheld" && summary.Names(k, by) })
	})
}

// summarize studies one function.
func (in *inference) summarize(fn *ssa.Function) *summary.Summary {
	s := &summary.Summary{}
	in.contracts(fn, s)
	in.objects(fn, s)
	in.params(fn, s)
	in.observed(fn, s)
	in.waits(fn, s)
	in.leavesRunning(fn, s)
	delete(in.verdictsOf, fn)
	if list, complete := in.verdicts(fn, s); complete {
		in.verdictsOf[fn] = list
	}
	s.Normalize()
	in.dump.done(fn, s)
	return s
}

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

// observed finds the parameters whose errors somebody gets to see.
func (in *inference) observed(fn *ssa.Function, s *summary.Summary) {
	for i, p := range fn.Params {
		if summary.CanFail(p.Type()) && task.Observes(fn, i, in.lookup.of) {
			s.Observes = append(s.Observes, i)
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
		return effectFieldPath(t, r.Field) != nil
	case types.IsInterface(t):
		return r.When == guard.AnyOutcome || hasMethod(t, r.Method)
	}
	return hasMethod(t, r.Method)
}

func hasMethod(t types.Type, name string) bool {
	obj, _, _ := types.LookupFieldOrMethod(t, true, nil, name)
	_, ok := obj.(*types.Func)
	return ok
}
