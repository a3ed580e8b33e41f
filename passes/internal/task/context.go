package task

import (
	"go/token"
	"go/types"
	"slices"

	"golang.org/x/tools/go/ssa"

	"github.com/guardlint/guardlint/passes/internal/guard"
)

// ContextOfRelease returns the context that a call gives to a release. A release here is what [Finder.ReleaseOf] says,
// a method named like one that takes a context and nothing else, or a function of the package that gives its context to
// a release in turn.
func (f *Finder) ContextOfRelease(call ssa.CallInstruction) (ctx ssa.Value, ok bool) {
	return f.contextOfRelease(call, 2)
}

func (f *Finder) contextOfRelease(call ssa.CallInstruction, depth int) (ssa.Value, bool) {
	c := call.Common()
	fn := called(c)
	if fn == nil {
		return nil, false
	}
	ops := operands(c)
	at := contextAt(ops)
	if at < 0 {
		return nil, false
	}
	if sum := f.Summary(fn); sum != nil && slices.Contains(sum.Deaf, at) {
		return nil, false
	}
	callee := c.StaticCallee()
	if _, isRelease := f.ReleaseOf(call); isRelease || takesOnlyContext(fn) {
		return ops[at], true
	}
	if depth > 0 && callee != nil && at < len(callee.Params) && f.passesOn(callee, callee.Params[at], depth-1) {
		return ops[at], true
	}
	return nil, false
}

// takesOnlyContext reports whether a method is called as releases are and has a context as its only parameter.
func takesOnlyContext(fn *types.Func) bool {
	sig := fn.Signature()
	return sig.Recv() != nil && sig.Params().Len() == 1 && (endsObject(fn.Name()) || endsSession(fn.Name()))
}

func endsSession(name string) bool {
	switch name {
	case "Rollback", "Disconnect", "GracefulShutdown", "GracefulStop", "EndSession", "Cleanup":
		return true
	}
	return false
}

// passesOn reports whether all that a function does with its context is to give it to releases.
func (f *Finder) passesOn(fn *ssa.Function, ctx *ssa.Parameter, depth int) bool {
	if len(fn.AnonFuncs) > 0 || len(*ctx.Referrers()) == 0 || !isReleaseName(fn.Name()) {
		return false
	}
	for _, ref := range *ctx.Referrers() {
		call, ok := ref.(ssa.CallInstruction)
		if !ok {
			return false
		}
		if arg, isRelease := f.contextOfRelease(call, depth); !isRelease || arg != ctx {
			return false
		}
	}
	return true
}

// An End is a place from which on a context is done, on every way or on the one that leads to the release.
type End struct {
	Pos      token.Pos
	Deferred bool // the release is deferred: the context is done if the function ends after Pos
	Parent   bool // it is a parent of the context that is done there
}

// Ended says where the context that a release gets is known to be done already. Contexts never revive, so that one such
// place on the way is enough.
func (f *Finder) Ended(call ssa.CallInstruction, ctx ssa.Value) (End, bool) {
	if _, isGo := call.(*ssa.Go); isGo || f.madeDone(ctx) {
		return End{}, false
	}
	for i, p := range ancestors(ctx) {
		end, ok := endedBefore(call, p)
		if !ok {
			end, ok = endedAtExit(call, p)
		}
		if ok {
			end.Parent = i > 0
			return end, true
		}
	}
	return End{}, false
}

// madeDone reports whether a context is made of nothing, and for releases alone: that it is done is meant then.
//
//	ctx, cancel := context.WithCancel(context.Background())
//	cancel() // do not wait
//	conn.Close(ctx)
func (f *Finder) madeDone(ctx ssa.Value) bool {
	x, ok := ctx.(*ssa.Extract)
	if !ok || parentOf(ctx) == nil || !isRoot(parentOf(ctx)) {
		return false
	}
	for _, ref := range *x.Referrers() {
		switch ref := ref.(type) {
		case *ssa.DebugRef:
		case *ssa.Call:
			if at, ok := f.ContextOfRelease(ref); !ok || at != ctx {
				return false
			}
		default:
			return false
		}
	}
	return true
}

// isRoot reports whether v is a context that is never done.
func isRoot(v ssa.Value) bool {
	call, ok := v.(*ssa.Call)
	return ok && guard.IsRootContext(called(call.Common()))
}

// ancestors returns the paths of a context and of those that it is derived from: it is done when they are.
func ancestors(ctx ssa.Value) []Path {
	var list []Path
	for ctx != nil && len(list) < maxSteps {
		p := PathOf(ctx)
		list = append(list, p)
		ctx = parentOf(p.Root)
	}
	return list
}

// deriving are the functions whose result is done when their context is, with the number of that result.
var deriving = map[string]int{
	"context.WithCancel": 0, "context.WithCancelCause": 0, "context.WithTimeout": 0, "context.WithTimeoutCause": 0,
	"context.WithDeadline": 0, "context.WithDeadlineCause": 0, "context.WithValue": 0, "os/signal.NotifyContext": 0,
	"golang.org/x/sync/errgroup.WithContext": 1, "(go.opentelemetry.io/otel/trace.Tracer).Start": 0,
}

// derivation returns the call that a context is a derived result of, or nil.
func derivation(v ssa.Value) *ssa.Call {
	index := 0
	if x, ok := v.(*ssa.Extract); ok {
		v, index = x.Tuple, x.Index
	}
	call, ok := v.(*ssa.Call)
	if !ok {
		return nil
	}
	fn := called(call.Common())
	if fn == nil {
		return nil
	}
	if at, known := deriving[fn.FullName()]; known && at == index {
		return call
	}
	return nil
}

func parentOf(v ssa.Value) ssa.Value {
	if call := derivation(v); call != nil {
		return call.Common().Args[0]
	}
	return nil
}

// endedBefore says where ctx is done on the way to an instruction, in its function or before the literal is made.
func endedBefore(at ssa.Instruction, ctx Path) (End, bool) {
	for _, e := range endings(at.Parent()) {
		if e.ctx == ctx && stable(ctx, e) && (e.dominates(at) || !avoidable(e, at)) {
			return End{Pos: e.pos}, true
		}
	}
	lit := at.Parent()
	if lit.Parent() == nil {
		return End{}, false
	}
	if maker := MakerOf(lit); maker != nil {
		if pos, ok := afterFunc(maker, ctx); ok {
			return End{Pos: pos}, true
		}
		for _, e := range endings(maker.Parent()) {
			if e.ctx == ctx && stable(ctx, e) && e.dominates(maker) {
				return End{Pos: e.pos}, true
			}
		}
	}
	return End{}, false
}

// endedAtExit says where ctx is done on a way to the exit at which a deferred release runs. Such a place lies behind
// the defer statement.
func endedAtExit(call ssa.CallInstruction, ctx Path) (End, bool) {
	registered := deferOf(call)
	if registered == nil {
		return End{}, false
	}
	if call == registered && !stable(ctx, ending{instr: registered}) {
		return End{}, false // it gets the context that the variable holds now, not the one that it holds later
	}
	for _, e := range endings(registered.Parent()) {
		if e.ctx == ctx && stable(ctx, e) && e.follows(registered) {
			return End{Pos: e.pos, Deferred: true}, true
		}
	}
	return End{}, false
}

// deferOf returns the defer statement by which a call runs: its own, or that of the literal it is in.
func deferOf(call ssa.CallInstruction) *ssa.Defer {
	if d, ok := call.(*ssa.Defer); ok {
		return d
	}
	maker := MakerOf(call.Parent())
	if maker == nil {
		return nil
	}
	for _, ref := range *maker.Referrers() {
		if d, ok := ref.(*ssa.Defer); ok && d.Common().Value == maker {
			return d
		}
	}
	return nil
}

// afterFunc reports whether a literal is called by context.AfterFunc when ctx is done.
func afterFunc(maker *ssa.MakeClosure, ctx Path) (token.Pos, bool) {
	for _, ref := range *maker.Referrers() {
		call, ok := ref.(*ssa.Call)
		if !ok {
			continue
		}
		fn := called(call.Common())
		if fn != nil && fn.FullName() == "context.AfterFunc" && PathOf(call.Common().Args[0]) == ctx {
			return call.Common().Pos(), true
		}
	}
	return token.NoPos, false
}
