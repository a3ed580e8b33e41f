package leakpath

import (
	"go/constant"
	"go/token"
	"go/types"

	"golang.org/x/tools/go/ssa"
)

// exhausted reports whether an equality cannot be false, because it is the last of a chain that asks for all constants of a
// declared type:
//
//	switch k { // of type kind, whose constants these are
//	case small:
//	case large:
//	}
//
// That the value is none of them is possible, but nobody who wrote the switch thinks of it.
func (info *funcInfo) exhausted(last *ssa.If) bool {
	if done, ok := info.exhaust[last]; ok {
		return done
	}
	x, _ := asked(last)
	done := x != nil
	if done {
		var seen []constant.Value
		for b := last.Block(); ; b = b.Preds[0] {
			instr, ok := b.Instrs[len(b.Instrs)-1].(*ssa.If)
			if !ok {
				break
			}
			y, c := asked(instr)
			if y != x {
				break
			}
			seen = append(seen, c)
			if len(b.Preds) != 1 || len(b.Preds[0].Succs) != 2 || b.Preds[0].Succs[1] != b {
				break
			}
		}
		done = coversAll(x.Type(), seen)
	}
	info.exhaust[last] = done
	return done
}

// asked returns the value and the constant that a condition compares, if it asks whether they are equal.
func asked(instr *ssa.If) (ssa.Value, constant.Value) {
	if eq, ok := instr.Cond.(*ssa.BinOp); ok && eq.Op == token.EQL {
		if c, ok := eq.Y.(*ssa.Const); ok && c.Value != nil {
			return eq.X, c.Value
		}
	}
	return nil, nil
}

// coversAll reports whether values are all that the constants of a declared type have, which are two at least.
func coversAll(t types.Type, values []constant.Value) bool {
	named, ok := types.Unalias(t).(*types.Named)
	if !ok || named.Obj().Pkg() == nil || len(values) < 2 {
		return false
	}
	scope := named.Obj().Pkg().Scope()
	declared := 0
	for _, name := range scope.Names() {
		c, ok := scope.Lookup(name).(*types.Const)
		if !ok || !types.Identical(c.Type(), t) {
			continue
		}
		declared++
		found := false
		for _, v := range values {
			found = found || constant.Compare(v, token.EQL, c.Val())
		}
		if !found {
			return false
		}
	}
	return declared > 1
}
