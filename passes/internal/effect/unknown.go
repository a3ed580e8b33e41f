package effect

import (
	"go/types"
	"slices"

	"golang.org/x/tools/go/ssa"

	"github.com/guardlint/guardlint/passes/internal/guard"
	"github.com/guardlint/guardlint/passes/internal/obligation"
)

// unknown executes the hand-over to a callee of which nothing is known. It can only have taken what its parameter
// lets it release: an io.Reader offers no way to close the file behind it.
//
// Reflection and type assertions refute this; a callee that closes its io.Reader by a type assertion is found when
// its body is seen, and believed to leave it alone when it is not.
func (m *Machine) unknown(s State, c callSite, k int) State {
	lent := obligation.Event{Kind: obligation.HandedOver, Pos: c.instr.Pos(), Instr: c.instr, Note: CalleeName(c.common)}
	switch {
	case m.isLock() && (m.handsOver(s, c.args[k]) || m.IsGuard(s, c.args[k]) && !c.receiver && !m.isStd(c.method)):
		return m.unsure(s, c, "it may unlock it")
	case m.byAddress():
		return s
	case c.receiver && k == 0:
		if m.IsGuard(s, c.args[0]) {
			return s.WithEvent(lent) // f.Write(p): a method that is no release
		}
		if m.isReleaser(c.method.Name()) {
			return m.released(s, c)
		}
		return s.WithEvent(lent)
	case m.isStd(c.method) && c.method.Signature().Recv() == nil && !isBasic(m.guardType()):
		return s.WithEvent(lent) // not written in Go; what takes a guard is in the table
	case m.isAmongValues(s, c, k):
		return m.unsure(s, c, amongValues)
	case !m.canRelease(operandType(c, k), maxDepth):
		return m.decorated(s, c, k).WithEvent(lent)
	}
	return m.unsure(s, c, "its body is not known")
}

// decorated lets the results that are interfaces of the same type as operand k have in them what that has:
//
//	fs = hook(fs)
func (m *Machine) decorated(s State, c callSite, k int) State {
	if c.value == nil {
		return s
	}
	results := c.signature().Results()
	for i := range results.Len() {
		if t := results.At(i).Type(); types.IsInterface(t) && types.Identical(t, operandType(c, k)) {
			s = s.WithHolder(m.resultTerm(c.value, i))
		}
	}
	return s
}

// unsure records that the callee may have taken the guard.
func (m *Machine) unsure(s State, c callSite, why string) State {
	if m.byAddress() && !m.isLock() {
		return s
	}
	return m.doubt(s, c, why)
}

// doubt records that nobody can tell what becomes of the guard in a callee.
func (m *Machine) doubt(s State, c callSite, why string) State {
	note := "passed to " + CalleeName(c.common) + ": " + why
	s = s.WithEvent(obligation.Event{Kind: obligation.Unknown, Pos: c.instr.Pos(), Instr: c.instr, Note: note})
	return s.WithStatus(obligation.Unsure, why)
}

// isReleaser reports whether a method of an object around the guard releases it: it is known to, or is named as the
// guard's own release is.
func (m *Machine) isReleaser(name string) bool {
	for _, r := range m.Obl.Kind.Release {
		if r.Method == name && r.Field == "" && r.When == guard.AnyOutcome {
			return true
		}
	}
	for _, r := range m.Obl.Releasers {
		if r == name {
			return true
		}
	}
	return false
}

func isBasic(t types.Type) bool {
	if t == nil {
		return false
	}
	_, ok := t.Underlying().(*types.Basic)
	return ok
}

// isStd reports whether fn belongs to the standard library.
func (m *Machine) isStd(fn *types.Func) bool {
	return fn != nil && fn.Pkg() != nil && m.Std(fn.Pkg().Path())
}

// canRelease reports whether who holds a value of type t can release the guard through it.
func (m *Machine) canRelease(t types.Type, depth int) bool {
	if t == nil || depth < 0 {
		return true
	}
	if m.hasRelease(t) {
		return true
	}
	for _, name := range m.Obl.Releasers {
		if hasMethod(t, name) {
			return true
		}
	}
	switch u := t.Underlying().(type) {
	case *types.Interface:
		return u.NumMethods() == 0 || isTypeParam(t)
	case *types.Basic: // a descriptor, or the path of a directory, is all it takes
		return u.Kind() == types.UnsafePointer || isBasic(m.guardType()) && !isString(m.guardType())
	case *types.Slice:
		if m.isPrinted(t) {
			return false
		}
		return m.canRelease(u.Elem(), depth-1)
	case *types.Array:
		return m.canRelease(u.Elem(), depth-1)
	case *types.Map:
		return m.canRelease(u.Elem(), depth-1) || m.canRelease(u.Key(), depth-1)
	case *types.Chan:
		return m.canRelease(u.Elem(), depth-1) || m.Obl.Kind.ByChannel()
	}
	return true
}

// hasRelease reports whether t has one of the methods by which guards of the kind are released.
func (m *Machine) hasRelease(t types.Type) bool {
	return slices.ContainsFunc(m.Obl.Kind.Release, func(r guard.Release) bool { return r.Method != "" && hasMethod(t, r.Method) })
}

// isPrinted reports whether the guard is a path, and t is that of values to print: log.With("dir", dir).
func (m *Machine) isPrinted(t types.Type) bool {
	list, ok := t.Underlying().(*types.Slice)
	return ok && isString(m.guardType()) && isAny(list.Elem())
}

func isAny(t types.Type) bool {
	iface, ok := t.Underlying().(*types.Interface)
	return ok && iface.NumMethods() == 0 && !isTypeParam(t)
}

func isTypeParam(t types.Type) bool { _, ok := types.Unalias(t).(*types.TypeParam); return ok }

// hasMethod reports whether t, or a pointer to it, has a method of that name.
func hasMethod(t types.Type, name string) bool {
	obj, _, _ := types.LookupFieldOrMethod(t, true, nil, name)
	_, ok := obj.(*types.Func)
	return ok
}

// operandType is the type of the parameter that operand k of a call is passed to.
func operandType(c callSite, k int) types.Type {
	if c.receiver {
		if k == 0 {
			return c.args0Type()
		}
		k--
	}
	params := c.signature().Params()
	if k < params.Len() {
		return params.At(k).Type()
	}
	return nil
}

// args0Type is the static type of the receiver.
func (c callSite) args0Type() types.Type { return c.method.Signature().Recv().Type() }

// CalleeName names the callee as the program does.
func CalleeName(c *ssa.CallCommon) string {
	if fn := calledFunc(c); fn != nil {
		if recv := fn.Signature().Recv(); recv != nil {
			return shortType(recv.Type()) + "." + fn.Name()
		}
		if fn.Pkg() != nil {
			return fn.Pkg().Name() + "." + fn.Name()
		}
		return fn.Name()
	}
	if fn := c.StaticCallee(); fn != nil && fn.Parent() != nil {
		return "a function literal"
	}
	if b, ok := c.Value.(*ssa.Builtin); ok {
		return b.Name()
	}
	return "a function value"
}

func shortType(t types.Type) string {
	return types.TypeString(t, func(p *types.Package) string { return p.Name() })
}
