package guard

import (
	"fmt"
	"go/types"
	"slices"
	"strings"
)

// Verify compares a kind with the packages that its rows name and returns what does not fit: functions that do not
// exist, holders that their signatures do not have, releases that the guard does not offer. Packages that lookup does
// not find (it returns nil) are skipped. The matching itself never needs this: a row that fits nothing matches nothing.
func Verify(k *Kind, lookup func(path string) *types.Package) []error {
	v := verifier{kind: k, lookup: lookup}
	for _, a := range k.Acquire {
		v.acquisition(&a)
	}
	v.methods()
	return v.errs
}

// VerifyMethods compares what a kind says of the methods of its guards with all that acquires them, and returns what does
// not fit. It is a part of [Verify].
func VerifyMethods(k *Kind, lookup func(path string) *types.Package) []error {
	v := verifier{kind: k, lookup: lookup}
	v.methods()
	return v.errs
}

type verifier struct {
	kind   *Kind
	lookup func(path string) *types.Package
	errs   []error
}

func (v *verifier) failf(fn, format string, args ...any) {
	v.errs = append(v.errs, fmt.Errorf("guard kind %q: %s: "+format, append([]any{v.kind.Name, fn}, args...)...))
}

// acquisition checks one acquiring function, and that each release fits the guard which it makes.
func (v *verifier) acquisition(a *Acquisition) {
	fn := v.find(a.Func)
	if fn == nil {
		return
	}
	sig := fn.Signature()
	if lacksOutcome(sig, a.Valid) {
		v.failf(a.Func, "its signature cannot say whether the call succeeded, as the row claims")
	}
	if a.Holder.In == Process {
		for _, r := range v.kind.Release {
			v.processRelease(&r)
		}
		return
	}
	holder := holderType(sig, a.Holder)
	if holder == nil {
		v.failf(a.Func, "nothing in its signature is the guard that the row describes")
		return
	}
	for _, r := range v.kind.Release {
		v.release(a, holder, &r)
	}
}

// methods checks that each method which needs, revives, writes to, confirms or awaits the guard is one of what some
// acquisition makes. A descriptor is a number: the functions that need it are listed apart, by the names of such methods.
func (v *verifier) methods() {
	var made []types.Type
	for _, a := range v.kind.Acquire {
		name, err := parseName(a.Func)
		if err != nil || v.lookup(name.pkg) == nil {
			return
		}
		fn, _ := name.in(v.lookup(name.pkg))
		if fn == nil {
			continue
		}
		if holder := holderType(fn.Signature(), a.Holder); holder != nil && !isInteger(holder) {
			made = append(made, holder)
		}
	}
	for _, name := range slices.Concat(v.kind.Uses, v.kind.Revives, v.kind.Writes, v.kind.Confirms, v.kind.Expires, []string{v.kind.Awaited}) {
		if name != "" && name != AnyMethod && len(made) > 0 && !slices.ContainsFunc(made, func(t types.Type) bool { return hasMethod(t, name) }) {
			v.failf(name, "no guard of the kind has this method")
		}
	}
}

// lacksOutcome reports whether the signature lacks the result by which an acquisition of this validity is judged.
func lacksOutcome(sig *types.Signature, valid Validity) bool {
	switch valid {
	case ErrNil:
		return !IsError(lastResult(sig))
	case OK:
		last := lastResult(sig)
		return last == nil || !types.Identical(last.Underlying(), types.Typ[types.Bool])
	case Zero:
		last := lastResult(sig)
		return last == nil || !IsErrno(last)
	default:
		return false
	}
}

// release checks that the guard, as fn returns it, can be released in this way.
func (v *verifier) release(a *Acquisition, holder types.Type, r *Release) {
	switch {
	case r.Method != "":
		recv := fieldType(holder, r.Field)
		if recv == nil {
			v.failf(a.Func, "the guard has no field %s", r.Field)
		} else if !hasMethod(recv, r.Method) {
			v.failf(a.Func, "the guard, a %s, has no method %s", recv, r.Method)
		}
	case r.Call:
		if _, ok := holder.Underlying().(*types.Signature); !ok {
			v.failf(a.Func, "the guard, a %s, is no function to call", holder)
		}
	case r.Arg == NoArg:
		v.find(r.Func)
	default:
		v.releaseFunc(a, holder, r)
	}
}

// releaseFunc checks that the guard, or a handle of it, can be passed to the releasing function.
func (v *verifier) releaseFunc(a *Acquisition, holder types.Type, r *Release) {
	fn := v.find(r.Func)
	if fn == nil {
		return
	}
	params := fn.Signature().Params()
	if r.Arg >= params.Len() {
		v.failf(r.Func, "it has no argument number %d", r.Arg)
		return
	}
	param := params.At(r.Arg).Type()
	// A descriptor is converted on its way: os.NewFile(uintptr(fd), name).
	if types.AssignableTo(holder, param) || isInteger(holder) && isInteger(param) {
		return
	}
	for _, handle := range v.kind.Handles {
		if m := method(holder, handle); m != nil && types.AssignableTo(lastResult(m.Signature()), param) {
			return
		}
	}
	v.failf(r.Func, "it does not take what %s makes, a %s", a.Func, holder)
}

// processRelease checks a release of what no value holds: it can only be a function that is told nothing.
func (v *verifier) processRelease(r *Release) {
	if r.Func == "" || r.Arg != NoArg {
		v.failf(r.Func, "a guard of the process is released by a function without argument (NoArg)")
		return
	}
	v.find(r.Func)
}

// find returns the function with this full name. It returns nil if its package is not at hand, or, as an error, if
// the package has no such function.
func (v *verifier) find(full string) *types.Func {
	name, err := parseName(full)
	if err != nil {
		v.failf(full, "%v", err)
		return nil
	}
	pkg := v.lookup(name.pkg)
	if pkg == nil {
		return nil
	}
	fn, err := name.in(pkg)
	if err != nil {
		v.failf(full, "%v", err)
		return nil
	}
	return fn
}

// holderType returns the type of the guard after a call with this signature, or nil.
func holderType(sig *types.Signature, h Holder) types.Type {
	var root *types.Var
	switch h.In {
	case Receiver:
		root = sig.Recv()
	case Result:
		root = at(sig.Results(), h.Index)
	case Arg:
		root = at(sig.Params(), h.Index)
	}
	if root == nil {
		return nil
	}
	return fieldType(root.Type(), h.Field)
}

func at(tuple *types.Tuple, index int) *types.Var {
	if index >= tuple.Len() {
		return nil
	}
	return tuple.At(index)
}

// fieldType returns the type at the end of the dotted field path, or nil.
func fieldType(t types.Type, path string) types.Type {
	if path == "" {
		return t
	}
	for field := range strings.SplitSeq(path, ".") {
		v, ok := lookup(t, field).(*types.Var)
		if !ok {
			return nil
		}
		t = v.Type()
	}
	return t
}

// hasMethod reports whether a variable of type t has the method, on itself or on its address.
func hasMethod(t types.Type, name string) bool { return method(t, name) != nil }

func method(t types.Type, name string) *types.Func {
	fn, _ := lookup(t, name).(*types.Func)
	return fn
}

// lookup finds an exported field or method of an addressable variable of type t.
func lookup(t types.Type, name string) types.Object {
	obj, _, _ := types.LookupFieldOrMethod(t, true, nil, name)
	return obj
}

// lastResult returns the type of the last result, or nil.
func lastResult(sig *types.Signature) types.Type {
	if n := sig.Results().Len(); n > 0 {
		return sig.Results().At(n - 1).Type()
	}
	return nil
}

func isInteger(t types.Type) bool {
	b, ok := t.Underlying().(*types.Basic)
	return ok && b.Info()&types.IsInteger != 0
}
