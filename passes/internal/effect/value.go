package effect

import (
	"go/constant"
	"go/token"
	"go/types"
	"slices"

	"golang.org/x/tools/go/ssa"

	"github.com/guardlint/guardlint/passes/internal/guard"
	"github.com/guardlint/guardlint/passes/internal/term"
)

// Eval returns what v denotes on the path. Instructions that only compute are evaluated here, each time they are
// used; what they read from memory was bound to its register when it was read.
func (m *Machine) Eval(s State, v ssa.Value) term.Term {
	switch v := v.(type) {
	case *ssa.Const:
		return m.Pool.Const(v)
	case *ssa.Function:
		return m.Pool.Make(term.Node{Op: term.Closure, V: v})
	case *ssa.ChangeType:
		return m.Eval(s, v.X)
	case *ssa.ChangeInterface:
		return m.Eval(s, v.X)
	case *ssa.MakeInterface:
		return m.box(m.Eval(s, v.X), v.X.Type())
	case *ssa.FieldAddr:
		return m.Pool.FieldAddr(m.Eval(s, v.X), v.Field)
	case *ssa.Field:
		return m.project(s, m.Eval(s, v.X), v.Field, v.Type())
	case *ssa.IndexAddr:
		return m.Pool.Make(term.Node{Op: term.Elem, X: m.Eval(s, v.X), N: m.index(s, v.Index)})
	case *ssa.Slice:
		return m.Eval(s, v.X) // a part of a container is the container
	case *ssa.SliceToArrayPointer:
		return m.Eval(s, v.X)
	case *ssa.BinOp:
		return m.binop(s, v)
	case *ssa.Convert:
		if isInteger(v.Type()) && isInteger(v.X.Type()) { // uintptr(fd): the same descriptor
			if x := m.Eval(s, v.X); m.Carries(s, x) {
				return x
			}
		}
		if isUnsafe(v.Type()) || isUnsafe(v.X.Type()) && !isInteger(v.Type()) {
			return m.Eval(s, v.X)
		}
	case *ssa.UnOp:
		if v.Op == token.NOT {
			return m.not(m.Eval(s, v.X))
		}
	case *ssa.TypeAssert:
		if !v.CommaOk {
			return m.Pool.Unbox(m.Eval(s, v.X))
		}
	case *ssa.Extract:
		return m.extract(s, v)
	case *ssa.MakeClosure:
		if t := s.Env.Get(m.Pool.Opaque(v)); t == 0 && m.mayRelease(v) {
			return m.closure(s, v)
		}
	}
	return m.bound(s, m.Pool.Opaque(v))
}

// bound returns what a register was bound to, or its own term.
func (m *Machine) bound(s State, reg term.Term) term.Term {
	if t := s.Env.Get(reg); t != 0 {
		return t
	}
	return reg
}

// box puts a value into an interface. The guard is the guard in any wrapping; so are its containers.
func (m *Machine) box(t term.Term, typ types.Type) term.Term {
	if t == term.TheGuard || m.Pool.Op(t) == term.Boxed {
		return t
	}
	return m.Pool.Make(term.Node{Op: term.Boxed, X: t, T: typ})
}

// extract takes a result out of a tuple.
func (m *Machine) extract(s State, v *ssa.Extract) term.Term {
	part := m.resultTerm(v.Tuple, v.Index)
	assert, ok := v.Tuple.(*ssa.TypeAssert)
	if !ok {
		return m.bound(s, part)
	}
	x := m.Eval(s, assert.X)
	implements, known := m.asserts(s, x, assert.AssertedType)
	switch {
	case v.Index == 1 && known:
		return m.Pool.Bool(implements)
	case v.Index == 1:
		return part
	case known && !implements:
		return m.Pool.Nil()
	case known || m.Carries(s, x):
		return m.Pool.Unbox(x) // c, ok := r.(io.Closer): c is what r is
	}
	return part
}

// asserts decides a type assertion on x, where the dynamic type is known.
func (m *Machine) asserts(s State, x term.Term, to types.Type) (implements, known bool) {
	var dynamic types.Type
	switch n := m.Pool.Node(x); {
	case x == term.TheGuard:
		dynamic = m.guardType()
	case n.Op == term.Boxed:
		dynamic = n.T
	case m.Pool.IsNil(x):
		return false, true
	}
	if dynamic == nil || types.IsInterface(dynamic) {
		if iface, ok := to.Underlying().(*types.Interface); ok && dynamic != nil && types.Implements(dynamic, iface) {
			return true, true // the static type of the variable has the methods
		}
		if (x == term.TheGuard || s.IsHolder(x)) && m.isReleaseOnly(to) {
			return true, true // if c, ok := r.(io.Closer); ok { c.Close() }: who asks believes that there is something to close
		}
		if x == term.TheGuard && !types.IsInterface(to) && m.releasedByMethods() && !m.hasRelease(to) {
			return false, true // config, ok := blob.Data.(Image): what can be closed is no such thing
		}
		return false, false
	}
	if iface, ok := to.Underlying().(*types.Interface); ok {
		return types.Implements(dynamic, iface), true
	}
	return types.Identical(dynamic, to), true
}

// releasedByMethods reports whether all releases of the guard are methods of it.
func (m *Machine) releasedByMethods() bool {
	return len(m.Obl.Kind.Release) > 0 && !slices.ContainsFunc(m.Obl.Kind.Release, func(r guard.Release) bool { return r.Method == "" || r.Field != "" })
}

// isReleaseOnly reports whether t is an interface with nothing but the release of the guard. Of one that has more, it is the rest
// that an assertion asks for.
func (m *Machine) isReleaseOnly(t types.Type) bool {
	iface, ok := t.Underlying().(*types.Interface)
	return ok && iface.NumMethods() == 1 && m.hasRelease(t)
}

// project takes a field out of a struct value.
func (m *Machine) project(s State, x term.Term, field int, typ types.Type) term.Term {
	n := m.Pool.Node(x)
	switch {
	case n.Op == term.Struct:
		if items := m.Pool.Items(n.X); field < len(items) {
			return items[field]
		}
	case n.Op == term.Content:
		addr := m.Pool.FieldAddr(n.X, field)
		if c := s.Cells.Get(addr); c != 0 {
			return c
		}
		return m.bound(s, m.Pool.Make(term.Node{Op: term.Content, X: addr}))
	case m.Pool.IsNil(x):
		return m.zero(typ)
	}
	return m.bound(s, m.Pool.Make(term.Node{Op: term.Project, X: x, N: field}))
}

// index returns a constant index, or -1 for any other.
func (m *Machine) index(s State, v ssa.Value) int {
	n := m.Pool.Node(m.Eval(s, v))
	if n.Op != term.Const {
		return -1
	}
	i, ok := constant.Int64Val(constant.MakeFromLiteral(n.C, token.INT, 0))
	if !ok || i < 0 || i > 1<<20 {
		return -1
	}
	return int(i)
}

// binop evaluates comparisons, which conditions are made of, and constant additions, which the counters of loops
// over containers are made of. Other arithmetic is known by its register.
func (m *Machine) binop(s State, v *ssa.BinOp) term.Term {
	if !isComparison(v.Op) && !isCounter(v) {
		return m.bound(s, m.Pool.Opaque(v)) // without a look at its operands: a hash function is one long chain of them
	}
	x, y := m.Eval(s, v.X), m.Eval(s, v.Y)
	switch v.Op {
	case token.EQL, token.LSS, token.LEQ:
		return m.compare(v.Op, x, y)
	case token.NEQ:
		return m.not(m.compare(token.EQL, x, y))
	case token.GTR:
		return m.compare(token.LSS, y, x)
	case token.GEQ:
		return m.compare(token.LEQ, y, x)
	case token.ADD:
		if a, b := m.Pool.Node(x), m.Pool.Node(y); a.Op == term.Const && b.Op == term.Const && isInteger(v.Type()) {
			sum := constant.BinaryOp(literal(a.C), token.ADD, literal(b.C))
			return m.Pool.Make(term.Node{Op: term.Const, C: sum.ExactString()})
		}
	}
	return m.bound(s, m.Pool.Opaque(v))
}

func isComparison(op token.Token) bool {
	switch op {
	case token.EQL, token.NEQ, token.LSS, token.LEQ, token.GTR, token.GEQ:
		return true
	}
	return false
}

// isCounter reports whether v adds a constant to a variable.
func isCounter(v *ssa.BinOp) bool {
	if v.Op != token.ADD || !isConst(v.Y) {
		return false
	}
	switch v.X.(type) {
	case *ssa.Phi, *ssa.Const, *ssa.UnOp:
		return true
	}
	return false
}

// literal reads an integer constant back.
func literal(s string) constant.Value {
	if s == "nil" {
		return constant.MakeInt64(0)
	}
	if len(s) > 0 && s[0] == '-' {
		return constant.UnaryOp(token.SUB, constant.MakeFromLiteral(s[1:], token.INT, 0), 0)
	}
	return constant.MakeFromLiteral(s, token.INT, 0)
}

func isInteger(t types.Type) bool {
	b, ok := t.Underlying().(*types.Basic)
	return ok && b.Info()&types.IsInteger != 0
}

func (m *Machine) constInt(i int) term.Term {
	return m.Pool.Make(term.Node{Op: term.Const, C: constant.MakeInt64(int64(i)).ExactString()})
}

// compare builds a comparison in normal form: constants on the right, for the symmetric one, and whether something is empty as
// a question for equality, since no length is negative: 0 < len(x).
func (m *Machine) compare(op token.Token, x, y term.Term) term.Term {
	switch {
	case op == token.LSS && x == m.constInt(0) && m.Pool.Op(y) == term.Length, op == token.LEQ && x == m.constInt(1) && m.Pool.Op(y) == term.Length:
		return m.not(m.compare(token.EQL, y, m.constInt(0)))
	case op == token.LSS && y == m.constInt(1) && m.Pool.Op(x) == term.Length, op == token.LEQ && y == m.constInt(0) && m.Pool.Op(x) == term.Length:
		return m.compare(token.EQL, x, m.constInt(0))
	}
	if op == token.EQL {
		if a, b := m.Pool.IsBool(y); b { // x == true
			if a {
				return x
			}
			return m.not(x)
		}
		if m.Pool.Op(x) == term.Const && m.Pool.Op(y) != term.Const || m.Pool.Op(y) != term.Const && x > y {
			x, y = y, x
		}
	}
	return m.Pool.Make(term.Node{Op: term.Compare, Tok: op, X: x, Y: y})
}

// not negates a condition.
func (m *Machine) not(t term.Term) term.Term {
	if b, ok := m.Pool.IsBool(t); ok {
		return m.Pool.Bool(!b)
	}
	if n := m.Pool.Node(t); n.Op == term.Not {
		return n.X
	}
	return m.Pool.Make(term.Node{Op: term.Not, X: t})
}

// closure evaluates a function literal or method value: what it captured is captured now.
func (m *Machine) closure(s State, v *ssa.MakeClosure) term.Term {
	captured := make([]term.Term, len(v.Bindings))
	for i, b := range v.Bindings {
		captured[i] = m.Eval(s, b)
	}
	return m.Pool.Make(term.Node{Op: term.Closure, V: v.Fn, X: m.Pool.ListOf(captured)})
}

// mayRelease reports whether a literal captures a variable that the guard may come to be in, by its type. What it captures are
// variables, always the same ones, so that nothing need be remembered of it. Of functions that it captures in turn nothing is
// expected: those that call each other have more states than any guard is worth.
func (m *Machine) mayRelease(v *ssa.MakeClosure) bool {
	own := m.guardType()
	return v.Fn.(*ssa.Function).Synthetic == "" && slices.ContainsFunc(v.Bindings, func(b ssa.Value) bool {
		return own == nil || canHave(b.Type(), own, maxDepth+1)
	})
}

// canHave reports whether a variable of type t may have what is of type own, or lead to it in so many steps.
func canHave(t, own types.Type, steps int) bool {
	if types.AssignableTo(own, t) {
		return true
	}
	if steps == 0 {
		return false
	}
	switch t := t.Underlying().(type) {
	case *types.Pointer:
		return canHave(t.Elem(), own, steps-1)
	case *types.Struct:
		for f := range t.Fields() {
			if canHave(f.Type(), own, steps-1) {
				return true
			}
		}
	case *types.Slice:
		return canHave(t.Elem(), own, steps-1)
	case *types.Map:
		return types.AssignableTo(own, t.Key()) || canHave(t.Elem(), own, steps-1)
	case *types.Chan:
		return types.AssignableTo(own, t.Elem())
	}
	return false
}

// zero is the zero value of a type.
func (m *Machine) zero(t types.Type) term.Term {
	if b, ok := t.Underlying().(*types.Basic); ok {
		switch {
		case b.Info()&types.IsBoolean != 0:
			return m.Pool.Bool(false)
		case b.Info()&types.IsInteger != 0:
			return m.constInt(0)
		case b.Info()&types.IsString != 0:
			return m.Pool.Make(term.Node{Op: term.Const, C: `""`})
		}
	}
	return m.Pool.Nil()
}

// isGlobal reports whether t is what a package-level variable had when the function began, behind an interface perhaps:
// http.NoBody.
func (m *Machine) isGlobal(t term.Term) bool {
	n := m.Pool.Node(m.Pool.Unbox(t))
	if n.Op != term.Content {
		return false
	}
	_, ok := m.Pool.Node(n.X).V.(*ssa.Global)
	return ok
}
