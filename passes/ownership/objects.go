package ownership

import (
	"go/types"
	"slices"

	"golang.org/x/tools/go/ssa"

	"github.com/guardlint/guardlint/passes/internal/guard"
	"github.com/guardlint/guardlint/passes/internal/summary"
)

// objects finds the results that are new objects, and the releases of guards of the process. Both are properties of the
// text, not of paths: a constructor that returns its own &T{} or nil on all returns, a call of pprof.StopCPUProfile
// anywhere.
func (in *inference) objects(fn *ssa.Function, s *summary.Summary) {
	for i := range fn.Signature.Results().Len() {
		if isPointerLike(fn.Signature.Results().At(i).Type()) && in.returnsNew(fn, i) {
			s.New = append(s.New, i)
		}
	}
	for i := range fn.Signature.Results().Len() {
		if in.canBeReleased(fn.Signature.Results().At(i).Type()) && in.hadBefore(fn, i) {
			s.Had = append(s.Had, i)
		}
	}
	if len(s.New) == 1 && in.neverNil(fn) {
		s.Contracts = append(s.Contracts, summary.Contract{Is: summary.Nil, Param: -1})
	}
	eachInstr(fn, func(instr ssa.Instruction) {
		call, ok := instr.(ssa.CallInstruction)
		if !ok {
			return
		}
		callee := called(call.Common())
		if callee == nil {
			return
		}
		for _, d := range in.kinds.ReleaseFuncs(callee) {
			if d.Release.Arg == guard.NoArg {
				s.Stops = append(s.Stops, d.Release.Func)
			}
		}
		if sum := in.lookup.of(callee); sum != nil {
			s.Stops = append(s.Stops, sum.Stops...)
		}
	})
}

// hadBefore reports whether a return of fn gives as result i what an object has, a field or an element of one, or what
// another such function gives.
func (in *inference) hadBefore(fn *ssa.Function, i int) bool {
	return slices.ContainsFunc(fn.Blocks, func(b *ssa.BasicBlock) bool {
		ret, ok := b.Instrs[len(b.Instrs)-1].(*ssa.Return)
		return ok && b != fn.Recover && in.isHad(ret.Results[i])
	})
}

func (in *inference) isHad(v ssa.Value) bool {
	if _, path := fieldChain(container(v)); len(path) > 0 {
		return true
	}
	result := 0
	switch x := v.(type) {
	case *ssa.Extract:
		v, result = x.Tuple, x.Index
	case *ssa.UnOp: // a result variable
		alloc, ok := x.X.(*ssa.Alloc)
		return ok && slices.ContainsFunc(*alloc.Referrers(), func(ref ssa.Instruction) bool {
			st, ok := ref.(*ssa.Store)
			return ok && st.Addr == alloc && !isLoad(st.Val) && in.isHad(st.Val)
		})
	}
	call, ok := v.(*ssa.Call)
	if !ok || called(&call.Call) == nil {
		return false
	}
	sum := in.lookup.of(called(&call.Call))
	return sum != nil && slices.Contains(sum.Had, result)
}

func isLoad(v ssa.Value) bool { x, ok := v.(*ssa.UnOp); return ok && isVariable(x.X) }

// neverNil reports whether the only result of a constructor is an object on all paths. Where there are other results, such as
// an error, those tell.
func (in *inference) neverNil(fn *ssa.Function) bool {
	if fn.Signature.Results().Len() != 1 || guard.IsError(fn.Signature.Results().At(0).Type()) || len(fn.Blocks) > maxContractBlocks {
		return false // of errors, contracts are made in any case
	}
	st := in.assuming(fn, -1, 0)
	return st.GaveUp == nil && len(st.Exits) > 0 && !outcomes(st)[outcome{0, summary.Nil}]
}

// returnsNew reports whether all returns of fn give a new object, or nil, as result i, and some give an object.
func (in *inference) returnsNew(fn *ssa.Function, i int) bool {
	some := false
	for _, b := range fn.Blocks {
		ret, ok := b.Instrs[len(b.Instrs)-1].(*ssa.Return)
		if !ok {
			continue
		}
		isNew, isNil := in.isNew(ret.Results[i], 0)
		if !isNew && !isNil {
			return false
		}
		some = some || isNew
	}
	return some
}

// isNew reports whether v is an object made here, or nil.
func (in *inference) isNew(v ssa.Value, depth int) (isNew, isNil bool) {
	if depth > 4 {
		return false, false
	}
	switch v := v.(type) {
	case *ssa.Alloc:
		return v.Heap, false
	case *ssa.Const:
		return false, v.Value == nil
	case *ssa.MakeInterface:
		return in.isNew(v.X, depth+1)
	case *ssa.ChangeInterface:
		return in.isNew(v.X, depth+1)
	case *ssa.Phi:
		for _, e := range v.Edges {
			n, z := in.isNew(e, depth+1)
			if !n && !z {
				return false, false
			}
			isNew = isNew || n
		}
		return isNew, !isNew
	case *ssa.Call:
		return in.callIsNew(v, 0), false
	case *ssa.Extract:
		if call, ok := v.Tuple.(*ssa.Call); ok {
			return in.callIsNew(call, v.Index), false
		}
	case *ssa.UnOp: // a result variable: new if all that is stored there is
		alloc, ok := v.X.(*ssa.Alloc)
		if !ok {
			return false, false
		}
		for _, ref := range *alloc.Referrers() {
			if st, ok := ref.(*ssa.Store); ok && st.Addr == alloc {
				n, z := in.isNew(st.Val, depth+1)
				if !n && !z {
					return false, false
				}
				isNew = isNew || n
			}
		}
		return isNew, !isNew
	}
	return false, false
}

func (in *inference) callIsNew(call *ssa.Call, i int) bool {
	callee := called(&call.Call)
	if callee == nil {
		return false
	}
	sum := in.lookup.of(callee)
	if sum == nil {
		return false
	}
	for _, r := range sum.New {
		if r == i {
			return true
		}
	}
	return false
}

func isPointerLike(t types.Type) bool {
	switch t.Underlying().(type) {
	case *types.Pointer, *types.Interface:
		return true
	}
	return false
}
