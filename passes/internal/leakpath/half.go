package leakpath

import (
	"slices"

	"golang.org/x/tools/go/ssa"

	"github.com/guardlint/guardlint/passes/internal/effect"
	"github.com/guardlint/guardlint/passes/internal/guard"
	"github.com/guardlint/guardlint/passes/internal/obligation"
	"github.com/guardlint/guardlint/passes/internal/summary"
)

// otherHalfUsed reports whether some way to a return comes by a use of the other half of the guard, other than a method that
// is called on it there, or its release. A pipe that nobody reads from yet has nobody who waits for its writer:
//
//	pr, pw := io.Pipe()
//	conf, err := load()
//	if err != nil {
//		return err // nothing is lost
//	}
//	go consume(pr)
func (w *walker) otherHalfUsed(ret *ssa.Return) bool {
	call, ok := w.study.Obl.Site.(*ssa.Call)
	if !ok || w.study.Obl.Awaited || slices.ContainsFunc(call.Call.Args, remembers) {
		return true
	}
	other := effect.RegisterOf(call, 1-w.study.Obl.Holder.Index)
	return other != nil && w.usedBefore(other, ret, make(map[ssa.Value]bool))
}

// usedBefore looks for uses of v, and of variables that it is stored in.
func (w *walker) usedBefore(v ssa.Value, ret *ssa.Return, seen map[ssa.Value]bool) bool {
	if seen[v] {
		return false
	}
	seen[v] = true
	return slices.ContainsFunc(*v.Referrers(), func(ref ssa.Instruction) bool {
		switch ref := ref.(type) {
		case *ssa.DebugRef:
			return false
		case *ssa.Store:
			if alloc := variable(ref.Addr); alloc != nil && ref.Val == v {
				return w.usedBefore(alloc, ret, seen)
			}
		case *ssa.FieldAddr:
			if !slices.ContainsFunc(*ref.Referrers(), func(r ssa.Instruction) bool { _, set := r.(*ssa.Store); return !set }) {
				return false // d.other = x
			}
		case *ssa.UnOp:
			return w.usedBefore(ref, ret, seen)
		case *ssa.MakeInterface:
			return w.usedBefore(ref, ret, seen)
		case *ssa.Call:
			if !w.handsOut(ref, v) {
				return false
			}
		}
		return ref.Parent() != ret.Parent() || w.x.infoOf(ret.Parent()).reaches(ref.Block(), ret.Block())
	})
}

// remembers reports whether an argument is a context that has an end, and that until then remembers what is derived from it.
func remembers(arg ssa.Value) bool {
	if !guard.IsContext(arg.Type()) {
		return false
	}
	call, ok := arg.(*ssa.Call)
	return !ok || !guard.IsRootContext(effect.Called(&call.Call))
}

// variable returns the local variable or object that an address is, or is a field of, or nil.
func variable(addr ssa.Value) *ssa.Alloc {
	if f, ok := addr.(*ssa.FieldAddr); ok {
		addr = f.X
	}
	alloc, _ := addr.(*ssa.Alloc)
	return alloc
}

// handsOut reports whether a call gives v to somebody who may use it: it is no method of v, and does not release it.
func (w *walker) handsOut(call *ssa.Call, v ssa.Value) bool {
	callee := effect.Called(&call.Call)
	if callee == nil {
		return true
	}
	sum := w.x.Summary(callee)
	for k, op := range effect.Operands(&call.Call) {
		switch {
		case op != v || k == 0 && callee.Signature().Recv() != nil:
		case sum == nil:
			return true
		default:
			if e, ok := sum.Effect(k, nil); !ok || e.OK|e.Err != summary.Released {
				return true
			}
		}
	}
	return false
}

// nobodyWaits reports whether the guard is counted in a local variable, and nobody has waited for that on the path to a
// return, nor can after it: what was not counted down is not missed.
//
//	var wg sync.WaitGroup
//	wg.Add(1)
//	select {
//	case jobs <- func() { defer wg.Done(); job() }:
//		wg.Wait()
//	case <-ctx.Done():
//	}
func (w *walker) nobodyWaits(s obligation.State) bool {
	o := w.study.Obl
	call, ok := o.Site.(*ssa.Call)
	if !ok || o.Kind.Awaited == "" || call.Call.IsInvoke() {
		return false
	}
	counter, ok := call.Call.Args[0].(*ssa.Alloc)
	return ok && !slices.ContainsFunc(*counter.Referrers(), func(ref ssa.Instruction) bool {
		if wait, ok := ref.(*ssa.Call); ok && isCallOf(&wait.Call, o.Kind.Awaited, counter) {
			return slices.ContainsFunc(s.Trace.Steps(), func(ev *obligation.Event) bool { return ev.Instr == wait })
		}
		return !onlyCounts(ref, o.Kind.Awaited, counter)
	})
}

// isCallOf reports whether a call is that of a method without parameters of an object.
func isCallOf(c *ssa.CallCommon, method string, obj ssa.Value) bool {
	fn := effect.Called(c)
	return fn != nil && fn.Name() == method && len(c.Args) == 1 && c.Args[0] == obj
}

// onlyCounts reports whether an instruction calls a method of the counter other than the one that waits, or makes a function
// literal that does nothing else with it.
func onlyCounts(instr ssa.Instruction, wait string, counter ssa.Value) bool {
	switch instr := instr.(type) {
	case *ssa.DebugRef:
		return true
	case *ssa.MakeClosure:
		lit := instr.Fn.(*ssa.Function)
		if lit.Parent() == nil { // wg.Done as a value
			return lit.Object() != nil && lit.Object().Name() != wait
		}
		inner := lit.FreeVars[slices.Index(instr.Bindings, counter)]
		return !slices.ContainsFunc(*inner.Referrers(), func(ref ssa.Instruction) bool { return !onlyCounts(ref, wait, inner) })
	case ssa.CallInstruction:
		c := instr.Common()
		fn := effect.Called(c)
		return fn != nil && fn.Signature().Recv() != nil && !isCallOf(c, wait, counter) && slices.Index(c.Args, counter) == 0 && !slices.Contains(c.Args[1:], counter)
	}
	return false
}
