package fix

import (
	"go/types"
	"slices"

	"golang.org/x/tools/go/ssa"
	"golang.org/x/tools/go/types/typeutil"

	"github.com/guardlint/guardlint/passes/internal/effect"
	"github.com/guardlint/guardlint/passes/internal/guard"
	"github.com/guardlint/guardlint/passes/internal/summary"
)

// uses says, whatever the path, who works with the guard or with something that needs it: the context of a cancel
// function and the request made with it, a reader around a file.
type uses struct {
	fn    *ssa.Function
	needs map[ssa.Value]bool // values that need the guard
	work  []ssa.Value
	calls map[*ssa.Function][]*ssa.Call // functions of the package that get such a value

	outlives bool // something that needs the guard is returned, or kept where it outlives the function
	loose    bool // it is used at a time that we do not know: a goroutine has it, or its descriptor goes about
	deferred bool // a deferred call has it

	without ssa.Instruction // what a fix takes out
	summary func(*types.Func) *summary.Summary
	holds   typeutil.Map // type -> bool
}

// usesOf follows the results of the acquisition. A lock is not followed: nothing can be made of it.
func (r *repair) usesOf() *uses {
	u := &uses{fn: r.o.Fn, needs: make(map[ssa.Value]bool), calls: make(map[*ssa.Function][]*ssa.Call), summary: r.Summary, without: r.without}
	if r.o.Kind.ReportedBy() == "lockheld" {
		return u
	}
	if r.site.Target != nil {
		if t := r.Info.TypeOf(r.site.Target); t != nil {
			u.holds.Set(t, true)
		}
	}
	if len(r.o.Kind.Handles) > 0 { // the name of a temporary file is as good as the file
		u.holds.Set(types.Typ[types.String], true)
	}
	call := r.o.Site.Common()
	switch r.o.Holder.In {
	case guard.Receiver, guard.Arg:
		if v := operand(call, r.o.Holder); v != nil {
			u.add(base(v))
		}
	case guard.Result:
		if v := r.o.Site.Value(); v != nil {
			u.add(v)
		}
	}
	for len(u.work) > 0 {
		v := u.work[len(u.work)-1]
		u.work = u.work[:len(u.work)-1]
		for _, ref := range *v.Referrers() {
			u.use(v, ref)
		}
	}
	return u
}

// operand returns the receiver or the argument that is the guard.
func operand(call *ssa.CallCommon, h guard.Holder) ssa.Value {
	operands := call.Args
	if call.IsInvoke() {
		operands = append([]ssa.Value{call.Value}, operands...)
	}
	i := h.Index
	if h.In == guard.Receiver {
		i = 0
	} else if call.Signature().Recv() != nil {
		i++
	}
	if i >= len(operands) {
		return nil
	}
	return operands[i]
}

// base returns the object that a value is, or was read from.
func base(v ssa.Value) ssa.Value {
	for {
		switch x := v.(type) {
		case *ssa.UnOp:
			v = x.X
		case *ssa.FieldAddr:
			v = x.X
		case *ssa.IndexAddr:
			v = x.X
		case *ssa.Field:
			v = x.X
		case *ssa.ChangeType:
			v = x.X
		case *ssa.MakeInterface:
			v = x.X
		default:
			return v
		}
	}
}

// add marks a value as one that needs the guard.
func (u *uses) add(v ssa.Value) {
	switch v.(type) {
	case *ssa.Global:
		u.outlives = true
		return
	case *ssa.FreeVar:
		if v.Parent() == u.fn { // of the function that made the literal
			u.outlives = true
		}
	}
	if !u.needs[v] && v.Referrers() != nil {
		u.needs[v] = true
		u.work = append(u.work, v)
	}
}

// use follows a value into an instruction.
func (u *uses) use(v ssa.Value, instr ssa.Instruction) {
	switch instr := instr.(type) {
	case *ssa.Go:
		u.loose = true
	case *ssa.Defer:
		u.deferred = u.deferred || instr != u.without
	case *ssa.Return:
		calls := u.calls[instr.Parent()]
		for _, c := range calls {
			u.add(c)
		}
		u.outlives = u.outlives || len(calls) == 0
	case *ssa.Send:
		u.outlives = u.outlives || instr.X == v
	case *ssa.Store:
		if instr.Val == v {
			u.store(instr.Addr)
		}
	case *ssa.MapUpdate:
		if instr.Value == v || instr.Key == v {
			u.store(instr.Map)
		}
	case *ssa.MakeClosure:
		u.add(instr)
		for i, b := range instr.Bindings {
			if b == v {
				u.add(instr.Fn.(*ssa.Function).FreeVars[i])
			}
		}
	case *ssa.Call:
		u.call(v, instr)
	case ssa.Value:
		if isTuple(instr.Type()) || u.canHold(instr.Type()) {
			u.add(instr)
		}
	}
}

// store follows a value into memory: into a local variable, which is followed, or elsewhere.
func (u *uses) store(addr ssa.Value) {
	switch b := base(addr).(type) {
	case *ssa.Parameter:
		u.outlives = true
	case *ssa.FreeVar:
		if outer := effect.Captured(b); outer != nil && b.Parent() != u.fn {
			u.add(outer)
			return
		}
		u.outlives = true
	default:
		u.add(b)
	}
}

// call follows a value into a call. A function of the package is looked at. Of others the summary says whether they keep
// the value; what comes out may then need it, as it may if we know nothing.
func (u *uses) call(v ssa.Value, call *ssa.Call) {
	if fn := call.Call.StaticCallee(); fn != nil && fn.Pkg == u.fn.Pkg && len(fn.Blocks) > 0 {
		u.calls[fn] = append(u.calls[fn], call)
		for i, a := range call.Call.Args {
			if a == v {
				u.add(fn.Params[i])
			}
		}
		return
	}
	callee := effect.Called(&call.Call)
	if callee != nil && callee.Name() == "Fd" && !onlyPassed(call) {
		u.loose = true // a number that is good for as long as the file is open
	}
	var sum *summary.Summary
	if callee != nil {
		sum = u.summary(callee)
	}
	kept := sum == nil
	if sum != nil {
		for i, op := range effect.Operands(&call.Call) {
			kept = kept || op == v && keeps(sum, i)
		}
	}
	if kept && sum != nil && callee.Pkg() != nil && !guard.IsStd(callee.Pkg().Path()) {
		u.outlives = true // what the standard library keeps, it keeps in what it returns
	}
	if kept && (isTuple(call.Type()) || u.canHold(call.Type())) {
		u.add(call)
	}
}

// onlyPassed reports whether a number is used for nothing but calls.
func onlyPassed(v ssa.Value) bool {
	return !slices.ContainsFunc(*v.Referrers(), func(ref ssa.Instruction) bool {
		switch ref := ref.(type) {
		case *ssa.Call, *ssa.DebugRef:
			return false
		case *ssa.Convert:
			return !onlyPassed(ref)
		}
		return true
	})
}

// keeps reports whether a function keeps, returns or launches something with what is below a parameter.
func keeps(sum *summary.Summary, param int) bool {
	return sum.Opaque || slices.ContainsFunc(sum.Params, func(e summary.Effect) bool {
		return e.Param == param && (e.OK|e.Err)&^(summary.Borrowed|summary.Released) != 0
	})
}

func isTuple(t types.Type) bool { _, ok := t.(*types.Tuple); return ok }

// canHold reports whether a value of type t can have something inside that works with the guard: an interface, a
// function, a channel. Plain data and errors have not.
func (u *uses) canHold(t types.Type) bool {
	if known := u.holds.At(t); known != nil {
		return known.(bool)
	}
	holds := u.reaches(t, new(typeutil.Map))
	u.holds.Set(t, holds)
	return holds
}

// reaches looks for such a type in t, and not again in the types that were seen.
func (u *uses) reaches(t types.Type, seen *typeutil.Map) bool {
	if known := u.holds.At(t); known != nil {
		return known.(bool)
	}
	if seen.Set(t, true) != nil {
		return false
	}
	switch x := t.Underlying().(type) {
	case *types.Interface:
		return !guard.IsError(t)
	case *types.Signature, *types.Chan:
		return true
	case *types.Pointer:
		return u.reaches(x.Elem(), seen)
	case *types.Slice:
		return u.reaches(x.Elem(), seen)
	case *types.Array:
		return u.reaches(x.Elem(), seen)
	case *types.Map:
		return u.reaches(x.Key(), seen) || u.reaches(x.Elem(), seen)
	case *types.Struct:
		for i := range x.NumFields() {
			if u.reaches(x.Field(i).Type(), seen) {
				return true
			}
		}
	}
	return false
}
