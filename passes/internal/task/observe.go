package task

import (
	"go/token"
	"go/types"

	"golang.org/x/tools/go/ssa"

	"github.com/guardlint/guardlint/passes/internal/summary"
)

// An observer follows an error from the release that yields it, and asks whether somebody gets to see it: a log, a
// metric, a callback, a channel that somebody receives from, a variable that is read after the task was waited for.
type observer struct {
	task     *Task
	inside   map[*ssa.Function]bool // the functions that the task consists of
	seen     map[ssa.Value]bool
	returned func() bool // is what the task returns observed?
	summary  func(*types.Func) *summary.Summary
}

// observed reports whether the error of a release in the task is observed.
func (f *Finder) observed(t *Task, r Release) bool {
	call, ok := r.Call.(*ssa.Call)
	if !ok {
		return false // deferred or launched: the error is dropped on the spot
	}
	o := &observer{task: t, inside: make(map[*ssa.Function]bool), seen: make(map[ssa.Value]bool), summary: f.Summary}
	for _, fn := range bodies(t.Body) {
		o.inside[fn] = true
	}
	o.returned = func() bool { return f.resultObserved(t) }
	if call.Common().Signature().Results().Len() == 1 {
		return o.value(call)
	}
	return o.part(call, r.Err)
}

// part follows result i of a call.
func (o *observer) part(call *ssa.Call, i int) bool {
	for _, ref := range *call.Referrers() {
		if x, ok := ref.(*ssa.Extract); ok && x.Index == i && o.value(x) {
			return true
		}
		if _, ok := ref.(*ssa.Return); ok {
			return o.returned()
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
		return instr.Parent() == o.task.Body && o.returned()
	case ssa.CallInstruction:
		return o.call(v, instr)
	case *ssa.Panic, *ssa.MapUpdate, *ssa.MakeClosure, *ssa.FieldAddr, *ssa.Field:
		return true
	}
	return false
}

// call reports whether passing v to a function observes it. Functions that only turn it into another value are looked
// through; our own that do not use it do not observe it; all others do.
func (o *observer) call(v ssa.Value, call ssa.CallInstruction) bool {
	c := call.Common()
	result, _ := call.(*ssa.Call)
	if b, ok := c.Value.(*ssa.Builtin); ok {
		return b.Name() == "append" && result != nil && o.value(result)
	}
	fn := called(c)
	switch {
	case fn != nil && o.declared(fn, c, v):
		return true
	case fn != nil && isRendering(fn):
		return result != nil && o.value(result)
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

// declared reports whether the user says that a function lets somebody see the error that it gets as v.
func (o *observer) declared(fn *types.Func, c *ssa.CallCommon, v ssa.Value) bool {
	sum := o.summary(fn)
	if sum == nil {
		return false
	}
	args := c.Args
	if c.IsInvoke() {
		args = append([]ssa.Value{c.Value}, args...) // parameters are counted with the receiver
	}
	for i, arg := range args {
		if e, found := sum.Effect(i, nil); found && arg == v && e.OK&summary.Observed != 0 {
			return true
		}
	}
	return false
}

// isRendering reports whether a function only makes something else of an error.
func isRendering(fn *types.Func) bool {
	if fn.Name() == "Error" && fn.Signature().Recv() != nil && fn.Signature().Params().Len() == 0 {
		return true
	}
	switch fn.FullName() {
	case "fmt.Errorf", "fmt.Sprintf", "fmt.Sprint", "fmt.Sprintln", "errors.Join", "errors.Unwrap", "errors.Is", "errors.As":
		return true
	}
	return false
}

// branch reports whether what is done under a condition tells of it: a call, an assignment, a message. Leaving the task
// early tells nobody.
func (o *observer) branch(cond ssa.Value, branch *ssa.If) bool {
	b := branch.Block()
	for i, succ := range b.Succs {
		if len(succ.Preds) != 1 {
			continue
		}
		if bin, ok := cond.(*ssa.BinOp); ok && isNilTest(bin) && (bin.Op == token.NEQ) != (i == 0) {
			continue // the side without an error
		}
		for _, d := range dominated(succ) {
			for _, instr := range d.Instrs {
				if o.tells(instr) {
					return true
				}
			}
		}
	}
	return mergesDifferent(b)
}

// tells reports whether an instruction has an effect outside the task.
func (o *observer) tells(instr ssa.Instruction) bool {
	switch instr := instr.(type) {
	case *ssa.Store, *ssa.Send, *ssa.MapUpdate, *ssa.Panic, *ssa.Go:
		return true
	case *ssa.Return:
		return len(instr.Results) > 0 && o.returned()
	case ssa.CallInstruction:
		_, isDefer := instr.(*ssa.Defer)
		return !isDefer
	}
	return false
}

// mergesDifferent reports whether a value depends on which way a block was left: failed = true.
func mergesDifferent(b *ssa.BasicBlock) bool {
	for _, succ := range b.Succs {
		for _, next := range append([]*ssa.BasicBlock{succ}, succ.Succs...) {
			for _, instr := range next.Instrs {
				if phi, ok := instr.(*ssa.Phi); ok && len(*phi.Referrers()) > 0 {
					return true
				}
			}
		}
	}
	return false
}

func isNilTest(b *ssa.BinOp) bool {
	if b.Op != token.NEQ && b.Op != token.EQL {
		return false
	}
	return isNil(b.X) || isNil(b.Y)
}

func isNil(v ssa.Value) bool {
	c, ok := v.(*ssa.Const)
	return ok && c.IsNil()
}

// dominated returns the blocks that are reached through b only, b included.
func dominated(b *ssa.BasicBlock) []*ssa.BasicBlock {
	list := []*ssa.BasicBlock{b}
	for _, d := range b.Dominees() {
		list = append(list, dominated(d)...)
	}
	return list
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
