package effect

import (
	"go/types"
	"slices"

	"golang.org/x/tools/go/ssa"

	"github.com/guardlint/guardlint/passes/internal/guard"
	"github.com/guardlint/guardlint/passes/internal/obligation"
	"github.com/guardlint/guardlint/passes/internal/summary"
	"github.com/guardlint/guardlint/passes/internal/term"
)

// expose records which local objects a callee may keep: what is stored in them from now on is with somebody else.
//
//	t.Cleanup(func() { for _, c := range conns { c.Close() } })
//	conns = append(conns, conn)
func (m *Machine) expose(s State, c callSite, sum *summary.Summary) State {
	if s.Status.Settled() || len(m.objects()) == 0 {
		return s // there is no guard that could come to be in an object
	}
	for k := range c.args {
		arg := m.Pool.Unbox(c.args[k])
		switch n := m.Pool.Node(arg); {
		case n.Op == term.Const || arg == term.TheGuard:
		case n.Op == term.Closure && isYield(n): // an iterator does not keep the body of the loop
		case sum == nil:
			if !c.receiver && m.isStd(c.method) || !m.canRelease(operandType(c, k), maxDepth) {
				continue
			}
			s = m.exposed(s, arg)
		default:
			for _, e := range sum.Params {
				if e.Param == k && keeps(e) {
					s = m.exposed(s, m.along(s, arg, operandType(c, k), e.Path))
				}
			}
		}
	}
	return s
}

// along follows fields from a value, which may be a struct or point to one; the zero term is nowhere.
func (m *Machine) along(s State, t term.Term, typ types.Type, path []int) term.Term {
	for _, f := range path {
		st := StructOf(typ)
		if st == nil || f < 0 || f >= st.NumFields() {
			return 0
		}
		field := st.Field(f).Type()
		if _, ok := typ.Underlying().(*types.Pointer); ok {
			t = m.load(s, m.Pool.FieldAddr(t, f), field)
		} else {
			t = m.project(s, t, f, field)
		}
		typ = field
	}
	return m.Pool.Unbox(t)
}

// exposed marks a local object and what is in it, or what a function literal has captured.
func (m *Machine) exposed(s State, t term.Term) State { return m.exposedTo(s, t, maxDepth) }

func (m *Machine) exposedTo(s State, t term.Term, depth int) State {
	n := m.Pool.Node(t)
	if n.Op == term.Closure {
		for _, captured := range m.Pool.Items(n.X) {
			s = m.exposedTo(s, captured, depth)
		}
		return s
	}
	if m.Receives(t) {
		s.Conds = s.Conds.With(t, obligation.Escaped)
	}
	if depth == 0 {
		return s
	}
	return m.inside(s, t, func(s State, t term.Term) State { return m.exposedTo(s, t, depth-1) })
}

// inside does something with what is stored in an object that the function has made:
//
//	jobs.Store(id, &job{cmd: cmd})
func (m *Machine) inside(s State, object term.Term, do func(State, term.Term) State) State {
	if !m.madeHere(object) {
		return s
	}
	for _, c := range s.Cells {
		if c.Key != object && c.Value != object && m.Pool.Within(c.Key, object) {
			s = do(s, m.Pool.Unbox(c.Value))
		}
	}
	return s
}

// Receives reports whether t is an object made by the function in which a store might put the guard: only for those it
// matters who has them.
func (m *Machine) Receives(t term.Term) bool {
	n := m.Pool.Look(t)
	return n.Op == term.Opaque && m.objects()[n.V]
}

// objects returns the objects for which that matters.
func (m *Machine) objects() map[ssa.Value]bool {
	if m.byAddress() || m.Obl.Site == nil && m.Obl.Param < 0 {
		return nil
	}
	if m.receivers == nil {
		m.receivers = make(map[ssa.Value]bool)
		m.findReceivers(m.Obl.Fn, m.filledType())
	}
	return m.receivers
}

// findReceivers adds those that are made in fn: objects in which a guard can be stored, and objects of the type that the
// acquisition leaves it in.
func (m *Machine) findReceivers(fn *ssa.Function, filled types.Type) {
	for _, b := range fn.Blocks {
		for _, instr := range b.Instrs {
			switch instr := instr.(type) {
			case *ssa.Store:
				if !m.canRelease(instr.Val.Type(), maxDepth) {
					break
				}
				if root := allocated(instr.Addr); root != nil {
					m.receivers[root] = true
					m.pointees(root)
				}
			case *ssa.Call, *ssa.Alloc:
				if v := instr.(ssa.Value); filled != nil && types.Identical(v.Type(), filled) {
					m.receivers[v] = true
				}
			}
		}
	}
	for _, lit := range fn.AnonFuncs {
		m.findReceivers(lit, filled)
	}
}

// filledType is the type of what an acquisition leaves the guard in, if that is there before: of cmd in cmd.Start().
func (m *Machine) filledType() types.Type {
	o := m.Obl
	if o.Site == nil || o.Holder.In != guard.Receiver && o.Holder.In != guard.Arg {
		return nil
	}
	i := 0
	if o.Holder.In == guard.Arg {
		i = o.Holder.Index
		if fn := Called(o.Site.Common()); fn != nil && fn.Signature().Recv() != nil {
			i++
		}
	}
	if ops := Operands(o.Site.Common()); i < len(ops) {
		return ops[i].Type()
	}
	return nil
}

// pointees adds the objects that a variable which literals have captured points to.
func (m *Machine) pointees(variable ssa.Value) {
	for _, ref := range *variable.Referrers() {
		if st, ok := ref.(*ssa.Store); ok && st.Addr == variable {
			if alloc, ok := st.Val.(*ssa.Alloc); ok {
				m.receivers[alloc] = true
			}
		}
	}
}

// allocated returns the variable that an address lies in, looking out of function literals; nil if it is none.
func allocated(addr ssa.Value) ssa.Value {
	for {
		switch x := addr.(type) {
		case *ssa.FieldAddr:
			addr = x.X
		case *ssa.IndexAddr:
			addr = x.X
		case *ssa.UnOp: // a field of what a variable points to
			addr = x.X
		case *ssa.Phi:
			for _, e := range x.Edges {
				if alloc, ok := e.(*ssa.Alloc); ok {
					return alloc
				}
			}
			return nil
		case *ssa.FreeVar:
			outer := Captured(x)
			if outer == nil {
				return nil
			}
			addr = outer
		case *ssa.Alloc:
			return x
		default:
			return nil
		}
	}
}

// Captured returns what a literal's free variable is bound to where the literal is made, or nil.
func Captured(fv *ssa.FreeVar) ssa.Value {
	fn := fv.Parent()
	if fn.Parent() == nil {
		return nil
	}
	i := slices.Index(fn.FreeVars, fv)
	for _, ref := range *fn.Referrers() {
		if mc, ok := ref.(*ssa.MakeClosure); ok {
			return mc.Bindings[i]
		}
	}
	return nil
}

// keeps reports whether somebody may still have the operand when the call has returned. A result that is the operand
// itself is no other object; one that has it in a field is.
func keeps(e summary.Effect) bool {
	f := e.OK | e.Err
	return f&(summary.Kept|summary.Launched|summary.Unknown) != 0 || f&summary.Returned != 0 && len(e.Path) > 0
}

// outlives reports whether the object at addr is, or may be, reachable by others when the function has returned.
func (m *Machine) outlives(s State, addr term.Term) bool {
	root := m.Pool.Root(addr)
	if m.madeHere(root) {
		return s.Conds.Get(root) == obligation.Escaped
	}
	n := m.Pool.Node(root)
	if phi, ok := n.V.(*ssa.Phi); ok && n.Op == term.Opaque { // files = append(files, f), as it came round the loop
		return !isSlice(phi.Type())
	}
	return root != term.TheGuard && n.Op != term.Const && n.Op != term.Closure
}

// madeHere reports whether t is an object that the function has made, so that nobody else has it at first. An error that
// a call returns is none: others may have it, and to store it somewhere changes nothing about it.
func (m *Machine) madeHere(t term.Term) bool {
	n := m.Pool.Node(t)
	switch n.Op {
	case term.Opaque:
		switch v := n.V.(type) {
		case *ssa.Alloc, *ssa.MakeMap, *ssa.MakeSlice, *ssa.MakeChan:
			return true
		case *ssa.Call:
			b, ok := v.Call.Value.(*ssa.Builtin)
			return ok && b.Name() == "append" || MakesNew(m.Summary, v, 0)
		}
	case term.Part:
		call, ok := m.Pool.Node(n.X).V.(*ssa.Call)
		return ok && MakesNew(m.Summary, call, n.N)
	}
	return false
}

// MakesNew reports whether result i of a call is an object that nobody else has.
func MakesNew(lookup func(*types.Func) *summary.Summary, call *ssa.Call, i int) bool {
	fn := calledFunc(&call.Call)
	if fn == nil {
		return false
	}
	sum := lookup(fn)
	return sum != nil && slices.Contains(sum.New, i)
}

func isSlice(t types.Type) bool { _, ok := t.Underlying().(*types.Slice); return ok }

// escape records that others can reach the local object that t points to.
func (m *Machine) escape(s State, t term.Term) State {
	t = m.Pool.Unbox(t)
	if !m.madeHere(t) || s.Conds.Get(t) == obligation.Escaped {
		return s
	}
	s.Conds = s.Conds.With(t, obligation.Escaped)
	return m.inside(s, t, m.escape)
}

// clobber forgets the contents of local variables whose addresses a callee gets, by themselves or among others: it may
// write there. What holds the guard is kept: losing it would invent a leak.
//
//	row.Scan(&name, &size)
func (m *Machine) clobber(s State, c callSite, arg term.Term) State {
	s = m.clobberVar(s, c, arg)
	s = m.inside(s, arg, func(s State, t term.Term) State { return m.clobberVar(s, c, t) })
	if n := m.Pool.Node(arg); n.Op == term.Closure {
		for i, captured := range m.Pool.Items(n.X) {
			if fn := n.V.(*ssa.Function); i < len(fn.FreeVars) && stores(fn.FreeVars[i]) {
				s = m.clobberVar(s, c, captured)
			}
		}
	}
	return s
}

// clobberVar forgets the content of the variable at addr, or of a field of one that can decide something and hold no
// guard. Of a struct it forgets only that it is zero: who passes the address of a struct that nobody has filled wants it
// filled (see the package's assumptions).
func (m *Machine) clobberVar(s State, c callSite, addr term.Term) State {
	root, path := addr, []int(nil)
	for m.Pool.Op(root) == term.Field {
		path = append(path, m.Pool.Node(root).N)
		root = m.Pool.Node(root).X
	}
	object := m.Pool.Node(root)
	alloc, ok := object.V.(*ssa.Alloc)
	if !ok || object.Op != term.Opaque {
		return s
	}
	slices.Reverse(path)
	old := s.Cells.Get(addr)
	switch {
	case old != 0 && m.Misused == nil && m.Carries(s, old):
		return s
	case len(path) > 0:
		if !isBasic(TypeAt(alloc.Type(), path)) {
			return s
		}
	case old == 0 || StructOf(alloc.Type()) != nil && !m.Pool.IsNil(old):
		return s
	}
	written := term.Node{Op: term.Written, X: addr, N: 1}
	if v, ok := c.instr.(ssa.Value); ok { // a deferred call is none
		written.V = v
	}
	content := m.Pool.Make(written)
	s.Conds = s.Conds.Filter(func(k, _ term.Term) bool { return k != content })
	s.Cells = s.Cells.With(addr, content)
	return s
}

// stores reports whether a function literal writes to a variable that it captured, itself or through literals
// inside it.
func stores(fv *ssa.FreeVar) bool {
	for _, ref := range *fv.Referrers() {
		switch ref := ref.(type) {
		case *ssa.Store:
			if ref.Addr == fv {
				return true
			}
		case *ssa.MakeClosure:
			for i, b := range ref.Bindings {
				if b == fv && stores(ref.Fn.(*ssa.Function).FreeVars[i]) {
					return true
				}
			}
		case *ssa.UnOp, *ssa.DebugRef:
		default:
			return true // its address goes somewhere
		}
	}
	return false
}
