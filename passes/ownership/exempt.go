package ownership

import (
	"go/token"
	"go/types"
	"slices"

	"golang.org/x/tools/go/ssa"

	"github.com/guardlint/guardlint/passes/internal/summary"
)

// Results that a belief says nothing of, although most callers release them.

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

// sentByOthers reports whether v is received from a channel, and neither the function nor a literal in it sends something of
// that type.
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

// finishes reports whether a result that is made around an argument, a writer or a reader, gives nothing back when it is released:
// it only writes the rest, or reads it and compares a sum. Where a function fails, that is worth nothing.
func (in *inference) finishes(callee *types.Func, b belief) bool {
	method := in.releaseOf(callee, b)
	if method == nil || !in.madeAround(callee, b, func(t types.Type) bool { return hasMethod(t, "Write") || hasMethod(t, "Read") }) {
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

// blank reports whether the result is a new object in which a constructor of this package leaves all that the release gives
// back for later methods to fill in: there is nothing to give back yet.
//
//	func newCommand() *command { return &command{done: make(chan error)} }
//	func (c *command) Close()  { c.store.Close() } // which Run has opened
func (in *inference) blank(callee *types.Func, b belief) bool {
	sum, method := in.lookup.of(callee), in.releaseOf(callee, b)
	if sum == nil || method == nil || !slices.Contains(sum.New, b.result) || len(sum.Results) > 0 {
		return false
	}
	release := in.lookup.of(method)
	if release == nil || release.Opaque {
		return false
	}
	gives := make(map[int]bool) // fields of the object
	for _, e := range release.Params {
		if e.Param != 0 || (e.OK|e.Err)&^(summary.Borrowed|summary.Returned) == 0 {
			continue
		}
		if len(e.Path) == 0 || e.Path[0] < 0 {
			return false
		}
		gives[e.Path[0]] = true
	}
	body := in.blocks(callee)
	return len(gives) > 0 && body != nil && !slices.ContainsFunc(body, func(block *ssa.BasicBlock) bool {
		ret, ok := block.Instrs[len(block.Instrs)-1].(*ssa.Return)
		return ok && !leavesBlank(ret.Results[b.result], gives)
	})
}

// leavesBlank reports whether v is an object of which the function that has made it does nothing but to set other fields, or
// nil.
func leavesBlank(v ssa.Value, fields map[int]bool) bool {
	if c, ok := v.(*ssa.Const); ok {
		return c.IsNil()
	}
	object, ok := v.(*ssa.Alloc)
	return ok && !slices.ContainsFunc(*object.Referrers(), func(ref ssa.Instruction) bool {
		switch ref := ref.(type) {
		case *ssa.Return, *ssa.DebugRef:
			return false
		case *ssa.FieldAddr:
			return fields[ref.Field] || slices.ContainsFunc(*ref.Referrers(), func(use ssa.Instruction) bool {
				st, ok := use.(*ssa.Store)
				return !ok || st.Addr != ref
			})
		}
		return true
	})
}
