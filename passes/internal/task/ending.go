package task

import (
	"go/token"
	"go/types"
	"slices"

	"golang.org/x/tools/go/ssa"
)

// An ending is a place in a function from which on a context is done: behind an instruction, or at the start of a block.
type ending struct {
	ctx   Path
	pos   token.Pos
	instr ssa.Instruction // nil if it is an edge
	block *ssa.BasicBlock
	edge  *ssa.BasicBlock // where the edge comes from
}

// endings returns the places in a function from which on some context is done.
func endings(fn *ssa.Function) []ending {
	var list []ending
	eachInstr(fn, func(instr ssa.Instruction) {
		switch instr := instr.(type) {
		case *ssa.UnOp:
			if instr.Op == token.ARROW {
				if ctx := doneOf(instr.X); ctx != nil {
					list = append(list, ending{ctx: PathOf(ctx), pos: instr.Pos(), instr: instr})
				}
			}
		case *ssa.Select:
			list = append(list, selected(instr)...)
		case *ssa.Call:
			list = append(list, ended(instr)...)
		case *ssa.Defer:
			if ctx, ok := cancelled(instr); ok {
				list = append(list, ending{ctx: ctx, pos: instr.Common().Pos(), instr: instr})
			}
		}
	})
	return list
}

// selected returns the cases of a select that are taken when a context is done.
func selected(sel *ssa.Select) []ending {
	var list []ending
	for i, s := range sel.States {
		ctx := ssa.Value(nil)
		if s.Dir == types.RecvOnly {
			ctx = doneOf(s.Chan)
		}
		if ctx == nil {
			continue
		}
		for _, ref := range *sel.Referrers() {
			x, ok := ref.(*ssa.Extract)
			if !ok || x.Index != 0 {
				continue
			}
			for _, use := range *x.Referrers() {
				if test, ok := use.(*ssa.BinOp); ok && test.Op == token.EQL && isInt(test.Y, i) {
					list = append(list, edges(test, PathOf(ctx), s.Pos, 0)...)
				}
			}
		}
	}
	return list
}

func isInt(v ssa.Value, i int) bool {
	c, ok := v.(*ssa.Const)
	return ok && c.Value != nil && c.Int64() == int64(i)
}

// ended returns what a call ends: the context that a cancel function belongs to, that of an error group which is waited
// for, or, behind a test, a context that has an error.
func ended(call *ssa.Call) []ending {
	if ctx, ok := cancelled(call); ok {
		return []ending{{ctx: ctx, pos: call.Common().Pos(), instr: call}}
	}
	if ctx, ok := groupContext(call); ok {
		return []ending{{ctx: ctx, pos: call.Common().Pos(), instr: call}}
	}
	ctx, method := ContextCall(call)
	if fn := called(call.Common()); fn != nil && fn.Name() == "Cause" && fn.FullName() == "context.Cause" {
		ctx, method = call.Common().Args[0], "Err"
	}
	if method != "Err" {
		return nil
	}
	var list []ending
	for _, ref := range *call.Referrers() {
		if test, ok := ref.(*ssa.BinOp); ok && isNilTest(test) {
			side := 0
			if test.Op == token.EQL {
				side = 1
			}
			list = append(list, edges(test, PathOf(ctx), call.Common().Pos(), side)...)
		}
	}
	return list
}

// edges returns the branches that a test leads to on one side.
func edges(test *ssa.BinOp, ctx Path, pos token.Pos, side int) []ending {
	var list []ending
	for _, ref := range *test.Referrers() {
		if branch, ok := ref.(*ssa.If); ok {
			from := branch.Block()
			list = append(list, ending{ctx: ctx, pos: pos, block: from.Succs[side], edge: from})
		}
	}
	return list
}

// cancelled returns the context whose cancel function is called.
func cancelled(call ssa.CallInstruction) (Path, bool) {
	c := call.Common()
	if c.IsInvoke() || c.StaticCallee() != nil {
		return Path{}, false
	}
	cancel, ok := PathOf(c.Value).Root.(*ssa.Extract)
	if !ok || cancel.Index != 1 {
		return Path{}, false
	}
	return sibling(cancel, 0)
}

// groupContext returns the context of an error group that is waited for: Wait cancels it.
func groupContext(call *ssa.Call) (Path, bool) {
	fn := called(call.Common())
	if fn == nil || fn.Name() != "Wait" || fn.FullName() != "(*golang.org/x/sync/errgroup.Group).Wait" {
		return Path{}, false
	}
	group, ok := PathOf(call.Common().Args[0]).Root.(*ssa.Extract)
	if !ok || group.Index != 0 {
		return Path{}, false
	}
	return sibling(group, 1)
}

// sibling returns the context among the results of a call that another one of them ends.
func sibling(x *ssa.Extract, index int) (Path, bool) {
	call, ok := x.Tuple.(*ssa.Call)
	if !ok {
		return Path{}, false
	}
	for _, ref := range *call.Referrers() {
		if ctx, ok := ref.(*ssa.Extract); ok && ctx.Index == index && derivation(ctx) == call {
			return Path{Root: ctx}, true
		}
	}
	return Path{}, false
}

// start returns the block in which the context is done, and the number of the first instruction there that finds it so.
func (e ending) start() (*ssa.BasicBlock, int) {
	if e.instr == nil {
		return e.block, 0
	}
	return e.instr.Block(), slices.Index(e.instr.Block().Instrs, e.instr) + 1
}

// dominates reports whether every way to an instruction passes the ending. A deferred cancel is none.
func (e ending) dominates(at ssa.Instruction) bool {
	if _, isDefer := e.instr.(*ssa.Defer); isDefer {
		return false
	}
	b, first := e.start()
	if e.instr == nil && len(b.Preds) != 1 {
		return false
	}
	if b == at.Block() {
		return slices.Index(b.Instrs, at) >= first
	}
	return b.Dominates(at.Block())
}

// follows reports whether the ending can come after a defer statement; for a deferred cancel, whether it comes after it
// on every way, and so runs before what was deferred there.
func (e ending) follows(d *ssa.Defer) bool {
	b, first := e.start()
	if b.Parent() != d.Parent() {
		return false
	}
	if b == d.Block() {
		return slices.Index(b.Instrs, ssa.Instruction(d)) < first-1
	}
	if e.instr == nil {
		return d.Block().Dominates(e.edge)
	}
	return d.Block().Dominates(b)
}

// avoidable reports whether the function can go on from an ending and not come by an instruction before it ends, or
// whether that is not clear because conditions lie between.
func avoidable(e ending, at ssa.Instruction) bool {
	if _, isDefer := e.instr.(*ssa.Defer); isDefer {
		return true
	}
	if _, isDefer := at.(*ssa.Defer); isDefer {
		return true
	}
	b, first := e.start()
	for steps := 0; steps < len(b.Parent().Blocks); steps++ {
		if b == at.Block() && slices.Index(b.Instrs, at) >= first {
			return false
		}
		if len(b.Succs) != 1 {
			return true
		}
		b, first = b.Succs[0], 0
	}
	return true
}

// stable reports whether a path names the same context at an ending and afterwards: if it is a variable or a field that
// is assigned, then only before.
func stable(p Path, e ending) bool {
	b, _ := e.start()
	last := b.Instrs[0]
	if e.instr != nil {
		last = e.instr
	}
	if alloc, ok := p.Root.(*ssa.Alloc); ok && p.Fields != "" {
		stores, known := Stores(alloc)
		for _, s := range stores {
			at := seenFrom(s.Parent(), last)
			if at == nil || !precedes(s, at) {
				return false
			}
		}
		return known
	}
	ok := true
	if p.Fields != "" {
		eachInstr(last.Parent(), func(instr ssa.Instruction) {
			if s, isStore := instr.(*ssa.Store); isStore && PathOf(s.Addr) == p {
				ok = ok && precedes(s, last)
			}
		})
	}
	return ok
}

// seenFrom returns an instruction as the function around it sees it: where the literal that it is in is made. It returns
// nil if it is in no literal of that function.
func seenFrom(fn *ssa.Function, instr ssa.Instruction) ssa.Instruction {
	for instr.Parent() != fn {
		maker := MakerOf(instr.Parent())
		if maker == nil {
			return nil
		}
		instr = maker
	}
	return instr
}

// precedes reports whether every way to b passes a.
func precedes(a, b ssa.Instruction) bool {
	if a.Block() == b.Block() {
		return slices.Index(a.Block().Instrs, a) < slices.Index(b.Block().Instrs, b)
	}
	return a.Block().Dominates(b.Block())
}
