package leakpath

import (
	"cmp"
	"go/token"
	"go/types"
	"slices"

	"golang.org/x/tools/go/ssa"

	"github.com/guardlint/guardlint/passes/internal/effect"
	"github.com/guardlint/guardlint/passes/internal/obligation"
)

// A Drop is a release whose error nobody sees, on a path that has written to the guard and goes on to succeed.
type Drop struct {
	Release ssa.CallInstruction
	Write   ssa.Instruction // the first one that the release was to answer for
	Return  *ssa.Return     // where the function succeeds, or may
}

// Dropped returns the releases of a guard whose error is dropped, as dropped tells of a call, in the order of the source,
// with the first return that each of them leads to.
//
// A path is left out if the function fails on it, if it has found an error before or after the release, if the file is
// removed, and if another call has told, to somebody who looked, whether what was written has arrived. What a path that
// was given up would have come to is not known; those that were followed exist.
func (x *Explorer) Dropped(o *obligation.Obligation, dropped func(ssa.CallInstruction) bool) []Drop {
	if len(o.Fn.Blocks) > MaxBlocks {
		return nil
	}
	w := x.walker(o)
	w.m.Dropped = dropped
	var drops []Drop
	_ = w.walk(o.Fn, obligation.State{}, func(e effect.Exit) {
		if lost := e.State.Written; lost != nil && lost.Stage == obligation.Dropped && !lost.Wrong && lost.Fate != obligation.Removed && w.mayPass(e) {
			drops = append(drops, Drop{lost.Drop, lost.At, e.Return})
		}
	})
	if w.nested != nil {
		return nil
	}
	at := func(d Drop) token.Pos { return d.Release.Common().Pos() }
	slices.SortStableFunc(drops, func(a, b Drop) int {
		return cmp.Or(cmp.Compare(at(a), at(b)), cmp.Compare(Position(a.Return), Position(b.Return)), cmp.Compare(a.Write.Pos(), b.Write.Pos()))
	})
	return slices.CompactFunc(drops, func(a, b Drop) bool { return at(a) == at(b) })
}

// mayPass reports whether an exit is one by which the function tells that all is well, as far as it tells anything.
func (w *walker) mayPass(e effect.Exit) bool {
	if failed, _ := w.m.Outcome(e); failed {
		return false
	}
	n := len(e.Results)
	if n == 0 || effect.IsError(e.Return.Results[n-1].Type()) {
		return true
	}
	if w.study.Obl.Fn.Synthetic == "range-over-func yield" {
		return false // what the function around it returns is not here
	}
	last := e.Results[n-1]
	switch t := e.Return.Results[n-1].Type().Underlying().(type) {
	case *types.Basic:
		return t.Kind() != types.Bool || w.m.Known(e.State, last) != w.m.Pool.Bool(false) && last != w.m.Pool.Bool(false)
	case *types.Pointer:
		return !w.m.Pool.IsNil(last)
	}
	return true
}
