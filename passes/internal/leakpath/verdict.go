package leakpath

import (
	"fmt"
	"go/token"
	"slices"

	"golang.org/x/tools/go/ssa"

	"github.com/guardlint/guardlint/passes/internal/effect"
	"github.com/guardlint/guardlint/passes/internal/flow"
	"github.com/guardlint/guardlint/passes/internal/guard"
	"github.com/guardlint/guardlint/passes/internal/obligation"
)

// Outcome classifies a verdict.
type Outcome string

// The outcomes, in the order in which they win when the exits of a function differ.
const (
	Leaked      Outcome = "leaked"
	GaveUp      Outcome = "gaveup"
	UnsureOf    Outcome = "unsure"
	Transferred Outcome = "transferred"
	Released    Outcome = "released"
	Excused     Outcome = "excused" // some exit keeps the guard, and may
)

// A Verdict is what became of one guard, and why.
type Verdict struct {
	Obl     *obligation.Obligation
	Outcome Outcome
	Reason  string
	Exits   []Exit // all of them, or if Partial those that were reached
	Leaks   []Exit // those that lack a release
	Grade   guard.Certainty
	In      *ssa.Function // the function that got the guard for good and loses it at the leaks; nil if it is the one that acquired it
	// Partial says that there are more paths than were followed: what leaks on one of those that were, leaks.
	Partial bool

	Order int // of the guards of one call
}

// Leaked reports whether some path does not release the guard.
func (v Verdict) Leaked() bool { return v.Outcome == Leaked }

// Never reports whether no path releases the guard or passes it on.
func (v Verdict) Never() bool {
	if v.Partial {
		return false
	}
	for _, x := range v.Exits {
		if x.Status == obligation.Released || x.Status == obligation.Transferred || x.Status == obligation.Unsure {
			return false
		}
	}
	return true
}

// Judge turns a study into a verdict.
func Judge(o *obligation.Obligation, st *Study) Verdict {
	v := Verdict{Obl: o, Exits: st.Exits, Grade: o.Kind.Ceiling}
	if o.Convention {
		v.Grade = max(v.Grade, guard.Likely)
	}
	if st.GaveUp != nil && (!st.Partial || needsAll(o)) {
		v.Outcome, v.Reason = GaveUp, st.GaveUp.Error()
		return v
	}
	v.Partial = st.GaveUp != nil
	excuse, blurred := "", false
	for _, x := range st.Exits {
		switch x.Status {
		case obligation.Open:
			if why := excused(o, st, x); why != "" {
				excuse = why
				continue
			}
			if x.Blurred {
				blurred = true
				continue // perhaps there is no such path
			}
			v.Leaks = append(v.Leaks, x)
		case obligation.Unsure:
			v.rank(UnsureOf, x.Reason)
		case obligation.Transferred:
			v.rank(Transferred, x.Reason)
		case obligation.Released:
			v.rank(Released, "by "+x.Reason)
		}
	}
	switch {
	case v.Partial && len(v.Leaks) == 0:
		v.Outcome, v.Reason = GaveUp, st.GaveUp.Error()
		return v
	case len(v.Leaks) > 0:
		v.Outcome, v.Reason = Leaked, fmt.Sprintf("open at %d of %d ends", len(v.Leaks), len(st.Exits))
	case blurred:
		v.Outcome, v.Reason = UnsureOf, flow.ErrStates.Error()
	case v.Outcome == "" && excuse != "":
		v.Outcome, v.Reason = Excused, excuse
	case v.Outcome == "":
		v.Outcome, v.Reason = Excused, "no path with the guard ends"
	}
	if o.Some {
		v.Grade = max(v.Grade, guard.Likely)
	}
	return v
}

// needsAll reports whether it takes all exits to say that one of them leaks.
func needsAll(o *obligation.Obligation) bool {
	return o.Kind.ReportedBy() == "lockheld" || o.Paired || o.Kind.Paired || o.Like != nil
}

// rank keeps the outcome that says least.
func (v *Verdict) rank(o Outcome, reason string) {
	order := []Outcome{UnsureOf, Transferred, Released}
	if v.Outcome == "" || slices.Index(order, o) < slices.Index(order, v.Outcome) {
		v.Outcome, v.Reason = o, reason
	}
}

// excused says why an exit needs no release, or returns "".
func excused(o *obligation.Obligation, st *Study, x Exit) string {
	if o.Kind.Durable && !o.Kind.SuccessOnly && chosen(st, x) {
		return "an option of the program says that it stays"
	}
	switch {
	case o.Either && !used(x):
		return "there may be another result in its place"
	case x.Loop, x.Again, x.Ends != nil:
		return ""
	case isMain(o.Fn) && !o.Kind.Durable:
		return "the process ends with main"
	case o.Kind.SuccessOnly && (x.Failed || failsSilently(o, x.Return) || anyReleased(o, st) && metError(o, x)):
		return "the function fails, and what is written is worthless"
	case (o.Paired || o.Kind.Paired) && o.Cleanup < 0 && !anyReleased(o, st):
		return "no path releases it: it is meant to stay"
	case o.Kind.Check == "lockheld" && tells(st):
		return "its callers know from the result that it is locked"
	}
	return ""
}

// failsSilently reports whether a function without results, a handler, returns because of an error that it has met since
// the acquisition. There is nobody to tell, and to complete what is written would make it look whole:
//
//	zw := zip.NewWriter(w)
//	if err := zw.AddFS(fsys); err != nil {
//		log.Print(err)
//		return
//	}
func failsSilently(o *obligation.Obligation, ret *ssa.Return) bool {
	if ret == nil || o.Fn.Signature.Results().Len() > 0 || ret.Parent() != o.Fn {
		return false
	}
	since := o.Fn.Blocks[0] // of what comes in by a parameter
	if o.Site != nil {
		since = o.Site.Block()
	}
	for b := ret.Block(); b != since && b.Idom() != nil; b = b.Idom() {
		cond, ok := b.Idom().Instrs[len(b.Idom().Instrs)-1].(*ssa.If)
		if !ok || len(b.Preds) != 1 {
			continue
		}
		if effect.IsEOFTest(cond.Cond) {
			return false
		}
		if meetsError(cond.Cond, b.Idom().Succs[0] == b) {
			return since.Dominates(b.Idom())
		}
	}
	return false
}

// meetsError reports whether there is an error where a condition has been decided so.
func meetsError(cond ssa.Value, taken bool) bool {
	test, ok := cond.(*ssa.BinOp)
	return ok && guard.IsError(test.X.Type()) && (test.Op == token.NEQ) == taken
}

// metError reports whether a path through a function without results has met an error since the acquisition. Where other paths
// release the guard, that is why this one does not:
//
//	if err == nil {
//		err = buf.Flush()
//	}
//	pw.CloseWithError(err)
func metError(o *obligation.Obligation, x Exit) bool {
	if o.Fn.Signature.Results().Len() > 0 {
		return false
	}
	for ev := x.Trace; ev != nil; ev = ev.Prev {
		cond, ok := ev.Instr.(*ssa.If)
		if !ok || ev.Kind != obligation.Branched {
			continue
		}
		if effect.IsEOFTest(cond.Cond) {
			return false
		}
		if meetsError(cond.Cond, ev.Taken) {
			return true
		}
	}
	return false
}

// used reports whether the guard was used on the path to an exit, so that there must be one.
func used(x Exit) bool {
	for ev := x.Trace; ev != nil; ev = ev.Prev {
		if ev.Kind == obligation.HandedOver {
			return true
		}
	}
	return false
}

// anyReleased reports whether some path releases the guard or hands it on. Who returns an object keeps the lock in it.
func anyReleased(o *obligation.Obligation, st *Study) bool {
	return slices.ContainsFunc(st.Exits, func(x Exit) bool {
		inObject := o.Kind.ReportedBy() == "lockheld" && x.Result >= 0 && x.Cleanup < 0
		return x.Status == obligation.Released || x.Status == obligation.Transferred && !inObject
	})
}

// tells reports whether a result says that the lock is held, of those exits that say something of this way to take it.
func tells(st *Study) bool {
	_, ok := LockedOn(slices.DeleteFunc(slices.Clone(st.Exits), func(x Exit) bool { return x.Otherwise }))
	return ok
}

// isMain reports whether fn is the main function of a program.
func isMain(fn *ssa.Function) bool {
	return fn.Name() == "main" && fn.Parent() == nil && fn.Pkg != nil && fn.Pkg.Pkg.Name() == "main" && fn.Signature.Recv() == nil
}
