package effect

import (
	"slices"

	"golang.org/x/tools/go/ssa"

	"github.com/guardlint/guardlint/passes/internal/term"
)

// A context ends with the one that it was derived from, timer and all. Where both are made by one function, to cancel the
// first is enough:
//
//	ctx, cancel := context.WithCancelCause(ctx)
//	defer cancel(errDone)
//	ctx, _ = context.WithTimeoutCause(ctx, time.Minute, errTimeout)

// maxDerived bounds how many contexts are looked at, each the parent of the one before.
const maxDerived = 4

// derivedFrom remembers the functions that cancel what the context of this acquisition is derived from.
func (m *Machine) derivedFrom(s State, c callSite) {
	if !m.Obl.Kind.Context || m.Obl.Via != nil || len(c.args) == 0 {
		return
	}
	ctx := c.args[0]
	for range maxDerived {
		n := m.Pool.Node(m.Pool.Unbox(ctx))
		made := n.V
		if n.Op == term.Part && n.N == 0 {
			made = m.Pool.Node(n.X).V
		}
		call, ok := made.(*ssa.Call)
		if !ok || len(call.Call.Args) == 0 {
			return
		}
		switch fn := calledFunc(&call.Call); {
		case fn == nil || fn.Pkg() == nil:
			return
		case fn.Pkg().Path() == "context" && n.Op == term.Part:
			if cancel := m.resultTerm(call, 1); !slices.Contains(m.site.parents, cancel) {
				m.site.parents = append(m.site.parents, cancel)
			}
		case fn.FullName() != "context.WithValue" && fn.FullName() != "golang.org/x/sync/errgroup.WithContext":
			return
		}
		ctx = m.Eval(s, call.Call.Args[0])
	}
}

// MayCancel reports whether t is a function that cancels a context, where the guard may be derived from that.
func (m *Machine) MayCancel(t term.Term) bool {
	n := m.Pool.Node(t)
	if !m.Obl.Kind.Context || n.Op != term.Part || n.N != 1 {
		return false
	}
	call, ok := m.Pool.Node(n.X).V.(*ssa.Call)
	if !ok {
		return false
	}
	fn := calledFunc(&call.Call)
	return fn != nil && fn.Pkg() != nil && fn.Pkg().Path() == "context"
}

// cancelsParent reports whether a call cancels a context that the guard's is derived from.
func (m *Machine) cancelsParent(c callSite) bool {
	return c.callee != 0 && slices.Contains(m.site.parents, c.callee)
}
