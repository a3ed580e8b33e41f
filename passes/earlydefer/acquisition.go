package earlydefer

import (
	"go/types"
	"slices"

	"golang.org/x/tools/go/ssa"

	"github.com/guardlint/guardlint/passes/internal/effect"
	"github.com/guardlint/guardlint/passes/internal/explain"
	"github.com/guardlint/guardlint/passes/internal/guard"
	"github.com/guardlint/guardlint/passes/internal/obligation"
	"github.com/guardlint/guardlint/passes/internal/task"
	"github.com/guardlint/guardlint/passes/ownership"
)

// An acquisition is a call that returns a guard, or nil and an error.
type acquisition struct {
	*obligation.Obligation
	call   *ssa.Call
	holder ssa.Value // the result that is nil if the call fails
	err    ssa.Value
}

// acquisitionOf returns the acquisition of an obligation. It reports false if the call has no error, or its error is
// dropped: who does that has decided not to look.
func acquisitionOf(o *obligation.Obligation) (a acquisition, ok bool) {
	call, isCall := o.Site.(*ssa.Call)
	if !isCall || o.Holder.In != guard.Result || o.Valid != guard.ErrNil {
		return a, false
	}
	index := o.Holder.Index
	if o.Cleanup >= 0 {
		index = o.Cleanup
	}
	results := call.Call.Signature().Results()
	a = acquisition{o, call, effect.RegisterOf(call, index), effect.RegisterOf(call, results.Len()-1)}
	return a, a.holder != nil && a.err != nil && nilOnFailure(o, index)
}

// early returns the defer statements that release the guard, panic if there is none, and come before the test of the
// error.
func (a acquisition) early(known *ownership.Result) []explain.Early {
	var list []explain.Early
	for _, b := range a.Fn.Blocks {
		for _, instr := range b.Instrs {
			d, ok := instr.(*ssa.Defer)
			if !ok {
				continue
			}
			call, when := a.panics(d)
			if when == never || !a.reachedUntested(d) {
				continue
			}
			test := a.testAfter(d)
			if test == nil || when == atExit && !returnsAfter(test, known) {
				continue
			}
			list = append(list, explain.Early{Obl: a.Obligation, Defer: d, Release: call, Test: test, AtExit: when == atExit})
		}
	}
	return list
}

// A moment is when a program panics because of a guard that is nil.
type moment uint8

const (
	never  moment = iota
	atOnce        // at the defer statement, which evaluates the function and its arguments
	atExit        // when the deferred call runs
)

// panics says when a deferred release of the guard panics if there is no guard, and which call it is.
func (a acquisition) panics(d *ssa.Defer) (ssa.CallInstruction, moment) {
	closure, ok := d.Call.Value.(*ssa.MakeClosure)
	if !ok {
		return d, a.panicsIn(&d.Call)
	}
	lit := closure.Fn.(*ssa.Function)
	if len(lit.Blocks) == 0 || recovers(lit) {
		return nil, never
	}
	// Beyond the first block the literal may have looked whether there is a guard.
	for _, instr := range lit.Blocks[0].Instrs {
		if call, ok := instr.(*ssa.Call); ok && a.panicsIn(&call.Call) != never {
			return call, atExit
		}
	}
	return nil, never
}

// recovers reports whether a function, or a literal in it, calls recover.
func recovers(fn *ssa.Function) bool {
	if slices.ContainsFunc(fn.AnonFuncs, recovers) {
		return true
	}
	for _, b := range fn.Blocks {
		for _, instr := range b.Instrs {
			if call, ok := instr.(*ssa.Call); ok {
				if f, ok := call.Call.Value.(*ssa.Builtin); ok && f.Name() == "recover" {
					return true
				}
			}
		}
	}
	return false
}

// panicsIn says when a call that releases the guard panics if there is none, were it deferred:
//
//	resp.Body.Close()    at once: it needs a field of nil
//	conn.Close()         at once if conn is an interface; else it depends on the method
//	cleanup()            at the exit
//	os.Remove(f.Name())  at once: it needs the name of nil
func (a acquisition) panicsIn(c *ssa.CallCommon) moment {
	fn := effect.Called(c)
	switch {
	case fn == nil:
		if a.isHolder(c.Value) && (a.Cleanup >= 0 || a.Kind.ByCall()) {
			return atExit
		}
		return never
	case fn.Signature().Recv() == nil:
		return a.handle(fn, c)
	}
	recv := effect.Operands(c)[0]
	fields, ok := a.below(recv)
	if !ok || !a.releasedBy(fn.Name(), fields) {
		return never
	}
	if len(fields) > 0 || c.IsInvoke() {
		return atOnce
	}
	if derefsReceiver(fn, c.StaticCallee()) {
		return atExit
	}
	return never
}

// handle says when a function panics that releases the guard by its name or the like.
func (a acquisition) handle(fn *types.Func, c *ssa.CallCommon) moment {
	i := slices.IndexFunc(a.Kind.Release, func(r guard.Release) bool { return r.Func == fn.FullName() })
	if i < 0 || a.Kind.Release[i].Arg < 0 || len(a.Kind.Handles) == 0 {
		return never
	}
	name, ok := c.Args[a.Kind.Release[i].Arg].(*ssa.Call)
	if !ok {
		return never
	}
	method := effect.Called(&name.Call)
	if method == nil || method.Signature().Recv() == nil || !slices.Contains(a.Kind.Handles, method.Name()) {
		return never
	}
	if a.isHolder(effect.Operands(&name.Call)[0]) && derefsReceiver(method, name.Call.StaticCallee()) {
		return atOnce
	}
	return never
}

// releasedBy reports whether a method of what is at these fields below the holder releases the guard.
func (a acquisition) releasedBy(method string, fields []int) bool {
	switch {
	case slices.Equal(fields, a.Path) && len(a.Kind.ByMethod(method)) > 0:
		return true
	case len(fields) == 0:
		return slices.Contains(a.Releasers, method)
	}
	return len(a.Path) == 0 && len(a.Kind.ByMethod(method)) > 0 && a.embedded(fields) // promoted from there
}

// embedded reports whether all fields on the way from the holder are embedded.
func (a acquisition) embedded(fields []int) bool {
	t := a.holder.Type()
	for _, i := range fields {
		if p, ok := t.Underlying().(*types.Pointer); ok {
			t = p.Elem()
		}
		st, ok := t.Underlying().(*types.Struct)
		if !ok || i >= st.NumFields() || !st.Field(i).Embedded() {
			return false
		}
		t = st.Field(i).Type()
	}
	return true
}

// isHolder reports whether a value is the holder itself.
func (a acquisition) isHolder(v ssa.Value) bool {
	fields, ok := a.below(v)
	return ok && len(fields) == 0
}

// below returns the fields from the holder to a value.
func (a acquisition) below(v ssa.Value) (fields []int, ok bool) {
	p := task.PathOf(v)
	fields, ok = p.Indexes()
	return fields, ok && p.Root == a.holder
}
