package declare

import (
	"fmt"
	"go/types"
	"strconv"
	"strings"

	"github.com/guardlint/guardlint/passes/internal/guard"
	"github.com/guardlint/guardlint/passes/internal/summary"
)

// receiver is the word for a receiver that has no name, as those of interface methods.
const receiver = "receiver"

// A place is where a guard, a function or an error is found when a function is called.
type place struct {
	param int   // parameter number as summaries count: a receiver is parameter 0
	path  []int // fields from there
	typ   types.Type
	v     *types.Var // the parameter
}

// inputs returns the receiver and the parameters of a function.
func inputs(fn *types.Func) []*types.Var {
	var vars []*types.Var
	sig := fn.Signature()
	if recv := sig.Recv(); recv != nil {
		vars = append(vars, recv)
	}
	for v := range sig.Params().Variables() {
		vars = append(vars, v)
	}
	return vars
}

// resolve finds what the words of a statement stand for. A container stands for its elements: to take closers, of type
// []io.Closer, is to take each of them.
func resolve(fn *types.Func, words string) (place, error) {
	name, fields, _ := strings.Cut(words, ".")
	param, ok := paramNamed(fn, name)
	if !ok {
		return place{}, fmt.Errorf("%s has no parameter %s: name one of %s", fn.Name(), name, parameterNames(fn))
	}
	p := place{param: param, v: inputs(fn)[param]}
	p.typ = p.v.Type()
	if fields != "" {
		for field := range strings.SplitSeq(fields, ".") {
			if p, ok = p.field(fn.Pkg(), field); !ok {
				return place{}, fmt.Errorf("%s has no field %s: name a path of fields that exists", fn.Name(), words)
			}
		}
	}
	if elem := elementOf(p.typ); elem != nil {
		p.path, p.typ = append(p.path, summary.Inside), elem
	}
	return p, nil
}

// paramNamed finds a parameter by its name, its number, or as the receiver.
func paramNamed(fn *types.Func, name string) (int, bool) {
	vars := inputs(fn)
	for i, v := range vars {
		if v.Name() == name && name != "" && name != "_" {
			return i, true
		}
	}
	first := 0
	if fn.Signature().Recv() != nil {
		if name == receiver {
			return 0, true
		}
		first = 1
	}
	n, err := strconv.Atoi(name)
	if err != nil || n < 0 || first+n >= len(vars) {
		return 0, false
	}
	return first + n, true
}

// parameterNames lists what a statement about fn can name.
func parameterNames(fn *types.Func) string {
	var names []string
	for i, v := range inputs(fn) {
		isReceiver := fn.Signature().Recv() != nil && i == 0
		switch {
		case v.Name() != "" && v.Name() != "_":
			names = append(names, v.Name())
		case isReceiver:
			names = append(names, receiver)
		default:
			names = append(names, strconv.Itoa(i-len(inputs(fn))+fn.Signature().Params().Len()))
		}
	}
	if len(names) == 0 {
		return "none, as there are none"
	}
	return strings.Join(names, ", ")
}

// field goes down to a field, through embedded structs if need be.
func (p place) field(pkg *types.Package, name string) (place, bool) {
	obj, index, _ := types.LookupFieldOrMethod(p.typ, true, pkg, name)
	v, ok := obj.(*types.Var)
	if !ok {
		return p, false
	}
	p.path = append(p.path[:len(p.path):len(p.path)], index...)
	p.typ = v.Type()
	return p, true
}

// elementOf returns the type of the elements of a container that guards are passed in, or nil. Bytes are data.
func elementOf(t types.Type) types.Type {
	var elem types.Type
	switch u := t.Underlying().(type) {
	case *types.Slice:
		elem = u.Elem()
	case *types.Array:
		elem = u.Elem()
	case *types.Map:
		elem = u.Elem()
	case *types.Chan:
		elem = u.Elem()
	}
	if elem == nil {
		return nil
	}
	if _, basic := elem.Underlying().(*types.Basic); basic {
		return nil
	}
	return elem
}

// resultOf finds the result that "acquires" is about: the one that is named or numbered, else the function among the
// results that gives the guard back when it is called, else the first one that can be a guard at all.
func resultOf(fn *types.Func, words string) (int, error) {
	results := fn.Signature().Results()
	if words != "" {
		for i := range results.Len() {
			if results.At(i).Name() == words {
				return i, nil
			}
		}
		if n, err := strconv.Atoi(words); err == nil && 0 <= n && n < results.Len() {
			return n, nil
		}
		return 0, fmt.Errorf("%s has no result %s: name one that it has, or its number", fn.Name(), words)
	}
	for _, fits := range []func(types.Type) bool{isCleanup, canBeGuard} {
		for i := range results.Len() {
			if fits(results.At(i).Type()) {
				return i, nil
			}
		}
	}
	return 0, fmt.Errorf("%s has no result that could be released: remove the directive", fn.Name())
}

// isCleanup reports whether t is the type of a function that can be called to clean up.
func isCleanup(t types.Type) bool {
	sig, ok := t.Underlying().(*types.Signature)
	return ok && sig.Params().Len() == 0
}

// canBeGuard reports whether a value of type t can have a release: errors, truth values and data have none.
func canBeGuard(t types.Type) bool {
	if guard.IsError(t) {
		return false
	}
	b, basic := t.Underlying().(*types.Basic)
	return !basic || b.Info()&(types.IsString|types.IsInteger) != 0
}
