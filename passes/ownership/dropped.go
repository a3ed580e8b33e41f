package ownership

import (
	"golang.org/x/tools/go/ssa"

	"github.com/guardlint/guardlint/passes/internal/leakpath"
	"github.com/guardlint/guardlint/passes/internal/obligation"
	"github.com/guardlint/guardlint/passes/internal/task"
)

// Dropped returns the releases of a guard whose error nobody sees on a path that has written to the guard and goes on to
// succeed. That the error of a call is not wanted is for the caller to say.
func (r *Result) Dropped(o *obligation.Obligation, unwanted func(ssa.CallInstruction) bool) []leakpath.Drop {
	r.mu.Lock()
	defer r.mu.Unlock()
	in := r.study()
	heeded := func(call ssa.CallInstruction) bool {
		c, ok := call.(*ssa.Call) // else it is deferred
		return ok && task.Sees(c, in.lookup.of) == task.Somebody
	}
	dropped := func(call ssa.CallInstruction) bool { return !unwanted(call) && !heeded(call) }
	return in.explorer.Dropped(o, dropped, heeded)
}
