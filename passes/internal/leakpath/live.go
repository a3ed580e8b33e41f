package leakpath

import (
	"slices"

	"golang.org/x/tools/go/ssa"

	"github.com/guardlint/guardlint/passes/internal/effect"
)

// infoOf computes, once, what walks need to know of a function.
func (x *Explorer) infoOf(fn *ssa.Function) *funcInfo {
	info := x.info[fn]
	if info == nil {
		info = &funcInfo{order: ranks(fn), steps: steps(fn), live: newLiveness(fn), loops: loops(fn), reach: make(map[int][]bool), exhaust: make(map[*ssa.If]bool)}
		x.info[fn] = info
	}
	return info
}

// steps leaves out the instructions that do nothing.
func steps(fn *ssa.Function) [][]ssa.Instruction {
	list := make([][]ssa.Instruction, len(fn.Blocks))
	for i, b := range fn.Blocks {
		for _, instr := range b.Instrs {
			if !effect.Idle(instr) {
				list[i] = append(list[i], instr)
			}
		}
	}
	return list
}

// ranks numbers the blocks in reverse postorder.
func ranks(fn *ssa.Function) []int {
	order := make([]int, len(fn.Blocks))
	seen := make([]bool, len(fn.Blocks))
	next := len(fn.Blocks)
	var visit func(*ssa.BasicBlock)
	visit = func(b *ssa.BasicBlock) {
		seen[b.Index] = true
		for _, s := range slices.Backward(b.Succs) {
			if !seen[s.Index] {
				visit(s)
			}
		}
		next--
		order[b.Index] = next
	}
	visit(fn.Blocks[0])
	return order
}

// loops finds the natural loops: for each edge to a block that dominates its source, the blocks that can reach the
// source without passing the target. Loops that goto makes without a dominating head are treated as loops, too: their
// bodies are found the same way, from any edge that goes back in the order of ranks.
func loops(fn *ssa.Function) map[[2]int]map[*ssa.BasicBlock]bool {
	order := ranks(fn)
	found := make(map[[2]int]map[*ssa.BasicBlock]bool)
	for _, b := range fn.Blocks {
		for _, head := range b.Succs {
			if order[head.Index] > order[b.Index] {
				continue
			}
			body := map[*ssa.BasicBlock]bool{head: true}
			work := []*ssa.BasicBlock{b}
			for len(work) > 0 {
				x := work[len(work)-1]
				work = work[:len(work)-1]
				if body[x] || order[x.Index] < order[head.Index] {
					continue
				}
				body[x] = true
				work = append(work, x.Preds...)
			}
			found[[2]int{b.Index, head.Index}] = body
		}
	}
	return found
}

// reaches reports whether control can get from a block to another; a block reaches itself only round a loop.
func (info *funcInfo) reaches(from, to *ssa.BasicBlock) bool {
	set := info.reach[to.Index]
	if set == nil {
		set = effect.Reaching(to)
		info.reach[to.Index] = set
	}
	return set[from.Index]
}

// liveness says which registers can still be read at the beginning of a block.
type liveness struct {
	number map[ssa.Value]int
	values []ssa.Value // by number
	in     []bits      // by block
}

// bits is a set of small numbers.
type bits []uint64

func (s bits) has(i int) bool { return s[i/64]&(1<<(i%64)) != 0 }

func (s bits) add(i int) { s[i/64] |= 1 << (i % 64) }

func (l *liveness) at(b *ssa.BasicBlock, v ssa.Value) bool {
	i, ok := l.number[v]
	return ok && l.in[b.Index].has(i)
}

// newLiveness is the textbook backward analysis: in = uses + (out - definitions). Pure instructions are evaluated where
// they are used, so that a use of theirs is a use of their operands. A phi reads its operands on the edges, so that they
// are alive at the end of the blocks that they come from and nowhere else, and it is alive from the beginning of its own.
func newLiveness(fn *ssa.Function) *liveness {
	l := &liveness{number: make(map[ssa.Value]int), in: make([]bits, len(fn.Blocks))}
	l.define(fn)
	words := (len(l.values) + 63) / 64
	made := make([]bits, len(fn.Blocks)) // what a block defines, phis aside
	phis := make([]bits, len(fn.Blocks))
	sets := make(bits, 3*words*len(fn.Blocks))
	for i, b := range fn.Blocks {
		l.in[i], sets = sets[:words:words], sets[words:]
		made[i], sets = sets[:words:words], sets[words:]
		phis[i], sets = sets[:words:words], sets[words:]
		l.uses(l.in[i], made[i], phis[i], b)
	}
	work := slices.Clone(fn.Blocks)
	waits := make([]bool, len(fn.Blocks)) // the head of an interpreter's loop has a thousand predecessors
	for i := range waits {
		waits[i] = true
	}
	for len(work) > 0 {
		b := work[len(work)-1]
		work = work[:len(work)-1]
		waits[b.Index] = false
		for _, p := range b.Preds {
			if grow(l.in[p.Index], l.in[b.Index], made[p.Index], phis[b.Index]) && !waits[p.Index] {
				waits[p.Index] = true
				work = append(work, p)
			}
		}
	}
	return l
}

// grow adds to a set what another one has but two more do not, and reports whether that was more.
func grow(s, from, without, nor bits) bool {
	grown := false
	for i := range s {
		more := from[i] &^ without[i] &^ nor[i] &^ s[i]
		s[i] |= more
		grown = grown || more != 0
	}
	return grown
}

// define numbers the registers of a function.
func (l *liveness) define(fn *ssa.Function) {
	define := func(v ssa.Value) {
		l.number[v] = len(l.values)
		l.values = append(l.values, v)
	}
	for _, p := range fn.Params {
		define(p)
	}
	for _, f := range fn.FreeVars {
		define(f)
	}
	for _, b := range fn.Blocks {
		for _, instr := range b.Instrs {
			if v, ok := instr.(ssa.Value); ok {
				define(v)
			}
		}
	}
}

// uses adds to in what a block reads, and to made and phis what it defines.
func (l *liveness) uses(in, made, phis bits, b *ssa.BasicBlock) {
	for _, instr := range b.Instrs {
		if phi, ok := instr.(*ssa.Phi); ok {
			in.add(l.number[phi])
			phis.add(l.number[phi])
			continue
		}
		if v, ok := instr.(ssa.Value); ok {
			made.add(l.number[v])
		}
		var ops [16]*ssa.Value
		for _, op := range instr.Operands(ops[:0]) {
			if *op != nil {
				l.use(in, b, *op)
			}
		}
	}
	for _, s := range b.Succs {
		pred := predIndex(b, s)
		for _, instr := range s.Instrs {
			phi, ok := instr.(*ssa.Phi)
			if !ok {
				break
			}
			l.use(in, b, phi.Edges[pred])
		}
	}
}

// use marks the registers that evaluating v reads, as far as they are not computed in b itself.
func (l *liveness) use(in bits, b *ssa.BasicBlock, v ssa.Value) {
	i, ok := l.number[v]
	if !ok || in.has(i) {
		return
	}
	instr, ok := v.(ssa.Instruction)
	if ok && instr.Block() == b && !isPhi(v) {
		return // the operands of b's own instructions are b's own uses
	}
	in.add(i)
	if ok && pure(v) {
		var ops [16]*ssa.Value
		for _, op := range instr.Operands(ops[:0]) {
			if *op != nil {
				l.use(in, b, *op)
			}
		}
	}
}

func isPhi(v ssa.Value) bool { _, ok := v.(*ssa.Phi); return ok }

// pure reports whether effect evaluates v at its uses.
func pure(v ssa.Value) bool {
	switch v.(type) {
	case *ssa.BinOp, *ssa.UnOp, *ssa.ChangeInterface, *ssa.ChangeType, *ssa.Extract, *ssa.Field, *ssa.FieldAddr,
		*ssa.IndexAddr, *ssa.MakeInterface, *ssa.Slice, *ssa.SliceToArrayPointer, *ssa.TypeAssert, *ssa.Convert:
		return true
	}
	return false
}
