package effect

import (
	"slices"

	"golang.org/x/tools/go/ssa"

	"github.com/guardlint/guardlint/passes/internal/obligation"
)

// tellsExpiry reports whether what is received from ch tells that the guard has expired: <-session.Done().
func (m *Machine) tellsExpiry(s State, ch ssa.Value) bool {
	call, ok := ch.(*ssa.Call)
	if !ok || s.Status != obligation.Open {
		return false
	}
	fn := calledFunc(&call.Call)
	return fn != nil && fn.Signature().Recv() != nil && slices.Contains(m.Obl.Kind.Expires, fn.Name()) &&
		m.isCalledOn(s, m.Eval(s, Operands(&call.Call)[0]))
}

// expired records that there is nothing left to release.
func (m *Machine) expired(s State, instr ssa.Instruction, ch ssa.Value) State {
	name := calledFunc(&ch.(*ssa.Call).Call).Name()
	s = s.WithEvent(obligation.Event{Kind: obligation.ReleasedBy, Pos: ch.Pos(), Instr: instr, Note: name})
	return s.WithStatus(obligation.Released, name)
}
