package ownership

import (
	"golang.org/x/tools/go/ssa"

	"github.com/guardlint/guardlint/passes/internal/leakpath"
	"github.com/guardlint/guardlint/passes/internal/obligation"
)

// Patched judges a guard as if a fix had been made in the function that has it. ok is false if the fix would do harm.
func (r *Result) Patched(o *obligation.Obligation, p leakpath.Patch) (v leakpath.Verdict, ok bool) {
	r.mu.Lock()
	defer r.mu.Unlock()
	in := r.study()
	st, fits := in.explorer.Patched(o, p)
	return leakpath.Judge(o, st), fits
}

// Sound reports whether nothing is done with a guard after its release, and it is released on all paths, as if a patch had
// been made.
func (r *Result) Sound(o *obligation.Obligation, p leakpath.Patch) bool {
	r.mu.Lock()
	defer r.mu.Unlock()
	return r.study().explorer.Sound(o, p)
}

// PatchedField is Patched for the guard at a path below the receiver of a method.
func (r *Result) PatchedField(fn *ssa.Function, path []int, p leakpath.Patch) (v leakpath.Verdict, ok bool) {
	r.mu.Lock()
	kind := r.study().anyRelease(below(fn.Params[0].Type(), path))
	r.mu.Unlock()
	return r.Patched(&obligation.Obligation{Kind: kind, Fn: fn, Path: path, Cleanup: -1}, p)
}
