package task

import (
	"go/token"
	"go/types"

	"golang.org/x/tools/go/ssa"

	"github.com/guardlint/guardlint/passes/internal/guard"
	"github.com/guardlint/guardlint/passes/internal/summary"
)

// acceptanceGap decides the facet Acceptance: a launcher that can refuse tells so by a result, and then the release is
// up to the caller again.
func (f *Finder) acceptanceGap(t *Task) (Gap, bool) {
	call, ok := t.Launch.Instr.(*ssa.Call)
	if !ok || t.Launch.Refuse < 0 {
		return Gap{}, false
	}
	g := Gap{Release: t.Releases[0], Facet: Acceptance}
	return f.refusal(g, call, t.Launch.Refuse)
}

// unregistered decides the facet Handoff of a call: a registry that keeps a cleanup for later, but only if it returns no
// error.
func (f *Finder) unregistered(call *ssa.Call) []Gap {
	callee := called(call.Common())
	if callee == nil || !takesFunction(callee.Signature()) {
		return nil
	}
	refuse := refusalOf(callee.Signature())
	sum := f.Summary(callee)
	if refuse < 0 || sum == nil {
		return nil
	}
	ops := operands(call.Common())
	for _, e := range sum.Params {
		if e.Param >= len(ops) || len(e.Path) > 0 || e.OK&summary.Kept == 0 || e.Err&summary.Kept != 0 && e.OK&summary.Borrowed == 0 {
			continue
		}
		t := &Task{Launch: Launch{Instr: call, In: call.Parent(), Value: ops[e.Param], Refuse: refuse}}
		t.Launch.resolve(ops[e.Param])
		if !f.carries(t) {
			continue
		}
		if g, ok := f.refusal(Gap{Release: t.Releases[0], Facet: Handoff, Grade: guard.Likely}, call, refuse); ok {
			g.Task = t
			return []Gap{g}
		}
	}
	return nil
}

// carries fills in what a function value releases, and reports whether that is anything.
func (f *Finder) carries(t *Task) bool {
	if r, ok := f.direct(t.Launch); ok {
		t.Releases = []Release{r}
		return true
	}
	if t.Launch.Fn == nil {
		return false
	}
	t.Body = t.Launch.Fn
	f.inspect(t)
	return t.Pure && len(t.Releases) > 0
}

// refusedBranch returns the block of the default case of a select with one send.
func refusedBranch(sel *ssa.Select) *ssa.BasicBlock {
	for _, ref := range *sel.Referrers() {
		x, ok := ref.(*ssa.Extract)
		if !ok || x.Index != 0 {
			continue
		}
		for _, use := range *x.Referrers() {
			cond, ok := use.(*ssa.BinOp)
			if !ok {
				continue
			}
			for _, test := range *cond.Referrers() {
				if branch, ok := test.(*ssa.If); ok {
					return branch.Block().Succs[1]
				}
			}
		}
	}
	return nil
}

// refusalOf returns the result by which a function refuses: its last one, if that is an error or a truth value.
func refusalOf(sig *types.Signature) int {
	if i := errorOf(sig); i >= 0 {
		return i
	}
	return guard.TruthResult(sig)
}

// refusal completes g if nobody copes with the refusal that result i of a call tells of: the result is dropped, or it
// is tested and all that follows is a message.
func (f *Finder) refusal(g Gap, call *ssa.Call, i int) (Gap, bool) {
	result := ssa.Value(call)
	if call.Common().Signature().Results().Len() > 1 {
		result = nil
		for _, ref := range *call.Referrers() {
			if x, ok := ref.(*ssa.Extract); ok && x.Index == i {
				result = x
			} else if !ok {
				return g, false
			}
		}
	}
	if result == nil || len(*result.Referrers()) == 0 {
		g.Ignored = true
		return g, true
	}
	for _, branch := range refusals(result) {
		if !f.copes(branch) {
			g.At = firstPos(branch)
			g.Grade = guard.Likely
			return g, g.At.IsValid()
		}
	}
	return g, false
}

// refusals returns the blocks that are reached only if a result says no. It returns none if the result goes anywhere
// else than into tests.
func refusals(result ssa.Value) []*ssa.BasicBlock {
	var list []*ssa.BasicBlock
	for _, ref := range *result.Referrers() {
		switch ref := ref.(type) {
		case *ssa.If: // if pool.TrySubmit(f)
			list = append(list, exclusive(ref, 1)...)
		case *ssa.UnOp: // if !pool.TrySubmit(f)
			for _, use := range *ref.Referrers() {
				if branch, ok := use.(*ssa.If); ok {
					list = append(list, exclusive(branch, 0)...)
				}
			}
		case *ssa.BinOp: // if err != nil
			for _, use := range *ref.Referrers() {
				if branch, ok := use.(*ssa.If); ok && isNilTest(ref) {
					side := 0
					if ref.Op == token.EQL {
						side = 1
					}
					list = append(list, exclusive(branch, side)...)
				}
			}
		}
	}
	return list
}

// firstPos returns where a block is in the source: at its first instruction that has a position.
func firstPos(b *ssa.BasicBlock) token.Pos {
	for _, instr := range b.Instrs {
		if instr.Pos().IsValid() {
			return instr.Pos()
		}
	}
	return token.NoPos
}

// exclusive returns the successor of a branch on one side, if only this branch leads there.
func exclusive(branch *ssa.If, side int) []*ssa.BasicBlock {
	succ := branch.Block().Succs[side]
	if len(succ.Preds) != 1 {
		return nil
	}
	return []*ssa.BasicBlock{succ}
}

// copes reports whether something more than a message follows in a branch: a release, another launch, an error for the
// caller, the end of the process.
func (f *Finder) copes(branch *ssa.BasicBlock) bool {
	if len(branch.Preds) != 1 {
		return false
	}
	for _, b := range dominated(branch) {
		for _, instr := range b.Instrs {
			switch instr := instr.(type) {
			case *ssa.Return:
				if len(instr.Results) > 0 {
					return true
				}
			case *ssa.Panic, *ssa.Send, *ssa.MapUpdate:
				return true
			case *ssa.Store:
				if _, local := instr.Addr.(*ssa.IndexAddr); !local {
					return true
				}
			case ssa.CallInstruction:
				if _, isRelease := f.ReleaseOf(instr); isRelease || !isMinor(instr.Common()) {
					return true
				}
				if _, isLiteral := instr.Common().Value.(*ssa.MakeClosure); isLiteral || called(instr.Common()) == nil {
					return true // the cleanup itself, called here
				}
			}
		}
	}
	return false
}
