package ownership

import (
	"path/filepath"
	"strings"

	"github.com/guardlint/guardlint/passes/internal/guard"
	"github.com/guardlint/guardlint/passes/internal/leakpath"
)

// grade lowers the certainty of what may well be meant:
//
//   - An example shows one thing, and its process ends right after.
//   - A test leaves a goroutine running, or an object with a context: its process ends soon.
//   - A test that calls through an interface or a function value calls a stub, which has nothing to release.
//   - A test that leaves a writer unfinished looks at what was written so far; nobody else will read it.
func (in *inference) grade(v *leakpath.Verdict) {
	o := v.Obl
	file := filepath.Base(o.Fn.Prog.Fset.Position(o.Site.Pos()).Filename)
	if !strings.HasSuffix(file, "_test.go") {
		return
	}
	if strings.HasPrefix(topLevel(o.Fn).Name(), "Example") || o.Kind.SuccessOnly || o.Kind.ByChannel() || o.Kind.ByCall() && len(o.Path) > 0 || o.Convention || o.Site.Common().IsInvoke() {
		v.Grade = guard.Unsure
	}
}
