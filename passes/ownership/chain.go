package ownership

import (
	"go/types"
	"slices"

	"golang.org/x/tools/go/ssa"
)

// chainFrom follows loads and field addresses from a value to what it was read from.
func chainFrom(v ssa.Value) (root ssa.Value, path []int) {
	for {
		switch x := v.(type) {
		case *ssa.UnOp:
			v = x.X
		case *ssa.FieldAddr:
			path = append(path, x.Field)
			v = x.X
		case *ssa.Field:
			path = append(path, x.Field)
			v = x.X
		case *ssa.MakeInterface:
			v = x.X
		case *ssa.ChangeInterface:
			v = x.X
		case *ssa.ChangeType:
			v = x.X
		default:
			if x := asserted(v); x != nil {
				v = x
				continue
			}
			slices.Reverse(path)
			return v, path
		}
	}
}

// fieldChain follows a value to the object that it was read from, and returns the type of that.
func fieldChain(v ssa.Value) (root types.Type, path []int) {
	object, path := chainFrom(v)
	t := object.Type()
	if p, ok := t.Underlying().(*types.Pointer); ok {
		if pp, ok := p.Elem().Underlying().(*types.Pointer); ok && isVariable(object) {
			t = pp // a captured or address-taken variable
		}
	}
	return t, path
}

// asserted returns what a type assertion that gives v is made on, or nil: w.out in c, ok := w.out.(io.Closer).
func asserted(v ssa.Value) ssa.Value {
	if part, ok := v.(*ssa.Extract); ok && part.Index == 0 {
		v = part.Tuple
	}
	if assert, ok := v.(*ssa.TypeAssert); ok {
		return assert.X
	}
	return nil
}

// isVariable reports whether v is the address of a variable rather than a pointer that the program has.
func isVariable(v ssa.Value) bool {
	switch v.(type) {
	case *ssa.Alloc, *ssa.FreeVar:
		return true
	}
	return false
}
