package task

import (
	"go/token"
	"go/types"
	"slices"
	"strings"

	"golang.org/x/tools/go/ssa"

	"github.com/guardlint/guardlint/passes/internal/guard"
)

// inspect fills in what the body of a task releases, and what else it does.
func (f *Finder) inspect(t *Task) {
	t.Pure = true
	waited := false
	t.code = f.codeOf(t.Body)
	for _, fn := range t.code {
		eachInstr(fn, func(instr ssa.Instruction) {
			switch instr := instr.(type) {
			case *ssa.UnOp:
				waited = waited || instr.Op == token.ARROW
			case *ssa.Select:
				waited = waited || instr.Blocking
			case *ssa.Go:
				t.Pure = false
			case ssa.CallInstruction:
				if r, ok := f.ReleaseOf(instr); ok {
					if r.Err >= 0 {
						t.Releases = append(t.Releases, r)
						t.Waits = t.Waits || waited
					}
				} else if !f.runsCleanup(t, instr) && !isMinor(instr.Common()) {
					t.Pure = false
				}
			}
		})
	}
}

// runsCleanup reports whether a call has another function run nothing but parts of the task: literals, which are
// inspected by themselves, and releases, which it adds.
func (f *Finder) runsCleanup(t *Task, call ssa.CallInstruction) bool {
	runs := f.runs(call)
	for _, r := range runs {
		if rel, ok := f.runByName(r); ok {
			if rel.Err >= 0 {
				t.Releases = append(t.Releases, rel)
			}
		} else if lit := literalOf(r.arg); lit == nil || !slices.Contains(t.code, lit) {
			return false
		}
	}
	return len(runs) > 0
}

// codeOf returns a function and the literals in it that it calls or defers itself, or has others run at once.
func (f *Finder) codeOf(fn *ssa.Function) []*ssa.Function {
	list := []*ssa.Function{fn}
	for _, lit := range fn.AnonFuncs {
		if _, run := f.runnerOf(lit); run || calledIn(lit, fn) {
			list = append(list, f.codeOf(lit)...)
		}
	}
	return list
}

// calledIn reports whether a literal is called or deferred in the function around it.
func calledIn(lit, around *ssa.Function) bool {
	found := false
	eachInstr(around, func(instr ssa.Instruction) {
		call, ok := instr.(ssa.CallInstruction)
		if _, isGo := instr.(*ssa.Go); !ok || isGo {
			return
		}
		switch v := call.Common().Value.(type) {
		case *ssa.MakeClosure:
			found = found || v.Fn == lit
		case *ssa.Function:
			found = found || v == lit
		}
	})
	return found
}

// quiet are packages whose functions are no work of a task: they tell of it, or order it in time.
var quiet = map[string]bool{
	"context": true, "errors": true, "fmt": true, "log": true, "log/slog": true, "runtime": true, "runtime/debug": true,
	"sync": true, "sync/atomic": true, "time": true,
}

// isMinor reports whether a call is neither work nor cleanup: it logs or deals with an
// error, waits, locks, reads a context.
func isMinor(c *ssa.CallCommon) bool {
	if _, ok := c.Value.(*ssa.Builtin); ok {
		return true
	}
	if literalOf(c.Value) != nil {
		return true // inspected by itself
	}
	for _, arg := range c.Args {
		if guard.IsError(arg.Type()) {
			return true // it deals with an error
		}
	}
	fn := called(c)
	if fn == nil {
		return isCancel(c.Value.Type())
	}
	return fn.Pkg() != nil && quiet[fn.Pkg().Path()] || isLogging(fn)
}

// isCancel reports whether a function value can only be called for its effect: func(), as cancel functions are.
func isCancel(t types.Type) bool {
	sig, ok := t.Underlying().(*types.Signature)
	return ok && sig.Params().Len() == 0 && sig.Results().Len() == 0
}

// logs are the words that loggers have for their methods, without the endings of variants: Infof, Infow, InfoContext.
var logs = map[string]bool{
	"Debug": true, "Info": true, "Warn": true, "Warning": true, "Error": true, "Log": true, "Print": true, "Trace": true,
	"Fatal": true, "Panic": true, "Err": true, "Msg": true, "Send": true, "Str": true,
	"WithError": true, "WithField": true, "WithFields": true,
}

// isLogging reports whether a function is named as those of loggers are, whatever the library.
func isLogging(fn *types.Func) bool {
	for _, ending := range []string{"", "f", "ln", "w", "Context"} {
		if base, ok := strings.CutSuffix(fn.Name(), ending); ok && logs[base] {
			return true
		}
	}
	return false
}
