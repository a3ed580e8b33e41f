// Package term gives the values of a path names that can be compared.
//
// An SSA register says where a value was computed; two registers can hold the same value (two reads of x.f, a
// comparison written twice) and one register can hold different values on different paths (a phi). A [Term] is
// what a register denotes on one path: equal terms are equal values. Terms are hash-consed in a [Pool], so that
// comparing them is comparing integers.
package term

import (
	"go/constant"
	"go/token"
	"go/types"

	"golang.org/x/tools/go/ssa"
)

// A Term names a value. The zero Term names nothing.
type Term int32

// Op says how a term is built.
type Op uint8

const (
	None    Op = iota
	Opaque     // an SSA value about which nothing is known but its identity
	Const      // a constant; nil included
	Guard      // the guard under study
	Part       // result number N of the tuple-valued X
	Field      // the address of field N of the object at address X
	Elem       // the address of element N of X; N < 0: some element
	Content    // what is stored at address X, as long as nobody wrote there
	Written    // what is stored at address X since V wrote something unknown there
	Project    // field N of the struct value X
	Struct     // a struct value, its fields are the list X
	List       // X, then the rest Y
	Closure    // function V closed over the list X
	Boxed      // an interface holding X, whose type is T
	Compare    // X Tok Y
	Not        // the negation of X
	Length     // the length of X
	Applied    // the result N of call V to the arguments in list X, where a contract relates them
)

// A Node is the structure of a term. Fields that an [Op] does not mention are zero.
type Node struct {
	Op   Op
	Tok  token.Token
	X, Y Term
	N    int
	V    ssa.Value
	C    string // a constant, printed exactly; "nil" for the zero value without a constant
	T    types.Type
}

// A Pool hands out terms. It is not safe for concurrent use: every exploration has its own.
type Pool struct {
	nodes  []Node
	values map[ssa.Value]Term // of what is known by its identity, and of constants as the program has them
	shapes map[shape]Term     // of what is built from terms alone
	others map[Node]Term
	none   Term // nil, if it has a term
}

// A shape is a [Node] that is built from terms alone. Nearly all are, and to compare them is cheap.
type shape struct {
	op   Op
	tok  token.Token
	x, y Term
	n    int
}

// NewPool returns a pool that holds only the guard.
func NewPool() *Pool {
	p := &Pool{nodes: make([]Node, 1, 16), values: make(map[ssa.Value]Term), shapes: make(map[shape]Term)}
	p.Make(Node{Op: Guard})
	return p
}

// Reset forgets all terms but that of the guard, and keeps their room.
func (p *Pool) Reset() {
	p.nodes = p.nodes[:TheGuard+1]
	p.none = 0
	clear(p.values)
	clear(p.shapes)
	clear(p.others)
	p.shapes[shape{op: Guard}] = TheGuard
}

// Len is the number of terms.
func (p *Pool) Len() int { return len(p.nodes) }

// TheGuard is the term of the guard under study, in every pool.
const TheGuard Term = 1

// Node returns the structure of t.
func (p *Pool) Node(t Term) Node { return p.nodes[t] }

// Look returns the structure of t where it is, for those who have many to look at.
func (p *Pool) Look(t Term) *Node { return &p.nodes[t] }

// Op returns how t is built.
func (p *Pool) Op(t Term) Op { return p.nodes[t].Op }

// Make returns the term with the given structure.
func (p *Pool) Make(n Node) Term {
	if n.V == nil && n.T == nil && n.C == "" {
		k := shape{n.Op, n.Tok, n.X, n.Y, n.N}
		t := p.shapes[k]
		if t == 0 {
			t = p.add(n)
			p.shapes[k] = t
		}
		return t
	}
	if n == (Node{Op: Opaque, V: n.V}) {
		return p.Opaque(n.V)
	}
	t := p.others[n]
	if t == 0 {
		if p.others == nil {
			p.others = make(map[Node]Term)
		}
		t = p.add(n)
		p.others[n] = t
	}
	return t
}

func (p *Pool) add(n Node) Term {
	p.nodes = append(p.nodes, n)
	return Term(len(p.nodes) - 1)
}

// Opaque returns the term of an SSA value that is only known by its identity.
func (p *Pool) Opaque(v ssa.Value) Term {
	t := p.values[v]
	if t == 0 {
		t = p.add(Node{Op: Opaque, V: v})
		p.values[v] = t
	}
	return t
}

// Const returns the term of a constant.
func (p *Pool) Const(c *ssa.Const) Term {
	if c.Value == nil {
		return p.Nil()
	}
	t := p.values[c]
	if t == 0 {
		t = p.Make(Node{Op: Const, C: c.Value.ExactString()})
		p.values[c] = t
	}
	return t
}

// Bool returns the term of true or false.
func (p *Pool) Bool(b bool) Term {
	return p.Make(Node{Op: Const, C: constant.MakeBool(b).ExactString()})
}

// Nil returns the term of nil, and of every other zero value that go/ssa writes as a constant without a value.
func (p *Pool) Nil() Term {
	if p.none == 0 {
		p.none = p.Make(Node{Op: Const, C: "nil"})
	}
	return p.none
}

// IsNil reports whether t is nil.
func (p *Pool) IsNil(t Term) bool { return t == p.none && t != 0 }

// IsBool reports whether t is a constant truth value, and which.
func (p *Pool) IsBool(t Term) (value, ok bool) {
	n := &p.nodes[t]
	if n.Op != Const || n.C != "true" && n.C != "false" {
		return false, false
	}
	return n.C == "true", true
}

// FieldAddr returns the address of field i of the object at base.
func (p *Pool) FieldAddr(base Term, i int) Term { return p.Make(Node{Op: Field, X: base, N: i}) }

// ListOf returns the terms as a list; the empty list is the zero Term.
func (p *Pool) ListOf(ts []Term) Term {
	var l Term
	for i := len(ts) - 1; i >= 0; i-- {
		l = p.Make(Node{Op: List, X: ts[i], Y: l})
	}
	return l
}

// Items returns the elements of a list.
func (p *Pool) Items(l Term) []Term {
	var ts []Term
	for ; l != 0; l = p.nodes[l].Y {
		ts = append(ts, p.nodes[l].X)
	}
	return ts
}

// Root follows field and element addresses to the object that contains them.
func (p *Pool) Root(addr Term) Term {
	for p.nodes[addr].Op == Field || p.nodes[addr].Op == Elem {
		addr = p.nodes[addr].X
	}
	return addr
}

// Within reports whether addr lies in the object at base.
func (p *Pool) Within(addr, base Term) bool {
	for addr != base {
		n := &p.nodes[addr]
		if n.Op != Field && n.Op != Elem {
			return false
		}
		addr = n.X
	}
	return true
}

// Reached reports whether addr lies in the object at base, or in one that pointers lead to from there.
func (p *Pool) Reached(addr, base Term) bool {
	for addr != base {
		n := &p.nodes[addr]
		if n.Op != Field && n.Op != Elem && n.Op != Content {
			return false
		}
		addr = n.X
	}
	return true
}

// Unbox looks through interfaces.
func (p *Pool) Unbox(t Term) Term {
	for p.nodes[t].Op == Boxed {
		t = p.nodes[t].X
	}
	return t
}

// Mentions reports whether f holds for t or for any term that t is built from.
func (p *Pool) Mentions(t Term, f func(Term, Node) bool) bool {
	if t == 0 {
		return false
	}
	n := p.nodes[t]
	return f(t, n) || p.Mentions(n.X, f) || p.Mentions(n.Y, f)
}

// Replace returns t with from replaced by to.
func (p *Pool) Replace(t, from, to Term) Term {
	if t == from {
		return to
	}
	n := p.nodes[t]
	x, y := n.X, n.Y
	if x != 0 {
		n.X = p.Replace(x, from, to)
	}
	if y != 0 {
		n.Y = p.Replace(y, from, to)
	}
	if n.X == x && n.Y == y {
		return t
	}
	return p.Make(n)
}
