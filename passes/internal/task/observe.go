package task

import (
	"go/types"

	"golang.org/x/tools/go/ssa"

	"github.com/guardlint/guardlint/passes/internal/summary"
)

// An observer follows an error from the release that yields it, and asks whether somebody gets to see it: a log, a
// metric, a callback, a channel that somebody receives from, a variable that is read after the task was waited for.
type observer struct {
	inside   map[*ssa.Function]bool // the functions that the task consists of
	seen     map[ssa.Value]bool
	returned func(*ssa.Return) bool // is what a part of the task returns observed?
	summary  func(*types.Func) *summary.Summary
	// trusting says that every function which gets the error is taken to look at it, or to be meant not to.
	trusting bool
	// exiting is the function that has run to its exit when the release is called, if the release is deferred in it: what it
	// has read before, it does not read again.
	exiting *ssa.Function
	// recovering says that what a recover returns is followed: to panic with it again is to pass it on.
	recovering bool
}

// observed reports whether the error of a release in the task is observed.
func (f *Finder) observed(t *Task, r Release) bool {
	call, ok := r.Call.(*ssa.Call)
	if !ok || r.Dropped {
		return false // deferred or launched: the error is dropped on the spot
	}
	o := &observer{inside: make(map[*ssa.Function]bool), seen: make(map[ssa.Value]bool), summary: f.Summary}
	for _, fn := range t.code {
		o.inside[fn] = true
	}
	o.returned = func(ret *ssa.Return) bool {
		if ret.Parent() == t.Body {
			return f.resultObserved(t)
		}
		return f.literalObserved(o, ret.Parent())
	}
	return o.errorOf(call)
}

// literalObserved reports whether what a literal in a task returns is observed, by the task that calls it, or by the
// function that runs it for the task or the task that calls that.
func (f *Finder) literalObserved(o *observer, lit *ssa.Function) bool {
	if r, ok := f.runnerOf(lit); ok {
		call, isCall := r.call.(*ssa.Call)
		return r.seen || isCall && o.errorOf(call)
	}
	refs := lit.Referrers()
	if maker := MakerOf(lit); maker != nil {
		refs = maker.Referrers()
	}
	for _, ref := range *refs {
		if call, ok := ref.(*ssa.Call); ok && literalOf(call.Call.Value) == lit && o.errorOf(call) {
			return true
		}
	}
	return false
}

// part follows result i of a call.
func (o *observer) part(call *ssa.Call, i int) bool {
	for _, ref := range *call.Referrers() {
		if x, ok := ref.(*ssa.Extract); ok && x.Index == i && o.value(x) {
			return true
		}
		if ret, ok := ref.(*ssa.Return); ok {
			return o.returned(ret)
		}
	}
	return false
}

// value reports whether a use of v observes it.
func (o *observer) value(v ssa.Value) bool {
	if o.seen[v] || v.Referrers() == nil {
		return false
	}
	o.seen[v] = true
	for _, ref := range *v.Referrers() {
		if o.use(v, ref) {
			return true
		}
	}
	return false
}

// use reports whether an instruction that uses v observes it.
func (o *observer) use(v ssa.Value, instr ssa.Instruction) bool {
	switch instr := instr.(type) {
	case *ssa.Extract, *ssa.Phi, *ssa.ChangeInterface, *ssa.ChangeType, *ssa.MakeInterface, *ssa.TypeAssert,
		*ssa.Slice, *ssa.Convert:
		return o.value(instr.(ssa.Value))
	case *ssa.UnOp:
		return o.value(instr)
	case *ssa.BinOp:
		return o.value(instr)
	case *ssa.If:
		return o.branch(v, instr)
	case *ssa.Store:
		return instr.Val == v && o.store(instr.Addr)
	case *ssa.Send:
		return instr.X == v && received(instr.Chan)
	case *ssa.Select:
		for _, s := range instr.States {
			if s.Send == v && received(s.Chan) {
				return true
			}
		}
		return false
	case *ssa.Return:
		return o.returned(instr)
	case ssa.CallInstruction:
		return o.call(v, instr)
	case *ssa.Panic:
		return !o.swallowed()
	case *ssa.MapUpdate, *ssa.MakeClosure, *ssa.FieldAddr, *ssa.Field:
		return true
	}
	return false
}

// call reports whether passing v to a function observes it. Functions that only make another value of it are looked
// through; those that are known not to use it do not observe it; all others do.
func (o *observer) call(v ssa.Value, call ssa.CallInstruction) bool {
	c := call.Common()
	result, _ := call.(*ssa.Call)
	if b, ok := c.Value.(*ssa.Builtin); ok {
		return b.Name() == "append" && result != nil && o.value(result)
	}
	if fn := called(c); fn != nil && isRendering(fn) {
		return result != nil && o.value(result)
	}
	if o.trusting {
		return true
	}
	if seen, known := o.seenBy(c, v); known {
		return seen || result != nil && o.value(result)
	}
	callee := c.StaticCallee()
	if callee == nil || len(callee.Blocks) == 0 {
		return true
	}
	for i, arg := range c.Args {
		if arg == v && i < len(callee.Params) && len(*callee.Params[i].Referrers()) > 0 {
			return true
		}
	}
	return false
}

// swallowed reports whether a panic of the task ends in a recover whose result nobody looks at.
func (o *observer) swallowed() bool {
	if o.recovering {
		return false
	}
	o.recovering = true
	defer func() { o.recovering = false }()
	found := false
	for fn := range o.inside {
		eachInstr(fn, func(instr ssa.Instruction) {
			if call, ok := instr.(*ssa.Call); ok {
				b, isBuiltin := call.Call.Value.(*ssa.Builtin)
				found = found || isBuiltin && b.Name() == "recover" && !o.value(call)
			}
		})
	}
	return found
}

// isRendering reports whether a function only makes something else of an error.
func isRendering(fn *types.Func) bool {
	if fn.Name() == "Error" && fn.Signature().Recv() != nil && fn.Signature().Params().Len() == 0 {
		return true
	}
	switch fn.FullName() {
	case "fmt.Errorf", "fmt.Sprintf", "fmt.Sprint", "fmt.Sprintln", "errors.Join", "errors.New", "errors.Unwrap", "errors.Is", "errors.As":
		return true
	}
	return false
}

// store reports whether what is stored at an address is observed.
func (o *observer) store(addr ssa.Value) bool {
	switch x := addr.(type) {
	case *ssa.IndexAddr:
		if alloc, ok := x.X.(*ssa.Alloc); ok { // the arguments of a variadic call
			return o.value(alloc)
		}
		return true
	case *ssa.Alloc, *ssa.FreeVar:
		alloc, ok := pathOf(x, maxSteps).Root.(*ssa.Alloc)
		return !ok || o.variable(alloc)
	}
	return true
}

// variable reports whether somebody reads a variable: the task itself, to some effect, or others once it has ended.
func (o *observer) variable(alloc *ssa.Alloc) bool {
	unread := eachUse(alloc, func(instr ssa.Instruction, addr ssa.Value) bool {
		switch instr := instr.(type) {
		case *ssa.Store:
			return instr.Addr == addr
		case *ssa.UnOp:
			if instr.Parent() == o.exiting && !isAfterDefers(instr) {
				return true
			}
			if o.inside[instr.Parent()] {
				return !o.value(instr)
			}
			return !waitsAnywhere(instr.Parent())
		case *ssa.DebugRef:
			return true
		}
		return false // its address goes somewhere
	})
	return !unread
}

// isAfterDefers reports whether an instruction comes after the calls that its function has deferred: it reads a named result.
func isAfterDefers(instr ssa.Instruction) bool {
	for _, before := range instr.Block().Instrs {
		if _, ok := before.(*ssa.RunDefers); ok {
			return true
		}
		if before == instr {
			break
		}
	}
	return false
}

// received reports whether somebody may receive from a channel: a channel that is made here and goes nowhere needs a
// receiver here.
func received(ch ssa.Value) bool {
	made, ok := PathOf(ch).Root.(*ssa.MakeChan)
	if !ok {
		return true
	}
	return usedAs(made, func(instr ssa.Instruction, v ssa.Value) bool {
		switch instr := instr.(type) {
		case *ssa.Send:
			return instr.Chan != v
		case *ssa.Select:
			for _, s := range instr.States {
				if s.Chan == v && s.Dir == types.RecvOnly {
					return true
				}
			}
			return false
		case *ssa.DebugRef:
			return false
		case *ssa.Call:
			b, ok := instr.Call.Value.(*ssa.Builtin)
			return !ok || b.Name() != "close"
		case *ssa.Defer:
			b, ok := instr.Call.Value.(*ssa.Builtin)
			return !ok || b.Name() != "close"
		}
		return true
	})
}

// usedAs reports whether match holds for a use of v, directly or through a variable that it is stored in.
func usedAs(v ssa.Value, match func(ssa.Instruction, ssa.Value) bool) bool {
	for _, ref := range *v.Referrers() {
		switch ref := ref.(type) {
		case *ssa.ChangeType:
			if usedAs(ref, match) {
				return true
			}
			continue
		case *ssa.Store:
			alloc, ok := ref.Addr.(*ssa.Alloc)
			if !ok || ref.Val != v {
				return true // it is kept where we do not follow it
			}
			found := false
			known := eachUse(alloc, func(instr ssa.Instruction, addr ssa.Value) bool {
				switch instr := instr.(type) {
				case *ssa.UnOp:
					found = found || usedAs(instr, match)
				case *ssa.Store, *ssa.DebugRef:
				default:
					found = true
				}
				return true
			})
			if found || !known {
				return true
			}
			continue
		}
		if match(ref, v) {
			return true
		}
	}
	return false
}
