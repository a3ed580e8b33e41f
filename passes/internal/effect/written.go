package effect

import (
	"go/token"
	"go/types"
	"slices"

	"golang.org/x/tools/go/ssa"

	"github.com/guardlint/guardlint/passes/internal/guard"
	"github.com/guardlint/guardlint/passes/internal/obligation"
	"github.com/guardlint/guardlint/passes/internal/summary"
)

// What follows keeps account of what is written to the guard, and of the errors that tell whether it has arrived. Only
// studies that set [Machine.Dropped] ask for it.
//
// A guard that is handed to a function as something to write to counts as written to: what is made of it there, a buffer or
// an encoder, writes later. Who else gets the guard, to keep or to release it, has its errors, too.

// account executes what a call says of what was written. It reports whether the call is a method of the guard.
func (m *Machine) account(s State, c callSite) (State, bool) {
	if _, isGo := c.instr.(*ssa.Go); isGo {
		return s, false
	}
	if c.receiver && len(c.args) > 0 && m.isCalledOn(s, c.args[0]) {
		return m.accountOwn(s, c), true
	}
	w := *s.Written
	switch {
	case m.removes(c):
		if w.Fate == obligation.Stays {
			w.Fate = obligation.Removed
		}
	case c.method != nil && guard.Renames(c.method.FullName()):
		w.Fate = obligation.Renamed
	case m.confirms(s, c):
		if !m.dropped(c) {
			w.Stage = obligation.Clean
		}
	case m.getsToWrite(s, c):
		w = m.written(w, c)
	default:
		return s, false
	}
	s.Written = &w
	return s, false
}

// accountOwn is account for a method of the guard.
func (m *Machine) accountOwn(s State, c callSite) State {
	w := *s.Written
	name := c.method.Name()
	releases := m.Obl.Kind.ByMethod(name)
	switch {
	case len(releases) > 0 && releases[0].Undoes:
		if w.Stage == obligation.Pending {
			w.Stage = obligation.Clean
		}
	case len(releases) > 0:
		w = m.told(s, c)
	case slices.Contains(m.Obl.Kind.Confirms, name):
		if !m.dropped(c) {
			w.Stage = obligation.Clean
		}
	case m.Obl.Kind.WrittenBy(name):
		w = m.written(w, c)
	case m.ownWord(c) && !m.dropped(c):
		w.Stage = obligation.Clean
	}
	s.Written = &w
	return s
}

// ownWord reports whether a method belongs to an interface of the program which hides what is written to, and can fail: who
// made that interface may well have it tell whether what was written has arrived.
//
//	if err := w.Commit(ctx); err != nil { // flushes and syncs, one hopes
func (m *Machine) ownWord(c callSite) bool {
	return c.common.IsInvoke() && !m.isStd(c.method) && guard.ErrorResult(c.signature()) >= 0
}

// written executes a write. Who looks at the error of none does not rely on the file.
func (m *Machine) written(w obligation.Written, c callSite) obligation.Written {
	if w.Stage == obligation.Clean {
		w.Stage, w.At = obligation.Pending, c.instr
	}
	w.Heeded = w.Heeded || m.Obl.Kind.Errors != guard.IfWritten || guard.ErrorResult(c.signature()) < 0 || c.instr != ssa.CallInstruction(noCall) && m.Heeded(c.instr)
	return w
}

// told executes a release, which tells whether what was written has arrived.
func (m *Machine) told(s State, c callSite) obligation.Written {
	w := *s.Written
	switch {
	case !m.dropped(c), m.commits():
		w.Stage = obligation.Clean
	case guard.ErrorResult(c.signature()) < 0 && len(m.Obl.Kind.Confirms) == 0: // it cannot fail
		w.Stage = obligation.Clean
	case w.Stage == obligation.Pending && w.Heeded && s.Status != obligation.Transferred:
		w.Stage, w.Drop = obligation.Dropped, c.instr
	}
	return w
}

// commits reports whether the guard is one of those by convention whose type has a method Commit: what was written counts by
// that, and to close it without is to give it up.
func (m *Machine) commits() bool {
	t := m.guardType()
	if !m.Obl.Convention || t == nil {
		return false
	}
	obj, _, _ := types.LookupFieldOrMethod(t, true, nil, commit)
	_, ok := obj.(*types.Func)
	return ok
}

const commit = "Commit"

// dropped reports whether nobody gets to see the error of a call.
func (m *Machine) dropped(c callSite) bool {
	return c.instr != ssa.CallInstruction(noCall) && m.Dropped(c.instr)
}

// answered records that somebody else has released the guard, or is to release it, and has the error. Where that is not
// known, a release that follows shows that the function takes it for its own.
func answered(before State, after []State) {
	for i, s := range after {
		if s.Status != before.Status && (s.Status == obligation.Released || s.Status == obligation.Transferred) && s.Written != nil && s.Written.Stage == obligation.Pending {
			w := *s.Written
			w.Stage = obligation.Clean
			after[i].Written = &w
		}
	}
}

// removes reports whether a call removes a file, whichever: a function that makes one and removes one removes the one that
// it made.
func (m *Machine) removes(c callSite) bool {
	if c.method == nil {
		return false
	}
	if guard.Removes(c.method.FullName()) {
		return true
	}
	sum := m.Summary(c.method)
	return sum != nil && slices.ContainsFunc(sum.Params, func(e summary.Effect) bool { return slices.ContainsFunc(e.By, guard.Removes) })
}

// getsToWrite reports whether a call gets the guard to write to it.
func (m *Machine) getsToWrite(s State, c callSite) bool {
	if guard.Incidental(c.method) {
		return false
	}
	for k, arg := range c.args {
		if c.receiver && k == 0 {
			continue
		}
		t := operandType(c, k)
		if t == nil {
			continue
		}
		if elem, ok := t.Underlying().(*types.Slice); ok { // io.MultiWriter(f, h)
			if m.writable(elem.Elem()) && m.Carries(s, arg) {
				return true
			}
			continue
		}
		if m.IsGuard(s, arg) && (m.writable(t) || m.isGuardType(t) && m.usedToWrite(c, k)) {
			return true
		}
	}
	return false
}

// confirms reports whether the error of a call tells that what was written to the guard has arrived: fileutil.Fsync(f). Where
// the code of the callee is not at hand, its signature tells. What gets the file, not as something to write to, and nothing
// else, and returns nothing but an error, is taken to be one that syncs it.
func (m *Machine) confirms(s State, c callSite) bool {
	if c.receiver || len(m.Obl.Kind.Confirms) == 0 || guard.ErrorResult(c.signature()) < 0 {
		return false
	}
	for k, arg := range c.args {
		t := operandType(c, k)
		if t == nil || !m.isGuardType(t) || !m.IsGuard(s, arg) {
			continue
		}
		if fn := c.common.StaticCallee(); fn != nil && len(fn.Blocks) > 0 {
			return len(fn.Params) == len(c.args) && m.callsOn(fn, k, func(method string) bool { return slices.Contains(m.Obl.Kind.Confirms, method) }, maxDepth)
		}
		return len(c.args) == 1 && c.signature().Results().Len() == 1
	}
	return false
}

// callsOn reports whether the code of a function calls such a method on what it gets as its parameter k.
func (m *Machine) callsOn(fn *ssa.Function, k int, such func(method string) bool, depth int) bool {
	if depth == 0 || k >= len(fn.Params) {
		return false
	}
	p := fn.Params[k]
	return slices.ContainsFunc(*p.Referrers(), func(ref ssa.Instruction) bool {
		call, ok := ref.(ssa.CallInstruction)
		if !ok {
			return false
		}
		callee := calledFunc(call.Common())
		for i, op := range Operands(call.Common()) {
			switch next := call.Common().StaticCallee(); {
			case op != ssa.Value(p):
			case i == 0 && callee != nil && callee.Signature().Recv() != nil:
				if such(callee.Name()) {
					return true
				}
			case next != nil && m.callsOn(next, i, such, depth-1):
				return true
			}
		}
		return false
	})
}

// writable reports whether t is an interface through which the guard can be written to.
func (m *Machine) writable(t types.Type) bool {
	iface, ok := t.Underlying().(*types.Interface)
	if !ok {
		return false
	}
	for i := range iface.NumMethods() {
		if m.Obl.Kind.WrittenBy(iface.Method(i).Name()) {
			return true
		}
	}
	return false
}

func (m *Machine) isGuardType(t types.Type) bool {
	own := m.guardType()
	return own != nil && types.Identical(t, own)
}

// usedToWrite reports whether a function that gets the guard as what it is writes to it. Who gets a transaction takes part
// in it; who gets a file may as well look at its name, so that its code is asked.
func (m *Machine) usedToWrite(c callSite, k int) bool {
	if m.Obl.Kind.Errors != guard.IfWritten {
		return true
	}
	fn := c.common.StaticCallee()
	return fn != nil && len(fn.Params) == len(c.args) && m.writesTo(fn, k, maxDepth)
}

// writesTo reports whether the code of a function writes to what it gets as its parameter k.
func (m *Machine) writesTo(fn *ssa.Function, k, depth int) bool {
	if depth == 0 || k >= len(fn.Params) {
		return false
	}
	p := fn.Params[k]
	uses := slices.Clone(*p.Referrers())
	for _, ref := range *p.Referrers() {
		if box, ok := ref.(*ssa.MakeInterface); ok {
			uses = append(uses, *box.Referrers()...)
		}
	}
	return slices.ContainsFunc(uses, func(ref ssa.Instruction) bool {
		call, ok := ref.(ssa.CallInstruction)
		if !ok {
			return false
		}
		for i, op := range Operands(call.Common()) {
			if Concrete(op) == ssa.Value(p) && m.writesThrough(call.Common(), i, op, depth) {
				return true
			}
		}
		return false
	})
}

// writesThrough reports whether a call that has the guard as its operand i writes to it.
func (m *Machine) writesThrough(c *ssa.CallCommon, i int, op ssa.Value, depth int) bool {
	callee := calledFunc(c)
	if callee != nil && callee.Signature().Recv() != nil && i == 0 {
		return m.Obl.Kind.WrittenBy(callee.Name())
	}
	if types.IsInterface(op.Type()) {
		return m.writable(op.Type()) && !guard.Incidental(callee)
	}
	next := c.StaticCallee()
	return next != nil && m.writesTo(next, i, depth-1)
}

// Concrete returns what an interface was made of, or v.
func Concrete(v ssa.Value) ssa.Value {
	if box, ok := v.(*ssa.MakeInterface); ok {
		return box.X
	}
	return v
}

// blamed learns from a condition whether the path has found an error since the guard was acquired. That the end of a stream
// was reached is none.
func (m *Machine) blamed(s State, cond ssa.Value, truth bool) State {
	if s.Written == nil {
		return s
	}
	w := *s.Written
	switch cond := cond.(type) {
	case *ssa.UnOp:
		if cond.Op == token.NOT {
			return m.blamed(s, cond.X, !truth)
		}
		return s
	case *ssa.BinOp:
		equal := cond.Op == token.EQL && truth || cond.Op == token.NEQ && !truth
		switch {
		case cond.Op != token.EQL && cond.Op != token.NEQ || !guard.IsError(cond.X.Type()):
			return s
		case isNilConst(cond.X) || isNilConst(cond.Y):
			w.Wrong = w.Wrong || !equal
		case equal && (isEOF(cond.X) || isEOF(cond.Y)):
			w.Wrong = false
		}
	case *ssa.Call:
		if fn := calledFunc(&cond.Call); truth && fn != nil && fn.FullName() == "errors.Is" && isEOF(cond.Call.Args[1]) {
			w.Wrong = false
		}
	}
	if w == *s.Written {
		return s
	}
	s.Written = &w
	return s
}

// IsEOFTest reports whether a condition asks for the end of a stream.
func IsEOFTest(cond ssa.Value) bool {
	switch cond := cond.(type) {
	case *ssa.BinOp:
		return isEOF(cond.X) || isEOF(cond.Y)
	case *ssa.Call:
		fn := calledFunc(&cond.Call)
		return fn != nil && fn.FullName() == "errors.Is" && isEOF(cond.Call.Args[1])
	}
	return false
}

// isEOF reads io.EOF.
func isEOF(v ssa.Value) bool {
	load, ok := v.(*ssa.UnOp)
	if !ok {
		return false
	}
	g, ok := load.X.(*ssa.Global)
	return ok && g.Name() == "EOF" && g.Pkg.Pkg.Path() == "io"
}

func isNilConst(v ssa.Value) bool { c, ok := v.(*ssa.Const); return ok && c.IsNil() }
