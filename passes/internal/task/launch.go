package task

import (
	"go/types"

	"golang.org/x/tools/go/ssa"

	"github.com/guardlint/guardlint/passes/internal/effect"
	"github.com/guardlint/guardlint/passes/internal/summary"
)

// Where says where a launched function runs.
type Where uint8

const (
	Goroutine  Where = iota
	Group            // a goroutine of a group that is waited for, and that has the error
	Worker           // a worker of a pool
	Timer            // time.AfterFunc
	Context          // context.AfterFunc
	Finalizer        // runtime.SetFinalizer
	GC               // runtime.AddCleanup
	OnShutdown       // http.Server.RegisterOnShutdown
	Queue            // whoever receives it from a channel
)

// A Launch is an instruction that has a function run later or elsewhere.
type Launch struct {
	Instr  ssa.CallInstruction // nil if the function is sent
	In     *ssa.Function       // the function that launches
	Where  Where
	Value  ssa.Value     // the function; nil for a go statement that calls a method or function by its name
	Fn     *ssa.Function // the function's code, if it is in this package
	Method *types.Func   // the function or method, if it has a name
	Recv   ssa.Value     // the receiver of Method, or nil
	Refuse int           // the result that tells whether it was refused, or -1
	Seen   bool          // the launcher lets somebody see the error that the function returns
}

// A launcher is a function that launches a function.
type launcher struct {
	arg    int // number of the function among the operands, the receiver counted
	where  Where
	refuse int  // the result that says so if it refuses, or -1
	seen   bool // it lets somebody see the error that the function returns
}

// launchers are those that the standard library and well-known pools have. What they do with the function is hidden
// from summaries by channels and by the runtime.
var launchers = map[string]launcher{
	"(*sync.WaitGroup).Go":                      {1, Goroutine, -1, false},
	"(*golang.org/x/sync/errgroup.Group).Go":    {1, Group, -1, false},
	"(*golang.org/x/sync/errgroup.Group).TryGo": {1, Group, 0, false},
	"time.AfterFunc":                            {1, Timer, -1, false},
	"context.AfterFunc":                         {1, Context, -1, false},
	"runtime.AddCleanup":                        {1, GC, -1, false},
	"runtime.SetFinalizer":                      {1, Finalizer, -1, false},
	"(*net/http.Server).RegisterOnShutdown":     {1, OnShutdown, -1, false},

	"(*github.com/sourcegraph/conc.WaitGroup).Go":        {1, Goroutine, -1, false},
	"(*github.com/sourcegraph/conc/pool.Pool).Go":        {1, Worker, -1, false},
	"(*github.com/sourcegraph/conc/pool.ErrorPool).Go":   {1, Group, -1, false},
	"(*github.com/sourcegraph/conc/pool.ContextPool).Go": {1, Group, -1, false},

	"github.com/panjf2000/ants/v2.Submit":              {0, Worker, 0, false},
	"(*github.com/panjf2000/ants/v2.Pool).Submit":      {1, Worker, 0, false},
	"(*github.com/panjf2000/ants/v2.MultiPool).Submit": {1, Worker, 0, false},

	"(*github.com/gammazero/workerpool.WorkerPool).Submit": {1, Worker, -1, false},

	"(*github.com/alitto/pond.WorkerPool).Submit":    {1, Worker, -1, false},
	"(*github.com/alitto/pond.WorkerPool).TrySubmit": {1, Worker, 0, false},
	"(github.com/alitto/pond/v2.Pool).Go":            {1, Worker, 0, false},
}

// launch returns what an instruction launches.
func (f *Finder) launch(instr ssa.Instruction) (Launch, bool) {
	call, ok := instr.(ssa.CallInstruction)
	if !ok {
		return Launch{}, false
	}
	if stmt, ok := instr.(*ssa.Go); ok {
		return f.statement(stmt), true
	}
	c := call.Common()
	callee := called(c)
	if callee == nil || !takesFunction(callee.Signature()) {
		return Launch{}, false
	}
	l, ok := launchers[callee.FullName()]
	if !ok {
		l, ok = f.inferred(callee)
	}
	ops := operands(c)
	if !ok || l.arg >= len(ops) {
		return Launch{}, false
	}
	out := Launch{Instr: call, In: call.Parent(), Where: l.where, Value: ops[l.arg], Refuse: l.refuse, Seen: l.seen}
	out.resolve(ops[l.arg])
	return out, true
}

// Started returns what an instruction has run in a goroutine of its own, at once and in any case: a go statement, or a
// call like group.Go(q.run).
func Started(instr ssa.Instruction, lookup func(*types.Func) *summary.Summary) (Launch, bool) {
	f := Finder{Summary: lookup}
	l, ok := f.launch(instr)
	return l, ok && (l.Where == Goroutine || l.Where == Group) && l.Refuse < 0
}

// takesFunction reports whether a function has a parameter that can be a function. It spares all other calls the search
// in tables and summaries.
func takesFunction(sig *types.Signature) bool {
	for i := range sig.Params().Len() {
		switch t := sig.Params().At(i).Type().Underlying().(type) {
		case *types.Signature:
			return true
		case *types.Interface: // runtime.SetFinalizer
			if t.NumMethods() == 0 {
				return true
			}
		}
	}
	return false
}

// statement returns what a go statement launches.
func (f *Finder) statement(stmt *ssa.Go) Launch {
	out := Launch{Instr: stmt, In: stmt.Parent(), Where: Goroutine, Refuse: -1}
	c := stmt.Common()
	if c.IsInvoke() {
		out.Method, out.Recv = c.Method, c.Value
		return out
	}
	out.resolve(c.Value)
	if out.Method != nil && out.Recv == nil && out.Method.Signature().Recv() != nil && len(c.Args) > 0 {
		out.Recv = c.Args[0]
	}
	return out
}

// inferred returns how a function of the program launches a function that it is given, if all it does with it is to run
// it in a goroutine. If it does not where it fails, or returns false, that is the refusal.
func (f *Finder) inferred(callee *types.Func) (launcher, bool) {
	sum := f.Summary(callee)
	if sum == nil {
		return launcher{}, false
	}
	sig := callee.Signature()
	for _, e := range sum.Params {
		t := paramType(sig, e.Param)
		if t == nil || len(e.Path) > 0 || e.OK != summary.Launched {
			continue
		}
		fn, ok := t.Underlying().(*types.Signature)
		if !ok || fn.Results().Len() > 0 && errorOf(fn) < 0 {
			continue
		}
		l := launcher{e.Param, Goroutine, -1, sum.ObservesError(e.Param)}
		if e.Err&summary.Borrowed != 0 {
			l.refuse = refusalOf(sig)
		}
		return l, true
	}
	return launcher{}, false
}

// resolve finds the code or the name of a function value.
func (l *Launch) resolve(v ssa.Value) {
	switch x := PathOf(v).Root.(type) {
	case *ssa.MakeClosure:
		l.named(x.Fn.(*ssa.Function))
		if l.Method != nil && len(x.Bindings) == 1 {
			l.Recv = x.Bindings[0] // a method value: f.Close
		}
	case *ssa.Function:
		l.named(x)
	}
}

// named sets the code of a literal, or the name and, where it is ours, the code of a declared function.
func (l *Launch) named(fn *ssa.Function) {
	if fn.Parent() != nil {
		l.Fn = fn
		return
	}
	if o := fn.Origin(); o != nil {
		fn = o
	}
	l.Method, _ = fn.Object().(*types.Func)
	if l.Method != nil && fn.Synthetic != "" { // a method value or expression: the code is the method's
		fn = fn.Prog.FuncValue(l.Method)
	}
	if fn != nil && len(fn.Blocks) > 0 {
		l.Fn = fn
	}
}

// called is the function or method that is called, if that is known statically.
func called(c *ssa.CallCommon) *types.Func {
	fn := effect.Called(c)
	if fn == nil {
		return nil
	}
	return fn.Origin()
}

// operands are the receiver, if there is one, and the arguments of a call.
func operands(c *ssa.CallCommon) []ssa.Value { return effect.Operands(c) }

// isStruct reports whether a variable holds a struct, whose fields are assigned one by one.
func isStruct(variable *ssa.Alloc) bool {
	p := variable.Type().Underlying().(*types.Pointer)
	_, ok := p.Elem().Underlying().(*types.Struct)
	return ok
}
