package leakpath

import (
	"slices"

	"golang.org/x/tools/go/ssa"

	"github.com/guardlint/guardlint/passes/internal/effect"
	"github.com/guardlint/guardlint/passes/internal/obligation"
)

// Piled returns the defer statement that releases the guard, if on some path a loop comes round to the acquisition again
// while the guard of the last round still waits for it; or nil.
func (x *Explorer) Piled(o *obligation.Obligation) *ssa.Defer {
	if len(o.Fn.Blocks) > MaxBlocks || !defers(o.Fn) {
		return nil
	}
	w := x.walker(o)
	var found *ssa.Defer
	w.m.Piled = func(s obligation.State) {
		if found == nil {
			found = w.m.Releasing(s)
		}
	}
	// That too many paths were given up does not matter: those that were followed exist.
	_ = w.walk(o.Fn, obligation.State{}, func(e effect.Exit) {
		if w.goesOn(e) && e.State.Status == obligation.Open {
			w.m.Piled(e.State)
		}
	})
	if w.nested != nil {
		return nil
	}
	return found
}

// goesOn reports whether an exit is that of the body of a range-over-func loop which asks for another round.
func (w *walker) goesOn(e effect.Exit) bool {
	if w.study.Obl.Fn.Synthetic != "range-over-func yield" || len(e.Results) != 1 {
		return false
	}
	yes := w.m.Pool.Bool(true)
	return e.Results[0] == yes || w.m.Known(e.State, e.Results[0]) == yes
}

// defers reports whether a function has a defer statement.
func defers(fn *ssa.Function) bool {
	return slices.ContainsFunc(fn.Blocks, func(b *ssa.BasicBlock) bool {
		return slices.ContainsFunc(b.Instrs, func(instr ssa.Instruction) bool { _, ok := instr.(*ssa.Defer); return ok })
	})
}
