package ownership

import (
	"cmp"
	"go/token"
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
	lock := isLock(t)
	for name := range in.lookup.releaseNames {
		if guard.ReleaseName(name) && hasMethod(t, name) && !(lock && name == "Unlock") {
			return true
		}
	}
	return false
}

// isLock reports whether t can be unlocked, and has a method that locks it.
func isLock(t types.Type) bool {
	if !hasMethod(t, "Unlock") {
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
	unlocks := method.Name() == "Unlock" && sig.Recv() != nil && isLock(sig.Recv().Type())
	return guard.ReleaseName(method.Name()) && f.in.lookup.releaseNames[method.Name()] && !given && !asked && !unlocks
}

// believed makes the obligation for a call whose other callers release the result, or which does so itself.
func (in *inference) believed(fn *ssa.Function, call ssa.CallInstruction, callee *types.Func) []*obligation.Obligation {
	b, ok := in.belief[callee]
	own := !ok
	if own {
		b, ok = in.ownBelief(call, callee)
	}
	if !ok || in.getter(callee, b) || own && in.finishes(callee, b) || in.inert(callee, b) || in.wraps(callee, b) || decorates(callee.Signature(), b) || wrapsArgument(call.Common(), callee.Signature().Results().At(b.result).Type()) {
		return nil
	}
	o := &obligation.Obligation{
		Kind: in.kinds.Released(b.method), Fn: fn, Site: call, Via: callee, Cleanup: -1, By: []string{b.method},
		Convention: true, Like: b.calls, SameCall: own, Holder: guard.Holder{In: guard.Result, Index: b.result},
		Flag: foundOrNot(call.Common().Signature().Results()),
	}
	o.Valid = effect.ResolveValidity(guard.Auto, call.Common().Signature(), o.Holder)
	return []*obligation.Obligation{o}
}

// decorates reports whether the result is what a parameter is, with something added: to release either is to release both,
// and the caller had the duty before.
func decorates(sig *types.Signature, b belief) bool {
	result := sig.Results().At(b.result).Type()
	for p := range sig.Params().Variables() {
		if types.IsInterface(p.Type()) && hasMethod(p.Type(), b.method) && types.AssignableTo(result, p.Type()) {
			return true
		}
	}
	return false
}

// wraps reports whether the result has an argument inside which is released in the same way: a listener made of a
// connection. What is made of a client or a database is a thing of its own.
func (in *inference) wraps(callee *types.Func, b belief) bool {
	return in.madeAround(callee, b, func(t types.Type) bool { return hasMethod(t, b.method) })
}

// madeAround reports whether the result has an argument inside that is an interface of the given kind.
func (in *inference) madeAround(callee *types.Func, b belief, kind func(types.Type) bool) bool {
	sum := in.lookup.of(callee)
	sig := callee.Signature()
	return sum != nil && slices.ContainsFunc(sum.Params, func(e summary.Effect) bool {
		k := e.Param
		if sig.Recv() != nil {
			k--
		}
		if k < 0 || k >= sig.Params().Len() || len(e.Path) > 0 {
			return false
		}
		t := sig.Params().At(k).Type()
		return types.IsInterface(t) && kind(t) && slices.ContainsFunc(e.Returns, func(p summary.Place) bool { return p.Result == b.result && len(p.Path) > 0 })
	})
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

// getter reports whether a function hands out what an object has: a field, an element of one, or what it is sent on request by who
// has it.
func (in *inference) getter(callee *types.Func, b belief) bool {
	if sum := in.lookup.of(callee); sum != nil && slices.Contains(sum.Had, b.result) {
		return true
	}
	return slices.ContainsFunc(in.blocks(callee), func(b *ssa.BasicBlock) bool {
		ret, ok := b.Instrs[len(b.Instrs)-1].(*ssa.Return)
		return ok && slices.ContainsFunc(ret.Results, func(v ssa.Value) bool {
			_, path := fieldChain(container(v))
			return len(path) > 0 || sentByOthers(v)
		})
	})
}

// sentByOthers reports whether v is received from a channel that the function itself does not send on, nor a literal in it.
func sentByOthers(v ssa.Value) bool {
	recv, ok := v.(*ssa.UnOp)
	if !ok || recv.Op != token.ARROW {
		return false
	}
	sends := false
	eachInstr(recv.Parent(), func(instr ssa.Instruction) {
		switch instr := instr.(type) {
		case *ssa.Send:
			sends = sends || types.Identical(instr.Chan.Type().Underlying().(*types.Chan).Elem(), v.Type())
		case *ssa.Select:
			sends = true
		}
	})
	return !sends
}

// container returns what v is an element of, or v.
func container(v ssa.Value) ssa.Value {
	for {
		switch x := v.(type) {
		case *ssa.Extract:
			v = x.Tuple
		case *ssa.UnOp:
			addr, ok := x.X.(*ssa.IndexAddr)
			if !ok {
				return v
			}
			v = addr.X
		case *ssa.Lookup:
			v = x.X
		default:
			return v
		}
	}
}

// finishes reports whether a result that is made around an argument, a writer, gives nothing back when it is released: it only
// writes the rest. Where a function fails, that is worth nothing.
func (in *inference) finishes(callee *types.Func, b belief) bool {
	method := in.releaseOf(callee, b)
	if method == nil || !in.madeAround(callee, b, func(t types.Type) bool { return hasMethod(t, "Write") }) {
		return false
	}
	release := in.lookup.of(method)
	return release != nil && !release.Opaque && !slices.ContainsFunc(release.Params, func(e summary.Effect) bool {
		return e.Param == 0 && (e.OK|e.Err)&^(summary.Borrowed|summary.Returned) != 0 && !in.flushes(callee, b, e)
	})
}

// flushes reports whether an effect is the release of what a function has put into its result and is worthless where a function
// fails: a buffer.
func (in *inference) flushes(callee *types.Func, b belief, e summary.Effect) bool {
	return (e.OK|e.Err)&summary.Released != 0 && slices.ContainsFunc(in.lookup.of(callee).Results, func(f summary.Fresh) bool {
		kind := in.kinds.Kind(f.Kind)
		return f.Result == b.result && slices.Equal(f.Path, e.Path) && kind != nil && kind.SuccessOnly
	})
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

// inert reports whether the release is known to do nothing, or only to end a goroutine, about which we know better.
func (in *inference) inert(callee *types.Func, b belief) bool {
	method := in.releaseOf(callee, b)
	if method == nil {
		return true
	}
	if sum := in.lookup.of(method); sum != nil && onlyEnds(sum) {
		return true
	}
	body := in.blocks(method)
	return body != nil && !slices.ContainsFunc(body, func(b *ssa.BasicBlock) bool { return len(b.Instrs) > 1 })
}

// onlyEnds reports whether all that a method releases are channels of its receiver.
func onlyEnds(sum *summary.Summary) bool {
	ends := false
	for _, e := range sum.Params {
		for _, by := range e.By {
			if by != summary.ByClose && by != summary.BySend || e.Param != 0 || len(e.Path) != 1 {
				return false
			}
			ends = true
		}
	}
	return ends
}
