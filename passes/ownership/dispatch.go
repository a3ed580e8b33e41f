package ownership

import (
	"go/types"
	"reflect"
	"slices"

	"golang.org/x/tools/go/ssa"

	"github.com/guardlint/guardlint/passes/internal/summary"
)

// A function that is called through a table is one of those that the table is made of, if nobody else has a chance to put
// one there: the table is a package-level variable that others cannot name and that is only read after its initialization.
//
//	var migrations = []func(*sql.DB) error{createUsers, addEmail}
//
//	for _, m := range migrations {
//		if err := m(db); err != nil { // createUsers or addEmail: both only borrow db
//
// What the call does is what any of the functions does.

// A slot is where a table has functions: in its elements, or in a field of those.
type slot struct {
	table *ssa.Global
	field int // or -1
}

// dispatch is what is called through the tables of a package.
type dispatch struct {
	fns   map[slot][]*ssa.Function
	calls map[*ssa.Function][]slot // by the declared function that the call is in
	does  map[slot]*summary.Summary
}

// maxTable bounds the functions of a table: there is hardly a bigger one whose functions all do the same.
const maxTable = 256

// dispatchOf finds the tables of a package, and what calls through them.
func dispatchOf(pkg *ssa.Package, fns []*ssa.Function) *dispatch {
	d := &dispatch{fns: make(map[slot][]*ssa.Function), calls: make(map[*ssa.Function][]slot), does: make(map[slot]*summary.Summary)}
	init := pkg.Func("init")
	for _, fn := range fns {
		eachInstr(fn, func(instr ssa.Instruction) {
			if call, ok := instr.(ssa.CallInstruction); ok && !call.Common().IsInvoke() {
				if s, ok := slotOf(call.Common().Value); ok && !slices.Contains(d.calls[fn], s) {
					d.calls[fn] = append(d.calls[fn], s)
					d.fns[s] = nil
				}
			}
		})
	}
	if len(d.calls) == 0 || init == nil {
		return d // the usual case
	}
	open := make(map[*ssa.Global]bool) // tables that hold what we do not know
	look := func(fn *ssa.Function) {
		eachInstr(fn, func(instr ssa.Instruction) {
			var ops [16]*ssa.Value
			for _, op := range instr.Operands(ops[:0]) {
				if g, ok := (*op).(*ssa.Global); ok && !onlyRead(instr, g) && !(instr.Parent() == init && d.fills(instr, g)) {
					open[g] = true
				}
			}
		})
	}
	look(init)
	for _, fn := range fns {
		if fn != init {
			look(fn)
		}
	}
	for s, list := range d.fns {
		if open[s.table] || s.table.Object() == nil || s.table.Object().Exported() || len(list) == 0 || len(list) > maxTable {
			delete(d.fns, s)
		}
	}
	return d
}

// slotOf returns the table that the value of a call was read from.
func slotOf(v ssa.Value) (s slot, ok bool) {
	s.field = -1
	switch x := v.(type) {
	case *ssa.Field: // migrations[i].up
		s.field, v = x.Field, x.X
	case *ssa.UnOp:
		if field, ok := x.X.(*ssa.FieldAddr); ok { // the same, of an element that has an address
			s.field, v = field.Field, field.X
			if element, ok := v.(*ssa.Alloc); ok { // for _, m := range migrations
				if v = onlyStored(element); v == nil {
					return s, false
				}
			}
		}
	}
	if x, ok := v.(*ssa.UnOp); ok {
		v = x.X
	}
	if x, ok := v.(*ssa.Extract); ok {
		v = x.Tuple
	}
	switch x := v.(type) {
	case *ssa.IndexAddr:
		v = x.X
	case *ssa.Index:
		v = x.X
	case *ssa.Lookup:
		v = x.X
	case *ssa.Next:
		r, ok := x.Iter.(*ssa.Range)
		if !ok {
			return s, false
		}
		v = r.X
	default:
		return s, false
	}
	if load, ok := v.(*ssa.UnOp); ok {
		v = load.X
	}
	s.table, ok = v.(*ssa.Global)
	return s, ok
}

// onlyStored returns what is stored in a variable that is assigned to once, or nil.
func onlyStored(local *ssa.Alloc) (val ssa.Value) {
	for _, ref := range *local.Referrers() {
		switch ref := ref.(type) {
		case *ssa.Store:
			if ref.Addr != local || val != nil {
				return nil
			}
			val = ref.Val
		case *ssa.FieldAddr, *ssa.UnOp, *ssa.DebugRef:
		default:
			return nil
		}
	}
	return val
}

// onlyRead reports whether an instruction that has the address of a table reads elements, and nothing else.
func onlyRead(instr ssa.Instruction, g *ssa.Global) bool {
	switch instr := instr.(type) {
	case *ssa.DebugRef:
		return true
	case *ssa.IndexAddr:
		return instr.X == ssa.Value(g) && readAt(instr)
	case *ssa.UnOp: // of a table that is no array, a load is another name for it
		for _, ref := range *instr.Referrers() {
			switch ref := ref.(type) {
			case *ssa.Lookup, *ssa.Range, *ssa.Index, *ssa.DebugRef:
			case *ssa.IndexAddr:
				if !readAt(ref) {
					return false
				}
			case *ssa.Call:
				if b, ok := ref.Call.Value.(*ssa.Builtin); !ok || b.Name() != "len" {
					return false
				}
			default:
				return false
			}
		}
		return true
	}
	return false
}

// readAt reports whether the address of an element serves to read it.
func readAt(addr ssa.Value) bool {
	return !slices.ContainsFunc(*addr.Referrers(), func(ref ssa.Instruction) bool {
		switch ref := ref.(type) {
		case *ssa.UnOp, *ssa.DebugRef:
			return false
		case *ssa.FieldAddr:
			return !readAt(ref)
		}
		return true
	})
}

// fills records the functions that the initialization of a package puts in a table. It reports false if it puts something
// there that cannot be told.
func (d *dispatch) fills(instr ssa.Instruction, g *ssa.Global) bool {
	switch instr := instr.(type) {
	case *ssa.IndexAddr: // of an array
		return d.elements(instr, g)
	case *ssa.Store:
		switch v := instr.Val.(type) {
		case *ssa.MakeMap:
			for _, ref := range *v.Referrers() {
				switch ref := ref.(type) {
				case *ssa.MapUpdate:
					if ref.Map != ssa.Value(v) || !d.element(ref.Value, g) {
						return false
					}
				case *ssa.Store, *ssa.DebugRef:
				default:
					return false
				}
			}
			return true
		case *ssa.Slice:
			return d.array(v.X, v, g)
		case *ssa.UnOp: // an array
			return d.array(v.X, v, g)
		}
	}
	return false
}

// array records the elements of an array that was composed for use in one place.
func (d *dispatch) array(v ssa.Value, use ssa.Instruction, g *ssa.Global) bool {
	array, ok := v.(*ssa.Alloc)
	return ok && !slices.ContainsFunc(*array.Referrers(), func(ref ssa.Instruction) bool {
		addr, isElement := ref.(*ssa.IndexAddr)
		return isElement && !d.elements(addr, g) || !isElement && ref != use
	})
}

// elements records what is stored at the address of an element.
func (d *dispatch) elements(addr *ssa.IndexAddr, g *ssa.Global) bool {
	for _, ref := range *addr.Referrers() {
		switch ref := ref.(type) {
		case *ssa.Store:
			if ref.Addr != ssa.Value(addr) || !d.element(ref.Val, g) {
				return false
			}
		case *ssa.FieldAddr:
			if !d.field(ref, g) {
				return false
			}
		case *ssa.DebugRef:
		default:
			return false
		}
	}
	return true
}

// field records what is stored in a field of an element.
func (d *dispatch) field(addr *ssa.FieldAddr, g *ssa.Global) bool {
	return !slices.ContainsFunc(*addr.Referrers(), func(ref ssa.Instruction) bool {
		st, ok := ref.(*ssa.Store)
		return !ok || st.Addr != ssa.Value(addr) || !d.put(slot{g, addr.Field}, st.Val)
	})
}

// element records an element: a function, or a struct that was composed for it.
func (d *dispatch) element(v ssa.Value, g *ssa.Global) bool {
	if load, ok := v.(*ssa.UnOp); ok {
		composed, ok := load.X.(*ssa.Alloc)
		if !ok {
			return false
		}
		for _, ref := range *composed.Referrers() {
			if addr, ok := ref.(*ssa.FieldAddr); ok && !d.field(addr, g) || !ok && ref != ssa.Instruction(load) {
				return false
			}
		}
		return true
	}
	return d.put(slot{g, -1}, v)
}

// put records a function, if v is one; what is called must be known, of other things there is nothing to know.
func (d *dispatch) put(s slot, v ssa.Value) bool {
	if t, ok := v.(*ssa.ChangeType); ok {
		v = t.X
	}
	switch v := v.(type) {
	case *ssa.Function:
		d.fns[s] = append(d.fns[s], v)
		return true
	case *ssa.Const: // a hole: who calls that panics
		return true
	}
	_, callable := v.Type().Underlying().(*types.Signature)
	return !callable
}

// join adds the calls through tables to a call graph. A literal has no node there: its calls are those of who calls it.
func (d *dispatch) join(callees map[*ssa.Function][]*ssa.Function, fns []*ssa.Function) {
	for _, fn := range fns {
		for _, s := range d.calls[fn] {
			for _, f := range d.fns[s] {
				if f.Object() != nil {
					if slices.Contains(fns, f) { // else it has no body here
						callees[fn] = append(callees[fn], f)
					}
					continue
				}
				eachInstr(f, func(instr ssa.Instruction) {
					if call, ok := instr.(ssa.CallInstruction); ok {
						if c := call.Common().StaticCallee(); c != nil && slices.Contains(fns, c) {
							callees[fn] = append(callees[fn], c)
						}
					}
				})
			}
		}
	}
}

// called returns what a call through a table does, or nil if that is not known.
func (d *dispatch) called(c *ssa.CallCommon) *summary.Summary {
	if len(d.does) == 0 || c.IsInvoke() {
		return nil
	}
	s, ok := slotOf(c.Value)
	if !ok {
		return nil
	}
	return d.does[s]
}

// tabulate finds out what calls through the tables do that a function is about to be studied with.
func (in *inference) tabulate(fn *ssa.Function) {
	for _, s := range in.dispatch.calls[fn] {
		list := in.dispatch.fns[s]
		if len(list) == 0 {
			continue
		}
		does := in.anyOf(list)
		if in.answers != nil && !reflect.DeepEqual(does, in.dispatch.does[s]) {
			in.answers = make(map[any]answer) // they have not asked for the functions one by one
		}
		in.dispatch.does[s] = does
	}
}

// anyOf returns what a call of one of several functions does to its arguments, whichever it is; nil if one is not known.
func (in *inference) anyOf(fns []*ssa.Function) *summary.Summary {
	joined := &summary.Summary{}
	for i, fn := range fns {
		sum := in.ofFunction(fn)
		if sum == nil || sum.Opaque {
			return nil
		}
		for _, e := range sum.Params {
			in.join(joined, e, i > 0)
		}
		for j := range joined.Params {
			if e := &joined.Params[j]; !slices.ContainsFunc(sum.Params, func(o summary.Effect) bool { return o.Param == e.Param && slices.Equal(o.Path, e.Path) }) {
				e.OK, e.Err = e.OK|summary.Borrowed, e.Err|summary.Borrowed
			}
		}
	}
	joined.Normalize()
	return joined
}

// ofFunction returns what a function does, declared or a literal.
func (in *inference) ofFunction(fn *ssa.Function) *summary.Summary {
	if obj, ok := fn.Object().(*types.Func); ok {
		return in.lookup.of(obj)
	}
	if len(fn.Blocks) == 0 || len(fn.FreeVars) > 0 {
		return nil
	}
	s := &summary.Summary{}
	in.params(fn, s)
	return s
}

// join adds an effect to those of other functions; late says that there were others, which had none. Where one stores or
// returns what it gets, the place is not that of all of them.
func (in *inference) join(s *summary.Summary, e summary.Effect, late bool) {
	vague := func(f summary.Fate) summary.Fate {
		if f&^(summary.Released|summary.Borrowed) != 0 {
			f |= summary.Unknown
		}
		return f
	}
	e = summary.Effect{Param: e.Param, Path: e.Path, OK: vague(e.OK), Err: vague(e.Err), By: e.By, Into: -1}
	for i := range s.Params {
		o := &s.Params[i]
		if o.Param == e.Param && slices.Equal(o.Path, e.Path) {
			o.OK, o.Err = o.OK|e.OK, o.Err|e.Err
			o.By = slices.Compact(slices.Sorted(slices.Values(slices.Concat(o.By, e.By))))
			return
		}
	}
	if late {
		e.OK, e.Err = e.OK|summary.Borrowed, e.Err|summary.Borrowed
	}
	s.Params = append(s.Params, e)
}
