package ownership

import (
	"go/token"
	"go/types"

	"golang.org/x/tools/go/ssa"

	"github.com/guardlint/guardlint/passes/internal/effect"
	"github.com/guardlint/guardlint/passes/internal/guard"
	"github.com/guardlint/guardlint/passes/internal/obligation"
)

// Whoever sets a finalizer on a new object that calls an exported release of it says that the object is to be released, and
// that the finalizer is for those who forget:
//
//	fd := &FD{raw}
//	runtime.SetFinalizer(fd, (*FD).Close)
//	return fd
//
// What only has a finalizer, or an unexported method for it, is the business of the garbage collector.
func (in *inference) finalized(fn *ssa.Function, call ssa.CallInstruction) []*obligation.Obligation {
	args := call.Common().Args
	object, ok := effect.Concrete(args[0]).(*ssa.Alloc)
	if !ok || object.Parent() != fn {
		return nil
	}
	name := releaseOfFirst(effect.Concrete(args[1]))
	kind := in.kinds.Kind(guard.CloserKind)
	if name == "" || kind == nil {
		return nil
	}
	var by []string
	if len(kind.ByMethod(name)) == 0 {
		by = []string{name}
		kind = kind.Also(by)
	}
	return []*obligation.Obligation{{
		Kind: kind, Fn: fn, Site: call, Maker: object, By: by, Cleanup: -1, Holder: guard.Holder{In: guard.Result}, Valid: guard.Always,
	}}
}

// releaseOfFirst returns the exported release that a function is or calls with its first parameter: (*FD).Close, or
// func(fd *FD) { fd.Close() }.
func releaseOfFirst(v ssa.Value) string {
	if lit, ok := v.(*ssa.MakeClosure); ok {
		v = lit.Fn
	}
	fn, ok := v.(*ssa.Function)
	if !ok {
		return ""
	}
	if method, ok := fn.Object().(*types.Func); ok && method.Signature().Recv() != nil {
		return releaseNamed(method)
	}
	if len(fn.Params) == 0 {
		return ""
	}
	for _, ref := range *fn.Params[0].Referrers() {
		if call, ok := ref.(ssa.CallInstruction); ok {
			if callee := effect.Called(call.Common()); callee != nil && callee.Signature().Recv() != nil && operands(call.Common())[0] == fn.Params[0] {
				return releaseNamed(callee)
			}
		}
	}
	return ""
}

func releaseNamed(method *types.Func) string {
	if token.IsExported(method.Name()) && guard.ReleaseName(method.Name()) {
		return method.Name()
	}
	return ""
}
