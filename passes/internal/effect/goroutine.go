package effect

import (
	"golang.org/x/tools/go/ssa"

	"github.com/guardlint/guardlint/passes/internal/obligation"
	"github.com/guardlint/guardlint/passes/internal/term"
)

// A goroutine that only ends when a channel is closed is held by who has the channel. The guard is the channel, from
// where it is made, so that all its names are known; the duty begins where the goroutine does.
//
//	q := &queue{stop: make(chan struct{})} // makes
//	go q.run()                             // starts

// makes executes what makes the channel.
func (m *Machine) makes(s State) State {
	if s.Status == obligation.Open && s.Started {
		if m.Anywhere(s) {
			s.Kept = true
			return s // kept elsewhere; we go on watching the first one
		}
		if m.Lost != nil {
			m.Lost(s.WithEvent(obligation.Event{Kind: obligation.NextRound, Pos: m.Obl.Maker.Pos(), Instr: m.Obl.Maker.(ssa.Instruction)}))
		}
	}
	s = m.forgetGuard(s)
	s.Status, s.Reason, s.Into, s.Kept, s.Started = obligation.Open, "", 0, false, false
	s.Trace = nil
	at := m.resultTerm(m.Obl.Maker, m.Obl.Holder.Index)
	if len(m.Obl.Path) == 0 {
		return m.BindTerm(s, at, term.TheGuard)
	}
	return m.placeBelow(s, at, TypeOfResult(m.Obl.Maker, m.Obl.Holder.Index), m.Obl.Path)
}

// starts executes the go statement, or the call that does.
func (m *Machine) starts(s State, instr ssa.Instruction) State {
	if s.Status == obligation.Idle || s.Kept {
		return s
	}
	if !s.Started {
		s = s.WithEvent(obligation.Event{Kind: obligation.Acquired, Pos: instr.Pos(), Instr: instr})
	}
	s.Started = true
	return s
}
