package task

import (
	"go/token"

	"golang.org/x/tools/go/ssa"

	"github.com/guardlint/guardlint/passes/internal/guard"
)

// triggerGap decides the facet Trigger: a task that releases only once a channel is closed or sent to needs that on
// every path of the function that made the channel, as far as the channel stays in it.
func (f *Finder) triggerGap(t *Task) (Gap, bool) {
	if t.Body == nil || t.Body.Parent() == nil || !t.Waits {
		return Gap{}, false
	}
	recv := firstReceive(t.Body)
	if recv == nil {
		return Gap{}, false
	}
	made, ok := PathOf(recv.X).Root.(*ssa.MakeChan)
	if !ok || made.Parent() != t.Launch.In || !precedesAll(recv, t.Releases) {
		return Gap{}, false
	}
	if usedAs(made, func(instr ssa.Instruction, v ssa.Value) bool { return leaves(instr, v, t) }) {
		return Gap{}, false
	}
	g := Gap{Release: t.Releases[0], Facet: Trigger, Trigger: recv.Pos()}
	if exit := exitWithout(t.Launch.Instr, made); exit != nil {
		g.At = exit.Pos()
		if !usedAs(made, func(instr ssa.Instruction, v ssa.Value) bool { return feeds(instr, v) }) {
			return g, true
		}
		g.Grade = guard.Likely
		return g, exit.Pos() != token.NoPos
	}
	return Gap{}, false
}

// firstReceive returns the receive in the entry block of a function, or nil.
func firstReceive(fn *ssa.Function) *ssa.UnOp {
	for _, instr := range fn.Blocks[0].Instrs {
		switch instr := instr.(type) {
		case *ssa.UnOp:
			if instr.Op == token.ARROW {
				return instr
			}
		case *ssa.Defer: // a release that is deferred before waits as well
		}
	}
	return nil
}

// precedesAll reports whether all releases come after a receive.
func precedesAll(recv *ssa.UnOp, releases []Release) bool {
	for _, r := range releases {
		if r.Call == nil || r.Call.Parent() == recv.Parent() && !recv.Block().Dominates(r.Call.Block()) {
			return false
		}
	}
	return true
}

// leaves reports whether a use of a channel lets others than the launching function and the task feed it.
func leaves(instr ssa.Instruction, ch ssa.Value, t *Task) bool {
	if instr.Parent() != t.Launch.In {
		_, isReceive := instr.(*ssa.UnOp)
		return !isReceive
	}
	switch instr := instr.(type) {
	case *ssa.UnOp, *ssa.DebugRef, *ssa.Select:
		return false
	case *ssa.Send:
		return instr.X == ch
	}
	return !feeds(instr, ch)
}

// feeds reports whether an instruction closes or sends to a channel, now or at the exit.
func feeds(instr ssa.Instruction, ch ssa.Value) bool {
	switch instr := instr.(type) {
	case *ssa.Send:
		return instr.Chan == ch
	case *ssa.Select:
		return true
	case ssa.CallInstruction:
		b, ok := instr.Common().Value.(*ssa.Builtin)
		return ok && b.Name() == "close"
	}
	return false
}

// exitWithout returns a return that can be reached from a launch without a close of the channel or a send on it, or nil.
func exitWithout(launch ssa.CallInstruction, made *ssa.MakeChan) *ssa.Return {
	fn := launch.Parent()
	if deferredClose(fn, made) {
		return nil
	}
	seen := make(map[*ssa.BasicBlock]bool)
	var walk func(b *ssa.BasicBlock, from int) *ssa.Return
	walk = func(b *ssa.BasicBlock, from int) *ssa.Return {
		for _, instr := range b.Instrs[from:] {
			if feedsMade(instr, made) {
				return nil
			}
			if ret, ok := instr.(*ssa.Return); ok {
				return ret
			}
		}
		for _, s := range b.Succs {
			if !seen[s] {
				seen[s] = true
				if ret := walk(s, 0); ret != nil {
					return ret
				}
			}
		}
		return nil
	}
	for i, instr := range launch.Block().Instrs {
		if instr == launch {
			return walk(launch.Block(), i+1)
		}
	}
	return nil
}

func deferredClose(fn *ssa.Function, made *ssa.MakeChan) bool {
	found := false
	eachInstr(fn, func(instr ssa.Instruction) {
		if d, ok := instr.(*ssa.Defer); ok {
			found = found || feedsMade(d, made)
		}
	})
	return found
}

// feedsMade reports whether an instruction closes the channel or sends on it.
func feedsMade(instr ssa.Instruction, made *ssa.MakeChan) bool {
	switch instr := instr.(type) {
	case *ssa.Send:
		return PathOf(instr.Chan).Root == made
	case *ssa.Select:
		for _, s := range instr.States {
			if s.Send != nil && PathOf(s.Chan).Root == made {
				return true
			}
		}
	case ssa.CallInstruction:
		if b, ok := instr.Common().Value.(*ssa.Builtin); ok && b.Name() == "close" {
			return PathOf(instr.Common().Args[0]).Root == made
		}
	}
	return false
}
