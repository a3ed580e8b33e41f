package ownership

import (
	"fmt"
	"go/types"
	"reflect"
	"slices"
	"strings"

	"golang.org/x/tools/go/ssa"

	"github.com/guardlint/guardlint/passes/internal/guard"
	"github.com/guardlint/guardlint/passes/internal/leakpath"
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
	dispatch   *dispatch
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
	if in.lookup.implemented {
		in.lookup.implementations = implementations(pkg)
	}
	in.dispatch = dispatchOf(pkg, fns)
	in.explorer.Dispatched = in.dispatch.called
	callees := calleesOf(fns, in.lookup.implementations)
	in.dispatch.join(callees, fns)
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
	in.disbelieve()
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

// releasesHeld reports whether an effect is the release of something that the receiver holds, by a goroutine perhaps, a lock
// aside.
func (in *inference) releasesHeld(e summary.Effect) bool {
	if e.Param != 0 || len(e.Path) == 0 || e.OK&(summary.Released|summary.Launched) == 0 {
		return false
	}
	return !slices.ContainsFunc(e.By, func(by string) bool {
		return slices.ContainsFunc(in.kinds.Kinds(), func(k *guard.Kind) bool { return k.ReportedBy() == "lockheld" && summary.Names(k, by) })
	})
}

// summarize studies one function.
func (in *inference) summarize(fn *ssa.Function) *summary.Summary {
	s := &summary.Summary{}
	in.tabulate(fn)
	in.contracts(fn, s)
	in.objects(fn, s)
	in.params(fn, s)
	in.observed(fn, s)
	in.deaf(fn, s)
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

// observed finds the parameters whose errors somebody gets to see.
func (in *inference) observed(fn *ssa.Function, s *summary.Summary) {
	for i, p := range fn.Params {
		if summary.CanFail(p.Type()) && task.Observes(fn, i, in.lookup.of) {
			s.Observes = append(s.Observes, i)
		}
	}
}

// deaf finds the contexts whose end the function does not heed.
func (in *inference) deaf(fn *ssa.Function, s *summary.Summary) {
	for i, p := range fn.Params {
		if guard.IsContext(p.Type()) && task.Deaf(p, in.lookup.of) {
			s.Deaf = append(s.Deaf, i)
		}
	}
}

func hasMethod(t types.Type, name string) bool {
	obj, _, _ := types.LookupFieldOrMethod(t, true, nil, name)
	_, ok := obj.(*types.Func)
	return ok
}
