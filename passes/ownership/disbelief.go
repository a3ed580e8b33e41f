package ownership

import (
	"go/types"
	"slices"

	"golang.org/x/tools/go/types/typeutil"

	"github.com/guardlint/guardlint/passes/internal/guard"
	"github.com/guardlint/guardlint/passes/internal/leakpath"
	"github.com/guardlint/guardlint/passes/internal/obligation"
)

// That what a function value or a method of an interface returns beside an error is to be closed, because it can be, is a
// convention. Where a package calls such functions again and again, and never closes what it gets of one type, nor hands it on,
// its authors know better: what they get belongs to somebody else.
//
//	w, err := b.resolveWorker() // the default worker, which the controller closes in the end
//
// Streams are always to be closed. This is what beliefs are, the other way round: see belief.go.

// minIgnored is how many calls it takes.
const minIgnored = 3

// disbelieve lowers the certainty of verdicts that rest on the convention alone, where no call of the package bears it out.
func (in *inference) disbelieve() {
	byType := new(typeutil.Map)
	for _, list := range in.verdictsOf {
		for i := range list {
			v := &list[i]
			if o := v.Obl; o.Convention && o.Like == nil && o.Holder.In == guard.Result {
				t := o.Site.Common().Signature().Results().At(o.Holder.Index).Type()
				if streams(t, "Read") || streams(t, "Write") || hasMethod(t, "ReadAt") {
					continue
				}
				seen, _ := byType.At(t).([]*leakpath.Verdict)
				byType.Set(t, append(seen, v))
			}
		}
	}
	byType.Iterate(func(_ types.Type, value any) {
		seen := value.([]*leakpath.Verdict)
		if len(seen) < minIgnored || slices.ContainsFunc(seen, func(v *leakpath.Verdict) bool { return !ignored(v) }) {
			return
		}
		for _, v := range seen {
			v.Grade = guard.Unsure
		}
	})
}

// ignored reports whether no path does anything with the guard but to use it.
func ignored(v *leakpath.Verdict) bool {
	return v.Leaked() && !slices.ContainsFunc(v.Exits, func(x leakpath.Exit) bool {
		return x.Status == obligation.Released || x.Status == obligation.Transferred || x.Status == obligation.Unsure
	})
}
