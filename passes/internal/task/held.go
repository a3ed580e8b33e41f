package task

import (
	"go/token"
	"go/types"

	"golang.org/x/tools/go/ssa"

	"github.com/guardlint/guardlint/passes/internal/effect"
	"github.com/guardlint/guardlint/passes/internal/guard"
)

// What is lost with a variable or a field of type io.Closer, its type does not say, nor does that of a file or a compressor.
// Where everything that the package puts there is in sight, that does.

// holdsNothingToLose reports whether a variable or a field only ever holds what has nothing to lose when its release, the method
// of that name, fails: connections, readers, files that are opened to be read, writers to memory.
func (f *Finder) holdsNothingToLose(v ssa.Value, method string) bool {
	h := origins{f: f, method: method, seen: make(map[ssa.Value]bool)}
	return v != nil && h.nothing(v) && h.found
}

// Origins follow a value back to all that it comes from.
type origins struct {
	f      *Finder
	method string
	seen   map[ssa.Value]bool
	found  bool // something is put there, and it has nothing to lose
}

// nothing reports whether all that v can be has nothing to lose.
func (o *origins) nothing(v ssa.Value) bool {
	if o.seen[v] {
		return true
	}
	o.seen[v] = true
	if _, isNil := v.(*ssa.Const); isNil {
		return true
	}
	if loss, known := o.f.lossWith(o.method, v.Type()); known && loss == Nothing || hasAddress(v.Type()) || onlyReads(v.Type()) {
		o.found = true
		return true
	}
	switch v := v.(type) {
	case *ssa.MakeInterface:
		return o.nothing(v.X)
	case *ssa.ChangeInterface:
		return o.nothing(v.X)
	case *ssa.Phi:
		for _, edge := range v.Edges {
			if !o.nothing(edge) {
				return false
			}
		}
		return true
	case *ssa.UnOp:
		return v.Op == token.MUL && o.memory(v.X)
	case *ssa.Extract:
		call, ok := v.Tuple.(*ssa.Call)
		return ok && o.result(call, v.Index)
	case *ssa.Call:
		return o.result(v, 0)
	}
	return false
}

// result follows result i of a call into the function, if that is in the package.
func (o *origins) result(call *ssa.Call, i int) bool {
	fn := call.Common().StaticCallee()
	if fn == nil || len(fn.Blocks) == 0 {
		toRead := o.f.opensToRead(call) || writesNowhere(call) && !o.f.isReset(call.Common().Signature().Results().At(i).Type())
		o.found = o.found || toRead
		return toRead
	}
	for _, b := range fn.Blocks {
		if ret, ok := b.Instrs[len(b.Instrs)-1].(*ssa.Return); ok && !o.nothing(ret.Results[i]) {
			return false
		}
	}
	return true
}

// memory follows what is assigned to a variable, or to a field that only the package can assign to.
func (o *origins) memory(addr ssa.Value) bool {
	switch addr := addr.(type) {
	case *ssa.Alloc:
		stores, known := Stores(addr)
		return known && o.stored(stores)
	case *ssa.FreeVar:
		alloc, ok := pathOf(addr, maxSteps).Root.(*ssa.Alloc)
		return ok && o.memory(alloc)
	case *ssa.FieldAddr:
		field := effect.FieldVar(addr)
		pkg := outermost(addr.Parent()).Pkg // an instance of a generic function has none
		if field == nil || field.Exported() || pkg == nil || field.Pkg() != pkg.Pkg {
			return false
		}
		stores, known := o.f.storesTo(field)
		return known && o.stored(stores)
	}
	return false
}

func (o *origins) stored(stores []*ssa.Store) bool {
	for _, s := range stores {
		if !o.nothing(s.Val) {
			return false
		}
	}
	return true
}

// opensToRead reports whether a call acquires a guard in a way by which nothing is written to it.
func (f *Finder) opensToRead(call *ssa.Call) bool {
	fn := called(call.Common())
	if fn == nil {
		return false
	}
	matches := f.Kinds.Acquisitions(fn, "")
	for _, m := range matches {
		if m.Acquisition.Mode != guard.ForReading || lossOf(m.Kind) != Nothing {
			return false
		}
	}
	return len(matches) > 0
}

// writesNowhere reports whether what a call makes writes to memory, or to nothing at all: zstd.NewWriter(nil).
func writesNowhere(call *ssa.Call) bool {
	sinks := 0
	for _, arg := range call.Common().Args {
		iface, ok := arg.Type().Underlying().(*types.Interface)
		if !ok || !movesBytes(iface, "Write") {
			continue
		}
		switch x := PathOf(arg).Root.(type) {
		case *ssa.Const:
		case *ssa.Global:
			if x.Name() != "Discard" || x.Pkg.Pkg.Path() != "io" {
				return false
			}
		default:
			if !isMemory(x.Type()) {
				return false
			}
		}
		sinks++
	}
	return sinks > 0
}

// isMemory reports whether t points to a buffer.
func isMemory(t types.Type) bool {
	named := namedOf(t)
	if named == nil || named.Obj().Pkg() == nil {
		return false
	}
	name := named.Obj().Pkg().Path() + "." + named.Obj().Name()
	return name == "bytes.Buffer" || name == "strings.Builder"
}

// isReset reports whether the package gives writers of type t another target later.
func (f *Finder) isReset(t types.Type) bool {
	found := false
	for _, fn := range f.Functions {
		eachFunc(fn, func(fn *ssa.Function) {
			eachInstr(fn, func(instr ssa.Instruction) {
				if call, ok := instr.(ssa.CallInstruction); ok {
					m := called(call.Common())
					ops := operands(call.Common())
					found = found || m != nil && m.Name() == "Reset" && len(ops) > 1 && types.Identical(ops[0].Type(), t)
				}
			})
		})
	}
	return found
}

// storesTo returns the assignments to a field in the package. It reports false if its address goes elsewhere.
func (f *Finder) storesTo(field *types.Var) (stores []*ssa.Store, known bool) {
	known = true
	for _, fn := range f.Functions {
		eachFunc(fn, func(fn *ssa.Function) {
			eachInstr(fn, func(instr ssa.Instruction) {
				addr, ok := instr.(*ssa.FieldAddr)
				if !ok || effect.FieldVar(addr) != field {
					return
				}
				for _, ref := range *addr.Referrers() {
					switch ref := ref.(type) {
					case *ssa.Store:
						known = known && ref.Addr == addr
						stores = append(stores, ref)
					case *ssa.UnOp, *ssa.DebugRef:
					default:
						known = false
					}
				}
			})
		})
	}
	return stores, known
}
