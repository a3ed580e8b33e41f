package task

import (
	"go/types"
	"slices"

	"golang.org/x/tools/go/ssa"

	"github.com/guardlint/guardlint/passes/internal/guard"
	"github.com/guardlint/guardlint/passes/internal/summary"
)

// Observes reports whether a function lets somebody see the error that it gets as parameter i, or the one that the
// function which it gets there returns. What it returns itself is up to its callers, and no observation.
func Observes(fn *ssa.Function, i int, known func(*types.Func) *summary.Summary) bool {
	o := &observer{inside: make(map[*ssa.Function]bool), seen: make(map[ssa.Value]bool), summary: known}
	eachFunc(fn, func(f *ssa.Function) { o.inside[f] = true })
	// Who gets what a literal returns is not known.
	o.returned = func(ret *ssa.Return) bool { return ret.Parent() != fn }
	if p := fn.Params[i]; !guard.IsError(p.Type()) {
		return o.yielded(p)
	}
	return o.value(fn.Params[i])
}

// A Sight is who gets to see an error.
type Sight uint8

const (
	Nobody  Sight = iota
	TooLate       // a variable gets it, in a deferred function literal, after the function has read it for its result
	Somebody
)

// Sees says who gets to see the error that a call returns: in the function that the call is in, in a literal of it, or by
// what that function returns.
func Sees(call *ssa.Call, known func(*types.Func) *summary.Summary) Sight {
	exiting := deferredIn(call.Parent())
	switch {
	case newWitness(call, known, exiting).errorOf(call):
		return Somebody
	case exiting != nil && newWitness(call, known, nil).errorOf(call):
		return TooLate
	}
	return Nobody
}

// newWitness returns the observer for a call that no task makes.
func newWitness(call *ssa.Call, known func(*types.Func) *summary.Summary, exiting *ssa.Function) *observer {
	o := &observer{inside: make(map[*ssa.Function]bool), seen: make(map[ssa.Value]bool), summary: known, trusting: true, exiting: exiting}
	eachFunc(outermost(call.Parent()), func(f *ssa.Function) { o.inside[f] = true })
	o.returned = func(ret *ssa.Return) bool {
		lit := ret.Parent()
		if maker := MakerOf(lit); maker != nil {
			return o.yielded(maker)
		}
		return lit.Parent() == nil || o.yielded(lit)
	}
	return o
}

// deferredIn returns the function in which a literal is deferred, if nothing else is done with it, or nil.
func deferredIn(lit *ssa.Function) *ssa.Function {
	maker := MakerOf(lit)
	if maker == nil {
		return nil
	}
	for _, ref := range *maker.Referrers() {
		if d, ok := ref.(*ssa.Defer); !ok || d.Call.Value != ssa.Value(maker) || d.DeferStack != nil {
			return nil
		}
	}
	return lit.Parent()
}

// yielded reports whether the error that calling a function value returns is observed. A value that goes to where we do
// not follow it counts as called there, by somebody who looks.
func (o *observer) yielded(fn ssa.Value) bool {
	return usedAs(fn, func(instr ssa.Instruction, v ssa.Value) bool {
		switch instr := instr.(type) {
		case *ssa.BinOp, *ssa.DebugRef:
			return false
		case ssa.CallInstruction:
			call, isCall := instr.(*ssa.Call)
			c := instr.Common()
			if c.Value == v && !c.IsInvoke() {
				return isCall && o.errorOf(call)
			}
			if seen, known := o.seenBy(c, v); seen || !known {
				return true
			}
			return isCall && o.errorOf(call)
		}
		return true
	})
}

// errorOf follows the error that a call returns, if it returns one.
func (o *observer) errorOf(call *ssa.Call) bool {
	sig := call.Common().Signature()
	switch i := errorOf(sig); {
	case i < 0:
		return false
	case sig.Results().Len() == 1:
		return o.value(call)
	default:
		return o.part(call, i)
	}
}

// seenBy reports whether the function that is called lets somebody see the error that it gets as v, or that v returns.
// It is not known of functions without a summary, and of errors that are passed as something else.
func (o *observer) seenBy(c *ssa.CallCommon, v ssa.Value) (seen, known bool) {
	fn := called(c)
	if fn == nil {
		return false, false
	}
	sum := o.summary(fn)
	if sum == nil {
		return false, false
	}
	known = true
	for i, op := range operands(c) {
		if op == v {
			t := paramType(fn.Signature(), i)
			known = known && t != nil && summary.CanFail(t)
			seen = seen || sum.ObservesError(i)
		}
	}
	return seen, known
}

// A run is a call that has another function run what it is given, before it returns.
type run struct {
	call ssa.CallInstruction
	arg  ssa.Value
	seen bool // that function lets somebody see the error
}

// runners run one of their operands in a way that no summary shows: sync.Once.Do does so in a function that it calls on
// the first call only.
var runners = map[string]int{"(*sync.Once).Do": 1}

// runs returns what a call has another function run: retry(f.Close), once.Do(func() { ... }).
func (f *Finder) runs(call ssa.CallInstruction) []run {
	c := call.Common()
	fn := called(c)
	if fn == nil || !takesFunction(fn.Signature()) {
		return nil
	}
	sum := f.Summary(fn)
	if sum == nil {
		return nil
	}
	var list []run
	for i, op := range operands(c) {
		e, ok := sum.Effect(i, nil)
		ok = ok && e.OK&summary.Released != 0 && slices.Contains(e.By, summary.ByCall) || runners[fn.FullName()] == i && i > 0
		if ok && takesContextAtMost(op.Type()) {
			list = append(list, run{call, op, sum.ObservesError(i)})
		}
	}
	return list
}

// takesContextAtMost reports whether a function value is given nothing but a context: then what it does, it does to what
// it brought along.
func takesContextAtMost(t types.Type) bool {
	sig, ok := t.Underlying().(*types.Signature)
	if !ok {
		return false
	}
	for p := range sig.Params().Variables() {
		if !guard.IsContext(p.Type()) {
			return false
		}
	}
	return true
}

// runByName returns the release that is run by its name: retry(f.Close). Its error is that of the function which runs it,
// if that has one and does not look at it itself.
func (f *Finder) runByName(r run) (Release, bool) {
	l := Launch{Instr: r.call, In: r.call.Parent()}
	l.resolve(r.arg)
	rel, ok := f.direct(l)
	if !ok || rel.Err < 0 {
		return Release{}, false
	}
	rel.Call = r.call
	switch i := errorOf(r.call.Common().Signature()); {
	case r.seen:
		rel.Err = -1
	case i >= 0:
		rel.Err = i
	default:
		rel.Dropped = true
	}
	return rel, true
}

// runnerOf returns the call by which a literal is run inside a task, if it is handed to another function for that.
func (f *Finder) runnerOf(lit *ssa.Function) (run, bool) {
	refs := []ssa.Instruction(nil)
	if maker := MakerOf(lit); maker != nil {
		refs = *maker.Referrers()
	} else if lit.Referrers() != nil {
		refs = *lit.Referrers()
	}
	for _, ref := range refs {
		call, ok := ref.(ssa.CallInstruction)
		if _, isGo := ref.(*ssa.Go); !ok || isGo {
			continue
		}
		for _, r := range f.runs(call) {
			if literalOf(r.arg) == lit {
				return r, true
			}
		}
	}
	return run{}, false
}

// literalOf returns the literal that a function value is, or nil.
func literalOf(v ssa.Value) *ssa.Function {
	fn, _ := v.(*ssa.Function)
	switch v := v.(type) {
	case *ssa.MakeClosure:
		fn = v.Fn.(*ssa.Function)
	case *ssa.ChangeType:
		return literalOf(v.X)
	}
	if fn == nil || fn.Parent() == nil {
		return nil
	}
	return fn
}
