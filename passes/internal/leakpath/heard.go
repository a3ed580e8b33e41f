package leakpath

import (
	"go/token"
	"go/types"
	"slices"

	"golang.org/x/tools/go/ssa"

	"github.com/guardlint/guardlint/passes/internal/effect"
)

// heardOfEnd reports whether a return is reached only after the function has received what the goroutine under study sends, or
// does, when it is done:
//
//	go func() { errc <- serve(stop) }()
//	select {
//	case err := <-errc:
//		return err // it has ended by itself
//	case <-ctx.Done():
//	}
//	close(stop)
//
// What the goroutine sends before, to go on afterwards, is not told apart from that. Workers that others start and give a
// literal are stages one after the other: of them a literal that closes a channel speaks for all.
func (w *walker) heardOfEnd(ret *ssa.Return) bool {
	site := w.study.Obl.Site
	if site == nil {
		return false
	}
	sent := make(map[any]bool)
	switch lit := site.Common().StaticCallee(); site.(type) {
	case *ssa.Go:
		if lit == nil || lit.Parent() == nil {
			return false
		}
		says(sent, lit, true)
	case *ssa.Call:
		if !slices.ContainsFunc(site.Common().Args, isLiteral) {
			return false
		}
		for _, lit := range withLiterals(site.Parent(), nil)[1:] {
			says(sent, lit, false)
		}
	}
	return slices.ContainsFunc(site.Parent().Blocks, func(b *ssa.BasicBlock) bool {
		return slices.ContainsFunc(b.Instrs, func(instr ssa.Instruction) bool {
			switch instr := instr.(type) {
			case *ssa.UnOp:
				return instr.Op == token.ARROW && sent[channel(instr.X)] && b.Dominates(ret.Block())
			case *ssa.Select:
				for i, state := range instr.States {
					if state.Dir == types.RecvOnly && sent[channel(state.Chan)] {
						if c := effect.CaseOf(instr, i); c != nil && c.Block().Succs[0].Dominates(ret.Block()) {
							return true
						}
					}
				}
			}
			return false
		})
	})
}

// says adds to sent the channels that a literal closes or, if it is asked for, sends on.
func says(sent map[any]bool, lit *ssa.Function, sends bool) {
	for _, b := range lit.Blocks {
		for _, instr := range b.Instrs {
			switch instr := instr.(type) {
			case *ssa.Send:
				if sends {
					sent[channel(instr.Chan)] = true
				}
			case ssa.CallInstruction:
				if b, ok := instr.Common().Value.(*ssa.Builtin); ok && b.Name() == "close" {
					sent[channel(instr.Common().Args[0])] = true
				}
			}
		}
	}
}

func isLiteral(v ssa.Value) bool {
	if mc, ok := v.(*ssa.MakeClosure); ok {
		v = mc.Fn
	}
	fn, ok := v.(*ssa.Function)
	return ok && fn.Parent() != nil
}

// channel identifies the variable that a channel is in, or the channel.
func channel(v ssa.Value) any {
	if load, ok := v.(*ssa.UnOp); ok && load.Op == token.MUL {
		return place(load.X)
	}
	return v
}
