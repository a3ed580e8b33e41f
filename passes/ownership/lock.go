package ownership

import (
	"go/constant"
	"go/types"
	"slices"

	"golang.org/x/tools/go/ssa"

	"github.com/guardlint/guardlint/passes/internal/guard"
	"github.com/guardlint/guardlint/passes/internal/leakpath"
	"github.com/guardlint/guardlint/passes/internal/obligation"
	"github.com/guardlint/guardlint/passes/internal/source"
	"github.com/guardlint/guardlint/passes/internal/summary"
)

// heldAfter says which lock the callers of a function have after it: one below a parameter that is held at every exit,
// or at those that report success.
func (in *inference) heldAfter(o *obligation.Obligation, st *leakpath.Study) []summary.Acquire {
	if o.Kind.ReportedBy() != "lockheld" || st.GaveUp != nil || len(st.Exits) == 0 {
		return nil
	}
	a := summary.Acquire{Param: -1, Kind: o.Kind.Name, Valid: guard.Always}
	always := true
	for _, x := range st.Exits {
		switch {
		case x.Status != obligation.Open:
			always = false
		case x.Into < 0 || x.Again || a.Param >= 0 && (a.Param != x.Into || !slices.Equal(a.Path, x.IntoPath)):
			return nil
		default:
			a.Param, a.Path = x.Into, x.IntoPath
		}
	}
	if a.Param < 0 {
		return nil
	}
	if !always {
		result, ok := leakpath.LockedOn(st.Exits)
		if !ok || result != o.Fn.Signature.Results().Len()-1 {
			return nil
		}
		a.Valid = resultValidity(o.Fn.Signature, result)
	}
	if in.enteredLocked(o, a) {
		return nil
	}
	return []summary.Acquire{a}
}

// enteredLocked reports whether a function can be called with the lock held: it unlocks it first, and locks it again
// at the end.
func (in *inference) enteredLocked(o *obligation.Obligation, a summary.Acquire) bool {
	if o.Kind.Shared { // a second read lock does not wait
		return callsAny(o.Fn, o.Kind.Release)
	}
	held := &obligation.Obligation{Kind: o.Kind, Fn: o.Fn, Param: a.Param, Path: a.Path, Cleanup: -1}
	return len(in.explorer.Param(held, leakpath.MaxVisits).Exits) > 0
}

// excuseHeld drops the exits at which an object remembers that it is locked, for another function to unlock it:
//
//	rs.mu.RLock()
//	if keep {
//		rs.held = true
//	} else {
//		rs.mu.RUnlock()
//	}
//
// The other function is one of the package that unlocks the field without having locked it.
func (in *inference) excuseHeld() {
	for _, list := range in.verdictsOf {
		for i, v := range list {
			if !v.Leaked() || v.Obl.Kind.ReportedBy() != "lockheld" {
				continue
			}
			v.Leaks = slices.DeleteFunc(slices.Clone(v.Leaks), func(x leakpath.Exit) bool { return remembered(x) && in.unlockedElsewhere(v.Obl, x) })
			if len(v.Leaks) == 0 {
				v.Outcome, v.Reason = leakpath.Excused, "the object remembers that it is locked"
				list[i] = v
			}
		}
	}
}

// remembered reports whether a branch on the path to an exit sets a field to true.
func remembered(x leakpath.Exit) bool {
	for ev := x.Trace; ev != nil && ev.Kind != obligation.Acquired; ev = ev.Prev {
		branch, ok := ev.Instr.(*ssa.If)
		if !ok {
			continue
		}
		taken := branch.Block().Succs[1]
		if ev.Taken {
			taken = branch.Block().Succs[0]
		}
		if slices.ContainsFunc(taken.Instrs, setsField) {
			return true
		}
	}
	return false
}

func setsField(instr ssa.Instruction) bool {
	st, ok := instr.(*ssa.Store)
	if !ok {
		return false
	}
	c, isConst := st.Val.(*ssa.Const)
	_, isField := st.Addr.(*ssa.FieldAddr)
	return isConst && isField && c.Value != nil && c.Value.Kind() == constant.Bool && constant.BoolVal(c.Value)
}

// unlockedElsewhere reports whether another function of the package unlocks the field that an exit leaves locked.
func (in *inference) unlockedElsewhere(o *obligation.Obligation, x leakpath.Exit) bool {
	if x.Into < 0 || x.Into >= len(o.Fn.Params) {
		return false
	}
	lock, _ := in.fieldAt(o.Fn.Params[x.Into].Type(), x.IntoPath)
	return lock != nil && slices.ContainsFunc(in.fns, func(fn *ssa.Function) bool {
		return slices.ContainsFunc(in.get(fn).Params, func(e summary.Effect) bool {
			field, _ := in.fieldAt(fn.Params[e.Param].Type(), e.Path)
			return field == lock && (e.OK|e.Err)&summary.Released != 0
		})
	})
}

// DeferredLocks returns the defer statements that lock, when the function ends, because the function that unlocks, which
// the deferred one returns, is not the one that is deferred:
//
//	defer c.lock() // should have been: defer c.lock()()
func (r *Result) DeferredLocks() []*ssa.Defer {
	r.mu.Lock()
	defer r.mu.Unlock()
	in := r.study()
	var list []*ssa.Defer
	for _, fn := range in.fns {
		eachInstr(fn, func(instr ssa.Instruction) {
			d, ok := instr.(*ssa.Defer)
			if !ok {
				return
			}
			if callee := called(&d.Call); callee != nil && in.returnsUnlock(callee) {
				list = append(list, d)
			}
		})
	}
	return list
}

// returnsUnlock reports whether a function locks and returns the function that unlocks.
func (in *inference) returnsUnlock(fn *types.Func) bool {
	sum := in.lookup.of(fn)
	return sum != nil && slices.ContainsFunc(sum.Results, func(f summary.Fresh) bool {
		kind := in.kinds.Kind(f.Kind)
		return kind != nil && kind.ReportedBy() == "lockheld" && f.Cleanup >= 0 && !f.Some
	})
}

// mismatch finds the release that belongs to the other lock of the same mutex: RLock and then Unlock. A test that releases
// it in no other way may well want that to fail.
func (in *inference) mismatch(o *obligation.Obligation, v *leakpath.Verdict) {
	other := in.sibling(o.Kind)
	if other == nil || v.Outcome == leakpath.GaveUp || o.Cleanup >= 0 || !callsAny(o.Fn, other.Release) {
		return
	}
	if source.InTest(o.Fn.Prog.Fset, o.Site.Pos()) && !releasedSomewhere(*v) {
		return
	}
	either := *o.Kind
	either.Release = slices.Concat(o.Kind.Release, other.Release)
	wrong := *o
	wrong.Kind = &either
	for _, x := range in.explorer.Acquisition(&wrong).Exits {
		if x.Status == obligation.Released && len(other.ByMethod(x.Reason)) > 0 {
			x.Mismatch = true
			v.Outcome, v.Reason, v.Leaks = leakpath.Leaked, "released by "+x.Reason, []leakpath.Exit{x}
			return
		}
	}
}

// sibling returns the kind of the other lock of a read-write mutex, or nil.
func (in *inference) sibling(k *guard.Kind) *guard.Kind {
	if k.Sibling == "" {
		return nil
	}
	return in.kinds.Kind(k.Sibling)
}

// callsAny reports whether a function or a literal in it calls one of the methods.
func callsAny(fn *ssa.Function, releases []guard.Release) bool {
	found := false
	eachInstr(fn, func(instr ssa.Instruction) {
		if call, ok := instr.(ssa.CallInstruction); ok && !found {
			callee := called(call.Common())
			found = callee != nil && slices.ContainsFunc(releases, func(r guard.Release) bool { return r.Method == callee.Name() })
		}
	})
	return found
}

// globalUnlocks finds, for each lock that is a package-level variable, the functions of the package that unlock it,
// themselves or by what they call. Summaries speak of parameters only.
func globalUnlocks(fns []*ssa.Function, kinds *guard.Table) map[*ssa.Global]map[*types.Func]bool {
	found := make(map[*ssa.Global]map[*types.Func]bool)
	for _, fn := range fns {
		eachInstr(fn, func(instr ssa.Instruction) {
			if call, ok := instr.(ssa.CallInstruction); ok {
				if g := unlocked(call.Common(), kinds); g != nil {
					add(found, g, fn)
				}
			}
		})
	}
	if len(found) == 0 {
		return nil
	}
	callees := calleesOf(fns, nil)
	for _, unlockers := range found {
		for changed := true; changed; {
			changed = false
			for _, fn := range fns {
				obj, _ := fn.Object().(*types.Func)
				calls := func(c *ssa.Function) bool { o, _ := c.Object().(*types.Func); return unlockers[o] }
				if obj != nil && !unlockers[obj] && slices.ContainsFunc(callees[fn], calls) {
					unlockers[obj], changed = true, true
				}
			}
		}
	}
	return found
}

func add(found map[*ssa.Global]map[*types.Func]bool, g *ssa.Global, fn *ssa.Function) {
	if found[g] == nil {
		found[g] = make(map[*types.Func]bool)
	}
	if obj, ok := fn.Object().(*types.Func); ok {
		found[g][obj] = true
	}
}

// unlocked returns the package-level variable that a call unlocks a lock of, or nil.
func unlocked(c *ssa.CallCommon, kinds *guard.Table) *ssa.Global {
	fn := called(c)
	if fn == nil || fn.Signature().Recv() == nil {
		return nil
	}
	isRelease := slices.ContainsFunc(kinds.Kinds(), func(k *guard.Kind) bool {
		return k.ReportedBy() == "lockheld" && len(k.ByMethod(fn.Name())) > 0
	})
	if !isRelease {
		return nil
	}
	v := c.Value
	if !c.IsInvoke() {
		v = c.Args[0]
	}
	for {
		switch x := v.(type) {
		case *ssa.FieldAddr:
			v = x.X
		case *ssa.UnOp:
			v = x.X
		case *ssa.Global:
			return x
		default:
			return nil
		}
	}
}
