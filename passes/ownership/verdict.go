package ownership

import (
	"fmt"
	"go/types"
	"slices"

	"golang.org/x/tools/go/ssa"

	"github.com/guardlint/guardlint/passes/internal/effect"
	"github.com/guardlint/guardlint/passes/internal/guard"
	"github.com/guardlint/guardlint/passes/internal/leakpath"
	"github.com/guardlint/guardlint/passes/internal/obligation"
	"github.com/guardlint/guardlint/passes/internal/summary"
	"github.com/guardlint/guardlint/passes/internal/task"
)

// verdicts studies the acquisitions in a declared function and in its literals, and adds to its summary what it hands
// on to its callers. As long as that is all that is asked for, it leaves out the others, and reports false.
func (in *inference) verdicts(fn *ssa.Function, s *summary.Summary) (list []leakpath.Verdict, complete bool) {
	complete = true
	hands := returnsGuards(fn.Signature) || fillsParam(fn)
	covered := make(map[*ssa.Return]bool)
	var fresh []summary.Fresh
	type channel struct {
		made   ssa.Value
		result int
		path   string
	}
	waited := make(map[channel]bool)
	eachInstr(fn, func(instr ssa.Instruction) {
		call, ok := instr.(ssa.CallInstruction)
		if !ok {
			return
		}
		for _, o := range again(in, call, func() []*obligation.Obligation { return in.acquisitions(instr.Parent(), call) }) {
			if o.Maker != nil {
				ch := channel{o.Maker, o.Holder.Index, fmt.Sprint(o.Path)}
				if waited[ch] {
					continue // another goroutine that the same channel ends
				}
				waited[ch] = true
			}
			own := o.Fn == fn && !o.SameCall
			if !in.final && !(own && (hands || o.Kind.ReportedBy() == "lockheld")) {
				complete = false
				continue
			}
			st := again(in, o, func() *leakpath.Study { return in.explorer.Acquisition(o) })
			if in.final {
				in.wrappers(o, st)
			}
			in.dump.study(fn, o.Kind.Name, st)
			v := in.judge(o, st)
			in.mismatch(o, &v)
			v.Order = len(list)
			in.grade(&v)
			list = append(list, v)
			if own {
				fresh = append(fresh, in.freshResults(o, st, covered)...)
				s.Acquires = append(s.Acquires, in.heldAfter(o, st)...)
				s.Acquires = append(s.Acquires, in.leftInside(o, st)...)
			}
		}
	})
	for i := range fresh {
		fresh[i].Some = fresh[i].Some || otherReturns(fn, fresh[i].Result, covered)
	}
	s.Results = append(s.Results, fresh...)
	return list, complete
}

// fillsParam reports whether a function stores something in a field of an object that it is given.
func fillsParam(fn *ssa.Function) bool {
	fills := func(instr ssa.Instruction) bool {
		st, ok := instr.(*ssa.Store)
		if !ok {
			return false
		}
		if _, isConst := st.Val.(*ssa.Const); isConst {
			return false
		}
		root := task.PathOf(st.Addr).Root
		return slices.ContainsFunc(fn.Params, func(p *ssa.Parameter) bool { return p == root })
	}
	return slices.ContainsFunc(fn.Blocks, func(b *ssa.BasicBlock) bool { return slices.ContainsFunc(b.Instrs, fills) })
}

// leftInside says which field of an object that a function was given has the guard afterwards: wherever the function succeeds.
//
//	func (w *writer) init() (err error) { w.f, err = os.Create(w.name); return err }
func (in *inference) leftInside(o *obligation.Obligation, st *leakpath.Study) []summary.Acquire {
	if o.Kind.ReportedBy() != "unreleased" || o.Kind.SuccessOnly || o.Maker != nil || o.Convention || o.Some || o.Like != nil || st.GaveUp != nil {
		return nil
	}
	last := o.Fn.Signature.Results().Len() - 1
	fails := last >= 0 && guard.IsError(o.Fn.Signature.Results().At(last).Type())
	for _, x := range st.Exits {
		if x.Status != obligation.Transferred || x.Into < 0 || len(x.IntoPath) == 0 || !summary.OnlyFields(x.IntoPath) {
			continue
		}
		store := storeOf(x)
		if store == nil || store.Parent() != o.Fn {
			continue
		}
		valid, ok := after(store)
		switch {
		case !ok || !fails && o.Valid != guard.Always:
			continue
		case fails:
			valid = guard.ErrNil
		}
		return []summary.Acquire{{Param: x.Into, Path: x.IntoPath, Kind: o.Kind.Name, Valid: valid}}
	}
	return nil
}

// returnsGuards reports whether a function has results, besides errors and truth values, that can have a guard.
func returnsGuards(sig *types.Signature) bool {
	for v := range sig.Results().Variables() {
		if !guard.IsError(v.Type()) && !guard.IsTruth(v.Type()) {
			return true
		}
	}
	return false
}

// judge says what a study means. A guard that leaks only where loops that would settle it run no round is in doubt.
func (in *inference) judge(o *obligation.Obligation, st *leakpath.Study) leakpath.Verdict {
	v := leakpath.Judge(o, st)
	if in.final && v.Leaked() && in.stoppedElsewhere(v) {
		v.Outcome, v.Reason, v.Leaks = leakpath.Excused, "another function of the package stops it", nil
	}
	if !in.final {
		return v
	}
	if !v.Leaked() {
		return in.handedDown(v)
	}
	if o.Like != nil && (o.SameCall || releasedSomewhere(v)) && !contradicts(v) {
		v.Outcome, v.Reason, v.Leaks = leakpath.UnsureOf, "it may be somebody else's", nil
		return v
	}
	again := in.explorer.Skipped(o)
	if again == nil {
		return v
	}
	in.wrappers(o, again)
	if w := leakpath.Judge(o, again); w.Leaked() {
		return w
	}
	v.Outcome, v.Reason, v.Leaks = leakpath.UnsureOf, "the loop that settles it may run no round", nil
	return v
}

// stoppedElsewhere reports whether a guard of the process, a profile, is started here for another function to stop: one
// that does not start it.
func (in *inference) stoppedElsewhere(v leakpath.Verdict) bool {
	if v.Obl.Holder.In != guard.Process || releasedSomewhere(v) {
		return false
	}
	starts, stops := make(map[*ssa.Function]bool), make(map[*ssa.Function]bool)
	own := topLevel(v.Obl.Fn)
	for _, fn := range in.fns {
		eachInstr(fn, func(instr ssa.Instruction) {
			unit := fn // a declared function with its literals, or one of several literals
			if fn == own && v.Obl.Fn != own {
				unit = instr.Parent()
			}
			call, ok := instr.(ssa.CallInstruction)
			if !ok || called(call.Common()) == nil {
				return
			}
			callee := called(call.Common())
			for _, m := range in.kinds.Acquisitions(callee, in.version) {
				starts[unit] = starts[unit] || m.Kind == v.Obl.Kind
			}
			stops[unit] = stops[unit] || summary.Names(v.Obl.Kind, callee.FullName())
		})
	}
	for fn := range stops {
		if stops[fn] && !starts[fn] {
			return true
		}
	}
	return false
}

// wrappers finds exits that return something which holds the guard and cannot release it: gzip.NewReader(f) without f.
func (in *inference) wrappers(o *obligation.Obligation, st *leakpath.Study) {
	for i, x := range st.Exits {
		if x.Status != obligation.Transferred || x.Result < 0 || x.Cleanup >= 0 || len(x.Path) == 0 || x.Holder == nil {
			continue
		}
		if x.Path[0] == summary.Inside || types.IsInterface(x.Holder) || reachable(x.Holder, x.Path) || o.Cleanup >= 0 {
			continue
		}
		if named := namedOf(x.Holder); named == nil || named.Obj().Pkg() == nil || named.Obj().Pkg() == in.lookup.pass.Pkg {
			continue
		}
		if len(in.releasers(o.Kind, x.Holder, x.Path)) == 0 && !in.mayRelease(x.Holder, x.Path) && !in.ownerWithin(o, x) && !in.passesOn(x.Holder, x.Path) {
			st.Exits[i].Status, st.Exits[i].Wrapper = obligation.Open, x.Holder
		}
	}
}

// ownerWithin reports whether what is returned has an exported field with an object that releases the guard.
func (in *inference) ownerWithin(o *obligation.Obligation, x leakpath.Exit) bool {
	for n := 1; n < len(x.Path) && reachable(x.Holder, x.Path[:n]); n++ {
		if owner := below(x.Holder, x.Path[:n]); owner != nil && len(in.releasers(o.Kind, owner, x.Path[n:])) > 0 {
			return true
		}
	}
	return false
}

func namedOf(t types.Type) *types.Named {
	if p, ok := types.Unalias(t).(*types.Pointer); ok {
		t = p.Elem()
	}
	named, _ := types.Unalias(t).(*types.Named)
	return named
}

// freshResults says which results oblige the callers to release the guard, and notes the returns that have it.
func (in *inference) freshResults(o *obligation.Obligation, st *leakpath.Study, covered map[*ssa.Return]bool) []summary.Fresh {
	if st.GaveUp != nil {
		return nil
	}
	var list []summary.Fresh
	for _, x := range st.Exits {
		if x.Status != obligation.Transferred || x.Return == nil || x.Result < 0 && x.Cleanup < 0 {
			continue
		}
		covered[x.Return] = true
		if !summary.OnlyFields(x.Path) || in.upToArgument(o, st, x) {
			continue
		}
		path, by := in.hidden(o, x)
		f := summary.Fresh{Result: x.Result, Path: path, Kind: o.Kind.Name, Cleanup: x.Cleanup, Some: o.Some, Convention: o.Convention, Paired: o.Paired, By: by}
		f.Awaited = o.Awaited || in.awaited(o)
		if f.Result < 0 {
			f.Result = f.Cleanup // only the cleanup function is handed out: it is the guard
		}
		f.Valid = resultValidity(o.Fn.Signature, f.Result)
		f.Flag = flag(st, f.Result)
		if last := o.Fn.Signature.Results().Len() - 1; f.Valid == guard.OK && f.Flag == -last { // (f *os.File, missing bool)
			f.Valid = guard.NonNil
		}
		for _, p := range x.Also {
			if in.releasable(o, p) {
				f.Also = append(f.Also, summary.Place(p))
			}
		}
		if !slices.ContainsFunc(list, func(g summary.Fresh) bool {
			return g.Result == f.Result && g.Cleanup == f.Cleanup && slices.Equal(g.Path, f.Path)
		}) {
			list = append(list, f)
		}
	}
	return list
}

// upToArgument reports whether an argument decides if what a return hands out has been released before: the callers know that, and
// what they have to do, better than a summary can tell.
//
//	resp, err := c.client.Do(req)
//	...
//	if v != nil {
//		defer resp.Body.Close()
//		err = json.NewDecoder(resp.Body).Decode(v)
//	}
//	return resp, err
func (in *inference) upToArgument(o *obligation.Obligation, st *leakpath.Study, x leakpath.Exit) bool {
	if x.Result < 0 || !slices.ContainsFunc(st.Exits, func(y leakpath.Exit) bool { return y.Status == obligation.Released }) {
		return false
	}
	return slices.ContainsFunc(in.explorer.ToExit(o).Exits, func(y leakpath.Exit) bool {
		return y.Status == obligation.Released && y.Return == x.Return && !y.Failed && x.Result < len(y.Values) &&
			!(y.Values[x.Result].Known && y.Values[x.Result].Is == summary.Nil) && asksArgument(o.Fn, y)
	})
}

// asksArgument reports whether a parameter was compared with something on the path from the acquisition to an exit.
func asksArgument(fn *ssa.Function, x leakpath.Exit) bool {
	for ev := x.Trace; ev != nil && ev.Kind != obligation.Acquired; ev = ev.Prev {
		branch, ok := ev.Instr.(*ssa.If)
		if !ok || ev.Kind != obligation.Branched {
			continue
		}
		if cond, ok := branch.Cond.(*ssa.BinOp); ok && slices.ContainsFunc(fn.Params, func(p *ssa.Parameter) bool { return cond.X == p || cond.Y == p }) {
			return true
		}
	}
	return false
}

// releasable reports whether who has a result can release the guard there: of a connection and a client around it, perhaps only
// the connection can be closed.
func (in *inference) releasable(o *obligation.Obligation, p obligation.Place) bool {
	t := o.Fn.Signature.Results().At(p.Result).Type()
	if types.IsInterface(t) || !summary.OnlyFields(p.Path) {
		return slices.ContainsFunc(o.Kind.Release, func(r guard.Release) bool { return r.Method != "" && hasMethod(t, r.Method) })
	}
	return reachable(t, p.Path) || len(in.releasers(o.Kind, t, p.Path)) > 0
}

// flag returns the result by whose truth a function tells whether it hands out a guard in another, besides an error: it is the
// same on all returns with the guard. A negative number says that it is false there, zero that there is none.
//
//	func (c *cache) open(key string) (f *os.File, ok bool, err error)
func flag(st *leakpath.Study, result int) int {
	told := make(map[int]summary.Value)
	for _, x := range st.Exits {
		if x.Status != obligation.Transferred || x.Return == nil || x.Result != result && x.Cleanup != result {
			continue
		}
		for k, v := range x.Values {
			was, seen := told[k]
			if k == 0 || !v.Known || v.Is < summary.True || seen && was != v.Is {
				v.Is = summary.Nil // nothing that a truth value can be
			}
			told[k] = v.Is
		}
	}
	for k := range st.Obl.Fn.Signature.Results().Len() {
		switch told[k] {
		case summary.True:
			return k
		case summary.False:
			return -k
		}
	}
	return 0
}

// hidden shortens the way from a result to the guard where an interface hides what follows: an owner whose Close closes
// the guard is, behind the interface, the guard for all that callers can see. It also returns how that is released.
func (in *inference) hidden(o *obligation.Obligation, x leakpath.Exit) (path []int, by []string) {
	path, by = x.Path, o.By
	for _, box := range slices.Backward(x.Boxes) {
		static := below(x.Return.Results[x.Result].Type(), path[:box.Depth])
		names := slices.DeleteFunc(in.releasers(o.Kind, box.Type, path[box.Depth:]), func(name string) bool {
			return static == nil || !hasMethod(static, name)
		})
		if len(names) > 0 {
			path, by = path[:box.Depth:box.Depth], names
		}
	}
	return path, by
}

// resultValidity says how a function tells that it hands out no guard.
func resultValidity(sig *types.Signature, result int) guard.Validity {
	return effect.ResolveValidity(guard.Auto, sig, guard.Holder{In: guard.Result, Index: result})
}

// otherReturns reports whether the function also returns something else there: os.Stdin, or what it was given.
func otherReturns(fn *ssa.Function, result int, covered map[*ssa.Return]bool) bool {
	for _, b := range fn.Blocks {
		ret, ok := b.Instrs[len(b.Instrs)-1].(*ssa.Return)
		if !ok || covered[ret] || result >= len(ret.Results) {
			continue
		}
		if c, ok := written(ret, result).(*ssa.Const); ok && c.Value == nil {
			continue
		}
		if n := len(ret.Results); n > 1 {
			if _, isConst := written(ret, n-1).(*ssa.Const); !isConst && guard.IsError(ret.Results[n-1].Type()) {
				continue // it may well be the return of an error
			}
		}
		return true
	}
	return false
}

// written returns what a return statement has for result i. Where deferred calls may change it, the statement stores it first.
func written(ret *ssa.Return, i int) ssa.Value {
	load, ok := ret.Results[i].(*ssa.UnOp)
	if !ok {
		return ret.Results[i]
	}
	for _, instr := range slices.Backward(ret.Block().Instrs) {
		if st, ok := instr.(*ssa.Store); ok && st.Addr == load.X {
			return st.Val
		}
	}
	return load
}

// topLevel returns the declared function that fn is, or is a literal in.
func topLevel(fn *ssa.Function) *ssa.Function {
	for fn.Parent() != nil {
		fn = fn.Parent()
	}
	return fn
}
