package task

import (
	"go/token"
	"go/types"
	"slices"
	"strconv"
	"strings"

	"golang.org/x/tools/go/ssa"

	"github.com/guardlint/guardlint/passes/internal/effect"
	"github.com/guardlint/guardlint/passes/internal/guard"
	"github.com/guardlint/guardlint/passes/internal/summary"
)

// A Wait is a channel without which a function does not return, or a context.
type Wait struct {
	Chan   Path
	Closed bool // it has to be closed: what is sent on it does not end the function
}

// maxReceipts bounds the receives of a function that is asked for its wait: each of them is tried against all of the
// function. A loop that waits for its end has a few.
const maxReceipts = 32

// WaitOf finds the channel that a function waits for on every way to its end, if there is one:
//
//	for {
//		select {
//		case x := <-q.in:
//			q.handle(x)
//		case <-q.stop: // the only way out
//			return
//		}
//	}
//
// A function that does not return at all has none, nor has one that can also end in another way, or that ends the wait
// itself.
func WaitOf(fn *ssa.Function, lookup func(*types.Func) *summary.Summary) (Wait, bool) {
	if len(fn.Blocks) == 0 || !returns(fn, nil) {
		return Wait{}, false
	}
	w := waiter{fn: fn, lookup: lookup, fed: make(map[Path]bool)}
	for _, b := range fn.Blocks {
		for _, instr := range b.Instrs {
			w.collect(instr)
		}
	}
	if len(w.list) > maxReceipts {
		return Wait{}, false
	}
	for _, closed := range []bool{true, false} { // what has to be closed may be sent to as well
		for _, c := range w.list {
			if strings.HasSuffix(c.ch.Fields, Variable) || w.fed[c.ch] {
				continue // not always the same channel, or one that the function closes itself
			}
			cut := slices.DeleteFunc(slices.Clone(w.list), func(d receipt) bool { return d.ch != c.ch || closed && !d.closed })
			if len(cut) > 0 && !returns(fn, cut) {
				return Wait{Chan: c.ch, Closed: closed}, true
			}
		}
	}
	return Wait{}, false
}

// Indexes returns the fields of a path as numbers; ok is false if it leads through anything else.
func (p Path) Indexes() (fields []int, ok bool) {
	if p.Fields == "" {
		return nil, true
	}
	for f := range strings.SplitSeq(p.Fields[1:], ".") {
		i, err := strconv.Atoi(f)
		if err != nil {
			return nil, false
		}
		fields = append(fields, i)
	}
	return fields, true
}

// A receipt is a point that a function passes only when it has received from a channel: an instruction, or an edge.
type receipt struct {
	ch     Path
	closed bool // and the channel is closed
	at     ssa.Instruction
	edge   *ssa.BasicBlock // the successor of at's block, or nil if at itself is the point
}

// A waiter collects the receipts of one function.
type waiter struct {
	fn     *ssa.Function
	lookup func(*types.Func) *summary.Summary
	list   []receipt
	fed    map[Path]bool // channels that the function closes or sends to
}

func (w *waiter) add(ch ssa.Value, path []int, closed bool, at ssa.Instruction, edge *ssa.BasicBlock) {
	ch, path = w.got(ch, path)
	p := PathOf(ch)
	typ := effect.TypeAt(ch.Type(), path)
	for _, f := range path {
		p = below(p, f)
	}
	if typ == nil {
		return
	}
	_, isChan := typ.Underlying().(*types.Chan)
	if ofContext := guard.IsContext(typ); isChan || ofContext {
		w.list = append(w.list, receipt{p, closed || ofContext, at, edge})
	}
}

// got looks through a method that hands out a channel: <-q.Done(). What a context hands out is the context.
func (w *waiter) got(ch ssa.Value, path []int) (ssa.Value, []int) {
	call, ok := ch.(*ssa.Call)
	if !ok || called(&call.Call) == nil {
		return ch, path
	}
	if call.Call.IsInvoke() && guard.IsContext(call.Call.Value.Type()) && len(path) == 0 {
		return call.Call.Value, nil
	}
	sum := w.lookup(called(&call.Call))
	if sum == nil {
		return ch, path
	}
	ops := operands(&call.Call)
	for _, e := range sum.Params {
		whole := func(p summary.Place) bool { return p.Result == 0 && len(p.Path) == 0 }
		if e.Param < len(ops) && e.OK&summary.Returned != 0 && slices.ContainsFunc(e.Returns, whole) {
			return ops[e.Param], slices.Concat(e.Path, path)
		}
	}
	return ch, path
}

func (w *waiter) collect(instr ssa.Instruction) {
	switch instr := instr.(type) {
	case *ssa.Send:
		w.fed[PathOf(instr.Chan)] = true
	case *ssa.UnOp:
		if instr.Op != token.ARROW {
			return
		}
		w.add(instr.X, nil, false, instr, nil)
		if instr.CommaOk {
			w.tested(instr, instr.X, nil)
		}
	case *ssa.Select:
		for i, c := range instr.States {
			if c.Dir == types.RecvOnly {
				w.chosen(instr, i, c.Chan)
			} else {
				w.fed[PathOf(c.Chan)] = true
			}
		}
	case *ssa.Call:
		if b, ok := instr.Call.Value.(*ssa.Builtin); ok && b.Name() == "close" {
			w.fed[PathOf(instr.Call.Args[0])] = true
		}
		callee := called(&instr.Call)
		if callee == nil {
			return
		}
		sum := w.lookup(callee)
		if sum == nil {
			return
		}
		ops := operands(&instr.Call)
		for _, wait := range sum.Waits {
			if wait.Param < len(ops) {
				w.add(ops[wait.Param], wait.Path, wait.Closed, instr, nil)
			}
		}
	}
}

// tested finds the edges on which the flag of a receive is false: the channel is closed. The flag of a select is about the
// case that was chosen, so that only what comes after from counts.
func (w *waiter) tested(tuple, ch ssa.Value, from *ssa.BasicBlock) {
	eachBranch(tuple, 1, func(v ssa.Value, br *ssa.If) {
		if from != nil && !from.Dominates(br.Block()) {
			return
		}
		not, ok := br.Cond.(*ssa.UnOp)
		switch {
		case br.Cond == v:
			w.add(ch, nil, true, br, br.Block().Succs[1])
		case ok && not.Op == token.NOT && not.X == v:
			w.add(ch, nil, true, br, br.Block().Succs[0])
		}
	})
}

// chosen finds the edge on which a select has taken case i.
func (w *waiter) chosen(sel *ssa.Select, i int, ch ssa.Value) {
	if br := effect.CaseOf(sel, i); br != nil {
		taken := br.Block().Succs[0]
		w.add(ch, nil, false, br, taken)
		w.tested(sel, ch, taken)
	}
}

// eachBranch visits the branches on result index of a tuple, or on what is computed from it at once.
func eachBranch(tuple ssa.Value, index int, visit func(ssa.Value, *ssa.If)) {
	for _, ref := range *tuple.Referrers() {
		x, ok := ref.(*ssa.Extract)
		if !ok || x.Index != index {
			continue
		}
		for _, use := range *x.Referrers() {
			switch use := use.(type) {
			case *ssa.If:
				visit(x, use)
			case *ssa.UnOp, *ssa.BinOp:
				for _, br := range *use.(ssa.Value).Referrers() {
					if br, ok := br.(*ssa.If); ok {
						visit(x, br)
					}
				}
			}
		}
	}
}

// returns reports whether a return can be reached without passing one of the points.
func returns(fn *ssa.Function, cut []receipt) bool {
	seen := make(map[*ssa.BasicBlock]bool)
	var walk func(b *ssa.BasicBlock) bool
	walk = func(b *ssa.BasicBlock) bool {
		if seen[b] {
			return false
		}
		seen[b] = true
		for _, instr := range b.Instrs {
			if _, ok := instr.(*ssa.Return); ok {
				return true
			}
			if slices.ContainsFunc(cut, func(r receipt) bool { return r.edge == nil && r.at == instr }) {
				return false
			}
		}
		return slices.ContainsFunc(b.Succs, func(next *ssa.BasicBlock) bool {
			blocked := slices.ContainsFunc(cut, func(r receipt) bool { return r.edge == next && r.at.Block() == b })
			return !blocked && walk(next)
		})
	}
	return walk(fn.Blocks[0])
}
