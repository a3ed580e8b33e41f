package leakpath

import (
	"slices"

	"github.com/guardlint/guardlint/passes/internal/obligation"
	"github.com/guardlint/guardlint/passes/internal/summary"
)

// again records that a lock was taken again while it was held: that call does not return.
func (w *walker) again(s obligation.State) {
	x := noExit(s)
	x.Again = true
	w.study.Exits = append(w.study.Exits, x)
}

// heldBelow finds the parameter below which a lock is still held.
func (w *walker) heldBelow(out *Exit, s obligation.State) {
	for i, p := range w.params {
		if path, ok := w.m.Path(s, p); ok {
			out.Into, out.IntoPath = i, path
			return
		}
	}
}

// LockedOn tells by which outcome the callers of a function know that it returns with its lock held: every exit that
// reports success has it, and every other one has not. ok is false if the outcome does not tell.
//
//	if _, ok := c.entries[key]; !ok {
//		c.mu.Unlock()
//		return false
//	}
//	return true // locked
func LockedOn(exits []Exit) (result int, ok bool) {
	if len(exits) == 0 {
		return 0, false
	}
	for i := range exits[0].Values {
		if !slices.ContainsFunc(exits, func(x Exit) bool { return !agrees(x, i) }) {
			return i, true
		}
	}
	return 0, false
}

// agrees reports whether result i says at an exit what is true: that the lock is held, or is not.
func agrees(x Exit, i int) bool {
	if i >= len(x.Values) || !x.Values[i].Known || x.Status == obligation.Unsure || x.Status == obligation.Transferred {
		return false
	}
	held := x.Status == obligation.Open
	switch x.Values[i].Is {
	case summary.True:
		return held
	case summary.False:
		return !held
	case summary.Nil:
		return held == x.Values[i].Error
	default:
		return held != x.Values[i].Error
	}
}
