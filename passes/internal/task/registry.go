package task

import (
	"go/types"

	"golang.org/x/tools/go/ssa"

	"github.com/guardlint/guardlint/passes/internal/effect"
)

// Undrained returns the fields of structs of the package that collect cleanup functions or closers and that nothing
// reads: what is registered there never runs. It needs all functions of the package, and says nothing of exported
// fields, which others may read.
func Undrained(fns []*ssa.Function) []*types.Var {
	uses := make(map[*types.Var]*fieldUse)
	var order []*types.Var
	for _, fn := range fns {
		eachFunc(fn, func(fn *ssa.Function) {
			eachInstr(fn, func(instr ssa.Instruction) {
				addr, ok := instr.(*ssa.FieldAddr)
				if !ok {
					return
				}
				field := effect.FieldVar(addr)
				if field == nil || field.Exported() || !collectsCleanup(field.Type()) {
					return
				}
				u := uses[field]
				if u == nil {
					u = new(fieldUse)
					uses[field] = u
					order = append(order, field)
				}
				u.add(addr)
			})
		})
	}
	var list []*types.Var
	for _, field := range order {
		if u := uses[field]; u.filled && !u.read {
			list = append(list, field)
		}
	}
	return list
}

// fieldUse is what a package does with a field.
type fieldUse struct{ filled, read bool }

// add notes one place that has the field's address: it appends to the field, or reads it.
func (u *fieldUse) add(addr *ssa.FieldAddr) {
	for _, ref := range *addr.Referrers() {
		switch ref := ref.(type) {
		case *ssa.Store:
			u.filled = true
		case *ssa.UnOp:
			for _, use := range *ref.Referrers() {
				call, ok := use.(*ssa.Call)
				if !ok {
					u.read = true
					continue
				}
				b, ok := call.Call.Value.(*ssa.Builtin)
				if !ok || b.Name() != "append" || call.Call.Args[0] != ref {
					u.read = true
				}
			}
		case *ssa.DebugRef:
		default:
			u.read = true
		}
	}
}

// collectsCleanup reports whether a field is a slice of functions without parameters or of closers.
func collectsCleanup(t types.Type) bool {
	slice, ok := t.Underlying().(*types.Slice)
	if !ok {
		return false
	}
	switch elem := slice.Elem().Underlying().(type) {
	case *types.Signature:
		return elem.Params().Len() == 0 && (elem.Results().Len() == 0 || elem.Results().Len() == 1 && errorOf(elem) == 0)
	case *types.Interface:
		for i := range elem.NumMethods() {
			if isCloser(elem.Method(i)) {
				return true
			}
		}
	}
	return false
}
