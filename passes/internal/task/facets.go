package task

import (
	"go/types"

	"golang.org/x/tools/go/ssa"

	"github.com/guardlint/guardlint/passes/internal/effect"
	"github.com/guardlint/guardlint/passes/internal/guard"
	"github.com/guardlint/guardlint/passes/internal/source"
)

// gap returns the first facet of a task that nobody looks after, or nothing.
func (f *Finder) gap(t *Task) []Gap {
	for _, facet := range []func(*Task) (Gap, bool){f.errorGap, f.acceptanceGap, f.terminationGap, f.triggerGap, f.panicGap} {
		if g, ok := facet(t); ok && (f.Strict || g.Grade != guard.Unsure) {
			g.Task = t
			return []Gap{g}
		}
	}
	return nil
}

// errorGap decides the facet Error.
//
// A release in a task that does other work is no launched cleanup: its error is lost as it would be in any function.
// Nor is the error worth a report where a task closes what was only read or connected in order to end its use: a
// timer that closes a connection, a goroutine that does so when a context is done.
func (f *Finder) errorGap(t *Task) (Gap, bool) {
	if !t.Pure {
		return Gap{}, false
	}
	for _, r := range t.Releases {
		if r.Err < 0 || endsUseOf(t, r) && r.Loss != Data {
			continue
		}
		isLaunched := r.Call == nil || r.Call == t.Launch.Instr
		if isLaunched && f.resultObserved(t) || !isLaunched && f.observed(t, r) || f.contextAsked(t, r) {
			continue
		}
		g := Gap{Release: r, Facet: Error, Grade: r.Grade}
		if f.tellsLittle(r) || r.Loss != Data && (inTest(t.Launch.In) || f.isNet(t)) {
			g.Grade = guard.Unsure // as that of closing a connection, the error tells little
		}
		if end, ok := f.terminationGap(t); ok {
			g.Unjoined, g.Ends = true, end.Ends
		}
		return g, true
	}
	return Gap{}, false
}

// tellsLittle reports whether there is nothing to lose where a release fails, or the package shows that it does not mind.
func (f *Finder) tellsLittle(r Release) bool {
	return r.Loss == Nothing || r.Loss == Unknown && f.unwanted(r) || f.holdsNothingToLose(r.Guard, r.Fn.Name())
}

// inTest reports whether a function is part of a test: it is in a file of tests, or was given the handle of one, as helpers
// of tests are wherever they are declared.
func inTest(fn *ssa.Function) bool {
	if source.InTest(fn.Prog.Fset, fn.Pos()) {
		return true
	}
	for ; fn != nil; fn = fn.Parent() {
		for _, p := range fn.Params {
			if isTestHandle(p.Type()) {
				return true
			}
		}
	}
	return false
}

// isTestHandle reports whether t is that by which a test fails: *testing.T, testing.TB.
func isTestHandle(t types.Type) bool {
	named := namedOf(t)
	return named != nil && named.Obj().Pkg() != nil && named.Obj().Pkg().Path() == "testing"
}

// isNet reports whether a task is a finalizer or a cleanup that the package takes off again where it releases the object: it
// is for those objects that somebody forgot, and who forgot them asks for no error.
//
//	func (h *handle) Close() error {
//		runtime.SetFinalizer(h, nil) // or h.cleanup.Stop()
//		return h.f.Close()
//	}
func (f *Finder) isNet(t *Task) bool {
	var takesOff func(callee *types.Func, args []ssa.Value) bool
	switch t.Launch.Where {
	case Finalizer:
		object := effect.Concrete(t.Launch.Instr.Common().Args[0])
		takesOff = func(callee *types.Func, args []ssa.Value) bool {
			return callee.FullName() == "runtime.SetFinalizer" && isNil(args[1]) && types.Identical(effect.Concrete(args[0]).Type(), object.Type())
		}
	case GC:
		field := storedIn(t.Launch.Instr.Value())
		takesOff = func(callee *types.Func, args []ssa.Value) bool {
			return field != nil && callee.FullName() == "(runtime.Cleanup).Stop" && loadedFrom(args[0]) == field
		}
	default:
		return false
	}
	found := false
	for _, fn := range f.Functions {
		if !isReleaseName(fn.Name()) {
			continue
		}
		eachFunc(fn, func(fn *ssa.Function) {
			eachInstr(fn, func(instr ssa.Instruction) {
				if call, ok := instr.(ssa.CallInstruction); ok && !found {
					callee := called(call.Common())
					found = callee != nil && takesOff(callee, call.Common().Args)
				}
			})
		})
	}
	return found
}

// storedIn returns the field that the result of a call is stored in, or nil.
func storedIn(call *ssa.Call) *types.Var {
	if call == nil {
		return nil
	}
	for _, ref := range *call.Referrers() {
		if st, ok := ref.(*ssa.Store); ok && st.Val == call {
			if addr, ok := st.Addr.(*ssa.FieldAddr); ok {
				return effect.FieldVar(addr)
			}
		}
	}
	return nil
}

// loadedFrom returns the field that a value is read from, or whose address it is, or nil.
func loadedFrom(v ssa.Value) *types.Var {
	if load, ok := v.(*ssa.UnOp); ok {
		v = load.X
	}
	if addr, ok := v.(*ssa.FieldAddr); ok {
		return effect.FieldVar(addr)
	}
	return nil
}

// endsUseOf reports whether a task releases in order to end a use that goes on elsewhere.
func endsUseOf(t *Task, r Release) bool {
	switch t.Launch.Where {
	case Timer, Context:
		return true
	}
	return t.Waits
}

// resultObserved reports whether what the launched function returns is observed.
func (f *Finder) resultObserved(t *Task) bool {
	sig := t.Launch.signature()
	if sig != nil && sig.Results().Len() == 0 {
		return false
	}
	if t.Launch.Where == Queue {
		return true // whoever calls it has its error
	}
	if t.Launch.Where != Group {
		return t.Launch.Seen
	}
	group := PathOf(operands(t.Launch.Instr.Common())[0])
	switch root := group.Root.(type) {
	case *ssa.Alloc:
	case *ssa.Extract: // errgroup.WithContext
		if root.Index != 0 {
			return true
		}
	default:
		return true // a group of somebody else
	}
	return groupObserved(group, t.Launch.In)
}

// groupObserved reports whether the result of waiting for a group is used in the function that fn is a part of. A group
// that is not waited for there, or that others get to see, may be observed elsewhere.
func groupObserved(group Path, fn *ssa.Function) bool {
	used, waitedFor := false, false
	eachFunc(outermost(fn), func(fn *ssa.Function) {
		eachInstr(fn, func(instr ssa.Instruction) {
			call, ok := instr.(ssa.CallInstruction)
			if !ok {
				return
			}
			callee := called(call.Common())
			for i, op := range operands(call.Common()) {
				if PathOf(op) != group {
					continue
				}
				switch {
				case i == 0 && callee != nil && callee.Name() == "Wait" && callee.Signature().Recv() != nil:
					waitedFor = true
					if v, isCall := call.(*ssa.Call); isCall && len(*v.Referrers()) > 0 {
						used = true
					}
				case callee == nil || i > 0 || callee.Signature().Recv() == nil:
					used = true // somebody else has it, and may wait for it
				}
			}
		})
	})
	return used || !waitedFor
}

// signature is that of the launched function.
func (l *Launch) signature() *types.Signature {
	switch {
	case l.Method != nil:
		return l.Method.Signature()
	case l.Fn != nil:
		return l.Fn.Signature
	}
	return nil
}

// terminationGap decides the facet Termination.
func (f *Finder) terminationGap(t *Task) (Gap, bool) {
	for _, r := range t.Releases {
		if end, ok := f.unjoined(t, r); ok {
			return Gap{Release: r, Facet: Termination, Grade: max(r.Grade, guard.Likely), Ends: end}, true
		}
	}
	return Gap{}, false
}

// panicGap decides the facet Panic, where it is asked for: the release is called, not deferred, after something that
// may panic.
func (f *Finder) panicGap(t *Task) (Gap, bool) {
	if !f.Panics || t.Pure || t.Body == nil {
		return Gap{}, false
	}
	for _, r := range t.Releases {
		call, ok := r.Call.(*ssa.Call)
		if !ok || call.Parent() != t.Body {
			continue
		}
		if work := f.workBefore(call); work != nil {
			return Gap{Release: r, Facet: Panic, Grade: guard.Likely, At: work.Common().Pos()}, true
		}
	}
	return Gap{}, false
}

// workBefore returns a call that is made on every way to a release and is neither a release nor minor.
func (f *Finder) workBefore(release *ssa.Call) ssa.CallInstruction {
	for b := release.Block(); b != nil; b = b.Idom() {
		for _, instr := range b.Instrs {
			if instr == release {
				break
			}
			call, ok := instr.(*ssa.Call)
			if !ok || isMinor(call.Common()) {
				continue
			}
			if _, isRelease := f.ReleaseOf(call); !isRelease {
				return call
			}
		}
	}
	return nil
}
