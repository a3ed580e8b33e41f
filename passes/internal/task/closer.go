package task

import (
	"go/types"

	"github.com/guardlint/guardlint/passes/internal/guard"
)

// isCloser reports whether a method is that of io.Closer, or one that is called like a release, takes a context so that it
// can be given up, and returns nothing but an error: that is done to what can fail to be released, on another machine or on
// disk. A Rollback is called where something has failed already.
func isCloser(fn *types.Func) bool {
	sig := fn.Signature()
	if sig.Results().Len() != 1 || errorOf(sig) != 0 {
		return false
	}
	switch params := sig.Params(); params.Len() {
	case 0:
		return fn.Name() == "Close"
	case 1:
		return guard.IsContext(params.At(0).Type()) && (endsObject(fn.Name()) || fn.Name() == "Release" || fn.Name() == "Cleanup")
	}
	return false
}

// allSucceed reports whether no method of the package that implements one of its own unexported interfaces, of which nobody
// else knows, ever returns an error.
func (f *Finder) allSucceed(fn *types.Func, recv types.Type) bool {
	named, iface := namedOf(recv), recv.Underlying().(*types.Interface)
	if named == nil || named.Obj().Exported() {
		return false
	}
	found := 0
	for _, impl := range f.Functions {
		obj, ok := impl.Object().(*types.Func)
		if !ok || obj.Name() != fn.Name() || obj.Signature().Recv() == nil || !types.Implements(obj.Signature().Recv().Type(), iface) {
			continue
		}
		sum := f.Summary(obj)
		if found++; sum == nil || !neverFails(sum, errorOf(obj.Signature())) {
			return false
		}
	}
	return found > 0
}

// onlyReads reports whether t is an interface through which a program reads and does not write: whoever has it got what
// there is to get, whether it can be closed or not.
func onlyReads(t types.Type) bool {
	if t == nil {
		return false
	}
	iface, ok := t.Underlying().(*types.Interface)
	return ok && movesBytes(iface, "Read") && !movesBytes(iface, "Write")
}

// movesBytes reports whether an interface has the method of io.Reader or io.Writer.
func movesBytes(iface *types.Interface, method string) bool {
	for m := range iface.Methods() {
		sig := m.Signature()
		if m.Name() == method && sig.Params().Len() == 1 && sig.Results().Len() == 2 && errorOf(sig) == 1 {
			return types.TypeString(sig.Params().At(0).Type(), nil) == "[]byte"
		}
	}
	return false
}

// hasAddress reports whether t is an interface with a method that returns a network address: a connection or listener.
func hasAddress(t types.Type) bool {
	if t == nil {
		return false
	}
	iface, ok := t.Underlying().(*types.Interface)
	for i := 0; ok && i < iface.NumMethods(); i++ {
		results := iface.Method(i).Signature().Results()
		if results.Len() != 1 {
			continue
		}
		if addr := namedOf(results.At(0).Type()); addr != nil && addr.Obj().Name() == "Addr" && addr.Obj().Pkg() != nil && addr.Obj().Pkg().Path() == "net" {
			return true
		}
	}
	return false
}
