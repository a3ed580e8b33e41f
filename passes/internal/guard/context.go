package guard

import "go/types"

// IsContext reports whether t is context.Context.
func IsContext(t types.Type) bool {
	named, ok := types.Unalias(t).(*types.Named)
	return ok && named.Obj().Name() == "Context" && named.Obj().Pkg() != nil && named.Obj().Pkg().Path() == "context"
}

// IsRootContext reports whether a function returns a context that is never done and remembers nothing: nothing is lost with
// what is derived from it and given to nobody.
func IsRootContext(fn *types.Func) bool {
	return fn != nil && (fn.FullName() == "context.Background" || fn.FullName() == "context.TODO")
}
