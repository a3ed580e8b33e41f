package leakpath

import (
	"slices"

	"golang.org/x/tools/go/ssa"

	"github.com/guardlint/guardlint/passes/internal/effect"
	"github.com/guardlint/guardlint/passes/internal/obligation"
	"github.com/guardlint/guardlint/passes/internal/summary"
)

// lock follows a lock. Locks are taken everywhere, in large loops too: where the walk gives up, a lock is followed to
// its first release only, and with patience only there. And it matters which exits have it, if some have and some have
// not, because callers may know.
func (x *Explorer) lock(o *obligation.Obligation) *Study {
	st := x.glance(o, untilSettled)
	if !st.settled() {
		st = x.follow(o, untilSettled, fine)
	}
	if st.GaveUp != nil || st.doubtful() {
		st = x.acquisition(o, untilFirst)
	}
	if st.GaveUp == nil && differ(st.Exits) {
		if all := x.acquisition(o, untilExit); all.GaveUp == nil {
			for i, e := range all.Exits {
				all.Exits[i].Otherwise = e.Status == obligation.Idle && x.locksOtherwise(o, e)
			}
			return all
		}
	}
	return st
}

// locksOtherwise reports whether all ways to an exit but those by the acquisition come by another call of a method of the same
// lock that is no release. What such an exit says to callers is said of that.
//
//	if shared {
//		ok = l.mu.TryRLock()
//	} else {
//		ok = l.mu.TryLock()
//	}
func (x *Explorer) locksOtherwise(o *obligation.Obligation, e Exit) bool {
	lock := receiverPlace(o.Site)
	if lock == nil || e.Return == nil || e.Return.Parent() != o.Fn {
		return false
	}
	locks := func(b *ssa.BasicBlock) bool {
		return slices.ContainsFunc(b.Instrs, func(instr ssa.Instruction) bool {
			call, ok := instr.(*ssa.Call)
			return ok && receiverPlace(call) == lock && len(o.Kind.ByMethod(effect.Called(&call.Call).Name())) == 0
		})
	}
	seen := make(map[*ssa.BasicBlock]bool)
	var reaches func(b *ssa.BasicBlock) bool
	reaches = func(b *ssa.BasicBlock) bool {
		if seen[b] || locks(b) {
			return false
		}
		seen[b] = true
		return b == e.Return.Block() || slices.ContainsFunc(b.Succs, reaches)
	}
	return !reaches(o.Fn.Blocks[0])
}

// receiverPlace identifies the field that a method is called on, or the address of it, or is nil.
func receiverPlace(call ssa.CallInstruction) any {
	c := call.Common()
	callee := effect.Called(c)
	if c.IsInvoke() || callee == nil || callee.Signature().Recv() == nil || len(c.Args) == 0 {
		return nil
	}
	at := c.Args[0]
	if load, ok := at.(*ssa.UnOp); ok { // of a pointer to a lock
		at = load.X
	}
	if _, ok := at.(*ssa.FieldAddr); !ok {
		return nil
	}
	return place(at)
}

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
	for i := range results(exits) {
		if !slices.ContainsFunc(exits, func(x Exit) bool { return !agrees(x, i) }) {
			return i, true
		}
	}
	return 0, false
}

// results returns the number of results of the function.
func results(exits []Exit) int {
	n := 0
	for _, x := range exits {
		n = max(n, len(x.Values))
	}
	return n
}

// differ reports whether a lock is held at some exits and not at others.
func differ(exits []Exit) bool {
	held := func(x Exit) bool { return x.Status == obligation.Open && !x.Again }
	return slices.ContainsFunc(exits, held) && slices.ContainsFunc(exits, func(x Exit) bool { return !held(x) })
}

// agrees reports whether result i says at an exit what is true: that the lock is held, or is not.
func agrees(x Exit, i int) bool {
	if x.Return == nil && x.Status.Settled() {
		return true // the walk stopped here, because the lock was settled
	}
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
