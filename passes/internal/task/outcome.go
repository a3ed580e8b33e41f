package task

import (
	"go/token"
	"slices"

	"golang.org/x/tools/go/ssa"

	"github.com/guardlint/guardlint/passes/internal/guard"
)

// A release that is given a context can fail because the context ends first, and often for no other reason. Then the context
// says as much as the error does, and a context that never ends says that there will be none.

// withoutEnd reports whether the error of a call is always nil because the function that is called only gives up when its
// context is done, and is given one that never is:
//
//	func (q *queue) Stop(ctx context.Context) error {
//		select {
//		case <-q.empty:
//			return nil
//		case <-ctx.Done():
//			return ctx.Err()
//		}
//	}
func withoutEnd(call ssa.CallInstruction) bool {
	c := call.Common()
	callee := c.StaticCallee()
	at := contextAt(c.Args)
	if at < 0 || callee == nil || !neverEnds(c.Args[at]) {
		return false
	}
	return failsWith(callee, at, make(map[ssa.Value]bool))
}

// contextAt returns the number of the first operand that is a context, or -1.
func contextAt(ops []ssa.Value) int {
	return slices.IndexFunc(ops, func(op ssa.Value) bool { return guard.IsContext(op.Type()) })
}

// neverEnds reports whether a context is one that is never done.
func neverEnds(ctx ssa.Value) bool {
	call, ok := PathOf(ctx).Root.(*ssa.Call)
	if !ok {
		return false
	}
	fn := called(call.Common())
	if fn == nil {
		return false
	}
	switch fn.FullName() {
	case "context.Background", "context.TODO", "context.WithoutCancel":
		return true
	}
	return false
}

// failsWith reports whether every error that fn returns is that of its parameter i, a context. What has been seen counts as such.
func failsWith(fn *ssa.Function, i int, seen map[ssa.Value]bool) bool {
	at := errorOf(fn.Signature)
	if at < 0 || len(fn.Blocks) == 0 || i >= len(fn.Params) {
		return false
	}
	for _, b := range fn.Blocks {
		if ret, ok := b.Instrs[len(b.Instrs)-1].(*ssa.Return); ok && !isErrorOf(ret.Results[at], fn.Params[i], seen) {
			return false
		}
	}
	return true
}

// isErrorOf reports whether v is nil, the error of a context, or that of a function which fails with it.
func isErrorOf(v ssa.Value, ctx *ssa.Parameter, seen map[ssa.Value]bool) bool {
	if seen[v] {
		return true
	}
	seen[v] = true
	switch v := v.(type) {
	case *ssa.Const:
		return v.IsNil()
	case *ssa.Phi:
		for _, edge := range v.Edges {
			if !isErrorOf(edge, ctx, seen) {
				return false
			}
		}
		return true
	case *ssa.UnOp: // a function that defers keeps its results in variables
		result, ok := v.X.(*ssa.Alloc)
		if !ok || v.Op != token.MUL {
			return false
		}
		stores, known := Stores(result)
		for _, s := range stores {
			known = known && isErrorOf(s.Val, ctx, seen)
		}
		return known
	case *ssa.Call:
		if asked := askedForError(v); asked != nil {
			return PathOf(asked) == Path{Root: ctx}
		}
		c := v.Common()
		at := contextAt(c.Args)
		return at >= 0 && c.StaticCallee() != nil && PathOf(c.Args[at]) == Path{Root: ctx} && failsWith(c.StaticCallee(), at, seen)
	}
	return false
}

// askedForError returns the context that a call asks whether it is done, or nil.
func askedForError(call *ssa.Call) ssa.Value {
	if ctx, method := ContextCall(call); method == "Err" {
		return ctx
	}
	if fn := called(call.Common()); fn != nil && fn.FullName() == "context.Cause" {
		return call.Common().Args[0]
	}
	return nil
}

// contextAsked reports whether somebody asks the context of a release whether it is done, once the release has returned: in
// the task, or where it is waited for. What is lost if data is not written is not for the context to say.
func (f *Finder) contextAsked(t *Task, r Release) bool {
	if r.Call == nil || r.Loss == Data && !drains[r.Fn.FullName()] {
		return false
	}
	c := r.Call.Common()
	at := contextAt(c.Args)
	if at < 0 {
		return false
	}
	ctx := PathOf(c.Args[at])
	launch := ssa.Instruction(t.Launch.Instr)
	if r.Call != launch && f.asksAfter(r.Call, ctx) {
		return true
	}
	return t.Launch.Instr != nil && waits(launch.Parent()) && f.asksAfter(launch, ctx)
}

// asksAfter reports whether what is executed after an instruction asks a context for its error, and somebody sees that.
func (f *Finder) asksAfter(start ssa.Instruction, ctx Path) bool {
	found := false
	after(start, func(instr ssa.Instruction) bool {
		if call, ok := instr.(*ssa.Call); ok {
			asked := askedForError(call)
			found = asked != nil && PathOf(asked) == ctx && newWitness(call, f.Summary, nil).value(call)
		}
		return !found
	})
	return found
}
