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
	"github.com/guardlint/guardlint/passes/internal/source"
	"github.com/guardlint/guardlint/passes/internal/summary"
)

// AfterRelease returns what the package does with guards that it has released, by position.
func (r *Result) AfterRelease() []leakpath.Misuse {
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.after == nil {
		in := r.study()
		found := []leakpath.Misuse{}
		for _, o := range in.releasedHere() {
			misuses, gaveUp := in.explorer.After(o)
			in.dump.after(o, gaveUp)
			for _, m := range misuses {
				if in.matters(m) {
					found = append(found, m)
				}
			}
		}
		slices.SortStableFunc(found, func(a, b leakpath.Misuse) int {
			return cmp.Compare(leakpath.Position(a.At), leakpath.Position(b.At))
		})
		r.after = found
	}
	return r.after
}

// releasedHere returns the guards that functions of the package release on some path, if anything that they do with them
// afterwards can be a mistake: those that they acquire, those in their parameters, and channels.
func (in *inference) releasedHere() []*obligation.Obligation {
	var list []*obligation.Obligation
	for _, fn := range in.fns {
		for _, v := range in.verdictsOf[fn] {
			if sayable(v.Obl) && (len(v.Obl.Kind.Uses) > 0 || v.Obl.Kind.Context || in.releaseCalls(v.Obl) > 1) && slices.ContainsFunc(v.Exits, func(x leakpath.Exit) bool { return x.Status == obligation.Released }) {
				list = append(list, v.Obl)
			}
		}
		if s := in.get(fn); s != nil {
			for _, e := range s.Params {
				if kind := in.kindOfParam(fn, e); kind != nil {
					list = append(list, &obligation.Obligation{Kind: kind, Fn: fn, Param: e.Param, Path: e.Path, Cleanup: -1})
				}
			}
		}
		if !closes(fn) {
			continue
		}
		eachInstr(fn, func(instr ssa.Instruction) {
			if made, ok := instr.(*ssa.MakeChan); ok {
				list = append(list, &obligation.Obligation{Kind: guard.Channel(), Fn: instr.Parent(), Maker: made, Param: -1, Cleanup: -1})
			}
		})
	}
	return list
}

// sayable reports whether anything can be said of a guard after its release. That other callers of a function release what
// it returns tells that it is to be released, but not that it is of no use then.
func sayable(o *obligation.Obligation) bool {
	if o.Maker != nil || o.Like != nil {
		return false
	}
	return len(o.Kind.Uses) > 0 || o.Kind.Twice != guard.Nothing || o.Kind.Context && returnsBound(o.Fn)
}

// releaseCalls counts the calls in a function and its literals that may release a guard, for one that is of interest only
// if it is released twice: most locks need no study.
func (in *inference) releaseCalls(o *obligation.Obligation) (n int) {
	eachInstr(o.Fn, func(instr ssa.Instruction) {
		call, ok := instr.(ssa.CallInstruction)
		if !ok {
			return
		}
		fn := called(call.Common())
		if fn == nil {
			return
		}
		if summary.Names(o.Kind, fn.Name()) || summary.Names(o.Kind, fn.FullName()) {
			n++
		} else if sum := in.lookup.of(fn); sum != nil && slices.ContainsFunc(sum.Params, func(e summary.Effect) bool { return (e.OK|e.Err)&summary.Released != 0 }) {
			n++
		}
	})
	return n
}

// kindOfParam returns the kind of a guard that a function gets and releases, by its type; or nil.
func (in *inference) kindOfParam(fn *ssa.Function, e summary.Effect) *guard.Kind {
	if (e.OK|e.Err)&summary.Released == 0 || slices.Contains(e.Path, summary.Inside) {
		return nil
	}
	typ := below(fn.Params[e.Param].Type(), e.Path)
	if typ == nil {
		return nil
	}
	if _, isChan := typ.Underlying().(*types.Chan); isChan {
		return guard.Channel()
	}
	kind, field := in.kinds.ByConvention(typ)
	if kind == nil || field != "" || len(kind.Uses) == 0 {
		return nil
	}
	return kind
}

// closes reports whether a function, or a literal in it, calls close.
func closes(fn *ssa.Function) (found bool) {
	eachInstr(fn, func(instr ssa.Instruction) {
		if call, ok := instr.(ssa.CallInstruction); ok {
			if b, ok := call.Common().Value.(*ssa.Builtin); ok && b.Name() == "close" {
				found = true
			}
		}
	})
	return found
}

// returnsBound reports whether a function returns something that ends with a context, or can have it inside.
func returnsBound(fn *ssa.Function) bool {
	for v := range fn.Signature.Results().Variables() {
		if guard.EndsWithContext(v.Type()) || types.IsInterface(v.Type()) && !guard.IsError(v.Type()) {
			return true
		}
	}
	return false
}

// matters reports whether a misuse is one as far as the package shows: what is returned with a released guard inside is
// no mistake if nobody looks for the guard there.
func (in *inference) matters(m leakpath.Misuse) bool {
	switch m.How {
	case leakpath.Used:
		return !source.InTest(in.lookup.pass.Fset, m.At.Pos()) && !asksAgain(m) // a test wants to see it fail
	case leakpath.Again:
		if source.InTest(in.lookup.pass.Fset, m.At.Pos()) && m.At.Block() == m.First.Instr.Block() {
			return false // a test that fails whenever it comes here is there to see it fail
		}
		return m.Obl.Kind.Twice != guard.Panics || !recovered(m.At.Parent())
	case leakpath.Told:
		return concrete(m.Obl)
	case leakpath.Cancelled:
		return in.wanted(m, bodyField(m.Type))
	case leakpath.Returned:
	default:
		return true
	}
	switch {
	case len(m.Path) == 0: // an object of the program's own may have more in it than the guard that was read
		return !m.Seen || effect.StructOf(m.Type) == nil || inStdPackage(m.Type)
	case m.WithHolder(): // a response whose body has been read is returned for the rest of it
		return !m.Seen && in.wanted(m, m.Path[0])
	case wraps(m.Type):
		return true
	}
	return in.fieldUsed(m.Type, m.Path)
}

// asksAgain reports whether a use is the question that a loop asks in each round, whether there is more: rows that a
// round has closed answer no.
func asksAgain(m leakpath.Misuse) bool {
	asks := slices.ContainsFunc(m.Obl.Kind.Release, func(r guard.Release) bool { return r.Method == m.By && r.When != guard.AnyOutcome })
	return asks && m.At.Block() != nil && m.First.Instr.Parent() == m.At.Parent() && m.At.Block().Dominates(m.First.Instr.Block())
}

// recovered reports whether a function, or one around it, recovers from panics.
func recovered(fn *ssa.Function) bool {
	for ; fn != nil; fn = fn.Parent() {
		found := false
		eachInstr(fn, func(instr ssa.Instruction) {
			if call, ok := instr.(ssa.CallInstruction); ok {
				b, ok := call.Common().Value.(*ssa.Builtin)
				found = found || ok && b.Name() == "recover"
			}
		})
		if found {
			return true
		}
	}
	return false
}

// concrete reports whether it is known what type the guard has, behind an interface perhaps: of what somebody else made of
// an interface, nobody knows what it says to a second Close.
func concrete(o *obligation.Obligation) bool {
	if o.Site == nil {
		t := effect.GuardType(o)
		return t != nil && !types.IsInterface(t)
	}
	return !o.Convention && !o.Site.Common().IsInvoke()
}

// bodyField returns the index of the field Body of a response, or -1.
func bodyField(t types.Type) int {
	if path := effect.FieldPath(t, "Body"); len(path) == 1 {
		return path[0]
	}
	return -1
}

// wanted reports whether the callers of a function, if the package has any, do more with a result than to read other
// fields of it than the one with the guard.
func (in *inference) wanted(m leakpath.Misuse, field int) bool {
	fn := topLevel(m.Obl.Fn)
	if m.Obl.Fn != fn {
		return true
	}
	calls, wanted := 0, false
	for _, caller := range in.fns {
		eachInstr(caller, func(instr ssa.Instruction) {
			call, ok := instr.(*ssa.Call)
			if !ok || call.Call.StaticCallee() != fn {
				return
			}
			calls++
			if v := effect.RegisterOf(call, m.Result); v != nil && looksFor(v, field) {
				wanted = true
			}
		})
	}
	return calls == 0 || wanted
}

// looksFor reports whether a value is used for more than other fields of it than this one.
func looksFor(v ssa.Value, field int) bool {
	return slices.ContainsFunc(*v.Referrers(), func(ref ssa.Instruction) bool {
		switch ref := ref.(type) {
		case *ssa.FieldAddr:
			return ref.Field == field
		case *ssa.BinOp, *ssa.DebugRef:
			return false
		}
		return true
	})
}

// inStdPackage reports whether a type is declared in the standard library.
func inStdPackage(t types.Type) bool {
	named := namedOf(t)
	return named != nil && named.Obj().Pkg() != nil && inStd(named.Obj().Pkg().Path())
}

// wraps reports whether a type is one of the standard library whose values read and write what they are made around. A
// context, say, only has its values.
func wraps(t types.Type) bool {
	if !inStdPackage(t) {
		return false
	}
	switch top, _, _ := strings.Cut(namedOf(t).Obj().Pkg().Path(), "/"); top {
	case "archive", "bufio", "compress", "encoding", "io", "log", "mime", "net":
		return true
	}
	return false
}

// fieldUsed reports whether what is in a field on the path can be used: everybody has the field, or a method is called on
// what is in it, or it is passed on, somewhere in the package, but to release it. It is the last one that the package
// declares: what is behind it, in a reader around the guard, that reader uses.
func (in *inference) fieldUsed(t types.Type, path []int) bool {
	var field *types.Var
	for i, f := range path {
		st := effect.StructOf(below(t, path[:i]))
		if f < 0 || st == nil || st.Field(f).Pkg() != in.lookup.pass.Pkg {
			break
		}
		field = st.Field(f)
	}
	if field == nil || field.Exported() {
		return field != nil
	}
	used := false
	for _, fn := range in.fns {
		eachInstr(fn, func(instr ssa.Instruction) {
			if addr, ok := instr.(*ssa.FieldAddr); ok && effect.FieldVar(addr) == field.Origin() {
				used = used || slices.ContainsFunc(*addr.Referrers(), needsGuard)
			}
		})
	}
	return used
}

// needsGuard reports whether an instruction reads a field for a call that is no release.
func needsGuard(ref ssa.Instruction) bool {
	load, ok := ref.(*ssa.UnOp)
	if !ok || load.Op != token.MUL {
		return false
	}
	return slices.ContainsFunc(*load.Referrers(), func(ref ssa.Instruction) bool {
		call, ok := ref.(ssa.CallInstruction)
		if !ok {
			return false
		}
		fn := called(call.Common())
		return fn == nil || !guard.ReleaseName(fn.Name()) && fn.Name() != "Name"
	})
}
