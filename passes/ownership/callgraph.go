package ownership

import (
	"cmp"
	"go/types"
	"slices"

	"golang.org/x/tools/go/ssa"

	"github.com/guardlint/guardlint/passes/internal/effect"
)

// declared returns the functions and methods that the package declares, sorted, and its initializer: function literals
// in package-level variables, such as the commands of a program, are literals in that.
func declared(pkg *ssa.Package) []*ssa.Function {
	var fns []*ssa.Function
	add := func(fn *ssa.Function) {
		if fn != nil && len(fn.Blocks) > 0 && fn.Synthetic == "" {
			fns = append(fns, fn)
		}
	}
	if init := pkg.Func("init"); init != nil && len(init.AnonFuncs) > 0 {
		fns = append(fns, init)
	}
	for _, m := range pkg.Members {
		switch m := m.(type) {
		case *ssa.Function:
			add(m)
			if m.Name() == "init" { // init#1, ...: members of their own
				continue
			}
		case *ssa.Type:
			for _, fn := range methods(m.Type()) {
				add(pkg.Prog.FuncValue(fn))
			}
		}
	}
	// By name and not by position: drivers parse the files of a package in any order.
	slices.SortFunc(fns, func(a, b *ssa.Function) int {
		return cmp.Or(cmp.Compare(a.String(), b.String()), cmp.Compare(a.Pos(), b.Pos()))
	})
	return fns
}

// methods returns the methods that are declared for the named type t.
func methods(t types.Type) []*types.Func {
	named, ok := types.Unalias(t).(*types.Named)
	if !ok {
		return nil
	}
	var list []*types.Func
	for i := range named.NumMethods() {
		list = append(list, named.Method(i))
	}
	return list
}

// components returns the strongly connected components of the call graph of fns, callees first. The calls of a
// literal are those of the function that it is in. The algorithm is Tarjan's.
func components(fns []*ssa.Function, callees map[*ssa.Function][]*ssa.Function) [][]*ssa.Function {
	t := &tarjan{
		callees: callees,
		index:   make(map[*ssa.Function]int),
		low:     make(map[*ssa.Function]int),
		on:      make(map[*ssa.Function]bool),
	}
	for _, fn := range fns {
		if t.index[fn] == 0 {
			t.visit(fn)
		}
	}
	return t.found
}

type tarjan struct {
	callees    map[*ssa.Function][]*ssa.Function
	index, low map[*ssa.Function]int
	on         map[*ssa.Function]bool
	stack      []*ssa.Function
	found      [][]*ssa.Function
}

func (t *tarjan) visit(fn *ssa.Function) {
	n := len(t.index) + 1
	t.index[fn], t.low[fn] = n, n
	t.stack, t.on[fn] = append(t.stack, fn), true
	for _, c := range t.callees[fn] {
		if t.index[c] == 0 {
			t.visit(c)
			t.low[fn] = min(t.low[fn], t.low[c])
		} else if t.on[c] {
			t.low[fn] = min(t.low[fn], t.index[c])
		}
	}
	if t.low[fn] != n {
		return
	}
	i := slices.Index(t.stack, fn)
	component := slices.Clone(t.stack[i:])
	slices.Reverse(component) // what was found last is called, rather than calling
	t.stack = t.stack[:i]
	for _, f := range component {
		t.on[f] = false
	}
	t.found = append(t.found, component)
}

// calleesOf finds the calls between the functions: static ones, and those through interfaces that are known to be
// implemented here.
func calleesOf(fns []*ssa.Function, implementations map[*types.Func][]*types.Func) map[*ssa.Function][]*ssa.Function {
	byObject := make(map[*types.Func]*ssa.Function, len(fns))
	for _, fn := range fns {
		if obj, ok := fn.Object().(*types.Func); ok {
			byObject[obj] = fn
		}
	}
	callees := make(map[*ssa.Function][]*ssa.Function)
	for _, fn := range fns {
		seen := make(map[*ssa.Function]bool)
		add := func(obj *types.Func) {
			if f := byObject[obj.Origin()]; f != nil && !seen[f] {
				seen[f] = true
				callees[fn] = append(callees[fn], f)
			}
		}
		eachInstr(fn, func(instr ssa.Instruction) {
			switch instr := instr.(type) {
			case *ssa.MakeInterface: // whoever gets the interface may call the methods of what is in it
				for _, m := range methods(structNameOf(instr.X.Type())) {
					add(m)
				}
			case ssa.CallInstruction:
				if c := instr.Common(); c.IsInvoke() {
					for _, m := range implementations[c.Method] {
						add(m)
					}
				}
			}
			var ops [16]*ssa.Value
			for _, op := range instr.Operands(ops[:0]) {
				if f, ok := (*op).(*ssa.Function); ok {
					if obj, ok := f.Object().(*types.Func); ok {
						add(obj)
					}
				}
			}
		})
	}
	return callees
}

// inverted turns a relation round.
func inverted(callees map[*ssa.Function][]*ssa.Function) map[*ssa.Function][]*ssa.Function {
	callers := make(map[*ssa.Function][]*ssa.Function)
	for caller, list := range callees {
		for _, callee := range list {
			callers[callee] = append(callers[callee], caller)
		}
	}
	return callers
}

// structNameOf looks through a pointer to the type whose methods are declared.
func structNameOf(t types.Type) types.Type {
	if p, ok := types.Unalias(t).(*types.Pointer); ok {
		return p.Elem()
	}
	return t
}

// eachInstr calls f for the instructions of fn and of the literals in it.
func eachInstr(fn *ssa.Function, f func(ssa.Instruction)) {
	for _, b := range fn.Blocks {
		for _, instr := range b.Instrs {
			f(instr)
		}
	}
	for _, lit := range fn.AnonFuncs {
		eachInstr(lit, f)
	}
}

// called is the function that a call calls, if that is known.
func called(c *ssa.CallCommon) *types.Func { return effect.Called(c) }
