package leakpath

import (
	"errors"
	"slices"

	"golang.org/x/tools/go/ssa"

	"github.com/guardlint/guardlint/passes/internal/flow"
	"github.com/guardlint/guardlint/passes/internal/obligation"
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

// rough looks again at the guard of a study that gave up, or forgot too much, and has seen no certain leak, and returns a study
// with the exits that leak in any case: st itself if there are none.
func (x *Explorer) rough(o *obligation.Obligation, st *Study) *Study {
	certain := func(e Exit) bool { return e.Status == obligation.Open && !e.Blurred }
	if !errors.Is(st.GaveUp, flow.ErrStates) && !(st.GaveUp == nil && st.doubtful()) || needsAll(o) || slices.ContainsFunc(st.Exits, certain) {
		return st
	}
	all := x.follow(o, untilExit, blind)
	if all.GaveUp != nil {
		return st
	}
	spared := make(map[*ssa.Return]bool)
	for _, e := range all.Exits {
		if e.Return != nil && e.Status.Settled() && e.Status != obligation.Absent {
			spared[e.Return] = true
		}
	}
	var leaks []Exit
	for _, e := range all.Exits {
		if e.Status == obligation.Open && e.Return != nil && !spared[e.Return] && o.Site.Block().Dominates(e.Return.Block()) {
			e.Blurred = false
			leaks = append(leaks, e)
		}
	}
	if len(leaks) == 0 {
		return st
	}
	all.Exits, all.GaveUp, all.Partial = leaks, flow.ErrStates, true
	return all
}
