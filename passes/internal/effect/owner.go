package effect

import (
	"go/types"
	"slices"

	"github.com/guardlint/guardlint/passes/internal/summary"
	"github.com/guardlint/guardlint/passes/internal/term"
)

// argType is the type of what is passed as operand k: the dynamic one where an interface is made of it for the call.
func (m *Machine) argType(c callSite, k int) types.Type {
	if n := m.Pool.Node(c.args[k]); n.Op == term.Boxed {
		return n.T
	}
	return operandType(c, k)
}

// releasesOwner reports whether the call is that of a method by which the object that the acquisition handed out
// releases what it owns.
func (m *Machine) releasesOwner(s State, c callSite) bool {
	if len(m.Obl.Path) == 0 || !slices.Contains(m.Obl.Releasers, c.method.Name()) {
		return false
	}
	path, ok := m.Path(s, c.args[0])
	return ok && slices.Equal(path, m.Obl.Path)
}

// releasedBy reports whether one of the named methods of t releases the guard at the path below it: closeQuietly(c), where
// c is an owner whose Close closes what it owns.
func (m *Machine) releasedBy(methods []string, t types.Type, path []int) bool {
	return t != nil && slices.ContainsFunc(methods, func(name string) bool {
		obj, index, _ := types.LookupFieldOrMethod(t, true, nil, name)
		fn, ok := obj.(*types.Func)
		embedded := index[:max(0, len(index)-1)]
		if !ok || len(path) < len(embedded) || !slices.Equal(embedded, path[:len(embedded)]) {
			return false
		}
		if len(path) == len(embedded) { // promoted from the guard itself
			return m.known([]string{name}, 0)
		}
		inner := TypeAt(t, embedded)
		if len(embedded) > 0 && inner != nil && types.IsInterface(inner) && !m.isLock() { // promoted from what an interface hides: it closes what is inside
			return m.known([]string{name}, 0)
		}
		sum := m.Summary(fn)
		if sum == nil {
			return false
		}
		path := Duty(m.Obl.Kind, inner, path[len(embedded):])
		for n := len(path); n > 0; n-- { // of what it releases, a method may do the rest: mutexes in mutexes
			e, found := sum.Effect(0, path[:n])
			if found && e.OK&summary.Released != 0 {
				return n == len(path) && m.known(e.By, 0) || n < len(path) && m.releasedBy(e.By, TypeAt(inner, path[:n]), path[n:])
			}
		}
		return false
	})
}
