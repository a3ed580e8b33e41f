package effect

import (
	"slices"

	"golang.org/x/tools/go/ssa"

	"github.com/guardlint/guardlint/passes/internal/obligation"
)

// Releasing returns the defer statement that has registered a release of the open guard, one that no condition withholds,
// or nil.
func (m *Machine) Releasing(s State) *ssa.Defer {
	was := m.supposed
	m.supposed = true
	defer func() { m.supposed = was }()
	for d := s.Defers; d != nil; d = d.Prev {
		if d.Instr == added {
			continue
		}
		after := m.runDeferred(s, d)
		if len(after) > 0 && !slices.ContainsFunc(after, func(t State) bool { return t.Status != obligation.Released }) {
			return d.Instr
		}
	}
	return nil
}
