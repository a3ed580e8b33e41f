package ownership

import (
	"go/types"
	"slices"

	"golang.org/x/tools/go/ssa"

	"github.com/guardlint/guardlint/passes/internal/effect"
	"github.com/guardlint/guardlint/passes/internal/guard"
	"github.com/guardlint/guardlint/passes/internal/obligation"
	"github.com/guardlint/guardlint/passes/internal/summary"
	"github.com/guardlint/guardlint/passes/internal/task"
)

// A goroutine that ends in one way only, when a channel is closed, is owned by who has the channel, and with it by the
// object that the channel is a field of. Its guard is the channel:
//
//	func newQueue() *queue {
//		q := &queue{stop: make(chan struct{})}
//		go q.run() // for { select { ...; case <-q.stop: return } }
//		return q   // whoever has q must call the method that closes q.stop
//	}

// A running goroutine needs the channel at a path below a value.
type running struct {
	site ssa.CallInstruction // what starts it
	root ssa.Value
	path []int
	kind string
	ok   guard.Validity // of site
}

// started returns the goroutines that an instruction starts and that only a channel ends.
func (in *inference) started(site ssa.CallInstruction) []running {
	launch, launched := task.Started(site, in.lookup.of)
	if launched && launch.Fn != nil && launch.Fn.Parent() != nil {
		return in.startedLiteral(site, launch.Fn)
	}
	callee, ops := called(site.Common()), operands(site.Common())
	if _, isGo := site.(*ssa.Go); launched && !isGo { // group.Go(q.run)
		callee, ops = launch.Method, []ssa.Value{launch.Recv}
	}
	if callee == nil {
		return nil
	}
	sum := in.lookup.of(callee)
	if sum == nil {
		return nil
	}
	var list []running
	add := func(param int, path []int, kind string, ok guard.Validity) {
		if param >= len(ops) || ops[param] == nil {
			return
		}
		p := task.PathOf(ops[param])
		if head, known := p.Indexes(); known {
			list = append(list, running{site, p.Root, slices.Concat(head, path), kind, ok})
		}
	}
	if launched {
		for _, w := range sum.Waits {
			add(w.Param, w.Path, kindOf(w.Closed), guard.Always)
		}
		return list
	}
	for _, a := range sum.Acquires {
		if isGoroutine(a.Kind) {
			add(a.Param, a.Path, a.Kind, a.Valid)
		}
	}
	return list
}

// awaited reports whether the function that gets a context with its cancel function starts a goroutine that only the end of that
// context ends.
//
//	ctx, cancel := context.WithCancel(context.Background())
//	q := &queue{cancel: cancel}
//	go q.run(ctx)
func (in *inference) awaited(o *obligation.Obligation) bool {
	call, ok := o.Site.(*ssa.Call)
	if !ok || !o.Kind.Context || !o.Kind.Half || o.Via != nil {
		return false
	}
	ctx := effect.RegisterOf(call, 0)
	if ctx == nil {
		return false
	}
	found := false
	eachInstr(o.Fn, func(instr ssa.Instruction) {
		site, ok := instr.(ssa.CallInstruction)
		if !ok || found || site.Parent() != o.Fn {
			return
		}
		found = slices.ContainsFunc(in.started(site), func(r running) bool { return in.holds(r.root, r.path, ctx, maxMakers) })
	})
	return found
}

// holds reports whether all that is stored at a path below a value is this one.
func (in *inference) holds(v ssa.Value, path []int, what ssa.Value, steps int) bool {
	if v == what && len(path) == 0 {
		return true
	}
	object, ok := v.(*ssa.Alloc)
	if !ok || steps == 0 {
		return false
	}
	vals, below := stored(object, path)
	if len(vals) != 1 {
		return false
	}
	p := task.PathOf(vals[0])
	head, known := p.Indexes()
	return known && in.holds(p.Root, slices.Concat(head, below), what, steps-1)
}

// startedLiteral is what a go statement starts that runs a function literal.
func (in *inference) startedLiteral(site ssa.CallInstruction, lit *ssa.Function) []running {
	w, ok := task.WaitOf(lit, in.lookup.of)
	path, known := w.Chan.Indexes()
	if !ok || !known {
		return nil
	}
	root := w.Chan.Root
	if i := slices.IndexFunc(lit.Params, func(p *ssa.Parameter) bool { return p == root }); i >= 0 {
		p := task.PathOf(site.Common().Args[i])
		head, known := p.Indexes()
		if !known {
			return nil
		}
		root, path = p.Root, slices.Concat(head, path)
	}
	return []running{{site, root, path, kindOf(w.Closed), guard.Always}}
}

func kindOf(closed bool) string {
	if closed {
		return guard.WorkerKind
	}
	return guard.GoroutineKind
}

func isGoroutine(kind string) bool { return kind == guard.WorkerKind || kind == guard.GoroutineKind }

// goroutines makes the obligations for the goroutines that an instruction starts, as far as fn has what ends them.
func (in *inference) goroutines(fn *ssa.Function, site ssa.CallInstruction) []*obligation.Obligation {
	var list []*obligation.Obligation
	for _, r := range in.started(site) {
		made, index, path := in.maker(r.root, r.path, maxMakers)
		instr, ok := made.(ssa.Instruction)
		if !ok || instr.Parent() != fn {
			continue
		}
		holder := effect.TypeOfResult(made, index)
		if !canClose(below(holder, path)) {
			continue // nobody can end it
		}
		o := &obligation.Obligation{
			Kind: in.kinds.Kind(r.kind), Fn: fn, Site: site, Maker: made, Cleanup: -1, Valid: r.ok,
			Holder: guard.Holder{In: guard.Result, Index: index}, Path: path,
		}
		if _, launched := task.Started(site, in.lookup.of); !launched {
			o.Paired = true // what Start starts is often meant to run as long as the process
		}
		if len(path) > 0 {
			o.Releasers = in.callable(holder, in.releasers(o.Kind, holder, path))
			if in.final && len(o.Releasers) == 0 {
				continue // nobody can see how it ends: a watcher may close its events by itself
			}
		}
		list = append(list, o)
	}
	return list
}

// canClose reports whether t is the type of a channel that can be closed.
func canClose(t types.Type) bool {
	if t == nil {
		return false
	}
	ch, ok := t.Underlying().(*types.Chan)
	return ok && ch.Dir() != types.RecvOnly
}

const maxMakers = 4 // objects in objects

// maker finds what made the channel at a path below a value: the MakeChan, the call that returned the object with the
// channel in it, or the variable that is the object; nil if there is no telling, or if it was there before.
func (in *inference) maker(v ssa.Value, path []int, steps int) (made ssa.Value, index int, rest []int) {
	if steps == 0 {
		return nil, 0, nil
	}
	switch v := v.(type) {
	case *ssa.MakeChan:
		if len(path) == 0 {
			return v, 0, nil
		}
	case *ssa.Call:
		if effect.MakesNew(in.lookup.of, v, 0) {
			return v, 0, path
		}
	case *ssa.Extract:
		if call, ok := v.Tuple.(*ssa.Call); ok && effect.MakesNew(in.lookup.of, call, v.Index) {
			return call, v.Index, path
		}
	case *ssa.Alloc:
		switch vals, below := stored(v, path); len(vals) {
		case 0:
			return v, 0, path
		case 1:
			p := task.PathOf(vals[0])
			if head, known := p.Indexes(); known {
				return in.maker(p.Root, slices.Concat(head, below), steps-1)
			}
		}
	}
	return nil, 0, nil
}

// stored returns what a function stores in the field at a path below an object, or in a field on the way there, or in the
// object as a whole, and the rest of the path.
func stored(object *ssa.Alloc, path []int) (vals []ssa.Value, rest []int) {
	eachInstr(topLevel(object.Parent()), func(instr ssa.Instruction) {
		st, ok := instr.(*ssa.Store)
		if !ok {
			return
		}
		if c, ok := st.Val.(*ssa.Const); ok && c.Value == nil {
			return
		}
		at := task.PathOf(st.Addr)
		fields, known := at.Indexes()
		if n := len(fields); known && at.Root == object && n <= len(path) && slices.Equal(fields, path[:n]) {
			vals, rest = append(vals, st.Val), path[n:]
		}
	})
	return vals, rest
}

// leavesRunning says which goroutines run when a function has returned that its caller can end: those that need a channel below
// a parameter.
func (in *inference) leavesRunning(fn *ssa.Function, s *summary.Summary) {
	eachInstr(fn, func(instr ssa.Instruction) {
		site, ok := instr.(ssa.CallInstruction)
		if !ok || instr.Parent() != fn {
			return
		}
		for _, r := range in.started(site) {
			i := slices.IndexFunc(fn.Params, func(p *ssa.Parameter) bool { return p == r.root })
			if i < 0 || in.settles(s, i, r.path) {
				continue
			}
			if valid, ok := after(site); ok {
				s.Acquires = append(s.Acquires, summary.Acquire{Param: i, Path: r.path, Kind: r.kind, Valid: valid})
			}
		}
	})
}

// settles reports whether a function does more with the channel at a path below a parameter than to lend it, or returns
// only when the channel is closed.
func (in *inference) settles(s *summary.Summary, param int, path []int) bool {
	e, ok := s.Effect(param, path)
	return ok && (e.OK|e.Err)&^summary.Borrowed != 0 ||
		slices.ContainsFunc(s.Waits, func(w summary.Wait) bool { return w.Param == param && slices.Equal(w.Path, path) })
}

// after says at which returns of its function an instruction has been executed: at all, or at those without an error.
func after(instr ssa.Instruction) (guard.Validity, bool) {
	fn := instr.Parent()
	valid := guard.Always
	last := fn.Signature.Results().Len() - 1
	for _, b := range fn.Blocks {
		ret, ok := b.Instrs[len(b.Instrs)-1].(*ssa.Return)
		if !ok || b == fn.Recover || instr.Block().Dominates(b) {
			continue
		}
		if last < 0 || !guard.IsError(ret.Results[last].Type()) {
			return 0, false
		}
		if c, isConst := ret.Results[last].(*ssa.Const); isConst && c.Value == nil {
			return 0, false
		}
		valid = guard.ErrNil
	}
	return valid, true
}

// waits finds the channel below a parameter without which a function does not return.
func (in *inference) waits(fn *ssa.Function, s *summary.Summary) {
	w, ok := task.WaitOf(fn, in.lookup.of)
	if !ok {
		return
	}
	i := slices.IndexFunc(fn.Params, func(p *ssa.Parameter) bool { return p == w.Chan.Root })
	if path, known := w.Chan.Indexes(); known && i >= 0 {
		s.Waits = append(s.Waits, summary.Wait{Param: i, Path: path, Closed: w.Closed})
	}
}
