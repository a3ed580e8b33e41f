package closeerr

import (
	"go/types"
	"slices"

	"golang.org/x/tools/go/ssa"

	"github.com/guardlint/guardlint/passes/internal/effect"
	"github.com/guardlint/guardlint/passes/internal/guard"
	"github.com/guardlint/guardlint/passes/internal/task"
)

// safeSink reports whether what a writer writes to cannot fail, or fails where somebody else finds out: memory, what a
// person reads on a terminal, the other side of a connection or pipe, a writer that remembers its first error.
func (c *checker) safeSink(v ssa.Value, depth int) bool {
	v = unboxed(v)
	if isSafe(v.Type()) || c.remembers(v.Type()) {
		return true
	}
	p := task.PathOf(v)
	if p.Fields != "" && p.Fields != task.Variable || depth == 0 {
		return false
	}
	if root, isGlobal := p.Root.(*ssa.Global); isGlobal { // os.Stdout, io.Discard
		return root.Pkg.Pkg.Path() == "os" || root.Pkg.Pkg.Path() == "io"
	}
	if isSafe(p.Root.Type()) {
		return true
	}
	switch root := p.Root.(type) {
	case *ssa.Phi:
		return slices.ContainsFunc(root.Edges, func(e ssa.Value) bool { return c.safeSink(e, depth-1) })
	case *ssa.Extract:
		call, ok := root.Tuple.(*ssa.Call)
		return ok && c.safeWrapper(call, depth)
	case *ssa.Call:
		return c.safeWrapper(root, depth)
	}
	return false
}

// remembers reports whether t is a type of the package whose Write keeps an error in a field: there it is found when all is
// written.
func (c *checker) remembers(t types.Type) bool {
	obj, _, _ := types.LookupFieldOrMethod(t, true, c.pass.Pkg, "Write")
	write, ok := obj.(*types.Func)
	if !ok || write.Pkg() != c.pass.Pkg {
		return false
	}
	fns := c.known.Functions()
	i := slices.IndexFunc(fns, func(fn *ssa.Function) bool { return fn.Object() == write.Origin() })
	return i >= 0 && storesError(fns[i], maxForward)
}

// storesError reports whether a function stores an error in a field, itself or in a function that it calls.
func storesError(fn *ssa.Function, depth int) bool {
	for _, b := range fn.Blocks {
		for _, instr := range b.Instrs {
			switch instr := instr.(type) {
			case *ssa.Store:
				if inField(instr.Addr) && guard.IsError(instr.Val.Type()) {
					return true
				}
			case *ssa.Call:
				if callee := instr.Call.StaticCallee(); callee != nil && depth > 0 && storesError(callee, depth-1) {
					return true
				}
			}
		}
	}
	return false
}

// inField reports whether an address is that of a field, or is in one: *w.err = err.
func inField(addr ssa.Value) bool {
	if load, ok := addr.(*ssa.UnOp); ok {
		addr = load.X
	}
	switch addr.(type) {
	case *ssa.FieldAddr, *ssa.Field:
		return true
	}
	return false
}

// unboxed returns what is in an interface.
func unboxed(v ssa.Value) ssa.Value {
	for {
		switch x := v.(type) {
		case *ssa.MakeInterface:
			v = x.X
		case *ssa.ChangeInterface:
			v = x.X
		default:
			return v
		}
	}
}

// safeWrapper reports whether a call makes a writer around a safe one, or returns one.
func (c *checker) safeWrapper(call *ssa.Call, depth int) bool {
	if fn := effect.Called(&call.Call); fn != nil && observed[fn.FullName()] {
		return true
	}
	return slices.ContainsFunc(call.Call.Args, func(arg ssa.Value) bool { return hasMethod(arg.Type(), "Write") && c.safeSink(arg, depth-1) })
}

// observed are functions that return what a command writes its output to, or a program gets its input from.
var observed = map[string]bool{
	"(*github.com/spf13/cobra.Command).OutOrStdout": true, "(*github.com/spf13/cobra.Command).ErrOrStderr": true,
	"(*github.com/spf13/cobra.Command).OutOrStderr": true,
	"(*os/exec.Cmd).StdinPipe":                      true, "(*golang.org/x/crypto/ssh.Session).StdinPipe": true,
}

// isSafe reports whether t is, or points to, the type of a safe sink.
func isSafe(t types.Type) bool {
	if p, ok := t.Underlying().(*types.Pointer); ok {
		if pp, ok := p.Elem().Underlying().(*types.Pointer); ok { // a variable
			t = pp
		}
	}
	elem := t
	if p, ok := types.Unalias(t).(*types.Pointer); ok {
		elem = p.Elem()
	}
	if named, ok := types.Unalias(elem).(*types.Named); ok && named.Obj().Pkg() != nil {
		switch named.Obj().Pkg().Path() + "." + named.Obj().Name() {
		case "bytes.Buffer", "strings.Builder", "io.PipeWriter", "bufio.Writer":
			return true
		}
	}
	for _, sign := range []string{"WriteHeader", "RemoteAddr", "BlockSize"} { // of a response, a connection, a hash
		if hasMethod(t, sign) && hasMethod(t, "Write") {
			return true
		}
	}
	return false
}

func hasMethod(t types.Type, name string) bool {
	obj, _, _ := types.LookupFieldOrMethod(t, true, nil, name)
	_, ok := obj.(*types.Func)
	return ok
}
