package ownership

import (
	"cmp"
	"go/token"
	"go/types"
	"slices"

	"golang.org/x/tools/go/ssa"

	"github.com/guardlint/guardlint/passes/internal/effect"
	"github.com/guardlint/guardlint/passes/internal/guard"
	"github.com/guardlint/guardlint/passes/internal/summary"
)

// uses is the cheap look at a function that decides which studies are worth making.
type uses struct {
	lookup *lookup
	byType map[any][][]int // struct type -> field paths whose values are used as operands
}

// usesOf collects the field paths that a function and its literals use.
func usesOf(fn *ssa.Function, l *lookup) *uses {
	u := &uses{lookup: l, byType: make(map[any][][]int)}
	eachInstr(fn, u.instr)
	return u
}

// below returns the paths below a parameter at which a guard would not just be borrowed, as far as a cheap look can
// tell: the parameter itself, fields that the function uses, the elements of a container.
func (u *uses) below(p *ssa.Parameter) [][]int {
	list := slices.Clone(u.byType[structName(p.Type())])
	slices.SortStableFunc(list, func(a, b []int) int { return cmp.Compare(len(a), len(b)) })
	if u.elements(p) {
		list = append(list, []int{summary.Inside})
	}
	if !u.passive(p) {
		list = append(list, nil)
	}
	return list
}

// structName is what field paths are recorded by: the declaration of a type, whatever its arguments, pointers aside.
func structName(t types.Type) any {
	if p, ok := types.Unalias(t).(*types.Pointer); ok {
		t = p.Elem()
	}
	if named, ok := types.Unalias(t).(*types.Named); ok {
		return named.Origin().Obj()
	}
	return types.Unalias(t)
}

// instr records the paths of the operands of a call: w.f in w.f.Close(), and w.in.f in w.in.Close() if Close is
// known to release f.
func (u *uses) instr(instr ssa.Instruction) {
	call, ok := instr.(ssa.CallInstruction)
	if !ok {
		u.moves(instr)
		return
	}
	c := call.Common()
	var sum *summary.Summary
	if fn := called(c); fn != nil {
		sum = u.lookup.of(fn)
		if len(operands(c)) > 0 && u.lookup.names(fn) { // os.Remove(w.f.Name())
			if root, path := fieldChain(operands(c)[0]); len(path) <= 2 {
				u.add(root, append(path, summary.Named))
			}
		}
	} else if root, path := fieldChain(c.Value); len(path) > 0 && len(path) <= 3 { // w.cancel()
		u.add(root, path)
	}
	for k, op := range operands(c) {
		root, path := fieldChain(op)
		if len(path) > 0 && len(path) <= 3 && u.takes(call, op) {
			u.add(root, path)
		}
		if sum == nil {
			continue
		}
		u.released(op, root, path, sum, k)
		for _, e := range sum.Params {
			if e.Param == k && len(e.Path) > 0 && len(path)+len(e.Path) <= 3 && !slices.Contains(e.Path, summary.Inside) {
				u.add(root, slices.Concat(path, e.Path))
			}
		}
	}
}

// released records the paths below what a callee releases by a method of its type: closeQuietly(o.in), where Close of
// o.in closes a field.
func (u *uses) released(op ssa.Value, root types.Type, path []int, sum *summary.Summary, k int) {
	e, ok := sum.Effect(k, nil)
	if !ok || e.OK&summary.Released == 0 || root == nil {
		return
	}
	t := below(root, path)
	if box, ok := op.(*ssa.MakeInterface); ok {
		t = box.X.Type()
	}
	if t == nil {
		return
	}
	for _, name := range e.By {
		fn, ok := methodOf(t, name)
		if !ok {
			continue
		}
		if s := u.lookup.of(fn); s != nil {
			for _, inner := range s.Params {
				if inner.Param == 0 && len(inner.Path) > 0 && len(path)+len(inner.Path) <= 3 && !slices.Contains(inner.Path, summary.Inside) {
					u.add(root, slices.Concat(path, inner.Path))
				}
			}
		}
	}
}

// methodOf returns the method of that name of t.
func methodOf(t types.Type, name string) (*types.Func, bool) {
	obj, index, _ := types.LookupFieldOrMethod(t, true, nil, name)
	fn, ok := obj.(*types.Func)
	return fn, ok && len(index) == 1
}

// moves records the paths of what is stored elsewhere or returned, &closer{conn: w.conn}, of channels that are sent on, and
// of containers whose elements are looked at: for _, c := range w.conns.
func (u *uses) moves(instr ssa.Instruction) {
	var moved []ssa.Value
	switch instr := instr.(type) {
	case *ssa.Range:
		u.inside(instr.X)
	case *ssa.IndexAddr:
		u.inside(instr.X)
	case *ssa.Lookup:
		u.inside(instr.X)
	case *ssa.Store:
		moved = []ssa.Value{instr.Val}
		u.copied(instr.Val)
	case *ssa.Return:
		moved = instr.Results
	case *ssa.Send:
		moved = []ssa.Value{instr.X, instr.Chan}
	case *ssa.Select:
		for _, c := range instr.States {
			if c.Dir == types.SendOnly {
				moved = append(moved, c.Send, c.Chan)
			}
		}
	case *ssa.MapUpdate:
		moved = []ssa.Value{instr.Value}
	}
	for _, v := range moved {
		if root, path := fieldChain(v); len(path) > 0 && len(path) <= 3 {
			u.add(root, path)
		}
	}
}

// copied records the paths to what can be released in an object that is copied as a whole.
//
//	r2 := new(Request)
//	*r2 = *r
func (u *uses) copied(v ssa.Value) {
	load, ok := v.(*ssa.UnOp)
	if !ok || load.Op != token.MUL {
		return
	}
	st, ok := load.Type().Underlying().(*types.Struct)
	root, path := fieldChain(load)
	if !ok || root == nil || len(path) > 1 {
		return
	}
	for i := range st.NumFields() {
		if t := st.Field(i).Type(); holdsGuards(t) && u.releasable(t) {
			u.record(root, append(slices.Clone(path), i))
		}
	}
}

// releasable reports whether t has a method with the name of a release.
func (u *uses) releasable(t types.Type) bool {
	for m := range types.NewMethodSet(t).Methods() {
		if name := m.Obj().Name(); u.lookup.releaseNames[name] && guard.ReleaseName(name) {
			return true
		}
	}
	return false
}

// inside records the path to the elements of a container in a field.
func (u *uses) inside(container ssa.Value) {
	root, path := fieldChain(container)
	if root != nil && len(path) > 0 && len(path) <= 2 && containsGuards(container.Type()) {
		u.record(root, append(path, summary.Inside))
	}
}

// add records a path, and where it ends in an embedded struct those to what embeds it: c.conn.Close() may be a method of a
// struct inside the *net.TCPConn in c.conn.
func (u *uses) add(root types.Type, path []int) {
	for root != nil && len(path) > 0 {
		if holdsGuards(below(root, path)) {
			u.record(root, path)
		}
		last := len(path) - 1
		if !embedded(below(root, path[:last]), path[last]) {
			return
		}
		path = path[:last:last]
	}
}

// embedded reports whether a field of t, or of what it points to, is embedded.
func embedded(t types.Type, field int) bool {
	if t == nil {
		return false
	}
	st := effect.StructOf(t)
	return st != nil && field >= 0 && field < st.NumFields() && st.Field(field).Embedded()
}

func (u *uses) record(root types.Type, path []int) {
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
		return hasMethod(t, "Unlock") || hasMethod(t, "Done")
	case *types.Basic:
		return u.Kind() == types.String
	}
	return false
}

// passive reports whether nothing can happen to what is passed in: it is not used, or only read. It looks at all
// uses of the value and of its copies, wherever they are; most parameters need no study.
func (u *uses) passive(p *ssa.Parameter) bool {
	if b, ok := p.Type().Underlying().(*types.Basic); ok && b.Kind() != types.String && b.Kind() != types.Int && b.Kind() != types.Uintptr {
		return true
	}
	return isBytes(p.Type()) || !u.active(p, make(map[ssa.Value]bool))
}

// active reports whether a use of v, or of a copy of it, may release it, keep it or hand it on.
func (u *uses) active(v ssa.Value, seen map[ssa.Value]bool) bool {
	if seen[v] {
		return false
	}
	seen[v] = true
	for _, ref := range *v.Referrers() {
		switch ref := ref.(type) {
		case *ssa.UnOp:
			if effect.PointsToBasic(v.Type()) && u.active(ref, seen) {
				return true
			}
		case *ssa.FieldAddr, *ssa.Field, *ssa.BinOp, *ssa.DebugRef, *ssa.If, *ssa.Index, *ssa.IndexAddr, *ssa.Range, *ssa.Lookup:
			// What is inside is not what is passed; paths say what happens to it.
		case *ssa.Phi, *ssa.ChangeType, *ssa.ChangeInterface, *ssa.MakeInterface, *ssa.TypeAssert, *ssa.Extract, *ssa.Slice, *ssa.Convert:
			if u.active(ref.(ssa.Value), seen) {
				return true
			}
		case *ssa.Store:
			if ref.Val == v && u.kept(ref, seen) {
				return true
			}
		case ssa.CallInstruction:
			if u.takes(ref, v) {
				return true
			}
		default:
			return true
		}
	}
	return false
}

// elements reports whether the function looks at the elements of a container of things that can be guards, or lets
// another function do it.
func (u *uses) elements(p *ssa.Parameter) bool {
	if !containsGuards(p.Type()) {
		return false
	}
	for _, ref := range *p.Referrers() {
		switch ref := ref.(type) {
		case *ssa.IndexAddr, *ssa.Range, *ssa.Lookup, *ssa.MakeClosure, *ssa.Store, *ssa.Phi:
			return true
		case ssa.CallInstruction:
			if u.takes(ref, p) {
				return true
			}
		}
	}
	return false
}

// containsGuards reports whether t is a slice or a map whose elements can be guards.
func containsGuards(t types.Type) bool {
	switch t := t.Underlying().(type) {
	case *types.Slice:
		return holdsGuards(t.Elem())
	case *types.Map:
		return holdsGuards(t.Elem())
	}
	return false
}

func isBytes(t types.Type) bool {
	s, ok := t.Underlying().(*types.Slice)
	if !ok {
		return false
	}
	b, ok := s.Elem().Underlying().(*types.Basic)
	return ok && b.Info()&types.IsNumeric != 0
}

// kept reports whether a store keeps the value: in anything but a local variable that only this function reads.
func (u *uses) kept(st *ssa.Store, seen map[ssa.Value]bool) bool {
	alloc, ok := st.Addr.(*ssa.Alloc)
	if !ok {
		return true
	}
	for _, ref := range *alloc.Referrers() {
		switch ref := ref.(type) {
		case *ssa.UnOp:
			if u.active(ref, seen) {
				return true
			}
		case *ssa.Store:
			if ref.Addr != alloc {
				return true
			}
		case *ssa.DebugRef:
		default:
			return true // captured, or its address goes somewhere
		}
	}
	return false
}

// takes reports whether a call may do more with its operand v than read it.
func (u *uses) takes(call ssa.CallInstruction, v ssa.Value) bool {
	c := call.Common()
	if b, ok := c.Value.(*ssa.Builtin); ok {
		return (b.Name() == "append" || b.Name() == "copy") && !isBytes(v.Type()) || b.Name() == "close"
	}
	fn := called(c)
	if fn == nil {
		return c.Value == v || !isBasic(v.Type())
	}
	if len(u.lookup.kinds.ReleaseFuncs(fn)) > 0 {
		return true
	}
	method := fn.Signature().Recv() != nil
	sum := u.lookup.of(fn)
	for k, op := range operands(c) {
		switch {
		case op != v:
		case method && k == 0 && u.lookup.releaseNames[fn.Name()]:
			return true
		case sum == nil:
			if !(method && k == 0) && !isBasic(v.Type()) {
				return true
			}
		case sum.Opaque || slices.ContainsFunc(sum.Params, func(e summary.Effect) bool { return e.Param == k }):
			return true
		}
	}
	return false
}

func isBasic(t types.Type) bool { _, ok := t.Underlying().(*types.Basic); return ok }

// operands lists what a call passes, the receiver first.
func operands(c *ssa.CallCommon) []ssa.Value { return effect.Operands(c) }

// below returns the type at a path, or nil.
func below(t types.Type, path []int) types.Type { return effect.TypeAt(t, path) }
