package leakpath

import (
	"go/types"

	"golang.org/x/tools/go/ssa"

	"github.com/guardlint/guardlint/passes/internal/effect"
	"github.com/guardlint/guardlint/passes/internal/guard"
	"github.com/guardlint/guardlint/passes/internal/obligation"
	"github.com/guardlint/guardlint/passes/internal/summary"
	"github.com/guardlint/guardlint/passes/internal/term"
)

// An Exit is an end of the function on one path, or a place where the guard was lost for good.
type Exit struct {
	Status    obligation.Status
	Reason    string
	Result    int                // the result that carries the guard to the caller, or -1
	Path      []int              // from there to the guard
	Also      []obligation.Place // the other results that carry it
	Boxes     []effect.Box
	Holder    types.Type // the type of what is returned there, as far as it is known
	Cleanup   int        // the result that is a function releasing the guard, or -1
	Into      int        // the parameter below which the guard was stored, and nowhere else, or -1
	IntoPath  []int
	Failed    bool // the function reports an error
	Unknown   bool // whether it does is not known
	Return    *ssa.Return
	Wrapper   types.Type      // what is returned holds the guard and cannot release it
	Ends      ssa.Instruction // no return: the process ends here
	Loop      bool            // no return: the loop came round and left the guard behind
	Again     bool            // no return: a lock that is held is locked again
	Otherwise bool            // the lock was not taken here, and has been taken by another call on all ways that lead here
	Mismatch  bool            // it is released as a guard of another kind
	Lost      ssa.Instruction // no return: the field that held it is overwritten here
	Values    []Value
	Blurred   bool // what the path has decided is not known in full
	Trace     *obligation.Event
}

// lost records that the loop left the guard behind.
func (w *walker) lost(s obligation.State) {
	x := noExit(s)
	x.Loop = true
	w.study.Exits = append(w.study.Exits, x)
}

// noExit is an end of a path that is no return.
func noExit(s obligation.State) Exit {
	return Exit{Status: s.Status, Reason: s.Reason, Result: -1, Cleanup: -1, Into: -1, Trace: s.Trace, Blurred: s.Blurred}
}

// ended records that the process ends, and perhaps leaves something behind.
func (w *walker) ended(s obligation.State, at ssa.Instruction) {
	trace := &obligation.Event{Kind: obligation.Exited, Pos: at.Pos(), Instr: at, Prev: s.Trace}
	w.study.Exits = append(w.study.Exits, Exit{Status: s.Status, Reason: s.Reason, Ends: at, Result: -1, Into: -1, Cleanup: -1, Trace: trace, Blurred: s.Blurred})
}

// exit says what a return means for the guard.
func (w *walker) exit(e effect.Exit) Exit {
	if w.study.Obl.Maker != nil && !e.State.Started {
		e.State.Status = obligation.Absent // there is no goroutine on this path
	}
	s := e.State
	failed, known := w.m.Outcome(e)
	out := Exit{Status: s.Status, Reason: s.Reason, Result: -1, Into: -1, Cleanup: -1, Failed: failed, Unknown: !known, Return: e.Return, Blurred: s.Blurred}
	out.Trace = &obligation.Event{Kind: obligation.Exited, Pos: e.Return.Pos(), Instr: e.Return, Prev: s.Trace}
	for i, r := range e.Results {
		out.Values = append(out.Values, w.value(s, r, e.Return.Results[i]))
	}
	w.storedBelow(&out, s)
	if s.Status == obligation.Open || s.Status == obligation.Unsure {
		w.handedBack(&out, e)
	}
	if out.Status == obligation.Released && s.Reason == effect.LockedAgain {
		out.Status = obligation.Absent // this locking is over, and what matters is the other one
	}
	if out.Status == obligation.Open && (w.study.Obl.Kind.Half && !w.otherHalfUsed(e.Return) || w.study.Obl.Kind.ByChannel() && w.heardOfEnd(e.Return) || w.nobodyWaits(s)) {
		out.Status = obligation.Absent
	}
	if out.Status == obligation.Open && s.Self != 0 {
		w.heldBelow(&out, s)
	}
	if out.Status == obligation.Open && s.Defers != nil && w.m.Deferred(s) {
		out.Status, out.Reason = obligation.Transferred, "its release is deferred in the enclosing function"
	}
	return out
}

// storedBelow finds the parameter below which the guard was stored, if that is what became of it.
func (w *walker) storedBelow(out *Exit, s obligation.State) {
	if s.Status != obligation.Transferred || s.Into == 0 {
		return
	}
	for i, p := range w.params {
		if p == w.m.Pool.Root(s.Into) {
			if path, ok := w.m.Path(s, p); ok {
				out.Into, out.IntoPath = i, path
			}
		}
	}
}

// handedBack finds the guard among the results. Of two that carry it, the one that is nearer to it is said to be the one:
//
//	return resp.Body, &Response{resp}, nil
func (w *walker) handedBack(out *Exit, e effect.Exit) {
	for i, r := range e.Results {
		if guard.IsError(e.Return.Results[i].Type()) || !w.m.Carries(e.State, r) {
			continue // an error that mentions the path of a temporary directory does not own it
		}
		if w.m.IsCleanup(e.State, r) {
			out.Cleanup = i
			continue
		}
		way, ok := w.m.Way(e.State, r)
		if !ok {
			way = effect.Way{Fields: []int{summary.Inside}}
		}
		if out.Result >= 0 && len(way.Fields) >= len(out.Path) {
			out.Also = append(out.Also, obligation.Place{Result: i, Path: visible(way)})
			continue
		}
		if out.Result >= 0 {
			out.Also = append(out.Also, obligation.Place{Result: out.Result, Path: visible(effect.Way{Fields: out.Path, Boxes: out.Boxes})})
		}
		out.Result, out.Path, out.Boxes, out.Holder = i, way.Fields, way.Boxes, w.m.TypeOf(r, e.Return.Results[i])
	}
	if out.Result < 0 && out.Cleanup < 0 {
		return
	}
	if out.Status == obligation.Open {
		out.Status, out.Reason = obligation.Transferred, "returned to the caller"
	}
	if out.Failed && out.Status == obligation.Transferred {
		out.Status, out.Reason = obligation.Unsure, "returned beside an error"
	}
}

// visible is the way to the guard as far as the types of the program show it: up to an interface.
func visible(way effect.Way) []int {
	if len(way.Boxes) == 0 {
		return way.Fields
	}
	depth := way.Boxes[0].Depth
	return append(way.Fields[:depth:depth], summary.Inside)
}

// value says what is known of a result.
func (w *walker) value(s obligation.State, t term.Term, v ssa.Value) Value {
	is, known := w.m.Value(s, t, v.Type())
	out := Value{Is: is, Known: known, Error: guard.IsError(v.Type()), Param: -1}
	for i, p := range w.params {
		if p == t && t != term.TheGuard {
			out.Param = i
		}
	}
	return out
}
