package effect

import (
	"go/types"
	"slices"

	"golang.org/x/tools/go/ssa"

	"github.com/guardlint/guardlint/passes/internal/guard"
	"github.com/guardlint/guardlint/passes/internal/obligation"
	"github.com/guardlint/guardlint/passes/internal/summary"
	"github.com/guardlint/guardlint/passes/internal/term"
)

// guardType is the static type of the guard where it is acquired, or nil.
func (m *Machine) guardType() types.Type {
	return GuardType(m.Obl)
}

// GuardType returns the static type of the guard of o, or nil if o says nothing of it.
func GuardType(o *obligation.Obligation) types.Type {
	var t types.Type
	switch {
	case o.Site == nil:
		t = paramType(o.Fn, o.Param)
	case o.Maker != nil:
		t = TypeOfResult(o.Maker, o.Holder.Index)
	case o.Holder.In == guard.Result:
		t = resultType(o.Site.Common().Signature(), o.Holder.Index)
	case o.Holder.In == guard.Receiver:
		t = receiverType(o.Site.Common())
	case o.Holder.In == guard.Arg:
		if args := o.Site.Common().Args; len(args) > 0 {
			t = args[argIndex(o.Site.Common(), o.Holder.Index)].Type()
		}
	}
	return TypeAt(t, o.Path)
}

// TypeOfResult returns the type of result i of a call, or of any other value.
func TypeOfResult(v ssa.Value, i int) types.Type {
	if tuple, ok := v.Type().(*types.Tuple); ok {
		return tuple.At(i).Type()
	}
	return v.Type()
}

// RegisterOf returns the register of result i of a call, or nil if nobody reads it.
func RegisterOf(call *ssa.Call, i int) ssa.Value {
	if _, ok := call.Type().(*types.Tuple); !ok {
		return call
	}
	for _, ref := range *call.Referrers() {
		if x, ok := ref.(*ssa.Extract); ok && x.Index == i && len(*x.Referrers()) > 0 {
			return x
		}
	}
	return nil
}

// TypeAt returns the type at a path of fields and elements below t, or nil.
func TypeAt(t types.Type, path []int) types.Type {
	for _, f := range path {
		switch f {
		case summary.Inside:
			t = elementOf(t)
			continue
		case summary.Named:
			t = types.Typ[types.String]
			continue
		}
		st := StructOf(t)
		if st == nil || f >= st.NumFields() {
			return nil
		}
		t = st.Field(f).Type()
	}
	return t
}

// Duty returns the path to what the releases of a kind release, where the guard is at a path below an object of type t: for a
// temporary file, what its name leads to.
func Duty(k *guard.Kind, t types.Type, path []int) []int {
	if len(k.Handles) == 0 || isString(TypeAt(t, path)) {
		return path
	}
	return append(slices.Clone(path), summary.Named)
}

// elementOf returns the type of the elements of a container, or nil.
func elementOf(t types.Type) types.Type {
	if t == nil {
		return nil
	}
	switch u := t.Underlying().(type) {
	case *types.Slice:
		return u.Elem()
	case *types.Array:
		return u.Elem()
	case *types.Map:
		return u.Elem()
	case *types.Chan:
		return u.Elem()
	}
	return nil
}

// StructOf returns the struct that t is or points to, or nil. Of a type parameter it is the one that all types of its
// constraint are: a composite literal of such a type has fields, too.
func StructOf(t types.Type) *types.Struct {
	if t == nil {
		return nil
	}
	if p, ok := t.Underlying().(*types.Pointer); ok {
		t = p.Elem()
	}
	switch u := t.Underlying().(type) {
	case *types.Struct:
		return u
	case *types.Interface:
		if _, ok := types.Unalias(t).(*types.TypeParam); ok {
			return commonStruct(u)
		}
	}
	return nil
}

// commonStruct returns the struct that a constraint allows, whatever it is called, or nil.
func commonStruct(constraint *types.Interface) *types.Struct {
	var common *types.Struct
	for t := range constraint.EmbeddedTypes() {
		terms := []types.Type{t}
		if union, ok := t.(*types.Union); ok {
			terms = terms[:0]
			for term := range union.Terms() {
				terms = append(terms, term.Type())
			}
		}
		for _, t := range terms {
			if st, ok := t.Underlying().(*types.Struct); ok {
				common = st
			} else if inner, ok := t.Underlying().(*types.Interface); ok && common == nil {
				common = commonStruct(inner)
			}
		}
	}
	return common // the type checker has seen to it that there is only one, where a field is asked for
}

// FieldVar returns the field whose address is taken, as it is declared.
func FieldVar(addr *ssa.FieldAddr) *types.Var {
	return StructOf(addr.X.Type()).Field(addr.Field).Origin()
}

func paramType(fn *ssa.Function, i int) types.Type {
	if i < 0 { // no guard at all
		return nil
	}
	if i < len(fn.Params) {
		return fn.Params[i].Type()
	}
	if i -= len(fn.Params); i < len(fn.FreeVars) {
		return fn.FreeVars[i].Type()
	}
	return nil
}

func resultType(sig *types.Signature, i int) types.Type {
	if i < sig.Results().Len() {
		return sig.Results().At(i).Type()
	}
	return nil
}

// receiverType is the type of the receiver of a call, whether static or through an interface.
func receiverType(c *ssa.CallCommon) types.Type {
	if c.IsInvoke() {
		return c.Value.Type()
	}
	if c.Signature().Recv() != nil && len(c.Args) > 0 {
		return c.Args[0].Type()
	}
	return nil
}

// argIndex translates an argument number that does not count the receiver into an index of c.Args.
func argIndex(c *ssa.CallCommon, i int) int {
	if !c.IsInvoke() && c.Signature().Recv() != nil {
		return i + 1
	}
	return i
}

// fieldPath resolves a dotted path of field names below t, or returns nil.
func fieldPath(t types.Type, dotted string) []int {
	if dotted == "" {
		return nil
	}
	var path []int
	for len(dotted) > 0 {
		name := dotted
		dotted = ""
		for i := range name {
			if name[i] == '.' {
				name, dotted = name[:i], name[i+1:]
				break
			}
		}
		st := StructOf(t)
		if st == nil {
			return nil
		}
		found := false
		for i := range st.NumFields() {
			if st.Field(i).Name() == name {
				path, t, found = append(path, i), st.Field(i).Type(), true
			}
		}
		if !found {
			return nil
		}
	}
	return path
}

// FieldPath resolves a dotted path of field names below a type; it returns nil if there is no such path.
func FieldPath(t types.Type, dotted string) []int { return fieldPath(t, dotted) }

// IsErrorTerm reports whether t names an error: the result of a call, a register or the content of a variable.
func (m *Machine) IsErrorTerm(t term.Term) bool {
	n := m.Pool.Node(t)
	var typ types.Type
	switch n.Op {
	case term.Part:
		if tuple, ok := m.Pool.Node(n.X).V.Type().(*types.Tuple); ok {
			typ = tuple.At(n.N).Type()
		}
	case term.Applied:
		typ = resultType(n.V.(*ssa.Call).Call.Signature(), n.N)
	case term.Opaque:
		typ = n.V.Type()
	case term.Content, term.Written:
		if v := m.Pool.Node(n.X).V; v != nil {
			typ = pointee(v.Type())
		}
	}
	return typ != nil && guard.IsError(typ)
}

func pointee(t types.Type) types.Type {
	if p, ok := t.Underlying().(*types.Pointer); ok {
		return p.Elem()
	}
	return nil
}
