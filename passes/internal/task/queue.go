package task

import (
	"go/types"

	"golang.org/x/tools/go/ssa"

	"github.com/guardlint/guardlint/passes/internal/effect"
	"github.com/guardlint/guardlint/passes/internal/guard"
)

// Why says why a cleanup that is sent to a queue never runs.
type Why uint8

const (
	Full       Why = iota // the default case drops it
	Unreceived            // nobody receives from the queue
	Closed                // the queue may be closed: the send panics
)

// sends returns what is missing around the cleanup that a send statement, or a case of a select, hands to whoever
// receives it.
func (f *Finder) sends(instr ssa.Instruction) []Gap {
	switch instr := instr.(type) {
	case *ssa.Send:
		return f.queued(instr, &ssa.SelectState{Chan: instr.Chan, Send: instr.X, Pos: instr.Pos()})
	case *ssa.Select:
		var gaps []Gap
		for _, s := range instr.States {
			if s.Dir == types.SendOnly {
				gaps = append(gaps, f.queued(instr, s)...)
			}
		}
		return gaps
	}
	return nil
}

// queued returns the first facet of a cleanup that is sent which nobody looks after: that it runs, and what comes of it.
func (f *Finder) queued(instr ssa.Instruction, s *ssa.SelectState) []Gap {
	if _, ok := s.Send.Type().Underlying().(*types.Signature); !ok {
		return nil
	}
	t := &Task{Launch: Launch{In: instr.Parent(), Value: s.Send, Where: Queue, Refuse: -1}}
	t.Launch.resolve(s.Send)
	if !f.carries(t) {
		return nil
	}
	if g, ok := f.errorGap(t); ok && (f.Strict || g.Grade != guard.Unsure) {
		g.Task, g.At = t, s.Pos
		return []Gap{g}
	}
	g := Gap{Task: t, Release: t.Releases[0], Facet: Acceptance, Grade: guard.Likely, At: s.Pos}
	sel, isSelect := instr.(*ssa.Select)
	switch {
	case f.unreceived(s.Chan):
		g.Why = Unreceived
	case isSelect && f.dropped(sel):
		g.At = sel.Pos()
	case !isSelect && f.closedMeanwhile(instr.(*ssa.Send)):
		g.Why = Closed
	default:
		return nil
	}
	return []Gap{g}
}

// dropped reports whether a select with one send has a default case in which nothing copes with what was not sent.
func (f *Finder) dropped(sel *ssa.Select) bool {
	if sel.Blocking || len(sel.States) != 1 {
		return false
	}
	branch := refusedBranch(sel)
	return branch != nil && !f.copes(branch)
}

// A queue is what a package does with the channels in one of its own variables: a field, a global.
type queue struct {
	received bool
	closed   []*ssa.Function // the functions that close it
	leaves   bool            // others may do any of this
}

// unreceived reports whether it is known that nobody receives from a channel.
func (f *Finder) unreceived(ch ssa.Value) bool {
	if _, local := PathOf(ch).Root.(*ssa.MakeChan); local {
		return !received(ch)
	}
	q := f.queueOf(ch)
	return q != nil && !q.leaves && !q.received
}

// closedMeanwhile reports whether a channel is closed by another function of the package, and a send of it does nothing
// to be sure that this has not happened: it looks at nothing, locks nothing, and the one who closes waits for nobody.
func (f *Finder) closedMeanwhile(send *ssa.Send) bool {
	q := f.queueOf(send.Chan)
	if q == nil || q.leaves || send.Parent().Parent() != nil {
		return false
	}
	for b := send.Block(); b != nil; b = b.Idom() {
		for _, instr := range b.Instrs {
			if instr == send {
				break
			}
			switch instr.(type) {
			case *ssa.If, *ssa.Call, *ssa.Defer:
				return false
			}
		}
	}
	for _, closer := range q.closed {
		if outermost(closer) != send.Parent() && !waits(closer) {
			return true
		}
	}
	return false
}

// queueOf returns what the package does with the channel, or nil if it is not in a variable that only the package has.
func (f *Finder) queueOf(ch ssa.Value) *queue {
	key := queueKey(ch)
	if key == nil {
		return nil
	}
	if f.queues == nil {
		f.indexQueues()
	}
	return f.queues[key]
}

// queueKey names the variable that a channel is read from: an unexported field or global.
func queueKey(ch ssa.Value) types.Object {
	switch x := ch.(type) {
	case *ssa.UnOp:
		return variableAt(x.X)
	case *ssa.ChangeType:
		return queueKey(x.X)
	}
	return nil
}

// variableAt returns the unexported field or global that an address is of, or nil.
func variableAt(addr ssa.Value) types.Object {
	var v types.Object
	switch x := addr.(type) {
	case *ssa.FieldAddr:
		if field := effect.FieldVar(x); field != nil {
			v = field
		}
	case *ssa.Global:
		v = x.Object()
	}
	if v == nil || v.Exported() {
		return nil
	}
	return v
}

// indexQueues looks at all uses of the channels of functions in the variables of the package.
func (f *Finder) indexQueues() {
	f.queues = make(map[types.Object]*queue)
	for _, fn := range f.Functions {
		eachFunc(fn, func(fn *ssa.Function) {
			eachInstr(fn, func(instr ssa.Instruction) {
				for _, op := range instr.Operands(nil) {
					v := variableAt(*op)
					if v == nil || !carriesFunctions(v.Type()) {
						continue
					}
					if f.queues[v] == nil {
						f.queues[v] = new(queue)
					}
					f.queues[v].addressed(instr, *op)
				}
			})
		})
	}
}

func carriesFunctions(t types.Type) bool {
	ch, ok := t.Underlying().(*types.Chan)
	if !ok {
		return false
	}
	_, ok = ch.Elem().Underlying().(*types.Signature)
	return ok
}

// addressed notes an instruction that uses the address of the variable: it makes the channel, or reads it.
func (q *queue) addressed(instr ssa.Instruction, addr ssa.Value) {
	switch instr := instr.(type) {
	case *ssa.UnOp:
		q.uses(instr)
	case *ssa.Store:
		made, ok := instr.Val.(*ssa.MakeChan)
		q.leaves = q.leaves || !ok || instr.Addr != addr || len(*made.Referrers()) > 1
	case *ssa.DebugRef:
	default:
		q.leaves = true
	}
}

// uses notes what is done with the channel.
func (q *queue) uses(ch ssa.Value) {
	for _, ref := range *ch.Referrers() {
		switch ref := ref.(type) {
		case *ssa.Send, *ssa.DebugRef, *ssa.BinOp:
		case *ssa.UnOp:
			q.received = true
		case *ssa.Select:
			for _, s := range ref.States {
				q.received = q.received || s.Chan == ch && s.Dir == types.RecvOnly
			}
		case ssa.CallInstruction:
			switch b, _ := ref.Common().Value.(*ssa.Builtin); {
			case b == nil:
				q.leaves = true
			case b.Name() == "close":
				q.closed = append(q.closed, ref.Parent())
			}
		default:
			q.leaves = true
		}
	}
}
