package effect

import (
	"go/types"
	"slices"

	"golang.org/x/tools/go/ssa"

	"github.com/guardlint/guardlint/passes/internal/guard"
	"github.com/guardlint/guardlint/passes/internal/summary"
	"github.com/guardlint/guardlint/passes/internal/term"
)

const amongValues = "it is among the values of the context"

// unsaid says why a callee may have operand k, or what it has inside, although its summary leaves it alone, or returns "".
func (m *Machine) unsaid(s State, c callSite, sum *summary.Summary, k int) string {
	switch {
	case m.releasesTwin(s, c, sum, k):
		return "it releases what may be the same"
	case m.isStd(c.method):
		return ""
	case m.isAmongValues(s, c, k):
		return amongValues
	case m.hasOwnWord(operandType(c, k)):
		return "it may release it by a method of its own"
	}
	return ""
}

// releasesTwin reports whether a function that gets an object which a call has made around the guard releases, in place of
// it, what is elsewhere in the object and may be the guard, too: a summary says one way to it, and there can be several. An
// object that has the guard as a mere reader does not mean to close it.
//
//	return &Client{conn: conn, Text: textproto.NewConn(conn)} // whose Close is that of Text
func (m *Machine) releasesTwin(s State, c callSite, sum *summary.Summary, k int) bool {
	arg := m.Pool.Unbox(c.args[k])
	path, inside := m.Path(s, arg)
	t := m.guardType()
	held := TypeAt(m.argType(c, k), path)
	if !inside || len(path) == 0 || t == nil || !m.madeBySome(arg) || held == nil || !m.hasRelease(held) {
		return false
	}
	return slices.ContainsFunc(sum.Params, func(e summary.Effect) bool {
		twin := TypeAt(m.argType(c, k), e.Path)
		return e.Param == k && len(e.Path) > 0 && (e.OK|e.Err)&summary.Released != 0 && !slices.Equal(e.Path, path) &&
			twin != nil && types.AssignableTo(t, twin)
	})
}

// madeBySome reports whether t is what a call has returned, other than the acquisition.
func (m *Machine) madeBySome(t term.Term) bool {
	n := m.Pool.Node(t)
	if n.Op == term.Part {
		n = m.Pool.Node(n.X)
	}
	call, ok := n.V.(*ssa.Call)
	return ok && n.Op == term.Opaque && ssa.Instruction(call) != m.Obl.Site
}

// isAmongValues reports whether operand k is a context that has the guard among its values: whoever gets the context can get
// at the guard, and no type tells.
func (m *Machine) isAmongValues(s State, c callSite, k int) bool {
	return guard.IsContext(operandType(c, k)) && s.IsHolder(m.Pool.Unbox(c.args[k]))
}

// hasOwnWord reports whether t is an interface with a method that is known to release the guard behind it, and that is not
// named as a release: what a function does with its parameter is studied without such methods.
func (m *Machine) hasOwnWord(t types.Type) bool {
	return t != nil && types.IsInterface(t) && slices.ContainsFunc(m.Obl.By, func(name string) bool { return !guard.ReleaseName(name) && hasMethod(t, name) })
}
