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
	maxPaths          = 8  // field paths below one parameter
)

// An inference computes the summaries and the verdicts of one package.
type inference struct {
	kinds    *guard.Table
	lookup   *lookup
	explorer *leakpath.Explorer
	version  string // of the language

	fns        []*ssa.Function                      // the declared ones, in source order
	verdictsOf map[*ssa.Function][]leakpath.Verdict // by declared function
	shown      map[*types.Func]*summary.Summary     // by the bodies of functions, whatever is declared
	released   map[types.Type]*guard.Kind
	dump       *dumper
	final      bool // all summaries are known
	failed     bool // the analysis broke off; nothing is known
}

func newInference(l *lookup, d *dumper, version string) *inference {
	return &inference{
		kinds:      l.kinds,
		lookup:     l,
		explorer:   leakpath.New(l.of),
		version:    version,
		dump:       d,
		verdictsOf: make(map[*ssa.Function][]leakpath.Verdict),
		shown:      make(map[*types.Func]*summary.Summary),
		released:   make(map[types.Type]*guard.Kind),
	}
}

// run visits the functions of the package, callees first.
func (in *inference) run(pkg *ssa.Package) {
	fns := declared(pkg)
	in.fns = fns
	unlocks := globalUnlocks(fns, in.kinds)
	in.explorer.Unlocks = func(fn *types.Func, g *ssa.Global) bool { return unlocks[g][fn] }
	callees := calleesOf(fns)
	callers := inverted(callees)
	for _, component := range components(fns, callees) {
		in.component(component, callers)
	}
	// What can be done with an owner depends on the methods of its type, which need not be callees of the function that
	// has it. Only now all of them are known, whatever the order of the files.
	in.final = true
	for _, fn := range fns {
		if len(in.verdictsOf[fn]) > 0 {
			in.verdictsOf[fn] = in.verdicts(fn, &summary.Summary{})
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

// exported returns the summaries that other packages can ask for.
func (in *inference) exported() summary.Table {
	t := make(summary.Table)
	for fn, s := range in.lookup.own {
		if fn.Exported() {
			t[key(fn)] = s
		}
	}
	return t
}

// summarize studies one function.
func (in *inference) summarize(fn *ssa.Function) *summary.Summary {
	s := &summary.Summary{}
	in.contracts(fn, s)
	in.objects(fn, s)
	in.params(fn, s)
	in.observed(fn, s)
	in.verdictsOf[fn] = in.verdicts(fn, s)
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
	typ := below(fn.Params[i].Type(), path)
	kind := in.anyRelease(typ)
	st := in.explorer.Param(&obligation.Obligation{Kind: kind, Fn: fn, Param: i, Path: path, Cleanup: -1}, *visits)
	*visits -= min(*visits, st.Visits)
	in.dump.study(fn, fmt.Sprintf("param %d%v", i, path), st)
	e := summary.Effect{Param: i, Path: path, Into: -1}
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
	}
	slices.Sort(e.By)
	e.By = slices.Compact(e.By)
	return e, (e.OK|e.Err)&^summary.Borrowed != 0
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
		case x.Reason == effect.ToGoroutine:
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

// contracts studies what the outcome of a call tells about its arguments.
func (in *inference) contracts(fn *ssa.Function, s *summary.Summary) {
	if len(fn.Blocks) > maxContractBlocks || !in.mayContract(fn) {
		return
	}
	base := in.explorer.Assuming(fn, -1, 0)
	if base.GaveUp != nil {
		return
	}
	if len(base.Exits) == 0 {
		s.NoReturn = true
		return
	}
	seen := outcomes(base)
	for o := range seen.all(fn.Signature) {
		if !seen[o] {
			s.Contracts = append(s.Contracts, summary.Contract{Result: o.result, Is: o.is, Param: -1})
		}
	}
	for i, p := range fn.Params {
		for _, v := range testable(p.Type()) {
			if v != summary.Nil && v != summary.NonNil && v != summary.True && v != summary.False || !tested(p) {
				continue
			}
			given := in.explorer.Assuming(fn, i, v)
			if given.GaveUp != nil {
				continue
			}
			in.compare(s, seen, outcomes(given), len(given.Exits), i, v, fn.Signature)
		}
	}
}

// compare turns outcomes that do not occur when parameter i is v into contracts.
func (in *inference) compare(s *summary.Summary, base, given outcomeSet, exits, i int, v summary.Value, sig *types.Signature) {
	if exits == 0 {
		s.Contracts = append(s.Contracts, summary.Contract{Result: -1, Param: i, Then: v.Opposite()})
		return
	}
	for o := range base.all(sig) {
		if base[o] && !given[o] {
			s.Contracts = append(s.Contracts, summary.Contract{Result: o.result, Is: o.is, Param: i, Then: v.Opposite()})
		}
	}
}

// An outcome is one thing that a result can be.
type outcome struct {
	result int
	is     summary.Value
}

type outcomeSet map[outcome]bool

// all yields the outcomes that contracts are about: those of errors and truth values.
func (outcomeSet) all(sig *types.Signature) func(func(outcome) bool) {
	return func(yield func(outcome) bool) {
		for i := range sig.Results().Len() {
			for _, v := range testable(sig.Results().At(i).Type()) {
				if !yield(outcome{i, v}) {
					return
				}
			}
		}
	}
}

// outcomes collects what the results were at the exits of a study.
func outcomes(st *leakpath.Study) outcomeSet {
	set := make(outcomeSet)
	for _, x := range st.Exits {
		for i, v := range x.Values {
			if v.Known {
				set[outcome{i, v.Is}] = true
				continue
			}
			for _, is := range []summary.Value{summary.Nil, summary.NonNil, summary.True, summary.False} {
				set[outcome{i, is}] = true
			}
		}
	}
	return set
}

// testable returns the values that contracts distinguish for type t.
func testable(t types.Type) []summary.Value {
	if types.Identical(t, types.Universe.Lookup("error").Type()) {
		return []summary.Value{summary.Nil, summary.NonNil}
	}
	if b, ok := t.Underlying().(*types.Basic); ok && b.Kind() == types.Bool {
		return []summary.Value{summary.True, summary.False}
	}
	return nil
}

// tested reports whether the function decides by its parameter, or passes it on to something that may.
func tested(p *ssa.Parameter) bool { return len(*p.Referrers()) > 0 }

// mayContract is the cheap test before contracts: is there an error or a truth value among the results or parameters, or
// a call that may not return?
func (in *inference) mayContract(fn *ssa.Function) bool {
	sig := fn.Signature
	for i := range sig.Results().Len() {
		if testable(sig.Results().At(i).Type()) != nil {
			return true
		}
	}
	returns := 0
	for _, b := range fn.Blocks {
		if _, ok := b.Instrs[len(b.Instrs)-1].(*ssa.Return); ok {
			returns++
		}
	}
	if returns == 0 {
		return true
	}
	for i := range sig.Params().Len() {
		if testable(sig.Params().At(i).Type()) != nil {
			return true
		}
	}
	return mayEnd(fn)
}

// mayEnd reports whether a call in the function's first block might never return: log.Fatal wrappers.
func mayEnd(fn *ssa.Function) bool {
	for _, instr := range fn.Blocks[0].Instrs {
		if _, ok := instr.(*ssa.Call); ok {
			return len(fn.Blocks) <= 8
		}
	}
	return false
}
