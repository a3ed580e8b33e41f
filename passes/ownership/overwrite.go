package ownership

import (
	"cmp"
	"go/token"
	"go/types"
	"slices"
	"strings"

	"golang.org/x/tools/go/ssa"

	"github.com/guardlint/guardlint/passes/internal/effect"
	"github.com/guardlint/guardlint/passes/internal/guard"
	"github.com/guardlint/guardlint/passes/internal/leakpath"
	"github.com/guardlint/guardlint/passes/internal/obligation"
	"github.com/guardlint/guardlint/passes/internal/summary"
)

// An Overwrite is an assignment to an owned field that holds an open guard which nothing else holds.
type Overwrite struct {
	Field *OwnedField
	Store *ssa.Store
	// Opened is the acquisition in the same function, or nil if the guard was there when the function began.
	Opened ssa.CallInstruction
}

// Overwrites returns the overwritten fields of the package, by position.
func (r *Result) Overwrites() []Overwrite {
	r.mu.Lock()
	defer r.mu.Unlock()
	in := r.study()
	var list []Overwrite
	for field, owned := range in.owners() {
		for _, fn := range in.fns {
			fresh, cleared := assigned(fn, field)
			if len(fresh)+len(cleared) == 0 {
				continue
			}
			list = append(list, in.overwrites(fn, owned)...)
		}
	}
	slices.SortFunc(list, func(a, b Overwrite) int { return cmp.Compare(a.Store.Pos(), b.Store.Pos()) })
	return slices.CompactFunc(list, func(a, b Overwrite) bool { return a.Store == b.Store })
}

// overwrites studies the acquisitions of a function that fill the field, and the field as the function finds it.
func (in *inference) overwrites(fn *ssa.Function, owned *OwnedField) []Overwrite {
	var list []Overwrite
	add := func(exits []leakpath.Exit, opened ssa.CallInstruction) {
		for _, x := range exits {
			if st, ok := x.Lost.(*ssa.Store); ok {
				if addr, ok := st.Addr.(*ssa.FieldAddr); ok && effect.FieldVar(addr) == owned.Var {
					list = append(list, Overwrite{Field: owned, Store: st, Opened: opened})
				}
			}
		}
	}
	for _, v := range in.verdictsOf[fn] {
		if slices.ContainsFunc(v.Exits, func(x leakpath.Exit) bool {
			return slices.ContainsFunc(in.filled(v.Obl, x), func(f OwnedField) bool { return f.Var == owned.Var })
		}) && !in.releasedMeanwhile(fn, owned) {
			add(in.explorer.Fields(v.Obl), v.Obl.Site)
		}
	}
	if fn.Signature.Recv() != nil {
		if path := in.pathTo(fn, owned.Var); path != nil {
			kind := *in.anyRelease(owned.Var.Type())
			kind.Release = slices.Concat(kind.Release, owned.Kind.Release) // those of an owner have names of its own
			o := &obligation.Obligation{Kind: &kind, Fn: fn, Path: path, Cleanup: -1}
			add(slices.DeleteFunc(in.explorer.Fields(o), func(x leakpath.Exit) bool { return !used(fn, path, x) }), nil)
		}
	}
	return list
}

// releasedMeanwhile reports whether a function waits for others, which release what is in the field before they send it
// something: by a method that is there for this, and that leaves the field as it is.
//
//	case ng := <-g.update: // who sends it has called g.interrupt()
//		ctx, g.cancel = context.WithCancel(parent)
func (in *inference) releasedMeanwhile(fn *ssa.Function, owned *OwnedField) bool {
	waits := false
	eachInstr(fn, func(instr ssa.Instruction) {
		switch instr := instr.(type) {
		case *ssa.Select:
			waits = true
		case *ssa.UnOp:
			waits = waits || instr.Op == token.ARROW
		}
	})
	return waits && owned.Kind.Idempotent && slices.ContainsFunc(in.fns, func(other *ssa.Function) bool {
		if other == fn || guard.ReleaseName(other.Name()) || other.Signature.Recv() == nil {
			return false
		}
		fresh, cleared := assigned(other, owned.Var)
		return len(fresh)+len(cleared) == 0 && slices.ContainsFunc(in.get(other).Params, func(e summary.Effect) bool {
			return e.Param == 0 && e.OK&summary.Released != 0 && in.passes(other.Params[0].Type(), e.Path, owned.Var)
		})
	})
}

// pathTo returns the path from the receiver of fn to the field, if it is the receiver's own.
func (in *inference) pathTo(fn *ssa.Function, field *types.Var) []int {
	st := effect.StructOf(fn.Params[0].Type())
	for i := range st.NumFields() {
		if st.Field(i).Origin() == field {
			return []int{i}
		}
	}
	return nil
}

// used reports whether the path to an exit shows that there was a guard in the field: a method of it was called.
func used(fn *ssa.Function, path []int, x leakpath.Exit) bool {
	for ev := x.Trace; ev != nil; ev = ev.Prev {
		call, ok := ev.Instr.(ssa.CallInstruction)
		if ev.Kind != obligation.HandedOver || !ok {
			continue
		}
		if callee := called(call.Common()); callee == nil || callee.Signature().Recv() == nil {
			continue
		}
		if root, at := chainFrom(operands(call.Common())[0]); isReceiver(fn, root) && slices.Equal(at, path) {
			return true
		}
	}
	return false
}

// An UnownedField is an owned field that no function of the package releases or hands on.
type UnownedField struct {
	*OwnedField
	// Release is the method of the type that releases other fields of it, or nil if there is none.
	Release *ssa.Function
}

// NeverReleased returns the owned fields that nothing releases, by position. Kinds of which nobody knows in general whether a
// release is due are left out: the read half of a pipe is done with when the other half is closed.
func (r *Result) NeverReleased() []UnownedField {
	r.mu.Lock()
	defer r.mu.Unlock()
	in := r.study()
	var list []UnownedField
	for field, owned := range in.owners() {
		if !field.Exported() && owned.Kind.Ceiling != guard.Unsure && !in.handled(owned) {
			list = append(list, UnownedField{OwnedField: owned, Release: in.releaseMethod(owned.Type)})
		}
	}
	slices.SortFunc(list, func(a, b UnownedField) int { return cmp.Compare(a.Var.Pos(), b.Var.Pos()) })
	return list
}

// handled reports whether some function releases what is in the field, or gets hold of it otherwise than to use it. What becomes of
// the object around it is no matter: who else gets that cannot see the field.
func (in *inference) handled(owned *OwnedField) bool {
	field := owned.Var
	for _, fn := range in.fns {
		for _, e := range in.get(fn).Params {
			ends := (e.OK|e.Err)&summary.Released != 0 && slices.ContainsFunc(e.By, func(by string) bool { return summary.Names(owned.Kind, by) })
			if ends && in.passes(fn.Params[e.Param].Type(), e.Path, field) {
				return true
			}
		}
		found, undoes := false, in.undoes(fn, field)
		eachInstr(fn, func(instr ssa.Instruction) {
			if addr, ok := instr.(*ssa.FieldAddr); ok && effect.FieldVar(addr) == field {
				kind := owned.Kind
				if undoes && runsIn(fn, instr.Parent()) {
					kind = new(guard.Kind) // no release counts
				}
				found = found || in.handsOn(addr, kind)
			}
			if f, ok := instr.(*ssa.Field); ok && effect.StructOf(f.X.Type()).Field(f.Field).Origin() == field {
				found = true // of a copy of the struct: rare, and hard to follow
			}
			if st, ok := instr.(*ssa.Store); ok && !found {
				addr, isField := st.Addr.(*ssa.FieldAddr)
				found = isField && effect.FieldVar(addr) == field && (in.releasedLater(st.Val) || in.keptBesides(st.Val))
			}
		})
		if found {
			return true
		}
	}
	return false
}

// undoes reports whether a function that fills a field releases what it has put there only where it fails itself, so that
// whoever has the object afterwards has an open guard in it:
//
//	if db.f, err = os.Open(db.path); err != nil {
//		return err
//	}
//	defer func() {
//		if err != nil {
//			db.f.Close()
//		}
//	}()
func (in *inference) undoes(fn *ssa.Function, field *types.Var) bool {
	fills := false
	for _, v := range in.verdictsOf[fn] {
		if !slices.ContainsFunc(v.Exits, func(x leakpath.Exit) bool {
			return slices.ContainsFunc(in.filled(v.Obl, x), func(f OwnedField) bool { return f.Var == field })
		}) {
			continue
		}
		fills = true
		st := in.explorer.ToExit(v.Obl)
		if st.GaveUp != nil || slices.ContainsFunc(st.Exits, func(x leakpath.Exit) bool {
			return x.Status == obligation.Released && !x.Failed
		}) {
			return false
		}
	}
	return fills
}

// runsIn reports whether a function is fn, or a literal in it that runs only when fn ends.
func runsIn(fn, inner *ssa.Function) bool {
	if inner == fn {
		return true
	}
	if inner.Parent() != fn {
		return false
	}
	runs := false
	eachInstr(fn, func(instr ssa.Instruction) {
		lit, ok := instr.(*ssa.MakeClosure)
		if ok && lit.Fn == inner {
			runs = !slices.ContainsFunc(*lit.Referrers(), func(ref ssa.Instruction) bool { _, deferred := ref.(*ssa.Defer); return !deferred })
		}
	})
	return runs
}

// releasedLater reports whether a function literal that was made for later releases what v is, by another name:
//
//	t := startTracer()
//	a.tracer = t
//	a.onStop(func() { t.Stop() })
//
// A literal that is deferred is made for the end of its function.
func (in *inference) releasedLater(v ssa.Value) bool {
	if load, ok := v.(*ssa.UnOp); ok && load.Op == token.MUL {
		if _, isVar := load.X.(*ssa.Alloc); isVar {
			v = load.X
		}
	}
	if v.Referrers() == nil { // a constant: h.log = nil
		return false
	}
	return slices.ContainsFunc(*v.Referrers(), func(ref ssa.Instruction) bool {
		lit, ok := ref.(*ssa.MakeClosure)
		if !ok || !slices.ContainsFunc(*lit.Referrers(), func(ref ssa.Instruction) bool { _, deferred := ref.(*ssa.Defer); return !deferred }) {
			return false
		}
		fn, f := lit.Fn.(*ssa.Function), follower{in: in, seen: make(map[ssa.Value]bool)}
		if method, ok := fn.Object().(*types.Func); ok && fn.Synthetic != "" { // t.Stop as a value
			return f.isRelease(method)
		}
		f.follow(fn.FreeVars[slices.Index(lit.Bindings, v)])
		return f.release != nil || f.handedOn
	})
}

// keptBesides reports whether v is also given to a function that may keep it, to release it later by its own means:
//
//	s.listener = ln
//	go s.grpc.Serve(ln)
func (in *inference) keptBesides(v ssa.Value) bool {
	if v.Referrers() == nil {
		return false
	}
	return slices.ContainsFunc(*v.Referrers(), func(ref ssa.Instruction) bool {
		if box, ok := ref.(*ssa.MakeInterface); ok {
			return in.keptBesides(box)
		}
		call, ok := ref.(ssa.CallInstruction)
		if !ok {
			return false
		}
		callee := called(call.Common())
		for k, op := range operands(call.Common()) {
			if op != v || k == 0 && callee != nil && callee.Signature().Recv() != nil {
				continue
			}
			var sum *summary.Summary
			if callee != nil {
				sum = in.lookup.of(callee)
			}
			if sum == nil || sum.Opaque {
				return true
			}
			if e, ok := sum.Effect(k, nil); ok && (e.OK|e.Err)&^(summary.Borrowed|summary.Returned) != 0 {
				return true
			}
		}
		return false
	})
}

// handsOn reports whether what v is, or what lies below it, goes elsewhere than into method calls that do not release a
// guard of this kind.
func (in *inference) handsOn(v ssa.Value, kind *guard.Kind) bool {
	return slices.ContainsFunc(*v.Referrers(), func(ref ssa.Instruction) bool { return !in.onlyUses(ref, v, kind) })
}

// onlyUses reports whether an instruction reads v, compares it, writes to it as a variable, calls a method of it that
// is no release, or lends it to a function.
func (in *inference) onlyUses(instr ssa.Instruction, v ssa.Value, kind *guard.Kind) bool {
	switch instr := instr.(type) {
	case *ssa.BinOp, *ssa.DebugRef:
		return true
	case *ssa.Store:
		return instr.Addr == v
	case *ssa.UnOp:
		return isBasic(instr.Type()) || !in.handsOn(instr, kind)
	case *ssa.FieldAddr:
		return !in.handsOn(instr, kind)
	case ssa.CallInstruction:
		c := instr.Common()
		callee := called(c)
		if callee == nil {
			return false
		}
		ops := operands(c)
		if callee.Signature().Recv() != nil && ops[0] == v {
			if len(kind.ByMethod(callee.Name())) > 0 {
				return false
			}
			ops = ops[1:]
		}
		return !slices.Contains(ops, v) || in.lends(instr, v)
	case *ssa.MakeInterface:
		return !in.handsOn(instr, kind)
	}
	return false
}

// lends reports whether a call is known to be through with an argument when it returns: io.Copy(w, db.file).
func (in *inference) lends(call ssa.CallInstruction, v ssa.Value) bool {
	if _, ok := call.(*ssa.Call); !ok {
		return false
	}
	sum := in.lookup.of(called(call.Common()))
	if sum == nil || sum.Opaque {
		return false
	}
	for k, op := range operands(call.Common()) {
		if e, ok := sum.Effect(k, nil); op == v && ok && (e.OK|e.Err)&^summary.Borrowed != 0 {
			return false
		}
	}
	return true
}

// releaseMethod returns the method of a type that releases fields of it on its way, or nil.
func (in *inference) releaseMethod(typ *types.TypeName) *ssa.Function {
	for _, fn := range in.methods() {
		if named := namedOf(fn.Params[0].Type()); named == nil || named.Origin().Obj() != typ || !claimsToClose(fn.Name()) {
			continue
		}
		for _, e := range in.get(fn).Params {
			if e.Param == 0 && len(e.Path) > 0 && e.OK&summary.Released != 0 {
				return fn
			}
		}
	}
	return nil
}

// claimsToClose reports whether a method of this name, if it releases some fields, claims to release all: its name is
// no more than the word.
func claimsToClose(name string) bool {
	switch strings.ToLower(name) {
	case "close", "stop", "shutdown":
		return true
	}
	return false
}
