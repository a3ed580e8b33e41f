package ownership

import (
	"go/types"
	"slices"

	"golang.org/x/tools/go/ssa"

	"github.com/guardlint/guardlint/passes/internal/effect"
	"github.com/guardlint/guardlint/passes/internal/guard"
	"github.com/guardlint/guardlint/passes/internal/obligation"
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
	if callee.FullName() == "runtime.SetFinalizer" {
		return in.finalized(fn, call)
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
	if (m.Kind.Context || m.Kind.SuccessOnly) && len(call.Common().Args) > 0 && isNilConst(call.Common().Args[0]) {
		return nil // a context of nothing panics, a writer around nothing writes nothing
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

// firstConstant returns the first argument of a call that is a number or a string, if it is a constant: of MkdirTemp the directory
// to make another one in.
func firstConstant(c *ssa.CallCommon) string {
	for _, arg := range c.Args {
		if isBasic(arg.Type()) {
			if k, ok := arg.(*ssa.Const); ok && k.Value != nil {
				return k.Value.ExactString()
			}
			break
		}
	}
	return ""
}
