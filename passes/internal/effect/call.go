package effect

import (
	"go/types"
	"slices"

	"golang.org/x/tools/go/ssa"

	"github.com/guardlint/guardlint/passes/internal/guard"
	"github.com/guardlint/guardlint/passes/internal/obligation"
	"github.com/guardlint/guardlint/passes/internal/summary"
	"github.com/guardlint/guardlint/passes/internal/term"
)

// A callSite is a call about to happen: now, or at the exit for which it was deferred.
type callSite struct {
	instr  ssa.CallInstruction
	common *ssa.CallCommon
	value  ssa.Value // the register of the results; nil for go and defer
	callee term.Term // what is called, where the program calls a value
	args   []term.Term
	// receiver and method are set for method calls; args then starts with the receiver.
	receiver bool
	method   *types.Func
}

// call executes a call instruction.
func (m *Machine) call(s State, instr *ssa.Call) []State {
	c := m.callSite(s, instr)
	c.value = instr
	if c.common.IsInvoke() { // of nil it panics: got := err.Error()
		var ok bool
		if s, ok = m.assumeNil(s, c.args[0], false); !ok {
			return nil
		}
	}
	switch {
	case instr == m.Obl.Site && m.Obl.Maker == nil:
		return m.acquire(s, c)
	case instr == m.Obl.Site:
		s = m.starts(s, instr)
	case instr == m.Obl.Maker:
		states := m.apply(s, c)
		for i := range states {
			states[i] = m.makes(states[i])
		}
		return states
	}
	return m.apply(s, c)
}

// callSite evaluates the operands of a call.
func (m *Machine) callSite(s State, instr ssa.CallInstruction) callSite {
	common := instr.Common()
	c := callSite{instr: instr, common: common}
	if common.IsInvoke() {
		c.args = append(c.args, m.Eval(s, common.Value))
	} else if fn := common.StaticCallee(); fn == nil || fn.Parent() != nil {
		c.callee = m.Eval(s, common.Value)
	} else if _, ok := common.Value.(*ssa.MakeClosure); ok { // f.Close as a value, called at once
		c.callee = m.Eval(s, common.Value)
	}
	for _, a := range common.Args {
		c.args = append(c.args, m.Eval(s, a))
	}
	return m.identify(c)
}

// identify finds out which method is called, through the wrappers that go/ssa makes for method values.
func (m *Machine) identify(c callSite) callSite {
	if n := m.Pool.Node(c.callee); c.callee != 0 && n.Op == term.Closure {
		fn := n.V.(*ssa.Function)
		if method, ok := fn.Object().(*types.Func); ok && fn.Synthetic != "" && method.Signature().Recv() != nil {
			c.receiver, c.method = true, method
			if n.X != 0 { // f.Close as a value: the receiver was captured
				c.args = append(m.Pool.Items(n.X), c.args...)
			}
			return c
		}
	}
	if _, ok := c.common.Value.(*ssa.MakeClosure); ok && !c.common.IsInvoke() {
		return c // of a method value nothing is known but its receiver, and that was forgotten
	}
	c.method = calledFunc(c.common)
	c.receiver = c.method != nil && c.method.Signature().Recv() != nil
	return c
}

// signature is the signature of what is called.
func (c callSite) signature() *types.Signature {
	if c.method != nil {
		return c.method.Signature()
	}
	return c.common.Signature()
}

// calledFunc returns the function or method that is called, if that is known statically.
func calledFunc(c *ssa.CallCommon) *types.Func {
	if c.IsInvoke() {
		return c.Method
	}
	if fn := c.StaticCallee(); fn != nil {
		if o := fn.Origin(); o != nil {
			fn = o
		}
		obj, _ := fn.Object().(*types.Func)
		return obj
	}
	return nil
}

// Operands lists what a call passes, the receiver first.
func Operands(c *ssa.CallCommon) []ssa.Value {
	if c.IsInvoke() {
		return append([]ssa.Value{c.Value}, c.Args...)
	}
	return c.Args
}

// Called returns the function or method that a call calls, if that is known statically.
func Called(c *ssa.CallCommon) *types.Func { return calledFunc(c) }

// apply executes a call whose operands are evaluated.
func (m *Machine) apply(s State, c callSite) []State {
	if b, ok := c.common.Value.(*ssa.Builtin); ok {
		return one(m.builtin(s, c, b))
	}
	if s.Written == nil {
		return m.perform(s, c)
	}
	t, own := m.account(s, c)
	after := m.perform(t, c)
	if !own {
		answered(s, after)
	}
	return after
}

// perform executes a call that is none of a predeclared function.
func (m *Machine) perform(s State, c callSite) []State {
	if m.Misused != nil {
		s = m.watchAcquisition(s, c)
	}
	if s.Status != obligation.Idle {
		if out, ok := m.release(s, c); ok {
			return out
		}
	}
	if n := m.Pool.Node(c.callee); c.callee != 0 && n.Op == term.Closure && c.method == nil {
		if out, ok := m.inline(s, c, n); ok {
			return out
		}
	}
	if c.callee == term.TheGuard {
		return one(m.unsure(s, c, "a function that has it is called"))
	}
	var sum *summary.Summary
	if c.method != nil {
		sum = m.Summary(c.method)
	} else if m.Dispatched != nil {
		sum = m.Dispatched(c.common)
	}
	if sum != nil && sum.NoReturn || noReturn(c.method) {
		if m.Ended != nil && (s.Status == obligation.Open || s.Status == obligation.Released) && m.endsWell(s, c) {
			m.Ended(s, c.instr)
		}
		return nil
	}
	if m.isRelease(c.method) { // of something else: a release says in its row what it does
		return one(s)
	}
	if m.Obl.Holder.In == guard.Process && s.Status != obligation.Idle && m.Obl.Site != nil && sum != nil && m.endsProcessWide(sum) {
		return one(m.released(s, c))
	}
	s, returns := m.locksAgain(s, c, sum)
	if !returns {
		return nil
	}
	if sum != nil && len(sum.Contracts) > 0 && c.value != nil {
		s = m.applyContracts(s, c, sum)
	}
	return m.handOver(s, c, sum)
}

// endsWell reports whether a call ends the process, without running what is deferred, though nothing has failed: that
// of os.Exit with anything but a constant other than zero.
func (m *Machine) endsWell(s State, c callSite) bool {
	if c.method == nil || c.method.FullName() != "os.Exit" && c.method.FullName() != "syscall.Exit" {
		return false
	}
	code := m.Pool.Node(m.constOf(s, c.args[0]))
	return code.Op != term.Const || code.C == "0"
}

// noReturn knows the functions whose end no summary can show: they unwind the goroutine, or are only declared.
func noReturn(fn *types.Func) bool {
	if fn == nil {
		return false
	}
	if endsByName(fn) {
		return true
	}
	switch fn.Name() {
	case "FailNow", "SkipNow", "Skip", "Skipf", // of testing.TB and of the interfaces made after it
		"Fail", "Error", "Errorf": // these return, but the test has failed, and what it leaks no longer matters
		recv := fn.Signature().Recv()
		return recv != nil && isTestingT(recv.Type())
	case "Exit":
		return fn.FullName() == "os.Exit" || fn.FullName() == "syscall.Exit"
	case "Goexit":
		return fn.FullName() == "runtime.Goexit"
	}
	return false
}

// endsByName reports whether a function is named as those of package log are that end the process or panic, and takes what
// they take: what to say. Those of other loggers ask an option how they end, or call a hook, so that no analysis shows it.
//
//	logger.Panicf("FATAL: cannot mmap %q: %s", path, err)
func endsByName(fn *types.Func) bool {
	sig := fn.Signature()
	if !sig.Variadic() || sig.Results().Len() > 0 {
		return false
	}
	switch fn.Name() {
	case "Fatal", "Fatalf", "Fatalln", "Panic", "Panicf", "Panicln":
		return true
	}
	return false
}

// isTestingT reports whether t is a type of package testing, or an interface that *testing.T is meant to satisfy: it
// has Errorf and FailNow, or is the one that testify calls TestingT, which has Errorf alone.
func isTestingT(t types.Type) bool {
	if p, ok := t.(*types.Pointer); ok {
		t = p.Elem()
	}
	name := ""
	if named, ok := types.Unalias(t).(*types.Named); ok {
		if pkg := named.Obj().Pkg(); pkg != nil && pkg.Path() == "testing" {
			return true
		}
		name = named.Obj().Name()
	}
	iface, ok := t.Underlying().(*types.Interface)
	if !ok {
		return false
	}
	has := func(name string) bool {
		for i := range iface.NumMethods() {
			if iface.Method(i).Name() == name {
				return true
			}
		}
		return false
	}
	return has("FailNow") && (has("Errorf") || has("Error") || has("Logf")) || name == "TestingT" && has("Errorf")
}

// argOf translates an argument number that does not count the receiver.
func argOf(c callSite, i int) int {
	if c.receiver {
		return i + 1
	}
	return i
}

// inline executes a function literal that is called where we know it.
func (m *Machine) inline(s State, c callSite, closure term.Node) ([]State, bool) {
	fn := closure.V.(*ssa.Function)
	if len(fn.Blocks) == 0 || fn.Parent() == nil {
		return nil, false
	}
	entry := s
	for i, t := range m.Pool.Items(closure.X) {
		entry = m.bind(entry, fn.FreeVars[i], t)
	}
	for i, p := range fn.Params {
		if i < len(c.args) {
			entry = m.bind(entry, p, c.args[i])
		}
	}
	exits, ok := m.Inline(fn, entry)
	if !ok {
		return nil, false
	}
	out := make([]State, 0, len(exits))
	for _, e := range exits {
		t := e.State
		t.Failing = false // that was the literal
		if c.value != nil {
			for i, r := range e.Results {
				t = m.bindResult(t, c.value, i, r)
			}
		}
		out = append(out, t)
	}
	return out, true
}

// applyContracts makes the results remember the arguments, and ends paths that the callee does not return on.
func (m *Machine) applyContracts(s State, c callSite, sum *summary.Summary) State {
	for _, ct := range sum.Contracts {
		if ct.Result < 0 || ct.Param < 0 && slices.Contains(sum.New, ct.Result) {
			continue // of an object that is never nil there is nothing to remember
		}
		t := m.Pool.Make(term.Node{Op: term.Applied, V: c.value, N: ct.Result, X: m.Pool.ListOf(c.args)})
		s = m.bindResult(s, c.value, ct.Result, t)
	}
	return s
}

// returns applies what a normal return says of the arguments. It reports whether the call returns at all.
func (m *Machine) returns(s State, c callSite, sum *summary.Summary) (State, bool) {
	if sum == nil {
		return s, true
	}
	for _, ct := range sum.Contracts {
		if ct.Result >= 0 || ct.Param < 0 || ct.Param >= len(c.args) {
			continue
		}
		var ok bool
		if s, ok = m.assumeValue(s, c.args[ct.Param], ct.Then); !ok {
			return s, false
		}
	}
	return s, true
}

// builtin executes a call of a predeclared function.
func (m *Machine) builtin(s State, c callSite, b *ssa.Builtin) State {
	switch b.Name() {
	case "append":
		for _, a := range c.args {
			if m.Carries(s, a) {
				longer := m.Pool.Opaque(c.value)
				if f := m.function(s, a); f != 0 {
					s.Cells = s.Cells.With(m.Pool.Make(term.Node{Op: term.Elem, X: longer, N: -1}), f)
				}
				return s.WithHolder(longer)
			}
		}
	case "copy":
		if m.Carries(s, c.args[1]) {
			return s.WithHolder(c.args[0])
		}
	case "close":
		if m.Obl.Kind.ByChannel() && m.IsGuard(s, c.args[0]) {
			return m.released(s, c)
		}
	case "recover": // the path has not panicked, else it is not followed
		if m.late && c.value != nil && !m.panicked {
			m.asked = true
			return m.bind(s, c.value, m.Pool.Nil())
		}
	case "len", "cap":
		if c.value != nil {
			return m.bind(s, c.value, m.Pool.Make(term.Node{Op: term.Length, X: c.args[0]}))
		}
	}
	return s
}
