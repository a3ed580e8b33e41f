package leakpath

import (
	"errors"
	"slices"

	"golang.org/x/tools/go/ssa"

	"github.com/guardlint/guardlint/passes/internal/flow"
	"github.com/guardlint/guardlint/passes/internal/obligation"
	"github.com/guardlint/guardlint/passes/internal/term"
)

// Where a function has more paths than can be told apart, as those that start a server by its configuration have, a guard
// can still be followed without regard to anything but itself. That sees paths which do not exist. But a return that only
// those come to who have the guard, and to which none comes that has released it or handed it on, leaks:
//
//	l, err := net.Listen("tcp", addr)
//	if err != nil {
//		return err
//	}
//	cert, err := tls.LoadX509KeyPair(c.Cert, c.Key)
//	if err != nil {
//		return err // whatever was configured before
//	}

// rough follows the guard of a study that has seen too many states, and returns a study with the exits that leak in any
// case: st itself if there are none.
func (x *Explorer) rough(o *obligation.Obligation, st *Study) *Study {
	if !errors.Is(st.GaveUp, flow.ErrStates) || needsAll(o) || slices.ContainsFunc(st.Exits, func(e Exit) bool { return e.Status == obligation.Open }) {
		return st
	}
	w := x.walker(o)
	w.budget.Fine, w.rough = 0, true
	w.run(obligation.State{})
	w.leave()
	if w.study.GaveUp != nil {
		return st
	}
	spared := make(map[*ssa.Return]bool)
	for _, e := range w.study.Exits {
		if e.Return != nil && e.Status.Settled() && e.Status != obligation.Absent {
			spared[e.Return] = true
		}
	}
	w.study.Exits = slices.DeleteFunc(w.study.Exits, func(e Exit) bool {
		return e.Status != obligation.Open || e.Return == nil || spared[e.Return] || !o.Site.Block().Dominates(e.Return.Block())
	})
	if len(w.study.Exits) == 0 {
		return st
	}
	w.study.GaveUp, w.study.Partial = st.GaveUp, true
	return w.study
}

// onlyGuard forgets all but the guard, where it is, and who may release it: functions, and what is deferred.
func (w *walker) onlyGuard(s obligation.State) obligation.State {
	keep := func(v term.Term) bool {
		return w.m.Carries(s, v) || w.m.Pool.Mentions(v, func(_ term.Term, n term.Node) bool {
			_, isVariable := n.V.(*ssa.Alloc)
			return isVariable || n.Op == term.Closure
		})
	}
	s.Env = s.Env.Filter(func(k, v term.Term) bool { return w.isArgument(k) || keep(v) })
	s.Cells = s.Cells.Filter(func(_, v term.Term) bool { return keep(v) })
	s.Conds = s.Conds.Filter(func(k, c term.Term) bool { return c == obligation.Escaped || k == term.TheGuard || w.ownSite(k) })
	return s
}
