package leakpath

import (
	"go/ast"
	"go/token"
	"slices"

	"golang.org/x/tools/go/ssa"

	"github.com/guardlint/guardlint/passes/internal/obligation"
)

// A Patch is what a fix would add to the studied function: releases of the guard, or one that is deferred.
type Patch struct {
	Spots  []Spot
	Rounds bool // release, too, before each new round of the innermost loop around the acquisition
	Defer  bool
	Again  bool // a second release is harmless
	// Spare are the returns, by their statements, in front of which a deferred release is called off: a flag is set there.
	Spare []Spot
	// Without is not executed: a fix takes it out, or puts something else in its place.
	Without ssa.Instruction
}

// A Spot is a place for a release. The code is given as text, and a path knows positions, not statements: a path comes
// by the spot when it first executes an instruction between From and To, the end of what follows there.
type Spot struct{ From, To token.Pos }

// Patched follows a guard, from where it is acquired or comes in to every exit, as if the function had been patched. fits
// says that the releases do no harm: none meets a guard that is not there, released already or somebody else's.
func (x *Explorer) Patched(o *obligation.Obligation, p Patch) (st *Study, fits bool) {
	w := x.walker(o)
	w.patch = p
	s := obligation.State{}
	if o.Site == nil {
		s = w.m.Enter(obligation.State{Status: obligation.Open})
	}
	w.run(s)
	return w.study, w.study.GaveUp == nil && !w.m.Misfit
}

// patched executes what the patch adds in front of an instruction.
func (w *walker) patched(states []obligation.State, instr ssa.Instruction) []obligation.State {
	if len(w.patch.Spots) == 0 || len(w.stack) > 1 {
		return states
	}
	if w.patch.spares(instr) {
		states = slices.Clone(states)
		for i, s := range states {
			states[i] = w.m.CallOff(s)
		}
		return states
	}
	pos := Position(instr)
	if !slices.ContainsFunc(w.patch.Spots, func(spot Spot) bool { return spot.From <= pos && pos <= spot.To }) {
		return states
	}
	var frame *ssa.Function
	if w.patch.Defer {
		frame = instr.Parent()
	}
	states = slices.Clone(states)
	for i, s := range states {
		states[i] = w.m.Add(s, frame, w.patch.Again)
	}
	return states
}

// spares reports whether deferred calls are about to run for a return in front of which they are called off.
func (p Patch) spares(instr ssa.Instruction) bool {
	switch instr.(type) {
	case *ssa.RunDefers, *ssa.Return:
	default:
		return false
	}
	b := instr.Block()
	pos := Position(b.Instrs[len(b.Instrs)-1])
	return slices.ContainsFunc(p.Spare, func(spot Spot) bool { return spot.From <= pos && pos <= spot.To })
}

// roundEnds executes what the patch adds at the end of a round, on an edge that closes a loop. A round that has not come
// to have a guard has not come by the place, either.
func (w *walker) roundEnds(info *funcInfo, head *ssa.BasicBlock, s obligation.State) obligation.State {
	if !w.patch.Rounds || len(w.stack) > 1 || s.Status == obligation.Idle || s.Status == obligation.Absent || head.Index != info.loopAround(w.study.Obl.Site.Block()) {
		return s
	}
	return w.m.Add(s, nil, w.patch.Again)
}

// loopAround returns the index of the head of the innermost loop around a block, or -1.
func (info *funcInfo) loopAround(b *ssa.BasicBlock) int {
	head, size := -1, 0
	for edge, body := range info.loops {
		if body[b] && (head < 0 || len(body) < size || len(body) == size && edge[1] < head) {
			head, size = edge[1], len(body)
		}
	}
	return head
}

// Position returns where an instruction is in the source. A return that is not written is at the end of the function.
func Position(instr ssa.Instruction) token.Pos {
	switch instr := instr.(type) {
	case *ssa.Phi:
		return token.NoPos // where the variable is declared
	case *ssa.Return:
		if instr.Pos().IsValid() {
			break
		}
		switch fn := instr.Parent().Syntax().(type) {
		case *ast.FuncDecl:
			return fn.Body.Rbrace
		case *ast.FuncLit:
			return fn.Body.Rbrace
		}
	}
	return instr.Pos()
}
