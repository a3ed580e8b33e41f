package ownership

import (
	"golang.org/x/tools/go/ssa"

	"github.com/guardlint/guardlint/passes/internal/obligation"
)

// Piled returns the defer statement that releases the guards which a loop acquires, none of them before the function
// ends; or nil if the loop leaves none behind.
func (r *Result) Piled(o *obligation.Obligation) *ssa.Defer {
	r.mu.Lock()
	defer r.mu.Unlock()
	return r.study().explorer.Piled(o)
}
