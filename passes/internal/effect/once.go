package effect

import (
	"go/token"
	"slices"

	"golang.org/x/tools/go/ssa"
)

// onlyOnce reports whether a path comes to the acquisition one time at most.
func (m *Machine) onlyOnce(site ssa.Instruction) bool {
	if m.site.once == nil {
		is := once(site)
		m.site.once = &is
	}
	return *m.site.once
}

// once reports whether a path comes to an instruction one time at most, although it is in a loop: behind a condition that a
// counter fulfils in one round only.
//
//	for i, ref := range chain {
//		switch i {
//		case 0:
//			f, err := fetch(ref)
//			...
//			defer f.Close()
func once(instr ssa.Instruction) bool {
	at := instr.Block()
	for b := at; b.Idom() != nil; b = b.Idom() {
		from := b.Idom()
		cond, ok := from.Instrs[len(from.Instrs)-1].(*ssa.If)
		if !ok || from.Succs[0] != b || len(b.Preds) != 1 {
			continue
		}
		eq, ok := cond.Cond.(*ssa.BinOp)
		if !ok || eq.Op != token.EQL {
			continue
		}
		if counter := counterOf(eq.X); counter != nil && lasts(eq.Y, counter.Block()) && counts(counter, eq.X) {
			return true
		}
		if counter := counterOf(eq.Y); counter != nil && lasts(eq.X, counter.Block()) && counts(counter, eq.Y) {
			return true
		}
	}
	return false
}

// counterOf returns the variable that v is the value of, in this round or the next one, if it can be one that counts.
func counterOf(v ssa.Value) *ssa.Phi {
	if phi, ok := v.(*ssa.Phi); ok {
		return phi
	}
	if add, ok := v.(*ssa.BinOp); ok && isStep(add) {
		phi, _ := add.X.(*ssa.Phi)
		return phi
	}
	return nil
}

// isStep reads i + 1, and i - 1.
func isStep(v *ssa.BinOp) bool {
	step, ok := v.Y.(*ssa.Const)
	return ok && (v.Op == token.ADD || v.Op == token.SUB) && isInteger(v.Type()) && step.Int64() > 0
}

// lasts reports whether v is the same in all rounds of the loop at head.
func lasts(v ssa.Value, head *ssa.BasicBlock) bool {
	switch v := v.(type) {
	case *ssa.Const, *ssa.Parameter, *ssa.FreeVar:
		return true
	case ssa.Instruction:
		return v.Block() != head && v.Block().Dominates(head)
	}
	return false
}

// counts reports whether the value v of a counter is another one in each round: the counter takes a step in all of them, or
// where it takes none v, which is a step ahead of it, is not asked for. The loop is not to begin anew.
func counts(counter *ssa.Phi, v ssa.Value) bool {
	head, loops := counter.Block(), false
	var step *ssa.BinOp
	for i, pred := range head.Preds {
		if !head.Dominates(pred) {
			if Reaching(pred)[head.Index] {
				return false
			}
			continue
		}
		loops = true
		add, ok := counter.Edges[i].(*ssa.BinOp)
		switch {
		case ok && isStep(add) && add.X == counter && (step == nil || step == add):
			step = add
		case v == ssa.Value(counter) || !stepsOrStays(counter.Edges[i], counter, v):
			return false
		}
	}
	return loops && (step == nil || v == ssa.Value(step) || v == ssa.Value(counter))
}

// stepsOrStays reports whether e, by which a round ends, is the counter or v, a step ahead.
func stepsOrStays(e ssa.Value, counter *ssa.Phi, v ssa.Value) bool {
	if e == ssa.Value(counter) || e == v {
		return true
	}
	phi, ok := e.(*ssa.Phi)
	if !ok {
		return false
	}
	for _, edge := range phi.Edges {
		if edge != ssa.Value(counter) && edge != v {
			return false
		}
	}
	return true
}

// Reaching finds the blocks, by their numbers, from which control can get to a block.
func Reaching(to *ssa.BasicBlock) []bool {
	set := make([]bool, len(to.Parent().Blocks))
	work := slices.Clone(to.Preds)
	for len(work) > 0 {
		b := work[len(work)-1]
		work = work[:len(work)-1]
		if !set[b.Index] {
			set[b.Index] = true
			work = append(work, b.Preds...)
		}
	}
	set[to.Index] = true // from its beginning on
	return set
}
