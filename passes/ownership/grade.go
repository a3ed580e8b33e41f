package ownership

import (
	"path/filepath"
	"strings"

	"golang.org/x/tools/go/ssa"

	"github.com/guardlint/guardlint/passes/internal/guard"
	"github.com/guardlint/guardlint/passes/internal/leakpath"
	"github.com/guardlint/guardlint/passes/internal/obligation"
)

// grade lowers the certainty of what may well be meant:
//
//   - An example shows one thing, and its process ends right after.
//   - A test that drops a result while it looks at the error wants the error: where there is a guard, it has failed.
//   - A test that calls through an interface or a function value calls a stub, which has nothing to release.
//   - A test that leaves a goroutine running ends soon, and the goroutine with it.
//   - A test that leaves a writer unfinished looks at what was written so far; nobody else will read it.
func (in *inference) grade(v *leakpath.Verdict) {
	o := v.Obl
	file := filepath.Base(o.Fn.Prog.Fset.Position(o.Site.Pos()).Filename)
	if !strings.HasSuffix(file, "_test.go") {
		return
	}
	if strings.HasPrefix(topLevel(o.Fn).Name(), "Example") || discarded(o) || o.Kind.SuccessOnly || o.Kind.ByChannel() || o.Convention || o.Site.Common().IsInvoke() {
		v.Grade = guard.Unsure
	}
}

// discarded reports whether no instruction uses the result that the guard is in, or the one that releases it.
func discarded(o *obligation.Obligation) bool {
	call, ok := o.Site.(*ssa.Call)
	if !ok || o.Holder.In != guard.Result {
		return false
	}
	if o.Site.Common().Signature().Results().Len() == 1 {
		return len(*call.Referrers()) == 0
	}
	holder, cleanup := false, false
	for _, ref := range *call.Referrers() {
		x, ok := ref.(*ssa.Extract)
		if !ok {
			return false
		}
		if len(*x.Referrers()) == 0 {
			continue // assigned to the blank identifier
		}
		holder = holder || x.Index == o.Holder.Index
		cleanup = cleanup || x.Index == o.Cleanup
	}
	return !holder || o.Cleanup >= 0 && !cleanup
}
