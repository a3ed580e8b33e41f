package task

import (
	"go/types"
	"slices"

	"golang.org/x/tools/go/ssa"

	"github.com/guardlint/guardlint/passes/internal/summary"
)

// Deaf reports whether a function does not heed the end of a context that it gets as parameter: it does not use it, or only for
// its values, or hands it to functions that are deaf as well.
//
//	func (s *server) Shutdown(ctx context.Context) error {
//		log.Ctx(ctx).Info("shutting down")
//		return s.wait(context.WithoutCancel(ctx))
//	}
func Deaf(ctx *ssa.Parameter, known func(*types.Func) *summary.Summary) bool {
	h := hearing{known: known, seen: make(map[ssa.Value]bool)}
	return len(ctx.Parent().Blocks) > 0 && h.deaf(ctx)
}

// A hearing follows one context through a function and the literals in it.
type hearing struct {
	known func(*types.Func) *summary.Summary
	seen  map[ssa.Value]bool
}

// deaf reports whether no use of a context heeds its end.
func (h *hearing) deaf(ctx ssa.Value) bool {
	if h.seen[ctx] || ctx.Referrers() == nil {
		return true
	}
	h.seen[ctx] = true
	return !slices.ContainsFunc(*ctx.Referrers(), func(use ssa.Instruction) bool { return h.heeds(ctx, use) })
}

// heeds reports whether a use of a context makes a difference when it is done.
func (h *hearing) heeds(ctx ssa.Value, use ssa.Instruction) bool {
	switch use := use.(type) {
	case *ssa.DebugRef:
		return false
	case *ssa.Phi, *ssa.ChangeInterface:
		return !h.deaf(use.(ssa.Value))
	case *ssa.Store: // to the variable of a literal that captures it
		variable, ok := use.Addr.(*ssa.Alloc)
		return !ok || !h.variable(variable)
	case ssa.CallInstruction:
		return h.call(ctx, use)
	}
	return true
}

// variable reports whether no use of what a variable holds heeds its end.
func (h *hearing) variable(variable *ssa.Alloc) bool {
	return eachUse(variable, func(instr ssa.Instruction, addr ssa.Value) bool {
		switch instr := instr.(type) {
		case *ssa.Store:
			return instr.Addr == addr
		case *ssa.UnOp:
			return h.deaf(instr)
		case *ssa.DebugRef:
			return true
		}
		return false
	})
}

// call reports whether a call that gets the context heeds its end, itself or by what it makes of it.
func (h *hearing) call(ctx ssa.Value, call ssa.CallInstruction) bool {
	if on, method := ContextCall(call); on == ctx {
		return method != "Value"
	}
	fn := called(call.Common())
	if fn == nil {
		return true
	}
	switch fn.FullName() {
	case "context.WithoutCancel":
		return false
	case "context.WithValue":
		value, ok := call.(*ssa.Call)
		return !ok || !h.deaf(value)
	}
	sum := h.known(fn)
	if sum == nil {
		return true
	}
	for i, op := range operands(call.Common()) {
		if op == ctx && !slices.Contains(sum.Deaf, i) {
			return true
		}
	}
	return false
}
