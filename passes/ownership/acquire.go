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
	"github.com/guardlint/guardlint/passes/internal/task"
)

// acquisitions returns the obligations that a call creates: by the table, or because the callee hands on a guard.
func (in *inference) acquisitions(fn *ssa.Function, call ssa.CallInstruction) []*obligation.Obligation {
	switch call.(type) {
	case *ssa.Go:
		return in.goroutines(fn, call)
	case *ssa.Defer:
		return nil // it drops the results, and acquisitions at the exit are bugs of another kind
	}
	callee := called(call.Common())
	if callee == nil {
		if !foreign(call.Common().Value) {
			return nil
		}
		return in.conventional(fn, call, nil)
	}
	if matches := in.kinds.Acquisitions(callee, in.version); len(matches) > 0 {
		var list []*obligation.Obligation
		for _, m := range matches {
			if o := primitive(fn, call, m); o != nil {
				list = append(list, o)
			}
		}
		return list
	}
	var list []*obligation.Obligation
	if call.Common().IsInvoke() {
		list = in.conventional(fn, call, callee)
	} else {
		list = in.inherited(fn, call, callee)
	}
	if len(list) == 0 {
		list = in.believed(fn, call, callee)
	}
	return list
}

// foreign reports whether a function value comes from elsewhere. What a variable of the function itself holds is walked
// into where that can be done, and acquires by itself what it hands out.
func foreign(fn ssa.Value) bool {
	switch fn := fn.(type) {
	case *ssa.Parameter, *ssa.Call, *ssa.Extract, *ssa.Lookup, *ssa.Field:
		return true
	case *ssa.UnOp:
		switch fn.X.(type) {
		case *ssa.FieldAddr, *ssa.Global, *ssa.IndexAddr:
			return true
		case *ssa.FreeVar:
			captured := task.PathOf(fn).Root
			return captured != fn && foreign(captured)
		}
	}
	return false
}

// conventional makes the obligation for a call of which only the type is known, that of a function value or of a method
// of an interface: a result beside an error whose type is made to be closed.
func (in *inference) conventional(fn *ssa.Function, call ssa.CallInstruction, callee *types.Func) []*obligation.Obligation {
	results := call.Common().Signature().Results()
	n := results.Len()
	if n < 2 || !guard.IsError(results.At(n-1).Type()) || toldOfFailure(call.Common()) {
		return nil
	}
	for i := range n - 1 {
		kind, field := in.kinds.ByConvention(results.At(i).Type())
		if kind == nil || wrapsArgument(call.Common(), results.At(i).Type()) {
			continue
		}
		if others := otherReleases(kind, results.At(i).Type()); len(others) > 0 {
			kind = kind.Or(others)
		}
		o := &obligation.Obligation{
			Kind: kind, Fn: fn, Site: call, Via: callee, Cleanup: -1, Convention: true,
			Holder: guard.Holder{In: guard.Result, Index: i}, Valid: guard.ErrNil, Flag: foundOrNot(results),
			Either: in.oneOfSeveral(results),
		}
		if field != "" {
			o.Path = effect.FieldPath(results.At(i).Type(), field)
		}
		return []*obligation.Obligation{o}
	}
	return nil
}

// oneOfSeveral reports whether more than one result can be released: which of them there are, the type does not say.
func (in *inference) oneOfSeveral(results *types.Tuple) bool {
	n := 0
	for r := range results.Variables() {
		if kind, _ := in.kinds.ByConvention(r.Type()); kind != nil {
			n++
		}
	}
	return n > 1
}

// toldOfFailure reports whether a call gets an error that is not plainly nil. A callback that is told of a failure has
// nothing to hand out, and mostly gives the error back:
//
//	if item.Err != nil {
//		_, err := content(item, item.Err)
//	}
func toldOfFailure(c *ssa.CallCommon) bool {
	return slices.ContainsFunc(c.Args, func(a ssa.Value) bool {
		k, ok := a.(*ssa.Const)
		return guard.IsError(a.Type()) && !(ok && k.IsNil())
	})
}

// foundOrNot returns the flag of a call of which only the type is known. Of three results (T, bool, error) the second one is
// believed to tell whether there is a first one.
func foundOrNot(results *types.Tuple) int {
	if n := results.Len(); n == 3 && guard.IsError(results.At(2).Type()) && types.Identical(results.At(1).Type(), types.Typ[types.Bool]) {
		return 1
	}
	return 0
}

// otherReleases returns the methods of an interface, besides those of the kind, that have names of releases: a snapshot is
// closed or cancelled. So do those that are told why: CloseWithError(err).
func otherReleases(kind *guard.Kind, t types.Type) []string {
	iface, ok := t.Underlying().(*types.Interface)
	if !ok {
		return nil
	}
	var names []string
	for m := range iface.Methods() {
		params := m.Signature().Params()
		plain := guard.ReleaseName(m.Name()) && params.Len() == 0
		if (plain || beginsAsRelease(m.Name()) && params.Len() == 1 && guard.IsError(params.At(0).Type())) && len(kind.ByMethod(m.Name())) == 0 {
			names = append(names, m.Name())
		}
	}
	return names
}

// beginsAsRelease reports whether the first word in the name of a method is that of a release.
func beginsAsRelease(name string) bool {
	for word := range words(name) {
		return guard.ReleaseName(word)
	}
	return false
}

// wrapsArgument reports whether a result that reads is made around a reader that the call gets, or one that writes around
// a writer: a compressor. Closing it is good manners; what would leak is the caller's, who has it already. A receiver is no
// such argument: a client hands out files of its own, even if it can be read from.
func wrapsArgument(c *ssa.CallCommon, result types.Type) bool {
	args := c.Args
	if !c.IsInvoke() && c.Signature().Recv() != nil {
		args = args[1:]
	}
	return slices.ContainsFunc([]string{"Read", "Write"}, func(method string) bool {
		return streams(result, method) && slices.ContainsFunc(args, func(a ssa.Value) bool { return streams(a.Type(), method) })
	})
}

// streams reports whether t has the method of an io.Reader, or of an io.Writer.
func streams(t types.Type, method string) bool {
	obj, _, _ := types.LookupFieldOrMethod(t, true, nil, method)
	fn, ok := obj.(*types.Func)
	return ok && fn.Signature().Params().Len() == 1 && isBytes(fn.Signature().Params().At(0).Type())
}

// primitive makes the obligation for a row of the table.
func primitive(fn *ssa.Function, call ssa.CallInstruction, m guard.Match) *obligation.Obligation {
	sig := call.Common().Signature()
	if only := m.Acquisition.Only; only != "" && firstConstant(call.Common()) != only {
		return nil
	}
	if m.Kind.Context && len(call.Common().Args) > 0 && isNilConst(call.Common().Args[0]) {
		return nil // it panics
	}
	o := &obligation.Obligation{Kind: m.Kind, Fn: fn, Site: call, Holder: m.Acquisition.Holder, Cleanup: -1}
	if m.Kind.SuccessOnly && nobodyHas(o) {
		return nil // gzip.NewWriterLevel(nil, level), to see whether there is such a level: nothing is written to it
	}
	o.Paired = m.Kind.Paired || m.Acquisition.PairedUnless != "" && m.Acquisition.PairedUnless != firstConstant(call.Common())
	o.Valid = effect.ResolveValidity(m.Acquisition.Valid, sig, o.Holder)
	if f := m.Acquisition.Holder.Field; f != "" {
		o.Path = effect.FieldPath(effect.GuardType(o), f)
		if o.Path == nil {
			return nil
		}
	}
	return o
}

// nobodyHas reports whether nobody reads the result that an acquisition leaves the guard in.
func nobodyHas(o *obligation.Obligation) bool {
	call, ok := o.Site.(*ssa.Call)
	return ok && o.Holder.In == guard.Result && len(*call.Referrers()) > 0 && effect.RegisterOf(call, o.Holder.Index) == nil
}

// firstConstant returns the first argument of a call, the receiver aside, if it is a constant.
func firstConstant(c *ssa.CallCommon) string {
	args := c.Args
	if !c.IsInvoke() && c.Signature().Recv() != nil {
		args = args[1:]
	}
	if len(args) > 0 {
		if k, ok := args[0].(*ssa.Const); ok && k.Value != nil {
			return k.Value.ExactString()
		}
	}
	return ""
}

// inherited makes the obligations for the fresh results of a callee.
func (in *inference) inherited(fn *ssa.Function, call ssa.CallInstruction, callee *types.Func) []*obligation.Obligation {
	sum := in.lookup.of(callee)
	if sum == nil {
		return nil
	}
	var list []*obligation.Obligation
	for _, r := range sum.Results {
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
		st := structUnder(t)
		if st == nil || f < 0 || f >= st.NumFields() || !st.Field(f).Exported() {
			return false
		}
		t = st.Field(f).Type()
	}
	return true
}

func structUnder(t types.Type) *types.Struct {
	if p, ok := t.Underlying().(*types.Pointer); ok {
		t = p.Elem()
	}
	st, _ := t.Underlying().(*types.Struct)
	return st
}
