package leakpath

import (
	"go/types"

	"golang.org/x/tools/go/ssa"

	"github.com/guardlint/guardlint/passes/internal/term"
)

// A gate decides whether there is an acquisition at all. Where it is forgotten, the path that releases what it has acquired is
// lost.
//
//	if write {
//		f, err = os.Create(name)
//	}
//	...
//	if write {
//		f.Close()
//	}
//
// It may as well be the length of a string that is asked for twice, or a field.

// decidesSite reports whether t is about a gate of the acquisition.
func (w *walker) decidesSite(t term.Term) bool {
	if w.gates == nil {
		w.gates = make(map[any]bool)
		site := w.study.Obl.Site.Block()
		for b := site; b != nil; b = b.Idom() {
			if cond, ok := b.Instrs[len(b.Instrs)-1].(*ssa.If); ok && b != site {
				addGate(w.gates, cond.Cond)
			}
		}
	}
	return w.m.Pool.Mentions(t, func(u term.Term, n term.Node) bool {
		if n.Op == term.Field {
			f := fieldAt(w.m.Pool, u)
			return f != nil && w.gates[f]
		}
		return n.V != nil && w.gates[n.V]
	})
}

// addGate adds what a condition is about: registers, and the declarations of fields, which are read anew each time.
func addGate(gates map[any]bool, cond ssa.Value) {
	switch cond := cond.(type) {
	case *ssa.UnOp:
		addGate(gates, cond.X)
	case *ssa.BinOp:
		addGate(gates, cond.X)
		addGate(gates, cond.Y)
	case *ssa.Call:
		gates[cond] = true
		if isBuiltin(cond) { // len(name)
			for _, arg := range cond.Call.Args {
				addGate(gates, arg)
			}
		}
	case *ssa.FieldAddr:
		gates[cond] = true
		gates[place(cond)] = true
	case *ssa.Const:
	default:
		gates[cond] = true
	}
}

// fieldAt returns the declaration of an addressed field, or nil if it is not known.
func fieldAt(p *term.Pool, addr term.Term) *types.Var {
	n := p.Node(addr)
	st := structAt(p, n.X)
	if n.Op != term.Field || st == nil || n.N >= st.NumFields() {
		return nil
	}
	return st.Field(n.N)
}

// structAt returns the type of the struct at an address, or nil if it is not known.
func structAt(p *term.Pool, addr term.Term) *types.Struct {
	var t types.Type
	switch n := p.Node(addr); {
	case n.V != nil && n.Op == term.Opaque:
		ptr, ok := n.V.Type().Underlying().(*types.Pointer)
		if !ok {
			return nil
		}
		t = ptr.Elem()
	case n.Op == term.Field:
		f := fieldAt(p, addr)
		if f == nil {
			return nil
		}
		t = f.Type()
	case n.Op == term.Content: // a pointer in a field
		f := fieldAt(p, n.X)
		if f == nil {
			return nil
		}
		ptr, ok := f.Type().Underlying().(*types.Pointer)
		if !ok {
			return nil
		}
		t = ptr.Elem()
	default:
		return nil
	}
	st, _ := t.Underlying().(*types.Struct)
	return st
}
