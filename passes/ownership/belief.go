package ownership

import (
	"cmp"
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

// What nothing else tells, other callers may: if most calls of a function in a package are followed by Close on the
// result, the one that is not has forgotten it. The idea is that of Engler et al., Bugs as deviant behavior (SOSP 2001):
// code shows what its authors believe.
//
//	head, err := NewHead(...)
//	...
//	defer head.Close() // here, and there; but not in FlushWAL

// Limits of a belief.
const (
	minReleased = 2 // calls that are followed by a release
	maxSilent   = 3 // one call without a release per so many with it
)

// A belief is what the callers of a function in this package do with one of its results.
type belief struct {
	result int
	method string // by which they release it
	calls  []ssa.CallInstruction
}

// beliefs finds the functions most of whose callers release a result.
func (in *inference) beliefs() map[*types.Func]belief {
	sites := make(map[*types.Func][]*ssa.Call)
	for _, fn := range in.fns {
		eachInstr(fn, func(instr ssa.Instruction) {
			call, ok := instr.(*ssa.Call)
			if !ok {
				return
			}
			if callee := called(&call.Call); callee != nil && callee.Signature().Results().Len() > 0 {
				sites[callee] = append(sites[callee], call)
			}
		})
	}
	found := make(map[*types.Func]belief)
	for callee, calls := range sites {
		if len(calls) <= minReleased || callee.Pkg() == nil || inStd(callee.Pkg().Path()) {
			continue // of the standard library we know what it hands out
		}
		for i := range callee.Signature().Results().Len() {
			if b, ok := in.believes(calls, i); ok {
				found[callee] = b
				break
			}
		}
	}
	return found
}

// believes weighs the calls of one function.
func (in *inference) believes(calls []*ssa.Call, result int) (belief, bool) {
	t := calls[0].Call.Signature().Results().At(result).Type()
	if !in.canBeReleased(t) {
		return belief{}, false
	}
	released := make(map[string][]ssa.CallInstruction)
	silent := 0
	for _, call := range calls {
		v := effect.RegisterOf(call, result)
		if v == nil {
			silent++
			continue
		}
		f := follower{in: in, seen: make(map[ssa.Value]bool)}
		f.follow(v)
		switch {
		case f.release != nil:
			released[f.method] = append(released[f.method], f.release)
		case !f.handedOn:
			silent++
		}
	}
	if len(released) != 1 {
		return belief{}, false
	}
	for name, by := range released {
		slices.SortFunc(by, func(a, b ssa.CallInstruction) int { return cmp.Compare(a.Pos(), b.Pos()) })
		return belief{result, name, by}, len(by) >= minReleased && silent*maxSilent <= len(by)
	}
	return belief{}, false
}

// canBeReleased reports whether t is a declared type with a method that has the name of a release. Type arguments are left
// out: what a generic container hands out is what was put in. So is the Unlock of a lock: it undoes what was done to it after it
// was handed out.
func (in *inference) canBeReleased(t types.Type) bool {
	named := namedOf(t)
	if named == nil || named.TypeArgs() != nil {
		return false
	}
	for name := range in.lookup.releaseNames {
		if guard.ReleaseName(name) && hasMethod(t, name) && !unlocks(t, name) {
			return true
		}
	}
	return false
}

// unlocks reports whether the method is that by which t, which another one locks, is unlocked.
func unlocks(t types.Type, method string) bool {
	if method != "Unlock" || !hasMethod(t, method) {
		return false
	}
	methods := types.NewMethodSet(t)
	for i := range methods.Len() {
		if strings.HasPrefix(methods.At(i).Obj().Name(), "Lock") {
			return true
		}
	}
	return false
}

// A follower looks at all uses of a value and its copies, whatever the paths.
type follower struct {
	in       *inference
	seen     map[ssa.Value]bool
	release  ssa.CallInstruction // the first one that was found
	method   string              // by which it releases
	handedOn bool
}

func (f *follower) follow(v ssa.Value) {
	if f.seen[v] || v.Referrers() == nil {
		return
	}
	f.seen[v] = true
	for _, ref := range *v.Referrers() {
		switch ref := ref.(type) {
		case *ssa.Phi:
			f.follow(ref)
		case *ssa.MakeInterface:
			f.follow(ref)
		case *ssa.ChangeInterface:
			f.follow(ref)
		case *ssa.UnOp:
			f.follow(ref)
		case *ssa.Store:
			if alloc, ok := ref.Addr.(*ssa.Alloc); ok && ref.Val == v {
				f.follow(alloc)
			} else if ref.Val == v {
				f.handedOn = true
			}
		case *ssa.MakeClosure:
			fn := ref.Fn.(*ssa.Function)
			if method, ok := fn.Object().(*types.Func); ok && fn.Synthetic != "" {
				f.handedOn = f.handedOn || f.isRelease(method)
				continue
			}
			for i, b := range ref.Bindings {
				if b == v {
					f.follow(fn.FreeVars[i])
				}
			}
		case *ssa.Return, *ssa.Send, *ssa.MapUpdate, *ssa.Slice:
			f.handedOn = true
		case ssa.CallInstruction:
			f.call(ref, v)
		}
	}
}

func (f *follower) call(call ssa.CallInstruction, v ssa.Value) {
	callee := called(call.Common())
	for k, op := range operands(call.Common()) {
		switch fn := call.Common().StaticCallee(); {
		case op != v:
		case k == 0 && callee != nil && callee.Signature().Recv() != nil:
			if f.isRelease(callee) {
				f.found(call, callee.Name())
			}
		case fn != nil && k < len(fn.Params) && len(fn.Blocks) > 0: // of this package
			f.follow(fn.Params[k])
		case f.releasedBy(callee, k) != "":
			f.found(call, f.releasedBy(callee, k))
		default:
			f.handedOn = true
		}
	}
}

func (f *follower) found(call ssa.CallInstruction, method string) {
	if f.release == nil {
		f.release, f.method = call, method
	}
}

// releasedBy returns the method by which a function of another package releases its operand k, or "".
func (f *follower) releasedBy(callee *types.Func, k int) string {
	if callee == nil {
		return ""
	}
	if sum := f.in.lookup.of(callee); sum != nil {
		if e, _ := sum.Effect(k, nil); e.OK&summary.Released != 0 && len(e.By) == 1 {
			return e.By[0]
		}
	}
	return ""
}

// isRelease reports whether a method looks like a release: it is given nothing but a context, perhaps. One that is asked for
// something, as the nodes of go/ast are for their End, is none.
func (f *follower) isRelease(method *types.Func) bool {
	sig := method.Signature()
	params, results := sig.Params(), sig.Results()
	given := params.Len() > 1 || params.Len() == 1 && !hasMethod(params.At(0).Type(), "Deadline")
	asked := results.Len() > 1 || results.Len() == 1 && !hasMethod(results.At(0).Type(), "Error") && guard.TruthResult(sig) < 0
	return guard.ReleaseName(method.Name()) && f.in.lookup.releaseNames[method.Name()] && !given && !asked && !(sig.Recv() != nil && unlocks(sig.Recv().Type(), method.Name()))
}

// believed makes the obligation for a call whose other callers release the result, or which does so itself.
func (in *inference) believed(fn *ssa.Function, call ssa.CallInstruction, callee *types.Func) []*obligation.Obligation {
	b, ok := in.belief[callee]
	own := !ok
	if own {
		b, ok = in.ownBelief(call, callee)
	}
	finishes := ok && in.finishes(callee, b)
	if !ok || in.getter(callee, b) || own && finishes || in.inert(callee, b) || in.blank(callee, b) || in.wraps(callee, b) || decorates(callee.Signature(), b) || wrapsArgument(call.Common(), callee.Signature().Results().At(b.result).Type()) {
		return nil
	}
	kind := in.kinds.Released(b.method)
	if finishes {
		kind = kind.Finisher()
	}
	o := &obligation.Obligation{
		Kind: kind, Fn: fn, Site: call, Via: callee, Cleanup: -1, By: []string{b.method},
		Convention: true, Like: b.calls, SameCall: own, Holder: guard.Holder{In: guard.Result, Index: b.result},
		Flag: foundOrNot(call.Common().Signature().Results()),
	}
	o.Valid = effect.ResolveValidity(guard.Auto, call.Common().Signature(), o.Holder)
	return []*obligation.Obligation{o}
}

// ownBelief finds a result that the calling function releases on some path. A function can contradict itself: what it
// releases where it succeeds it means to own, and a failure does not change that.
//
//	w := bucket.NewWriter(ctx)
//	n, err := io.Copy(w, r)
//	if n != want {
//		return errTooShort // w is not closed
//	}
//	return w.Close()
func (in *inference) ownBelief(call ssa.CallInstruction, callee *types.Func) (belief, bool) {
	value, ok := call.(*ssa.Call)
	if !ok || callee.Pkg() == nil || inStd(callee.Pkg().Path()) {
		return belief{}, false
	}
	for i := range callee.Signature().Results().Len() {
		v := effect.RegisterOf(value, i)
		if v == nil || !in.canBeReleased(callee.Signature().Results().At(i).Type()) {
			continue
		}
		f := follower{in: in, seen: make(map[ssa.Value]bool)}
		if f.follow(v); f.release != nil {
			return belief{i, f.method, []ssa.CallInstruction{f.release}}, true
		}
	}
	return belief{}, false
}

// releaseOf returns the method by which a result is released, or nil.
func (in *inference) releaseOf(callee *types.Func, b belief) *types.Func {
	obj, _, _ := types.LookupFieldOrMethod(callee.Signature().Results().At(b.result).Type(), true, nil, b.method)
	method, _ := obj.(*types.Func)
	return method
}

// blocks returns the body of a function or method, or nil if it is none of this package.
func (in *inference) blocks(f *types.Func) []*ssa.BasicBlock {
	if fn := in.pkg.Prog.FuncValue(f); fn != nil {
		return fn.Blocks
	}
	return nil
}

// contradicts reports whether a function that releases a guard where it succeeds leaves it open only where it fails.
func contradicts(v leakpath.Verdict) bool {
	released := slices.ContainsFunc(v.Exits, func(x leakpath.Exit) bool { return x.Status == obligation.Released && !x.Failed })
	return released && !slices.ContainsFunc(v.Leaks, func(x leakpath.Exit) bool { return !x.Failed && !x.Unknown })
}

// releasedSomewhere reports whether some path releases the guard.
func releasedSomewhere(v leakpath.Verdict) bool {
	return slices.ContainsFunc(v.Exits, func(x leakpath.Exit) bool { return x.Status == obligation.Released })
}
