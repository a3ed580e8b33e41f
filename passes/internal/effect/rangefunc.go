package effect

import (
	"golang.org/x/tools/go/ssa"

	"github.com/guardlint/guardlint/passes/internal/term"
)

// maxRounds is how often the body of a range-over-func loop is walked; what it does to flags is seen in fewer rounds.
const maxRounds = 3

// rounds walks the body of a range-over-func loop, on behalf of the iterator that calls it: not at all, or some times.
// That the body, once it has returned false, is not called again is for the check at its own beginning to see, which
// go/ssa puts there.
func (m *Machine) rounds(s State, c callSite, closure term.Node) ([]State, bool) {
	c.args, c.value = nil, nil
	fn := closure.V.(*ssa.Function)
	all, last := one(s), one(s)
	for range maxRounds {
		var next []State
		for _, t := range last {
			after, ok := m.inline(t, c, closure)
			if !ok {
				return nil, false
			}
			for _, u := range after {
				next = append(next, m.nextRound(u, fn))
			}
		}
		last = dedup(next)
		all = append(all, last...)
	}
	return dedup(all), true
}

// nextRound forgets how the body of a range-over-func loop computed what it left in variables.
func (m *Machine) nextRound(s State, fn *ssa.Function) State {
	old := s
	for _, c := range s.Cells {
		local := m.Pool.Mentions(c.Value, func(_ term.Term, n term.Node) bool {
			return n.V != nil && n.Op != term.Closure && n.V.Parent() == fn
		})
		if local && !m.Carries(s, c.Value) {
			s = m.Generalize(old, s, c.Key, c.Value)
		}
	}
	return s
}

// isYield reports whether a closure is the body of a range-over-func loop.
func isYield(closure term.Node) bool {
	return closure.V.(*ssa.Function).Synthetic == "range-over-func yield"
}
