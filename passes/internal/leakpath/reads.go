package leakpath

import (
	"go/token"
	"go/types"

	"golang.org/x/tools/go/ssa"

	"github.com/guardlint/guardlint/passes/internal/term"
)

// reads says in which blocks of a function variables and fields are read. What a variable holds that does not hold the
// guard can decide something only where it is read again: options that get their defaults
//
//	if o.Size == 0 { o.Size = 100 }
//
// would else double the states with each of them.
type reads struct {
	blocks   map[any][]*ssa.BasicBlock // by place
	anywhere map[any]bool              // read by function literals
}

func newReads(fn *ssa.Function) *reads {
	r := &reads{blocks: make(map[any][]*ssa.BasicBlock), anywhere: make(map[any]bool)}
	for _, f := range withLiterals(fn, nil) {
		for _, b := range f.Blocks {
			for _, instr := range b.Instrs {
				load, ok := instr.(*ssa.UnOp)
				if !ok || load.Op != token.MUL {
					continue
				}
				r.add(place(load.X), b, f == fn)
				if st, ok := load.Type().Underlying().(*types.Struct); ok {
					for field := range st.Fields() {
						r.add(field, b, f == fn)
					}
				}
			}
		}
	}
	return r
}

func (r *reads) add(place any, b *ssa.BasicBlock, own bool) {
	if own {
		r.blocks[place] = append(r.blocks[place], b)
	} else {
		r.anywhere[place] = true
	}
}

// readAgain reports whether what is stored at address k may be read from block b on.
func (w *walker) readAgain(info *funcInfo, b *ssa.BasicBlock, k term.Term) bool {
	if len(w.stack) > 1 {
		return true
	}
	if info.reads == nil {
		info.reads = newReads(b.Parent())
	}
	at := w.placeOf(k)
	if at == nil || info.reads.anywhere[at] {
		return true
	}
	for _, read := range info.reads.blocks[at] {
		if info.reaches(b, read) {
			return true
		}
	}
	return false
}

// placeOf identifies the variable or the field at an address, as place does; nil if it is neither, or a struct, which is
// read field by field.
func (w *walker) placeOf(k term.Term) any {
	n := w.m.Pool.Node(k)
	if n.Op != term.Field {
		alloc, ok := n.V.(*ssa.Alloc)
		if !ok || n.Op != term.Opaque || isStruct(alloc.Type().Underlying().(*types.Pointer).Elem()) {
			return nil
		}
		return alloc
	}
	base := w.m.Pool.Node(n.X)
	if base.V == nil || base.Op != term.Opaque {
		return nil
	}
	p, ok := base.V.Type().Underlying().(*types.Pointer)
	if !ok {
		return nil
	}
	st, ok := p.Elem().Underlying().(*types.Struct)
	if !ok || n.N >= st.NumFields() {
		return nil
	}
	if isStruct(st.Field(n.N).Type()) {
		return nil
	}
	return st.Field(n.N)
}

func isStruct(t types.Type) bool { _, ok := t.Underlying().(*types.Struct); return ok }
