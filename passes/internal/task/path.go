package task

import (
	"fmt"
	"go/token"

	"golang.org/x/tools/go/ssa"

	"github.com/guardlint/guardlint/passes/internal/effect"
)

// A Path names an object by how a program gets at it: a value, and the fields from there. Equal paths are the same
// object as long as nobody stores to the fields between two looks, which callers have to rule out where it matters.
type Path struct {
	Root   ssa.Value
	Fields string
}

// Variable says, as the Fields of a [Path], that its Root is a variable that is assigned more than once.
const Variable = "="

const maxSteps = 12 // from a value to its root

// PathOf returns the path of a value. It looks through conversions, through variables that are assigned once, also
// when a literal has captured them, and through getters of contexts.
func PathOf(v ssa.Value) Path { return pathOf(v, maxSteps) }

func pathOf(v ssa.Value, steps int) Path {
	if steps == 0 {
		return Path{Root: v}
	}
	switch x := v.(type) {
	case *ssa.ChangeType:
		return pathOf(x.X, steps-1)
	case *ssa.ChangeInterface:
		return pathOf(x.X, steps-1)
	case *ssa.MakeInterface:
		return pathOf(x.X, steps-1)
	case *ssa.TypeAssert:
		if !x.CommaOk {
			return pathOf(x.X, steps-1)
		}
	case *ssa.FreeVar:
		if b := effect.Captured(x); b != nil {
			return pathOf(b, steps-1)
		}
	case *ssa.FieldAddr:
		return below(pathOf(x.X, steps-1), x.Field)
	case *ssa.Field:
		return below(pathOf(x.X, steps-1), x.Field)
	case *ssa.UnOp:
		if x.Op == token.MUL {
			return loaded(x, steps)
		}
	case *ssa.Call:
		return getter(x, steps)
	}
	return Path{Root: v}
}

// loaded returns the path of what is read from memory.
func loaded(load *ssa.UnOp, steps int) Path {
	p := pathOf(load.X, steps-1)
	alloc, ok := p.Root.(*ssa.Alloc)
	if !ok || p.Fields != "" {
		return p
	}
	stores, known := Stores(alloc)
	switch {
	case known && len(stores) == 1:
		return pathOf(stores[0].Val, steps-1)
	case isStruct(alloc):
		return p
	}
	return Path{Root: alloc, Fields: Variable}
}

// getter returns the path of the result of r.Context(), which is the same for every call on the same object.
func getter(call *ssa.Call, steps int) Path {
	c := call.Common()
	if fn := called(c); fn != nil && fn.Name() == "Context" && fn.Signature().Params().Len() == 0 {
		recv := c.Value
		if !c.IsInvoke() && len(c.Args) == 1 {
			recv = c.Args[0]
		}
		p := pathOf(recv, steps-1)
		p.Fields += ".Context"
		return p
	}
	return Path{Root: call}
}

func below(p Path, field int) Path {
	p.Fields += fmt.Sprintf(".%d", field)
	return p
}

// MakerOf returns the instruction that makes a closure of a literal, or nil if it captures nothing.
func MakerOf(lit *ssa.Function) *ssa.MakeClosure {
	if lit.Parent() == nil {
		return nil
	}
	for _, ref := range *lit.Referrers() {
		if c, ok := ref.(*ssa.MakeClosure); ok {
			return c
		}
	}
	return nil
}

// Stores returns the assignments to a variable, in its function and in the literals that captured it. It reports false
// if its address goes to where we do not follow it.
func Stores(variable *ssa.Alloc) (stores []*ssa.Store, known bool) {
	known = eachUse(variable, func(instr ssa.Instruction, addr ssa.Value) bool {
		switch instr := instr.(type) {
		case *ssa.Store:
			if instr.Addr != addr {
				return false
			}
			stores = append(stores, instr)
		case *ssa.UnOp, *ssa.DebugRef:
		case *ssa.FieldAddr, *ssa.IndexAddr:
		default:
			return false
		}
		return true
	})
	return stores, known
}

// eachUse calls visit for the instructions that use the address of a variable, under whatever name it has there, until
// visit returns false. It reports whether visit never did.
func eachUse(addr ssa.Value, visit func(ssa.Instruction, ssa.Value) bool) bool {
	refs := addr.Referrers()
	if refs == nil {
		return true
	}
	for _, ref := range *refs {
		closure, ok := ref.(*ssa.MakeClosure)
		if !ok {
			if !visit(ref, addr) {
				return false
			}
			continue
		}
		lit := closure.Fn.(*ssa.Function)
		for i, b := range closure.Bindings {
			if b == addr && i < len(lit.FreeVars) && !eachUse(lit.FreeVars[i], visit) {
				return false
			}
		}
	}
	return true
}
