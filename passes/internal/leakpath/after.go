package leakpath

import (
	"cmp"
	"errors"
	"fmt"
	"go/token"
	"go/types"
	"slices"

	"golang.org/x/tools/go/ssa"

	"github.com/guardlint/guardlint/passes/internal/effect"
	"github.com/guardlint/guardlint/passes/internal/guard"
	"github.com/guardlint/guardlint/passes/internal/obligation"
	"github.com/guardlint/guardlint/passes/internal/summary"
	"github.com/guardlint/guardlint/passes/internal/term"
)

// How says what a path does with a guard that it has released.
type How uint8

const (
	Used      How = iota // it calls what needs the guard
	Returned             // it returns the guard, or something with the guard in it
	Cancelled            // it returns what ends with the context that the guard has ended
	Again                // it releases it again
	Told                 // it releases it again, and returns the error of that
)

// A Misuse is something that a path does with a guard after its release.
type Misuse struct {
	Obl   *obligation.Obligation
	How   How
	At    ssa.Instruction   // the use, the second release, or the return
	By    string            // for Used: the method that needs the guard
	First *obligation.Event // the release before it

	Result int        // for Returned and Cancelled: which result has it
	Path   []int      // from there to the guard
	Type   types.Type // of what is returned
	Seen   bool       // it was used before its release
}

// WithHolder reports whether what is returned is the object in which the guard came: the response whose body it is.
func (m Misuse) WithHolder() bool {
	if m.Obl.Site == nil || m.Obl.Holder.In != guard.Result || len(m.Obl.Path) == 0 {
		return false
	}
	if !slices.Equal(m.Path, m.Obl.Path) && !slices.Equal(m.Path, []int{summary.Inside}) { // a variable of a loop
		return false
	}
	return types.Identical(m.Type, m.Obl.Site.Common().Signature().Results().At(m.Obl.Holder.Index).Type())
}

// After follows a guard past its release, to every exit, and yields what is done with it there. Unlike a leak, for which
// everything unknown is an excuse, a misuse takes a path on which everything is known: see the machine's Misused. All
// conditions of a path are remembered; where that is too much, gaveUp says why, and nothing is found.
//
//	f.Close()
//	return f, nil
func (x *Explorer) After(o *obligation.Obligation) (found []Misuse, gaveUp error) {
	found, _, gaveUp = x.after(o, Patch{})
	return found, gaveUp
}

// Sound reports whether a patch leaves nothing to find after the release, and at every exit a guard that was released, that
// was never there, or that is the caller's: all of them shown.
func (x *Explorer) Sound(o *obligation.Obligation, p Patch) bool {
	found, exits, gaveUp := x.after(o, p)
	return gaveUp == nil && len(found) == 0 && len(exits) > 0 && !slices.ContainsFunc(exits, func(s obligation.State) bool {
		return s.Status != obligation.Released && s.Status != obligation.Transferred && (s.Status != obligation.Absent || s.Reason != "")
	})
}

// after does it for a function with a patch, and returns the states at the exits as well.
func (x *Explorer) after(o *obligation.Obligation, p Patch) (found []Misuse, exits []obligation.State, gaveUp error) {
	w := x.watcher(o)
	w.patch = p
	add := func(m Misuse, s obligation.State) {
		m.Obl, m.First, m.Seen = o, firstRelease(s), seen(s)
		same := func(n Misuse) bool { return n.How == m.How && n.At == m.At }
		if m.First != nil && !slices.ContainsFunc(found, same) {
			found = append(found, m)
		}
	}
	w.m.Misused = func(s obligation.State, u effect.Misuse) {
		how := Used
		if u.By == "" {
			how = Again
		}
		if how == Used || o.Kind.Twice.Harmful() && u.Call != firstRelease(s).Instr && !guarded(s) {
			add(Misuse{How: how, At: u.Call, By: u.By}, s)
		}
	}
	if len(o.Fn.Blocks) > MaxBlocks {
		return nil, nil, errBlocks
	}
	s := obligation.State{}
	if o.Site == nil && o.Maker == nil {
		s = w.m.Enter(obligation.State{Status: obligation.Open})
	}
	err := w.walk(o.Fn, s, func(e effect.Exit) {
		exits = append(exits, w.owned(e))
		if e.State.Status == obligation.Released && !e.State.Kept {
			w.returned(e, add)
			w.told(e, add)
		}
	})
	if err := cmp.Or(err, w.nested); err != nil || w.m.Misfit {
		return nil, nil, cmp.Or(err, errMisfit)
	}
	for _, x := range w.study.Exits { // paths that were not followed to their end
		exits = append(exits, obligation.State{Status: x.Status, Reason: x.Reason})
	}
	return found, exits, nil
}

// errMisfit says that a release which a patch adds does harm.
var errMisfit = errors.New("a release is added where the guard may not be there")

// owned returns the state at an exit, in which a guard that is returned is the caller's.
func (w *walker) owned(e effect.Exit) obligation.State {
	s := e.State
	if s.Status != obligation.Open {
		return s
	}
	if slices.ContainsFunc(e.Results, func(r term.Term) bool { return w.m.Carries(s, r) }) {
		return s.WithStatus(obligation.Transferred, "")
	}
	return s
}

// watcher returns a walker that watches a guard beyond its release.
func (x *Explorer) watcher(o *obligation.Obligation) *walker {
	w := x.walker(o)
	w.watches = true
	w.budget.Fine = MaxStates
	w.m.Misused = func(obligation.State, effect.Misuse) {}
	w.m.Releases = func(fn *ssa.Function, param int, path []int) bool { return x.releases(o.Kind, fn, param, path) }
	return w
}

// A releaseQuery asks whether a function releases a guard of a kind below a parameter.
type releaseQuery struct {
	kind  *guard.Kind
	fn    *ssa.Function
	param int
	path  string
}

// releases reports whether a function releases the guard below a parameter on all its paths, as far as that is shown.
func (x *Explorer) releases(kind *guard.Kind, fn *ssa.Function, param int, path []int) bool {
	q := releaseQuery{kind, fn, param, fmt.Sprint(path)}
	answer, known := x.releaseOf[q]
	if known || len(fn.Blocks) > MaxBlocks {
		return answer
	}
	x.releaseOf[q] = false // while we look: a function that calls itself
	w := x.watcher(&obligation.Obligation{Kind: kind, Fn: fn, Param: param, Path: path, Cleanup: -1})
	w.budget.Visits = MaxParamVisits
	exits, all := 0, true
	err := w.walk(fn, w.m.Enter(obligation.State{Status: obligation.Open}), func(e effect.Exit) {
		if s := e.State; s.Status != obligation.Absent || s.Reason != "" { // else there was no guard
			exits++
			all = all && s.Status == obligation.Released
		}
	})
	x.releaseOf[q] = exits > 0 && all && !w.unseen && err == nil && w.nested == nil
	return x.releaseOf[q]
}

// guarded reports whether the path came to a second release by a decision that the first one has made impossible, in a way
// that the walk cannot know: by what an atomic operation returned, or a select statement received.
//
//	if s.closed.CompareAndSwap(false, true) { close(s.done) }
func guarded(s obligation.State) bool {
	for ev := s.Trace; ev != nil && ev.Kind != obligation.ReleasedBy; ev = ev.Prev {
		if branch, ok := ev.Instr.(*ssa.If); ok && ev.Kind == obligation.Branched && decidedElsewhere(branch.Cond) {
			return true
		}
	}
	return false
}

// decidedElsewhere reports whether a condition depends on an atomic operation or on what can be received.
func decidedElsewhere(v ssa.Value) bool {
	switch v := v.(type) {
	case *ssa.UnOp:
		return v.Op == token.ARROW || decidedElsewhere(v.X)
	case *ssa.BinOp:
		return decidedElsewhere(v.X) || decidedElsewhere(v.Y)
	case *ssa.Extract:
		return decidedElsewhere(v.Tuple)
	case *ssa.Select:
		return slices.ContainsFunc(v.States, func(c *ssa.SelectState) bool { return c.Dir == types.RecvOnly })
	case *ssa.Call:
		fn := effect.Called(&v.Call)
		return fn != nil && fn.Pkg() != nil && fn.Pkg().Path() == "sync/atomic"
	}
	return false
}

// returned finds the released guard among the results of an exit that reports no error.
func (w *walker) returned(e effect.Exit, add func(Misuse, obligation.State)) {
	if failed, known := w.m.Outcome(e); failed && known || w.endsWithContext(e) {
		return
	}
	o := w.study.Obl
	for i, r := range e.Results {
		v := e.Return.Results[i]
		typ := w.m.TypeOf(r, v)
		switch {
		case guard.IsError(v.Type()):
		case slices.ContainsFunc(o.Also, func(p obligation.Place) bool { return w.m.IsResult(r, o.Origin(), p.Result) }):
			// r, resp, err := get(url): r was there to be read, and resp to be asked for the rest
		case w.m.CalledLater(e.State, r): // an iterator: its body uses the guard, or does not
		case o.Kind.Context:
			if w.m.EndsWith(e.State, r) {
				add(Misuse{How: Cancelled, At: e.Return, Result: i, Type: typ}, e.State)
			}
		case len(o.Kind.Uses) > 0 && !o.Kind.SuccessOnly: // a writer that is complete may be asked for what it wrote
			if way, ok := w.m.Way(e.State, r); ok {
				add(Misuse{How: Returned, At: e.Return, Result: i, Path: way.Fields, Type: typ}, e.State)
			}
		}
	}
}

// endsWithContext reports whether a function returns the error of a context: it does so when the context has ended.
//
//	case <-ctx.Done(): return resp, ctx.Err()
func (w *walker) endsWithContext(e effect.Exit) bool {
	if len(e.Results) == 0 {
		return false
	}
	call, ok := w.m.Pool.Node(e.Results[len(e.Results)-1]).V.(*ssa.Call)
	if !ok {
		return false
	}
	fn := effect.Called(&call.Call)
	return fn != nil && fn.FullName() == "(context.Context).Err"
}

// told finds out whether the error that a function returns is that of a second release, which always fails.
//
//	defer func() {
//		if cerr := f.Close(); err == nil { err = cerr }
//	}()
func (w *walker) told(e effect.Exit, add func(Misuse, obligation.State)) {
	n := len(e.Results)
	if w.study.Obl.Kind.Twice != guard.Fails || n == 0 || !guard.IsError(e.Return.Results[n-1].Type()) {
		return
	}
	first := true
	for _, ev := range e.State.Trace.Steps() {
		if ev.Kind != obligation.ReleasedBy {
			continue
		}
		call, ok := ev.Instr.(*ssa.Call)
		if ok && !first && w.m.Pool.Opaque(call) == e.Results[n-1] && onlyReported(call) {
			add(Misuse{How: Told, At: call}, e.State)
		}
		first = false
	}
}

// onlyReported reports whether nobody looks closer at an error than to see whether there is one: no errors.Is(err,
// os.ErrClosed).
func onlyReported(err ssa.Value) bool {
	return !slices.ContainsFunc(*err.Referrers(), func(ref ssa.Instruction) bool {
		switch ref := ref.(type) {
		case *ssa.BinOp:
			x, y := ref.X, ref.Y
			if x != err {
				x, y = y, x
			}
			c, ok := y.(*ssa.Const)
			return !ok || !c.IsNil()
		case *ssa.Store, *ssa.Return, *ssa.DebugRef:
			return false
		case *ssa.Phi:
			return !onlyReported(ref)
		}
		return true
	})
}

// firstRelease returns the first release since the guard was acquired.
func firstRelease(s obligation.State) (first *obligation.Event) {
	for ev := s.Trace; ev != nil; ev = ev.Prev {
		if ev.Kind == obligation.ReleasedBy {
			first = ev
		}
	}
	return first
}

// seen reports whether something was done with the guard before its release.
func seen(s obligation.State) bool {
	used, first := false, firstRelease(s)
	for ev := first; ev != nil; ev = ev.Prev {
		switch ev.Kind {
		case obligation.HandedOver, obligation.Took, obligation.Unknown:
			used = true
		}
	}
	return used
}
