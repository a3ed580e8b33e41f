package closeerr

import (
	"go/constant"
	"go/token"
	"go/types"
	"slices"
	"strings"

	"golang.org/x/tools/go/ssa"

	"github.com/guardlint/guardlint/passes/internal/effect"
	"github.com/guardlint/guardlint/passes/internal/guard"
	"github.com/guardlint/guardlint/passes/internal/obligation"
	"github.com/guardlint/guardlint/passes/internal/summary"
)

// matters reports whether something can be lost with the error of the release of a guard.
func (c *checker) matters(o *obligation.Obligation) bool {
	call, ok := o.Site.(*ssa.Call)
	if !ok || len(o.Kind.Writes) == 0 || o.Holder.In != guard.Result || len(o.Path) > 0 || o.Cleanup >= 0 || forTests(o.Fn) {
		return false
	}
	switch {
	case o.Convention:
		return endsWriting(effect.GuardType(o)) && len(o.Kind.Release) == 1 && !c.safeWrapper(call, maxForward)
	case o.Kind.Errors == guard.IfWritten:
		return c.opened(call, o.Kind, maxForward)
	}
	return !slices.ContainsFunc(call.Call.Args, func(arg ssa.Value) bool { return c.safeSink(arg, maxForward) })
}

// endsWriting reports whether t is an interface to write to, and then to close: what was written counts only then. What can
// be read from as well is a connection.
func endsWriting(t types.Type) bool {
	return t != nil && types.IsInterface(t) && hasMethod(t, "Write") && !hasMethod(t, "Read") && !isSafe(t)
}

// maxForward is how many functions a guard may be handed through.
const maxForward = 4

// opened reports whether a call opens a file to write to it, one that did not exist or is emptied or appended to: what is
// there and is written to is often a device, or a file by which the kernel takes orders.
func (c *checker) opened(call *ssa.Call, kind *guard.Kind, depth int) bool {
	fn := effect.Called(&call.Call)
	if fn == nil || depth == 0 {
		return false
	}
	for _, m := range c.known.Kinds().Acquisitions(fn, "") {
		if m.Kind.Name != kind.Name {
			continue
		}
		return !isVirtual(call) && (m.Acquisition.Mode == guard.ForWriting || m.Acquisition.Mode == guard.ByFlags && flagsMake(call, fn.Pkg()))
	}
	return c.opensOnly(call.Call.StaticCallee(), kind, depth)
}

// opensOnly reports whether a function of the package opens files, all of them to write to them.
func (c *checker) opensOnly(fn *ssa.Function, kind *guard.Kind, depth int) bool {
	if fn == nil || len(fn.Blocks) == 0 {
		return false
	}
	some, all := false, true
	for _, b := range fn.Blocks {
		for _, instr := range b.Instrs {
			call, ok := instr.(*ssa.Call)
			if !ok || !c.handsOut(call, kind) {
				continue
			}
			some = true
			all = all && c.opened(call, kind, depth-1)
		}
	}
	return some && all
}

// handsOut reports whether a call hands out a guard of a kind.
func (c *checker) handsOut(call *ssa.Call, kind *guard.Kind) bool {
	fn := effect.Called(&call.Call)
	if fn == nil {
		return false
	}
	if slices.ContainsFunc(c.known.Kinds().Acquisitions(fn, ""), func(m guard.Match) bool { return m.Kind.Name == kind.Name }) {
		return true
	}
	sum := c.known.Summary(fn)
	return sum != nil && slices.ContainsFunc(sum.Results, func(f summary.Fresh) bool { return f.Kind == kind.Name })
}

// flagsMake reports whether the flags for os.OpenFile, a constant, open a file for writing and make, empty or extend it; and
// whether it is Close that tells of a write that failed, and not, with O_SYNC, the write.
func flagsMake(call *ssa.Call, os *types.Package) bool {
	for _, arg := range call.Call.Args {
		c, ok := arg.(*ssa.Const)
		if !ok || c.Value == nil || c.Value.Kind() != constant.Int || !types.Identical(c.Type(), types.Typ[types.Int]) {
			continue
		}
		has := func(names ...string) bool {
			return slices.ContainsFunc(names, func(name string) bool {
				flag, ok := os.Scope().Lookup(name).(*types.Const)
				return ok && constant.Sign(constant.BinaryOp(c.Value, token.AND, flag.Val())) != 0
			})
		}
		return has("O_WRONLY", "O_RDWR") && has("O_CREATE", "O_TRUNC", "O_APPEND") && !has("O_SYNC")
	}
	return false
}

// isVirtual reports whether the path of a file is a constant that leads to no disk.
func isVirtual(call *ssa.Call) bool {
	return slices.ContainsFunc(call.Call.Args, func(arg ssa.Value) bool {
		c, ok := arg.(*ssa.Const)
		if !ok || c.Value == nil || c.Value.Kind() != constant.String {
			return false
		}
		path := constant.StringVal(c.Value)
		return slices.ContainsFunc([]string{"/dev/", "/proc/", "/sys/"}, func(dir string) bool { return strings.HasPrefix(path, dir) })
	})
}

// forTests reports whether a function, or one around it, is given a test: it fails the test if something is wrong.
func forTests(fn *ssa.Function) bool {
	for ; fn != nil; fn = fn.Parent() {
		for p := range fn.Signature.Params().Variables() {
			if obj, _, _ := types.LookupFieldOrMethod(p.Type(), true, nil, "FailNow"); obj != nil {
				return true
			}
		}
	}
	return false
}
