package ownership

import (
	"go/types"
	"slices"

	"golang.org/x/tools/go/ssa"

	"github.com/guardlint/guardlint/passes/internal/effect"
	"github.com/guardlint/guardlint/passes/internal/summary"
)

// uses is the cheap look at a function that decides which studies are worth making.
type uses struct {
	lookup *lookup
	byType map[types.Type][][]int // struct type -> field paths whose values are used as operands
}

// usesOf collects the field paths that a function and its literals use.
func usesOf(fn *ssa.Function, l *lookup) *uses {
	u := &uses{lookup: l, byType: make(map[types.Type][][]int)}
	eachInstr(fn, u.instr)
	return u
}

// paths returns the field paths below values of type t that the function uses.
func (u *uses) paths(t types.Type) [][]int {
	list := u.byType[structName(t)]
	if len(list) > maxPaths {
		list = list[:maxPaths]
	}
	return list
}

// structName is the type by which field paths are recorded: pointers do not count.
func structName(t types.Type) types.Type {
	if p, ok := types.Unalias(t).(*types.Pointer); ok {
		t = p.Elem()
	}
	return types.Unalias(t)
}

// instr records the paths of the operands of a call: w.f in w.f.Close(), and w.in.f in w.in.Close() if Close is
// known to release f.
func (u *uses) instr(instr ssa.Instruction) {
	call, ok := instr.(ssa.CallInstruction)
	if !ok {
		return
	}
	c := call.Common()
	ops := slices.Clone(c.Args)
	if c.IsInvoke() || c.StaticCallee() == nil {
		ops = append([]ssa.Value{c.Value}, ops...)
	}
	var sum *summary.Summary
	if fn := called(c); fn != nil {
		sum = u.lookup.of(fn)
	}
	for k, op := range ops {
		root, path := fieldChain(op)
		if len(path) > 0 && len(path) <= 3 {
			u.add(root, path)
		}
		if sum == nil {
			continue
		}
		for _, e := range sum.Params {
			if e.Param == k && len(e.Path) > 0 && len(path)+len(e.Path) <= 3 && !slices.Contains(e.Path, summary.Inside) {
				u.add(root, slices.Concat(path, e.Path))
			}
		}
	}
}

func (u *uses) add(root types.Type, path []int) {
	if root == nil || !holdsGuards(below(root, path)) {
		return
	}
	t := structName(root)
	if !slices.ContainsFunc(u.byType[t], func(p []int) bool { return slices.Equal(p, path) }) {
		u.byType[t] = append(u.byType[t], path)
	}
}

// holdsGuards reports whether a field of type t can be a guard by itself.
func holdsGuards(t types.Type) bool {
	if t == nil {
		return false
	}
	switch u := t.Underlying().(type) {
	case *types.Pointer, *types.Interface, *types.Signature, *types.Chan:
		return true
	case *types.Struct:
		return hasMethod(t, "Unlock")
	case *types.Basic:
		return u.Kind() == types.String
	}
	return false
}

// fieldChain follows loads and field addresses from a value to the object that it was read from.
func fieldChain(v ssa.Value) (root types.Type, path []int) {
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
			slices.Reverse(path)
			t := v.Type()
			if p, ok := t.Underlying().(*types.Pointer); ok {
				if pp, ok := p.Elem().Underlying().(*types.Pointer); ok && isVariable(v) {
					t = pp // a captured or address-taken variable
				}
			}
			return t, path
		}
	}
}

// isVariable reports whether v is the address of a variable rather than a pointer that the program has.
func isVariable(v ssa.Value) bool {
	switch v.(type) {
	case *ssa.Alloc, *ssa.FreeVar:
		return true
	}
	return false
}

// passive reports whether nothing can happen to what is passed in: it is not used, or only read.
func (u *uses) passive(p *ssa.Parameter) bool {
	switch t := p.Type().Underlying().(type) {
	case *types.Basic:
		if t.Kind() != types.String && t.Kind() != types.Int && t.Kind() != types.Uintptr {
			return true
		}
		return !u.reachesCall(p)
	}
	return len(*p.Referrers()) == 0
}

// reachesCall reports whether a string or number is passed to a function that may release what it names. Callees that
// are known to leave it alone do not count.
func (u *uses) reachesCall(v ssa.Value) bool {
	for _, ref := range *v.Referrers() {
		call, ok := ref.(ssa.CallInstruction)
		if !ok {
			continue
		}
		fn := called(call.Common())
		if fn == nil {
			continue
		}
		if len(u.lookup.kinds.ReleaseFuncs(fn)) > 0 {
			return true
		}
		if sum := u.lookup.of(fn); sum != nil {
			for _, e := range sum.Params {
				if e.Param < len(call.Common().Args) && call.Common().Args[e.Param] == v {
					return true
				}
			}
		}
	}
	return false
}

// below returns the type at a field path, or nil.
func below(t types.Type, path []int) types.Type {
	for _, f := range path {
		if p, ok := t.Underlying().(*types.Pointer); ok {
			t = p.Elem()
		}
		st, ok := t.Underlying().(*types.Struct)
		if !ok || f < 0 || f >= st.NumFields() {
			return nil
		}
		t = st.Field(f).Type()
	}
	return t
}

func effectFieldPath(t types.Type, dotted string) []int { return effect.FieldPath(t, dotted) }
