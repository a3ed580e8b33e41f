package leakpath

import (
	"cmp"
	"go/token"
	"go/types"
	"slices"

	"golang.org/x/tools/go/ssa"

	"github.com/guardlint/guardlint/passes/internal/effect"
	"github.com/guardlint/guardlint/passes/internal/guard"
	"github.com/guardlint/guardlint/passes/internal/obligation"
	"github.com/guardlint/guardlint/passes/internal/term"
)

// A Drop is a release whose error nobody sees, on a path that has written to the guard and goes on to succeed.
type Drop struct {
	Release ssa.CallInstruction
	Write   ssa.Instruction // the first one that the release was to answer for
	Return  *ssa.Return     // where the function succeeds, or may
	Sure    bool            // it returns no error there
}

// Dropped returns the releases of a guard whose error is dropped, in the order of the source, with the first return that
// each of them leads to, or the first one that is sure to return no error. Of a call, dropped tells whether nobody sees an
// error that is wanted, and heeded whether somebody sees it.
//
// A path is left out if the function fails on it, if it has found an error before or after the release, if the file is
// removed, if nobody looks at the errors of what it writes to a file, and if another call has told, to somebody who
// looked, whether what was written has arrived. What a path that was given up would have come to is not known; those that
// were followed exist.
func (x *Explorer) Dropped(o *obligation.Obligation, dropped, heeded func(ssa.CallInstruction) bool) []Drop {
	if len(o.Fn.Blocks) > MaxBlocks {
		return nil
	}
	w := x.walker(o)
	w.m.Dropped, w.m.Heeded = dropped, heeded
	var drops []Drop
	_ = w.walk(o.Fn, obligation.State{}, func(e effect.Exit) {
		lost := e.State.Written
		if lost == nil || lost.Stage != obligation.Dropped || lost.Wrong || lost.Fate == obligation.Removed {
			return
		}
		if passes, sure := w.passes(e); passes {
			drops = append(drops, Drop{lost.Drop, lost.At, e.Return, sure})
		}
	})
	if w.nested != nil {
		return nil
	}
	at := func(d Drop) token.Pos { return d.Release.Common().Pos() }
	slices.SortStableFunc(drops, func(a, b Drop) int {
		return cmp.Or(cmp.Compare(at(a), at(b)), cmp.Compare(doubt(a), doubt(b)), cmp.Compare(Position(a.Return), Position(b.Return)), cmp.Compare(a.Write.Pos(), b.Write.Pos()))
	})
	return slices.CompactFunc(drops, func(a, b Drop) bool { return at(a) == at(b) })
}

// doubt orders what is sure before what is not.
func doubt(d Drop) int {
	if d.Sure {
		return 0
	}
	return 1
}

// passes reports whether an exit is one by which the function tells that all is well, as far as it tells anything, and
// whether that is sure.
func (w *walker) passes(e effect.Exit) (ok, sure bool) {
	if failed, known := w.m.Outcome(e); failed || known && guard.ErrorResult(e.Return.Parent().Signature) >= 0 {
		return !failed, true
	}
	if len(e.Results) == 0 {
		return true, true
	}
	last, v := e.Results[len(e.Results)-1], e.Return.Results[len(e.Results)-1]
	if guard.IsError(v.Type()) {
		return !w.cancelled(last), false
	}
	if w.study.Obl.Fn.Synthetic == "range-over-func yield" {
		return false, false // what the function around it returns is not here
	}
	switch t := v.Type().Underlying().(type) {
	case *types.Basic:
		no := w.m.Pool.Bool(false)
		return t.Kind() != types.Bool || last != no && w.m.Known(e.State, last) != no, true
	case *types.Pointer:
		return !w.m.Pool.IsNil(last), true
	}
	return true, true
}

// cancelled reports whether an error is that of a context, or made of one: a function that asks for it has seen that the
// context is done.
func (w *walker) cancelled(t term.Term) bool {
	n := w.m.Pool.Node(t)
	if call, ok := n.V.(*ssa.Call); ok {
		if fn := effect.Called(&call.Call); fn != nil && (fn.FullName() == "(context.Context).Err" || fn.FullName() == "context.Cause") {
			return true
		}
	}
	return n.Op == term.Applied && slices.ContainsFunc(w.m.Pool.Items(n.X), w.cancelled)
}
