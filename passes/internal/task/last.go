package task

import (
	"slices"

	"golang.org/x/tools/go/ssa"

	"github.com/guardlint/guardlint/passes/internal/summary"
)

// IsLast reports whether a go statement that calls the release of a guard is the last to have the guard: the function
// got it from a call, has let nobody keep it, and does not use it afterwards.
func (f *Finder) IsLast(g Gap) bool {
	stmt, ok := g.Task.Launch.Instr.(*ssa.Go)
	if !ok || g.Release.Call != stmt || g.Release.Guard == nil || g.Release.Fn.Signature().Recv() == nil {
		return false
	}
	p := PathOf(g.Release.Guard)
	switch root := p.Root.(type) {
	case *ssa.Call:
	case *ssa.Extract:
		if _, ok := root.Tuple.(*ssa.Call); !ok {
			return false
		}
	default:
		return false
	}
	return p.Fields == "" && !f.shared(p.Root, stmt)
}

// shared reports whether a use of a guard other than a go statement lets somebody keep it, or comes later.
func (f *Finder) shared(v ssa.Value, stmt *ssa.Go) bool {
	return usedAs(v, func(instr ssa.Instruction, v ssa.Value) bool {
		switch instr := instr.(type) {
		case *ssa.BinOp, *ssa.DebugRef:
			return false
		case *ssa.Go:
			return instr != stmt
		case *ssa.MakeInterface:
			return f.shared(instr, stmt)
		case *ssa.ChangeInterface:
			return f.shared(instr, stmt)
		case *ssa.Call:
			return f.keeps(instr.Common(), v) || comesAfter(instr, stmt)
		}
		return true
	})
}

// keeps reports whether a call may do more with an argument than use it. A method leaves its receiver alone.
func (f *Finder) keeps(c *ssa.CallCommon, v ssa.Value) bool {
	fn := called(c)
	if fn == nil {
		return true
	}
	isMethod := fn.Signature().Recv() != nil
	for i, op := range operands(c) {
		if op != v || isMethod && i == 0 {
			continue
		}
		sum := f.Summary(fn)
		if sum == nil || sum.Opaque || slices.ContainsFunc(sum.Params, func(e summary.Effect) bool { return e.Param == i }) {
			return true
		}
	}
	return false
}

// comesAfter reports whether an instruction may be executed after another one.
func comesAfter(instr, start ssa.Instruction) bool {
	found := false
	after(start, func(i ssa.Instruction) bool {
		found = i == instr
		return !found
	})
	return found
}
