package effect

import (
	"slices"

	"golang.org/x/tools/go/ssa"

	"github.com/guardlint/guardlint/passes/internal/obligation"
)

// tellsEnd reports whether what is received from ch tells that the guard has ended by itself: <-session.Done().
func (m *Machine) tellsEnd(s State, ch ssa.Value) bool {
	call, ok := ch.(*ssa.Call)
	if !ok || s.Status != obligation.Open {
		return false
	}
	fn := calledFunc(&call.Call)
	return fn != nil && fn.Signature().Recv() != nil && slices.Contains(m.Obl.Kind.Ends, fn.Name()) &&
		m.isCalledOn(s, m.Eval(s, Operands(&call.Call)[0]))
}

// ended records that the guard has ended by itself.
func (m *Machine) ended(s State, instr ssa.Instruction, ch ssa.Value) State {
	name := calledFunc(&ch.(*ssa.Call).Call).Name()
	s = s.WithEvent(obligation.Event{Kind: obligation.ReleasedBy, Pos: ch.Pos(), Instr: instr, Note: name})
	return s.WithStatus(obligation.Released, name)
}
