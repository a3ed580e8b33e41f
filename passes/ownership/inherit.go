package ownership

import (
	"cmp"
	"go/token"
	"go/types"
	"slices"

	"golang.org/x/tools/go/ssa"

	"github.com/guardlint/guardlint/passes/internal/effect"
	"github.com/guardlint/guardlint/passes/internal/guard"
	"github.com/guardlint/guardlint/passes/internal/obligation"
	"github.com/guardlint/guardlint/passes/internal/summary"
)

// inherited makes the obligations for the fresh results of a callee.
func (in *inference) inherited(fn *ssa.Function, call ssa.CallInstruction, callee *types.Func) []*obligation.Obligation {
	sum := in.lookup.of(callee)
	if sum == nil {
		return nil
	}
	var list []*obligation.Obligation
	for _, r := range sum.Results {
		r = throughUsed(call, r)
		kind := in.kinds.Kind(r.Kind)
		if kind != nil && kind.SuccessOnly && len(r.Path) > 0 {
			continue // a buffer inside an encoder: the encoder's own methods flush it
		}
		if kind == nil || r.Result >= callee.Signature().Results().Len() {
			continue
		}
		if len(r.By) > 0 {
			kind = kind.Also(r.By)
		}
		o := &obligation.Obligation{
			Kind: kind, Fn: fn, Site: call, Via: callee, Cleanup: r.Cleanup, Flag: r.Flag, Some: r.Some, By: r.By, Convention: r.Convention, Paired: r.Paired, Awaited: r.Awaited,
			Holder: guard.Holder{In: guard.Result, Index: r.Result}, Path: r.Path, Valid: r.Valid,
		}
		for _, p := range r.Also {
			o.Also = append(o.Also, obligation.Place(p))
		}
		holder := call.Common().Signature().Results().At(r.Result).Type()
		if at := below(holder, r.Path); at != nil && isBytes(at) {
			continue // a mapping: what becomes of bytes that are passed on is not studied
		}
		o.Releasers = in.ownersReleases(holder, sum, r)
		o.Paired = o.Paired && len(o.Releasers) == 0 // what has a Close is to be closed, even if its files may stay
		if in.final && len(r.Path) > 0 && len(o.Releasers) == 0 && r.Cleanup < 0 && !reachable(holder, r.Path) {
			continue // nobody here can release it: the fault, if it is one, is the callee's
		}
		if in.final && onlyWaits(slices.Concat(o.Releasers, o.By)) {
			continue // an errgroup: nobody calls Wait to release something
		}
		list = append(list, o)
	}
	list = append(list, in.goroutines(fn, call)...)
	for _, a := range sum.Acquires {
		if isGoroutine(a.Kind) {
			continue
		}
		kind := in.kinds.Kind(a.Kind)
		if kind == nil {
			continue
		}
		o := &obligation.Obligation{
			Kind: kind, Fn: fn, Site: call, Via: callee, Cleanup: -1, Holder: holderOf(callee, a.Param), Path: a.Path, Valid: a.Valid,
		}
		if kind.ReportedBy() == "lockheld" || in.filledHere(o, a) {
			list = append(list, o)
		}
	}
	return list
}

// throughUsed makes the result that the caller has the one by which the guard is known, of several that carry it.
//
//	_, resp, err := client.Download(ctx, name)
func throughUsed(call ssa.CallInstruction, r summary.Fresh) summary.Fresh {
	value, ok := call.(*ssa.Call)
	if !ok || effect.RegisterOf(value, r.Result) != nil {
		return r
	}
	for i, p := range r.Also {
		if effect.RegisterOf(value, p.Result) != nil {
			r.Also = slices.Clone(r.Also)
			r.Also[i] = summary.Place{Result: r.Result, Path: r.Path}
			r.Result, r.Path = p.Result, p.Path
			return r
		}
	}
	return r
}

// filledHere reports whether a call leaves a guard in an object that the function has made, and completes the obligation: as
// long as the object is not handed out, what is in it is often meant to stay for as long as the process.
func (in *inference) filledHere(o *obligation.Obligation, a summary.Acquire) bool {
	ops := operands(o.Site.Common())
	if a.Param >= len(ops) {
		return false
	}
	object := ops[a.Param]
	made, _, _ := in.maker(object, a.Path, maxMakers)
	if instr, ok := made.(ssa.Instruction); !ok || instr.Parent() != o.Fn {
		return false
	}
	o.Paired = true
	o.Releasers = in.callable(object.Type(), in.releasers(o.Kind, object.Type(), a.Path))
	return !in.final || len(o.Releasers) > 0
}

// ownersReleases returns the methods of a result that release a guard in it. Who calls one of them has done all that can
// be done from outside for everything that the result holds; what it leaves open is the fault of the owner.
func (in *inference) ownersReleases(holder types.Type, sum *summary.Summary, r summary.Fresh) []string {
	var names []string
	for _, other := range sum.Results {
		if other.Result == r.Result && len(r.Path) > 0 {
			names = append(names, in.releasers(in.kinds.Kind(other.Kind), holder, other.Path)...)
		}
	}
	names = in.callable(holder, names)
	slices.SortFunc(names, func(a, b string) int {
		return cmp.Or(cmp.Compare(releaseRank(a), releaseRank(b)), cmp.Compare(a, b))
	})
	return slices.Compact(names)
}

// releaseRank orders methods by how likely their authors mean them for releasing the object.
func releaseRank(method string) int {
	switch {
	case guard.ReleaseName(method):
		return 0
	case token.IsExported(method):
		return 1
	}
	return 2
}

func onlyWaits(releasers []string) bool { return len(releasers) == 1 && releasers[0] == "Wait" }

// holderOf translates a parameter number, which counts the receiver, into the place of an acquisition.
func holderOf(callee *types.Func, param int) guard.Holder {
	if callee.Signature().Recv() == nil {
		return guard.Holder{In: guard.Arg, Index: param}
	}
	if param == 0 {
		return guard.Holder{In: guard.Receiver}
	}
	return guard.Holder{In: guard.Arg, Index: param - 1}
}

// releasers returns the names of the methods of t that release a guard of the kind at the path below it.
func (in *inference) releasers(kind *guard.Kind, t types.Type, path []int) []string {
	if kind == nil || len(path) == 0 {
		return nil
	}
	path = effect.Duty(kind, t, path)
	var names []string
	mset := types.NewMethodSet(t)
	if _, ok := t.Underlying().(*types.Pointer); !ok {
		mset = types.NewMethodSet(types.NewPointer(t))
	}
	for i := range mset.Len() {
		m, ok := mset.At(i).Obj().(*types.Func)
		if !ok {
			continue
		}
		at := path
		if embedded := mset.At(i).Index(); len(embedded) > 1 { // promoted: the method's receiver is further down
			embedded = embedded[:len(embedded)-1]
			if len(path) < len(embedded) || !slices.Equal(path[:len(embedded)], embedded) {
				continue
			}
			at = path[len(embedded):]
		}
		sum := in.lookup.of(m)
		switch {
		case len(at) == 0 && len(kind.ByMethod(m.Name())) > 0: // promoted from the guard itself
			names = append(names, m.Name())
		case sum != nil && slices.ContainsFunc(sum.Params, func(e summary.Effect) bool { return releases(kind, t, e, at) }):
			names = append(names, m.Name())
		}
	}
	slices.Sort(names)
	return names
}

// mayRelease reports whether a method of t that has the name of a release gives what is at the path below it to unknown code.
func (in *inference) mayRelease(t types.Type, path []int) bool {
	for sel := range types.NewMethodSet(t).Methods() {
		m, ok := sel.Obj().(*types.Func)
		if !ok || len(sel.Index()) > 1 || !guard.ReleaseName(m.Name()) {
			continue
		}
		sum := in.lookup.of(m)
		if sum == nil || sum.Opaque || slices.ContainsFunc(sum.Params, func(e summary.Effect) bool {
			return e.Param == 0 && (e.OK|e.Err)&summary.Unknown != 0 && len(e.Path) <= len(path) && slices.Equal(e.Path, path[:len(e.Path)])
		}) {
			return true
		}
	}
	return false
}

// passesOn reports whether some method of t, which others may not be able to call, does more with what is at the path below it
// than to use it: it launches what releases it in the end, or hands out something by which it is released.
//
//	func (l *Layer) Compressed() (io.ReadCloser, error) { return &reader{close: l.blob.Close}, nil }
func (in *inference) passesOn(t types.Type, path []int) bool {
	if _, ok := t.Underlying().(*types.Pointer); !ok {
		t = types.NewPointer(t)
	}
	for sel := range types.NewMethodSet(t).Methods() {
		m, ok := sel.Obj().(*types.Func)
		if !ok || len(sel.Index()) > 1 {
			continue
		}
		idle := summary.Borrowed
		if inStd(m.Pkg().Path()) {
			idle |= summary.Unknown // b.rd.(io.WriterTo).WriteTo(w): it asks for a better way to read
		}
		if sum := in.lookup.of(m); sum != nil && slices.ContainsFunc(sum.Params, func(e summary.Effect) bool {
			if e.Param != 0 || (e.OK|e.Err)&^idle == 0 || len(e.Path) == 0 || len(e.Path) > len(path) || !slices.Equal(e.Path, path[:len(e.Path)]) {
				return false
			}
			return (e.OK|e.Err)&^(idle|summary.Returned) != 0 || slices.ContainsFunc(e.Returns, func(p summary.Place) bool {
				return releasesSomething(m.Signature().Results().At(p.Result).Type())
			})
		}) {
			return true
		}
	}
	return false
}

// releasesSomething reports whether t is a function, or has a method with the name of a release.
func releasesSomething(t types.Type) bool {
	if _, ok := t.Underlying().(*types.Signature); ok {
		return true
	}
	if _, ok := t.Underlying().(*types.Struct); ok {
		t = types.NewPointer(t)
	}
	for sel := range types.NewMethodSet(t).Methods() {
		if guard.ReleaseName(sel.Obj().Name()) {
			return true
		}
	}
	return false
}

// releases reports whether an effect on a receiver of type t releases what is at the path, or the object that it is inside
// of: a container, or what an interface hides, which closes, by convention, what it was made around.
func releases(kind *guard.Kind, t types.Type, e summary.Effect, path []int) bool {
	if e.Param != 0 || e.OK&summary.Released == 0 || len(e.Path) > len(path) || !slices.Equal(e.Path, path[:len(e.Path)]) {
		return false
	}
	if len(e.Path) == len(path) || path[len(e.Path)] == summary.Inside {
		return true
	}
	hides := below(t, e.Path)
	return len(e.Path) > 0 && hides != nil && types.IsInterface(hides) && slices.ContainsFunc(e.By, func(by string) bool { return summary.Names(kind, by) })
}

// callable returns the names of methods that this package can call: those of its own types, and exported ones.
func (in *inference) callable(t types.Type, names []string) []string {
	if named := namedOf(t); named == nil || named.Obj().Pkg() == in.lookup.pass.Pkg {
		return names
	}
	return slices.DeleteFunc(names, func(name string) bool { return !token.IsExported(name) })
}

// reachable reports whether any package can get at the field: all fields on the path are exported.
func reachable(t types.Type, path []int) bool {
	for _, f := range path {
		st := effect.StructOf(t)
		if st == nil || f < 0 || f >= st.NumFields() || !st.Field(f).Exported() {
			return false
		}
		t = st.Field(f).Type()
	}
	return true
}
