package leakpath

import (
	"slices"

	"github.com/guardlint/guardlint/passes/internal/flow"
	"github.com/guardlint/guardlint/passes/internal/obligation"
)

// acquisition follows a guard with as much patience as it takes.
func (x *Explorer) acquisition(o *obligation.Obligation, until horizon) *Study {
	st := x.glance(o, until)
	if st.settled() {
		return st
	}
	if st = x.follow(o, until, fine); st.GaveUp != nil || st.doubtful() {
		st = x.rough(o, x.follow(o, until, patient))
	}
	return st
}

// A detail is how much a walk remembers of what its paths have decided.
type detail uint8

const (
	fine    detail = iota // all that can matter again; of many paths, what coarse remembers
	patient               // the same, for many more paths
	coarse                // flags, and what says what became of the guard
	blind                 // what says what became of the guard
)

var patientBudget = flow.Budget{States: patience * MaxStates, Fine: patience * fineSite, Visits: patience * MaxVisits, Rest: true}

// follow walks the function of an acquisition.
func (x *Explorer) follow(o *obligation.Obligation, until horizon, d detail) *Study {
	w := x.walker(o)
	w.until, w.detail = until, d
	switch d {
	case patient:
		w.budget = patientBudget
	case coarse, blind:
		w.budget.Fine = 0
	}
	w.run(obligation.State{})
	w.leave()
	return w.study
}

// glance looks without remembering conditions. That sees all paths and some that do not exist: a guard that is settled at
// the end of all of them needs no closer look, and most guards are, in functions of any size.
func (x *Explorer) glance(o *obligation.Obligation, until horizon) *Study {
	st := x.follow(o, until, coarse)
	if st.GaveUp != nil {
		st = x.follow(o, until, blind)
	}
	return st
}

// settled reports whether the guard is settled at all ends, and no caller learns anything of it.
func (st *Study) settled() bool {
	return st.GaveUp == nil && !slices.ContainsFunc(st.Exits, func(x Exit) bool {
		return x.Status == obligation.Open || x.Status == obligation.Unsure || x.Result >= 0 || x.Cleanup >= 0 || x.Into >= 0
	})
}

// doubtful reports whether the guard is open at some end, and only on paths that have forgotten what can matter.
func (st *Study) doubtful() bool {
	open := false
	for _, x := range st.Exits {
		if x.Status == obligation.Open {
			if !x.Blurred {
				return false
			}
			open = true
		}
	}
	return open
}
