package leakpath

import (
	"golang.org/x/tools/go/ssa"

	"github.com/guardlint/guardlint/passes/internal/obligation"
)

// Skipped looks again at a guard that some path does not release, and lets every loop that this path comes to run at
// least one round. A path that avoids the loop which settles the guard
//
//	for _, c := range clients { c.conn = conn }
//
// asks whether such a loop runs at all, and the program usually knows better: it made the slice. It returns nil if
// there is no loop to ask about.
func (x *Explorer) Skipped(o *obligation.Obligation) *Study {
	entered := make(map[*ssa.BasicBlock]bool)
	for _, fn := range withLiterals(o.Fn, nil) { // those that are deferred, above all
		if len(fn.Blocks) > MaxBlocks {
			continue
		}
		info := x.infoOf(fn)
		for edge := range info.loops {
			if head := fn.Blocks[edge[1]]; fn != o.Fn || !info.inLoop(head, o.Site.Block()) {
				entered[head] = true
			}
		}
	}
	if len(entered) == 0 {
		return nil
	}
	w := x.walker(o)
	w.until, w.budget = untilSettled, patientBudget
	w.entered = entered
	w.run(obligation.State{})
	return w.study
}

// inLoop reports whether a block is in the body of the loop with this head.
func (info *funcInfo) inLoop(head, b *ssa.BasicBlock) bool {
	for edge, body := range info.loops {
		if edge[1] == head.Index && body[b] {
			return true
		}
	}
	return false
}

// avoids reports whether the path has come to the head b of a loop that must run, and can, but next is not in it.
func (w *walker) avoids(info *funcInfo, s obligation.State, b *ssa.BasicBlock, canThen, canElse bool, next *ssa.BasicBlock) bool {
	return s.Entered == int32(b.Index)+1 && w.entered[b] && canThen && canElse && !info.inLoop(b, next)
}
