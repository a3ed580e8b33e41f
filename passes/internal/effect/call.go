package effect

import (
	"go/types"
	"slices"
	"strings"

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
	if instr == m.Obl.Site {
		return m.acquire(s, c)
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

// Called returns the function or method that a call calls, if that is known statically.
func Called(c *ssa.CallCommon) *types.Func { return calledFunc(c) }

// acquire executes the acquisition.
func (m *Machine) acquire(s State, c callSite) []State {
	if m.isLock() && s.Status == obligation.Open && !m.Obl.Kind.Shared && m.validity() == guard.Always && m.holder(s, c) == s.Self && s.Self != 0 && m.fixed(s.Self) && !c.common.IsInvoke() {
		m.relocked(s, c)
		return nil
	}
	if s.Status == obligation.Open || s.Status == obligation.Unsure {
		s = m.forgetSite(s)
		if m.Anywhere(s) {
			s.Kept = true
			return one(s) // kept elsewhere; we go on watching the first one
		}
		if m.Lost != nil && s.Status == obligation.Open {
			m.Lost(s.WithEvent(obligation.Event{Kind: obligation.NextRound, Pos: c.instr.Pos(), Instr: c.instr}))
		}
	}
	s = m.forgetGuard(s)
	if m.Obl.Via != nil {
		s = m.expose(s, c, m.Summary(m.Obl.Via))
	}
	s.Status, s.Reason, s.Into, s.Kept = obligation.Open, "", 0, false
	s.Trace = nil
	s = s.WithEvent(obligation.Event{Kind: obligation.Acquired, Pos: c.instr.Pos(), Instr: c.instr})
	return one(m.place(s, c))
}

// place puts the guard where the acquisition leaves it.
func (m *Machine) place(s State, c callSite) State {
	h := m.Obl.Holder
	var at term.Term
	switch h.In {
	case guard.Process:
		return s
	case guard.Receiver, guard.Arg:
		s.Self = m.holder(s, c)
		if !m.byAddress() && m.outlives(s, s.Self) {
			return s.WithStatus(obligation.Transferred, "it belongs to an object of somebody else")
		}
		if t := resultType(c.common.Signature(), 0); h.In == guard.Receiver && t != nil && types.Identical(t, receiverType(c.common)) {
			s = m.bindResult(s, c.value, 0, s.Self) // return new(Writer).Init(w)
		}
		return s
	default:
		at = m.resultTerm(c.value, h.Index)
	}
	switch {
	case m.Obl.Cleanup == h.Index:
		return s // only the cleanup function is handed out, and known as such
	case len(m.Obl.Path) == 0:
		return m.BindTerm(s, at, term.TheGuard)
	case types.IsInterface(resultType(c.common.Signature(), h.Index)):
		return s.WithHolder(at) // in an object whose type the interface hides
	case m.isLock():
		s.Self = m.part(s, at, resultType(c.common.Signature(), h.Index), m.Obl.Path)
		return s
	}
	return m.placeBelow(s, at, resultType(c.common.Signature(), h.Index), m.Obl.Path)
}

// holder returns the guard that is a part of the receiver or of an argument of its acquisition.
func (m *Machine) holder(s State, c callSite) term.Term {
	i := 0
	if m.Obl.Holder.In == guard.Arg {
		i = argOf(c, m.Obl.Holder.Index)
	}
	if i >= len(c.args) {
		return 0
	}
	at := m.Pool.Unbox(c.args[i])
	if len(m.Obl.Path) == 0 {
		return at
	}
	return m.part(s, at, operandType(c, i), m.Obl.Path)
}

// placeBelow puts the guard into the fields at path below the value at.
func (m *Machine) placeBelow(s State, at term.Term, typ types.Type, path []int) State {
	for i, f := range path {
		if f == summary.Inside {
			return s.WithHolder(at)
		}
		last := i == len(path)-1
		st := structOf(typ)
		if st == nil || f >= st.NumFields() {
			return s.WithStatus(obligation.Unsure, "its place in the result is not known")
		}
		pointer := false
		if _, ok := typ.Underlying().(*types.Pointer); ok {
			pointer = true
		}
		typ = st.Field(f).Type()
		_, structField := typ.Underlying().(*types.Struct)
		switch {
		case pointer && last:
			s.Cells = s.Cells.With(m.Pool.FieldAddr(at, f), term.TheGuard)
		case pointer && structField:
			at = m.Pool.FieldAddr(at, f)
			typ = types.NewPointer(typ)
		case pointer:
			at = m.Pool.Make(term.Node{Op: term.Content, X: m.Pool.FieldAddr(at, f)})
		case last:
			s.Env = s.Env.With(m.Pool.Make(term.Node{Op: term.Project, X: at, N: f}), term.TheGuard)
		default:
			at = m.Pool.Make(term.Node{Op: term.Project, X: at, N: f})
		}
	}
	return s
}

// forgetSite drops what the registers of the acquisition denoted in the last round of the loop.
func (m *Machine) forgetSite(s State) State {
	v, ok := m.Obl.Site.(ssa.Value)
	if !ok {
		return s
	}
	own := m.Pool.Opaque(v)
	mine := func(t term.Term) bool {
		return m.Pool.Mentions(t, func(u term.Term, _ term.Node) bool { return u == own })
	}
	s.Env = s.Env.Filter(func(k, _ term.Term) bool { return !mine(k) })
	s.Cells = s.Cells.Filter(func(k, _ term.Term) bool { return !mine(k) })
	s.Conds = s.Conds.Filter(func(k, _ term.Term) bool { return !mine(k) })
	return s
}

// Anywhere reports whether the guard can still be reached from what the path knows.
func (m *Machine) Anywhere(s State) bool {
	if len(s.Holders) > 0 || s.Self != 0 {
		return true
	}
	has := func(b obligation.Binding) bool { return m.Carries(s, b.Value) }
	return slices.ContainsFunc(s.Env, has) || slices.ContainsFunc(s.Cells, has) || m.deferred(s)
}

// deferred reports whether a deferred call has the guard among its operands.
func (m *Machine) deferred(s State) bool {
	for d := s.Defers; d != nil; d = d.Prev {
		if m.Carries(s, d.Callee) || m.anyCarries(s, d.Args, maxDepth) {
			return true
		}
	}
	return false
}

// forgetGuard drops everything that named the guard of an earlier round.
func (m *Machine) forgetGuard(s State) State {
	s = m.forgetSite(s)
	isGuard := func(t term.Term) bool { return t == term.TheGuard }
	s.Env = s.Env.Filter(func(_, v term.Term) bool { return !isGuard(v) })
	s.Cells = s.Cells.Filter(func(_, v term.Term) bool { return !isGuard(v) })
	s.Conds = s.Conds.Filter(func(k, _ term.Term) bool { return !isGuard(k) })
	s.Holders, s.Self = nil, 0
	return s
}

// apply executes a call whose operands are evaluated.
func (m *Machine) apply(s State, c callSite) []State {
	if b, ok := c.common.Value.(*ssa.Builtin); ok {
		return one(m.builtin(s, c, b))
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
	var sum *summary.Summary
	if c.method != nil {
		sum = m.Summary(c.method)
	}
	if sum != nil && sum.NoReturn || noReturn(c.method) {
		if m.Ended != nil && s.Status == obligation.Open && endsProcess(c.method) {
			m.Ended(s, c.instr)
		}
		return nil
	}
	if m.isRelease(c.method) { // of something else: a release says in its row what it does
		return one(s)
	}
	if m.Obl.Holder.In == guard.Process && m.Obl.Site != nil && sum != nil && m.endsProcessWide(sum) {
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

// endsProcess reports whether fn ends the process without running what is deferred.
func endsProcess(fn *types.Func) bool {
	if fn == nil {
		return false
	}
	switch fn.FullName() {
	case "os.Exit", "syscall.Exit", "log.Fatal", "log.Fatalf", "log.Fatalln":
		return true
	}
	return false
}

// isRelease reports whether fn is a function by which guards of this kind are released.
func (m *Machine) isRelease(fn *types.Func) bool {
	return fn != nil && m.Obl.Site != nil && slices.ContainsFunc(m.Obl.Kind.Release, func(r guard.Release) bool {
		return r.Func != "" && isNamed(fn, r.Func)
	})
}

// noReturn knows the functions whose end no summary can show: they unwind the goroutine, or are only declared.
func noReturn(fn *types.Func) bool {
	if fn == nil {
		return false
	}
	switch fn.Name() {
	case "FailNow", "Fatal", "Fatalf", "SkipNow", "Skip", "Skipf", // of testing.TB and of the interfaces made after it
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

// isTestingT reports whether t is a type of package testing, or an interface that *testing.T is meant to satisfy: it
// has Errorf and FailNow.
func isTestingT(t types.Type) bool {
	if p, ok := t.(*types.Pointer); ok {
		t = p.Elem()
	}
	if named, ok := types.Unalias(t).(*types.Named); ok {
		if pkg := named.Obj().Pkg(); pkg != nil && pkg.Path() == "testing" {
			return true
		}
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
	return has("FailNow") && (has("Errorf") || has("Error") || has("Logf"))
}

// release executes the call if it releases the guard.
func (m *Machine) release(s State, c callSite) ([]State, bool) {
	if c.callee != 0 && c.callee == m.site.cleanup {
		return one(m.released(s, c)), true
	}
	if c.receiver && m.releasesOwner(s, c) {
		return one(m.released(s, c)), true
	}
	if c.receiver && m.wrapped(s, c.args[0]) && m.isReleaser(c.method.Name()) {
		return one(m.released(s, c)), true
	}
	for _, r := range m.releasers {
		if !m.matches(s, c, r) {
			continue
		}
		if r.When == guard.AnyOutcome || c.value == nil {
			return one(m.released(s, c)), true
		}
		return m.releaseWhen(s, c, r.When), true
	}
	return nil, false
}

// wrapped reports whether t is an object that holds the guard behind an interface: its Close, by convention, closes what
// it wraps.
func (m *Machine) wrapped(s State, t term.Term) bool {
	t = m.Pool.Unbox(t)
	v := m.Pool.Node(t)
	if v.V == nil && v.X != 0 {
		v = m.Pool.Node(v.X)
	}
	return s.IsHolder(t) && v.V != nil && !isContainer(v.V.Type())
}

// isContainer reports whether t is the type of a slice, array, map or channel.
func isContainer(t types.Type) bool {
	if p, ok := t.Underlying().(*types.Pointer); ok {
		t = p.Elem()
	}
	switch t.Underlying().(type) {
	case *types.Slice, *types.Array, *types.Map, *types.Chan:
		return true
	}
	return false
}

// matches reports whether the call is the release r of the guard.
func (m *Machine) matches(s State, c callSite, r releaseTerm) bool {
	switch {
	case r.Call:
		return c.callee != 0 && m.IsGuard(s, c.callee)
	case r.Method != "":
		return c.receiver && c.method.Name() == r.Method && len(c.args) > 0 && m.isAt(s, c.args[0], r)
	case r.Func != "":
		if c.method == nil || !isNamed(c.method, r.Func) {
			return false
		}
		if r.Arg == guard.NoArg {
			return true
		}
		i := argOf(c, r.Arg)
		return i < len(c.args) && m.IsGuard(s, c.args[i])
	}
	return false
}

// isNamed reports whether fn has the full name; nearly always its bare name tells that it has not.
func isNamed(fn *types.Func, full string) bool {
	return strings.HasSuffix(full, fn.Name()) && fn.FullName() == full
}

// isAt reports whether t is the part of the guard that the release is called on.
func (m *Machine) isAt(s State, t term.Term, r releaseTerm) bool {
	if r.Field == "" {
		return m.IsGuard(s, m.promoted(t))
	}
	if r.path == nil {
		return false
	}
	for _, root := range []term.Term{term.TheGuard, s.Self} {
		at := root
		for _, f := range r.path {
			at = m.Pool.Make(term.Node{Op: term.Content, X: m.Pool.FieldAddr(at, f)})
		}
		if root != 0 && at == t {
			return true
		}
	}
	return false
}

// promoted looks through embedded structs from the receiver of a promoted method to the object that it was called on:
// Close of a net.TCPConn is that of a struct inside it.
func (m *Machine) promoted(t term.Term) term.Term {
	var fields []int
	at := m.Pool.Unbox(t)
	for n := m.Pool.Node(at); n.Op == term.Field || n.Op == term.Content; n = m.Pool.Node(at) {
		if n.Op == term.Field {
			fields = append(fields, n.N)
		}
		at = n.X
	}
	if len(fields) == 0 {
		return t
	}
	typ := m.guardType()
	if typ != nil && types.IsInterface(typ) { // of what a type assertion found in it
		return at
	}
	for _, f := range slices.Backward(fields) {
		st := structOf(typ)
		if st == nil || f >= st.NumFields() || !st.Field(f).Embedded() {
			return t
		}
		typ = st.Field(f).Type()
	}
	return at
}

// argOf translates an argument number that does not count the receiver.
func argOf(c callSite, i int) int {
	if c.receiver {
		return i + 1
	}
	return i
}

// released records the release.
func (m *Machine) released(s State, c callSite) State {
	if m.isLock() && s.Status == obligation.Released && s.Reason != LockedAgain {
		return s // of the same mutex, but not of this locking
	}
	s = s.WithEvent(obligation.Event{Kind: obligation.ReleasedBy, Pos: c.instr.Pos(), Instr: c.instr, Note: m.releaseName(c)})
	if s.Status == obligation.Absent {
		return s
	}
	return s.WithStatus(obligation.Released, m.releaseName(c))
}

// releaseName names a release as summaries do.
func (m *Machine) releaseName(c callSite) string {
	switch {
	case c.method == nil:
		return summary.ByCall
	case c.receiver:
		return c.method.Name()
	}
	return c.method.FullName()
}

// releaseWhen forks on the outcome that makes the call a release.
func (m *Machine) releaseWhen(s State, c callSite, when guard.Outcome) []State {
	var out []State
	result := m.resultTerm(c.value, 0)
	if when == guard.Success {
		result = m.resultTerm(c.value, max(0, errorResult(c.signature())))
	}
	s = m.BindTerm(s, result, result)
	s.Conds = s.Conds.Filter(func(k, _ term.Term) bool { return k != result })
	for _, released := range []bool{true, false} {
		var t State
		var ok bool
		switch when {
		case guard.Success:
			t, ok = m.assumeNil(s, result, released)
		default:
			t, ok = m.Assume(s, result, (when == guard.True) == released)
		}
		if !ok {
			continue
		}
		if released {
			t = m.released(t, c)
		}
		out = append(out, t)
	}
	return out
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
		if ct.Result < 0 {
			continue
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
				return s.WithHolder(m.Pool.Opaque(c.value))
			}
		}
	case "copy":
		if m.Carries(s, c.args[1]) {
			return s.WithHolder(c.args[0])
		}
	case "len", "cap":
		if c.value != nil {
			return m.bind(s, c.value, m.Pool.Make(term.Node{Op: term.Length, X: c.args[0]}))
		}
	}
	return s
}

// prepareSite finds the results that tell whether the acquisition happened, and the one that undoes it.
func (m *Machine) prepareSite() {
	sig := m.Obl.Site.Common().Signature()
	v, ok := m.Obl.Site.(ssa.Value)
	if !ok {
		return
	}
	last := sig.Results().Len() - 1
	switch m.Obl.Valid {
	case guard.ErrNil:
		m.site.err = m.resultTerm(v, errorResult(sig))
	case guard.OK:
		m.site.ok = m.resultTerm(v, last)
	}
	if m.Obl.Holder.In == guard.Result && len(m.Obl.Path) > 0 {
		m.site.holder = m.resultTerm(v, m.Obl.Holder.Index)
	}
	if m.Obl.Cleanup >= 0 {
		m.site.cleanup = m.resultTerm(v, m.Obl.Cleanup)
	}
}

// ResolveValidity replaces [guard.Auto] by what the signature says.
func ResolveValidity(v guard.Validity, sig *types.Signature, holder guard.Holder) guard.Validity {
	if v != guard.Auto {
		return v
	}
	last := sig.Results().Len() - 1
	switch {
	case errorResult(sig) >= 0:
		return guard.ErrNil
	case last > 0 && isBool(sig.Results().At(last).Type()):
		return guard.OK
	case holder.In != guard.Result:
		return guard.Always
	}
	switch sig.Results().At(holder.Index).Type().Underlying().(type) {
	case *types.Pointer, *types.Interface, *types.Signature:
		return guard.NonNil
	}
	return guard.Always
}

func isBool(t types.Type) bool {
	b, ok := t.Underlying().(*types.Basic)
	return ok && b.Kind() == types.Bool
}
