package ownership

import (
	"cmp"
	"go/token"
	"go/types"
	"slices"

	"golang.org/x/tools/go/ssa"

	"github.com/guardlint/guardlint/passes/internal/effect"
	"github.com/guardlint/guardlint/passes/internal/guard"
	"github.com/guardlint/guardlint/passes/internal/leakpath"
	"github.com/guardlint/guardlint/passes/internal/obligation"
	"github.com/guardlint/guardlint/passes/internal/summary"
	"github.com/guardlint/guardlint/passes/internal/task"
)

// An OwnedField is a field of a struct of the package that some function of the package fills with a fresh guard.
type OwnedField struct {
	Var    *types.Var
	Type   *types.TypeName // of the struct
	Kind   *guard.Kind
	Opened token.Pos // the first acquisition that fills it
	Opener string    // the function with that acquisition
}

// owners finds the owned fields of the package: those in which an acquisition ends that the function does not release
// itself, because it stores the guard in the field of an object that others have, or returns the object.
func (in *inference) owners() map[*types.Var]*OwnedField {
	owned := make(map[*types.Var]*OwnedField)
	for _, fn := range in.fns {
		for _, v := range in.verdictsOf[fn] {
			if v.Obl.Kind.ReportedBy() != "unreleased" || v.Outcome == leakpath.GaveUp {
				continue
			}
			var filled []OwnedField
			for _, x := range v.Exits {
				filled = append(filled, in.filled(v.Obl, x)...)
			}
			if len(filled) == 0 || in.takesBack(v.Obl) {
				continue
			}
			for _, f := range filled {
				if owned[f.Var] == nil {
					f.Opened, f.Opener = v.Obl.Site.Pos(), fn.Name()
					owned[f.Var] = &f
				}
			}
		}
	}
	return owned
}

// takesBack reports whether a function releases in the end what it has put into a field for others to use meanwhile:
//
//	ctx, s.cancel = context.WithCancel(ctx)
//	defer s.cancel()
func (in *inference) takesBack(o *obligation.Obligation) bool {
	st := in.explorer.ToExit(o)
	released := false
	for _, x := range st.Exits {
		released = released || x.Status == obligation.Released
		if x.Status == obligation.Open || x.Status == obligation.Transferred || x.Status == obligation.Unsure {
			return false
		}
	}
	return released && st.GaveUp == nil
}

// enders adds the fields with channels that methods make, and that are all that ends a goroutine which they start:
//
//	q.stop = make(chan struct{})
//	go q.run() // for { select { ...; case <-q.stop: return } }
func (in *inference) enders(owned map[*types.Var]*OwnedField) {
	for _, fn := range in.methods() {
		eachInstr(fn, func(instr ssa.Instruction) {
			site, ok := instr.(ssa.CallInstruction)
			if !ok || instr.Parent() != fn {
				return
			}
			if _, launched := task.Started(site, in.lookup.of); !launched {
				return
			}
			for _, r := range in.started(site) {
				field, typ := in.fieldAt(fn.Params[0].Type(), r.path)
				if r.root != fn.Params[0] || field == nil || owned[field] != nil {
					continue
				}
				fresh, _ := assigned(fn, field)
				if len(fresh) != 1 {
					continue
				}
				if _, ok := fresh[0].Val.(*ssa.MakeChan); ok {
					owned[field] = &OwnedField{Var: field, Type: typ, Kind: in.kinds.Kind(r.kind), Opened: site.Pos(), Opener: fn.Name()}
				}
			}
		})
	}
}

// filled returns the fields of structs of this package on the way to the guard at an exit: the one that holds it, and
// those of owners that hold an owner of it.
func (in *inference) filled(o *obligation.Obligation, x leakpath.Exit) []OwnedField {
	if x.Status != obligation.Transferred {
		return nil
	}
	var root types.Type
	var path []int
	kind := o.Kind
	switch {
	case x.Result >= 0 && x.Holder != nil:
		root, path = x.Holder, x.Path
	case x.Into >= 0 && x.Into < len(o.Fn.Params):
		root, path = o.Fn.Params[x.Into].Type(), x.IntoPath
	default:
		if st := storeOf(x); st != nil {
			if addr, ok := st.Addr.(*ssa.FieldAddr); ok {
				root, path = addr.X.Type(), []int{addr.Field}
			}
			if len(o.Releasers) > 0 { // what is stored is the owner of the guard
				kind = kind.Also(o.Releasers)
			}
		}
	}
	if root == nil {
		return nil
	}
	var list []OwnedField
	for i := range path {
		field, typ := in.fieldAt(root, path[:i+1])
		if field == nil {
			continue
		}
		f := OwnedField{Var: field, Type: typ, Kind: kind}
		if rest := path[i+1:]; len(rest) > 0 {
			names := in.releasers(o.Kind, field.Type(), rest)
			if len(names) == 0 {
				continue
			}
			f.Kind = o.Kind.Also(names)
		}
		list = append(list, f)
	}
	return list
}

// passes reports whether a path leads through a field.
func (in *inference) passes(t types.Type, path []int, field *types.Var) bool {
	for i := range path {
		if f, _ := in.fieldAt(t, path[:i+1]); f == field {
			return true
		}
	}
	return false
}

// storeOf returns the store by which the guard changed hands on the path to an exit.
func storeOf(x leakpath.Exit) *ssa.Store {
	for ev := x.Trace; ev != nil; ev = ev.Prev {
		if st, ok := ev.Instr.(*ssa.Store); ok && ev.Kind == obligation.Took {
			return st
		}
	}
	return nil
}

// fieldAt returns the field at the end of a path, if it is declared in a named struct of this package.
func (in *inference) fieldAt(t types.Type, path []int) (*types.Var, *types.TypeName) {
	if len(path) == 0 || !summary.OnlyFields(path) {
		return nil, nil
	}
	last := len(path) - 1
	holder := below(t, path[:last])
	if holder == nil {
		return nil, nil
	}
	named, st := namedOf(holder), effect.StructOf(holder)
	if named == nil || st == nil || path[last] >= st.NumFields() || named.Obj().Pkg() != in.lookup.pass.Pkg {
		return nil, nil
	}
	return st.Field(path[last]).Origin(), named.Origin().Obj()
}

// methodsOf returns the declared functions that are methods, by position.
func (in *inference) methods() []*ssa.Function {
	list := slices.DeleteFunc(slices.Clone(in.fns), func(fn *ssa.Function) bool { return fn.Signature.Recv() == nil })
	slices.SortFunc(list, func(a, b *ssa.Function) int { return cmp.Compare(a.Pos(), b.Pos()) })
	return list
}

// assigned returns the stores into a field, in a function and the literals in it, of anything but nil.
func assigned(fn *ssa.Function, field *types.Var) (fresh, cleared []*ssa.Store) {
	eachInstr(fn, func(instr ssa.Instruction) {
		st, ok := instr.(*ssa.Store)
		if !ok {
			return
		}
		addr, ok := st.Addr.(*ssa.FieldAddr)
		if !ok || effect.FieldVar(addr) != field {
			return
		}
		if c, ok := st.Val.(*ssa.Const); ok && c.Value == nil {
			cleared = append(cleared, st)
		} else {
			fresh = append(fresh, st)
		}
	})
	return fresh, cleared
}
