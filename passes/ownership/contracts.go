package ownership

import (
	"go/types"
	"slices"

	"golang.org/x/tools/go/ssa"

	"github.com/guardlint/guardlint/passes/internal/guard"
	"github.com/guardlint/guardlint/passes/internal/leakpath"
	"github.com/guardlint/guardlint/passes/internal/summary"
)

// contracts studies what the outcome of a call tells about its arguments.
func (in *inference) contracts(fn *ssa.Function, s *summary.Summary) {
	if len(fn.Blocks) > maxContractBlocks || !in.mayContract(fn) {
		return
	}
	base := in.assuming(fn, -1, 0)
	if base.GaveUp != nil {
		return
	}
	if len(base.Exits) == 0 {
		s.NoReturn = true
		return
	}
	seen := outcomes(base)
	for o := range seen.all(fn.Signature) {
		if !seen[o] {
			s.Contracts = append(s.Contracts, summary.Contract{Result: o.result, Is: o.is, Param: -1})
		}
	}
	for i, p := range fn.Params {
		for _, v := range testable(p.Type()) {
			if v != summary.Nil && v != summary.NonNil && v != summary.True && v != summary.False || !tested(p) {
				continue
			}
			given := in.assuming(fn, i, v)
			if given.GaveUp != nil {
				continue
			}
			outs := outcomes(given)
			if v == summary.NonNil && guard.Translates(fn.Signature) && !swallows(given) {
				delete(outs, outcome{0, summary.Nil})
			}
			in.compare(s, seen, outs, len(given.Exits), i, v, fn.Signature)
		}
	}
}

// assuming studies the ends of a function, with one parameter known to be v.
func (in *inference) assuming(fn *ssa.Function, param int, v summary.Value) *leakpath.Study {
	type assumption struct {
		fn    *ssa.Function
		param int
		v     summary.Value
	}
	return again(in, assumption{fn, param, v}, func() *leakpath.Study { return in.explorer.Assuming(fn, param, v) })
}

// compare turns outcomes that do not occur when parameter i is v into contracts.
func (in *inference) compare(s *summary.Summary, base, given outcomeSet, exits, i int, v summary.Value, sig *types.Signature) {
	if exits == 0 {
		s.Contracts = append(s.Contracts, summary.Contract{Result: -1, Param: i, Then: v.Opposite()})
		return
	}
	for o := range base.all(sig) {
		if base[o] && !given[o] {
			s.Contracts = append(s.Contracts, summary.Contract{Result: o.result, Is: o.is, Param: i, Then: v.Opposite()})
		}
	}
}

// An outcome is one thing that a result can be.
type outcome struct {
	result int
	is     summary.Value
}

type outcomeSet map[outcome]bool

// all yields the outcomes that contracts are about: those of errors and truth values.
func (outcomeSet) all(sig *types.Signature) func(func(outcome) bool) {
	return func(yield func(outcome) bool) {
		for i := range sig.Results().Len() {
			for _, v := range testable(sig.Results().At(i).Type()) {
				if !yield(outcome{i, v}) {
					return
				}
			}
		}
	}
}

// outcomes collects what the results were at the exits of a study.
func outcomes(st *leakpath.Study) outcomeSet {
	set := make(outcomeSet)
	for _, x := range st.Exits {
		for i, v := range x.Values {
			if v.Known {
				set[outcome{i, v.Is}] = true
				continue
			}
			for _, is := range []summary.Value{summary.Nil, summary.NonNil, summary.True, summary.False} {
				set[outcome{i, is}] = true
			}
		}
	}
	return set
}

// swallows reports whether a function that makes an error of an error is seen to return nil for one. What it returns of
// others it is believed to make:
//
//	return status.Error(codes.Internal, err.Error())
func swallows(given *leakpath.Study) bool {
	return slices.ContainsFunc(given.Exits, func(x leakpath.Exit) bool {
		return len(x.Values) == 1 && x.Values[0].Known && x.Values[0].Is == summary.Nil
	})
}

// testable returns the values that contracts distinguish for type t.
func testable(t types.Type) []summary.Value {
	if guard.IsError(t) {
		return []summary.Value{summary.Nil, summary.NonNil}
	}
	if guard.IsTruth(t) {
		return []summary.Value{summary.True, summary.False}
	}
	return nil
}

// tested reports whether the function decides by its parameter, or passes it on to something that may.
func tested(p *ssa.Parameter) bool { return len(*p.Referrers()) > 0 }

// mayContract is the cheap test before contracts: is there an error or a truth value among the results or parameters, or
// a call that may not return?
func (in *inference) mayContract(fn *ssa.Function) bool {
	sig := fn.Signature
	for i := range sig.Results().Len() {
		if testable(sig.Results().At(i).Type()) != nil {
			return true
		}
	}
	returns := 0
	for _, b := range fn.Blocks {
		if _, ok := b.Instrs[len(b.Instrs)-1].(*ssa.Return); ok {
			returns++
		}
	}
	if returns == 0 {
		return true
	}
	for i := range sig.Params().Len() {
		if testable(sig.Params().At(i).Type()) != nil {
			return true
		}
	}
	return mayEnd(fn)
}

// mayEnd reports whether a call in the function's first block might never return: log.Fatal wrappers.
func mayEnd(fn *ssa.Function) bool {
	for _, instr := range fn.Blocks[0].Instrs {
		if _, ok := instr.(*ssa.Call); ok {
			return len(fn.Blocks) <= 8
		}
	}
	return false
}
