package task

import (
	"go/token"
	"go/types"
	"slices"
	"strings"

	"golang.org/x/tools/go/ssa"

	"github.com/guardlint/guardlint/passes/internal/effect"
	"github.com/guardlint/guardlint/passes/internal/guard"
)

// unjoined reports whether the function that launches a task ends the process or an object without waiting for the
// task, although something is lost if the task does not end. It names the function.
func (f *Finder) unjoined(t *Task, r Release) (ends string, ok bool) {
	l := t.Launch
	if l.Where != Goroutine && l.Where != Worker || joinedByLauncher(l) {
		return "", false
	}
	fn := l.Instr.Parent()
	switch {
	case fn.Parent() != nil:
		return "", false
	case isMain(fn) || isTestMain(fn):
		if r.Loss != Data || t.exits() {
			return "", false
		}
	case isOwnerEnd(fn):
		if r.Loss == Nothing || r.Guard == nil || !ownedBy(r.Guard, fn) || t.Waits {
			return "", false
		}
	default:
		exit := exitBehind(l.Instr)
		return exit, exit != "" && r.Loss == Data && !t.exits()
	}
	if joins(t) || !returnsAfter(l.Instr) {
		return "", false
	}
	return fn.Name(), true
}

// joinedByLauncher reports whether the launcher itself is what one waits on.
func joinedByLauncher(l Launch) bool {
	_, isGo := l.Instr.(*ssa.Go)
	return !isGo && l.Where == Goroutine
}

func isMain(fn *ssa.Function) bool {
	return fn.Name() == "main" && fn.Signature.Recv() == nil && fn.Pkg != nil && fn.Pkg.Pkg.Name() == "main"
}

func isTestMain(fn *ssa.Function) bool {
	if fn.Name() != "TestMain" || fn.Signature.Recv() != nil || fn.Signature.Params().Len() != 1 {
		return false
	}
	return types.TypeString(fn.Signature.Params().At(0).Type(), nil) == "*testing.M"
}

// isOwnerEnd reports whether fn is the method by which an object ends: when it returns, callers take it as ended.
func isOwnerEnd(fn *ssa.Function) bool {
	if fn.Signature.Recv() == nil {
		return false
	}
	return endsObject(fn.Name())
}

// endsObject reports whether a method of that name ends its object.
func endsObject(name string) bool {
	switch name {
	case "Close", "Stop", "Shutdown", "Destroy", "Teardown", "TearDown", "Dispose":
		return true
	}
	return false
}

// ownedBy reports whether a guard is found below the receiver of fn.
func ownedBy(v ssa.Value, fn *ssa.Function) bool {
	p := PathOf(v)
	for range maxSteps {
		switch x := p.Root.(type) {
		case *ssa.Parameter:
			return x == fn.Params[0]
		case *ssa.IndexAddr: // an element of a slice in a field
			p = PathOf(x.X)
		case *ssa.UnOp:
			p = PathOf(x.X)
		case *ssa.Extract:
			next, ok := x.Tuple.(*ssa.Next)
			if !ok {
				return false
			}
			rng, ok := next.Iter.(*ssa.Range)
			if !ok {
				return false
			}
			p = PathOf(rng.X)
		default:
			return false
		}
	}
	return false
}

// exits reports whether the task itself ends the process: whoever launched it has nothing to wait for.
func (t *Task) exits() bool {
	found := false
	if t.Body == nil {
		return false
	}
	for _, fn := range t.code {
		eachInstr(fn, func(instr ssa.Instruction) {
			found = found || exitOf(instr) != ""
		})
	}
	return found
}

// exitOf returns the name of the function that ends the process, if an instruction calls one.
func exitOf(instr ssa.Instruction) string {
	call, ok := instr.(*ssa.Call)
	if !ok {
		return ""
	}
	fn := called(call.Common())
	switch {
	case fn == nil:
		return ""
	case fn.FullName() == "os.Exit", isLogging(fn) && strings.HasPrefix(fn.Name(), "Fatal"):
		return fn.Pkg().Name() + "." + fn.Name()
	}
	return ""
}

// exitBehind returns the name of the function by which the process ends behind a launch, with nothing that could wait
// and no choice in between. A main or TestMain that ends so is another matter: see unjoined.
func exitBehind(launch ssa.Instruction) string {
	b := launch.Block()
	first := slices.Index(b.Instrs, launch) + 1
	for range b.Parent().Blocks {
		for _, instr := range b.Instrs[first:] {
			if name := exitOf(instr); name != "" {
				return name
			}
			if call, ok := instr.(ssa.CallInstruction); ok && isWait(call) || len(receives(instr)) > 0 {
				return ""
			}
		}
		if len(b.Succs) != 1 {
			return ""
		}
		b, first = b.Succs[0], 0
	}
	return ""
}

// joins reports whether the launching function waits for something after the launch that may be the end of the task: it
// receives from a channel that the task does not itself receive from, or calls a Wait.
func joins(t *Task) bool {
	triggers := make(map[Path]bool)
	if t.Body != nil {
		for _, fn := range t.code {
			eachInstr(fn, func(instr ssa.Instruction) {
				for _, ch := range receives(instr) {
					triggers[PathOf(ch)] = true
					if ctx := doneOf(ch); ctx != nil {
						triggers[PathOf(ctx)] = true
					}
				}
			})
		}
	}
	joined := false
	after(t.Launch.Instr, func(instr ssa.Instruction) bool {
		for _, ch := range receives(instr) {
			ctx := doneOf(ch)
			joined = joined || !triggers[PathOf(ch)] && (ctx == nil || !triggers[PathOf(ctx)])
		}
		if call, ok := instr.(ssa.CallInstruction); ok {
			joined = joined || isWait(call)
		}
		return !joined
	})
	return joined
}

// receives returns the channels that an instruction receives from.
func receives(instr ssa.Instruction) []ssa.Value {
	switch instr := instr.(type) {
	case *ssa.UnOp:
		if instr.Op == token.ARROW {
			return []ssa.Value{instr.X}
		}
	case *ssa.Select:
		var list []ssa.Value
		for _, s := range instr.States {
			if s.Dir == types.RecvOnly {
				list = append(list, s.Chan)
			}
		}
		return list
	}
	return nil
}

// doneOf returns the context that a channel is the Done of, or nil.
func doneOf(ch ssa.Value) ssa.Value {
	if call, ok := ch.(*ssa.Call); ok {
		if ctx, name := ContextCall(call); name == "Done" {
			return ctx
		}
	}
	return nil
}

// ContextCall returns the context and the name of the method of context.Context that is called, if one is.
func ContextCall(call ssa.CallInstruction) (ctx ssa.Value, method string) {
	c := call.Common()
	fn := called(c)
	if fn == nil || !c.IsInvoke() || !guard.IsContext(c.Value.Type()) {
		return nil, ""
	}
	return c.Value, fn.Name()
}

// isWait reports whether a call waits for others, by its name or as a function literal or local helper that does.
func isWait(call ssa.CallInstruction) bool {
	c := call.Common()
	if fn := effect.Called(c); fn != nil {
		switch fn.Name() {
		case "Wait", "Join", "Done", "StopAndWait", "StopWait", "Release", "ReleaseTimeout":
			return fn.Signature().Recv() != nil && fn.FullName() != "(context.Context).Done"
		}
	}
	callee := c.StaticCallee()
	return callee != nil && len(callee.Blocks) > 0 && waits(callee)
}

// waits reports whether a function receives from a channel or calls a Wait.
func waits(fn *ssa.Function) bool {
	found := false
	eachInstr(fn, func(instr ssa.Instruction) {
		if len(receives(instr)) > 0 {
			found = true
		}
		if call, ok := instr.(ssa.CallInstruction); ok {
			if m := effect.Called(call.Common()); m != nil && m.Name() == "Wait" {
				found = true
			}
		}
	})
	return found
}

// waitsAnywhere reports whether the declared function around fn waits, or a literal in it does.
func waitsAnywhere(fn *ssa.Function) bool {
	found := false
	eachFunc(outermost(fn), func(fn *ssa.Function) { found = found || waits(fn) })
	return found
}

// after calls visit for the instructions that may be executed after one, until it returns false. Calls that were
// deferred before count.
func after(start ssa.Instruction, visit func(ssa.Instruction) bool) {
	fn := start.Parent()
	for _, b := range fn.Blocks {
		for _, instr := range b.Instrs {
			if d, ok := instr.(*ssa.Defer); ok && !visit(d) {
				return
			}
		}
	}
	seen := make(map[*ssa.BasicBlock]bool)
	first := start.Block()
	past := false
	for _, instr := range first.Instrs {
		if past && !visit(instr) {
			return
		}
		past = past || instr == start
	}
	work := append([]*ssa.BasicBlock(nil), first.Succs...)
	for len(work) > 0 {
		b := work[len(work)-1]
		work = work[:len(work)-1]
		if seen[b] {
			continue
		}
		seen[b] = true
		for _, instr := range b.Instrs {
			if !visit(instr) {
				return
			}
		}
		work = append(work, b.Succs...)
	}
}

// returnsAfter reports whether the function can return after an instruction.
func returnsAfter(start ssa.Instruction) bool {
	found := false
	after(start, func(instr ssa.Instruction) bool {
		_, found = instr.(*ssa.Return)
		return !found
	})
	return found
}
