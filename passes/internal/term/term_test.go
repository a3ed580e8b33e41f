package term_test

import (
	"go/constant"
	"go/types"
	"math/rand/v2"
	"slices"
	"testing"

	"golang.org/x/tools/go/ssa"

	"github.com/guardlint/guardlint/passes/internal/term"
)

func intConst(p *term.Pool, i int64) term.Term {
	return p.Const(ssa.NewConst(constant.MakeInt64(i), types.Typ[types.Int]))
}

// randomTerm builds a term on top of others.
func randomTerm(r *rand.Rand, p *term.Pool, depth int) term.Term {
	if depth == 0 {
		return []term.Term{term.TheGuard, p.Nil(), p.Bool(true), intConst(p, r.Int64N(3)), p.Opaque(new(ssa.Alloc))}[r.IntN(5)]
	}
	x, y := randomTerm(r, p, depth-1), randomTerm(r, p, depth-1)
	switch r.IntN(4) {
	case 0:
		return p.FieldAddr(x, r.IntN(3))
	case 1:
		return p.Make(term.Node{Op: term.Not, X: x})
	case 2:
		return p.Make(term.Node{Op: term.Struct, X: p.ListOf([]term.Term{x, y})})
	}
	return p.Make(term.Node{Op: term.Compare, X: x, Y: y})
}

// The pool gives equal structures one name, and different structures different names.
func TestMake(t *testing.T) {
	p := term.NewPool()
	if p.Op(term.TheGuard) != term.Guard {
		t.Errorf("TheGuard is of op %d in a new pool", p.Op(term.TheGuard))
	}
	r := rand.New(rand.NewPCG(1, 1))
	byNode := make(map[term.Node]term.Term)
	for range 2000 {
		x := randomTerm(r, p, r.IntN(4))
		n := p.Node(x)
		if again := p.Make(n); again != x {
			t.Fatalf("Make(Node(%d)) = %d", x, again)
		}
		if other, ok := byNode[n]; ok && other != x {
			t.Fatalf("%+v is both %d and %d", n, x, other)
		}
		byNode[n] = x
	}
}

func TestConstants(t *testing.T) {
	p := term.NewPool()
	three, again, four := intConst(p, 3), intConst(p, 3), intConst(p, 4)
	if three != again || three == four {
		t.Error("equal constants have to be equal terms, and others not")
	}
	if !p.IsNil(p.Nil()) || p.IsNil(p.Bool(false)) || p.IsNil(term.TheGuard) {
		t.Error("IsNil has to hold for nil alone")
	}
	if !p.IsNil(p.Const(ssa.NewConst(nil, types.NewSlice(types.Typ[types.Int])))) {
		t.Error("a constant without a value is nil")
	}
	for _, b := range []bool{true, false} {
		if value, ok := p.IsBool(p.Bool(b)); !ok || value != b {
			t.Errorf("IsBool(Bool(%t)) = %t, %t", b, value, ok)
		}
	}
	if _, ok := p.IsBool(intConst(p, 1)); ok {
		t.Error("1 is no truth value")
	}
}

func TestList(t *testing.T) {
	p := term.NewPool()
	for n := range 5 {
		var items []term.Term
		for i := range n {
			items = append(items, intConst(p, int64(i)))
		}
		l := p.ListOf(items)
		if got := p.Items(l); !slices.Equal(got, items) {
			t.Errorf("Items(ListOf(%v)) = %v", items, got)
		}
		if p.ListOf(items) != l {
			t.Errorf("ListOf(%v) is not the same list twice", items)
		}
	}
}

// Root and Unbox undo any number of layers.
func TestLayers(t *testing.T) {
	p := term.NewPool()
	object := p.Opaque(new(ssa.Alloc))
	addr, boxed := object, object
	for i := range 4 {
		addr = p.Make(term.Node{Op: term.Elem, X: p.FieldAddr(addr, i), N: -1})
		boxed = p.Make(term.Node{Op: term.Boxed, X: boxed, T: types.Typ[types.Int]})
	}
	if got := p.Root(addr); got != object {
		t.Errorf("Root = %d, want %d", got, object)
	}
	if got := p.Unbox(boxed); got != object {
		t.Errorf("Unbox = %d, want %d", got, object)
	}
}

// After a replacement nothing mentions what was replaced; replacing back gives the same term, if the replacement was
// new.
func TestReplace(t *testing.T) {
	p := term.NewPool()
	r := rand.New(rand.NewPCG(2, 2))
	mentions := func(x, part term.Term) bool {
		return p.Mentions(x, func(u term.Term, _ term.Node) bool { return u == part })
	}
	replaced := 0
	for range 1000 {
		x, fresh := randomTerm(r, p, 1+r.IntN(3)), p.Opaque(new(ssa.Alloc))
		y := p.Replace(x, term.TheGuard, fresh)
		if !mentions(x, term.TheGuard) {
			if y != x {
				t.Fatalf("%d has nothing to replace and became %d", x, y)
			}
			continue
		}
		replaced++
		if mentions(y, term.TheGuard) || !mentions(y, fresh) {
			t.Fatalf("%+v: something was not replaced", p.Node(y))
		}
		if back := p.Replace(y, fresh, term.TheGuard); back != x {
			t.Fatalf("%d replaced and replaced back is %d", x, back)
		}
	}
	if replaced < 100 {
		t.Errorf("only %d terms mention the guard: no good test", replaced)
	}
}
