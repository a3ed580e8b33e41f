package effect

import (
	"go/types"
	"slices"
	"strings"

	"golang.org/x/tools/go/ssa"

	"github.com/guardlint/guardlint/passes/internal/obligation"
	"github.com/guardlint/guardlint/passes/internal/summary"
	"github.com/guardlint/guardlint/passes/internal/term"
)

// handOver executes what a call does to the guards among its operands, by the callee's summary if there is one.
func (m *Machine) handOver(s State, c callSite, sum *summary.Summary) []State {
	s, ok := m.returns(s, c, sum)
	if !ok {
		return nil
	}
	s = m.expose(s, c, sum)
	k := 0
	for ; k < len(c.args); k++ { // most calls have nothing to do with the guard
		arg := m.Pool.Unbox(c.args[k])
		if m.Misused != nil || m.Pool.Op(arg) == term.Closure || m.Carries(s, arg) {
			break
		}
		s = m.clobber(s, c, arg)
	}
	states := one(s)
	for ; k < len(c.args); k++ {
		var next []State
		for _, s := range states {
			next = append(next, m.operand(s, c, sum, k)...)
		}
		states = next
	}
	return states
}

// operand executes what a call does to and through one operand.
func (m *Machine) operand(s State, c callSite, sum *summary.Summary, k int) []State {
	arg := m.Pool.Unbox(c.args[k])
	if m.Misused != nil && m.Obl.Kind.Context {
		s = m.consumes(s, arg)
	}
	if n := m.Pool.Node(arg); n.Op == term.Closure && isYield(n) && !s.Status.Settled() {
		if after, ok := m.rounds(s, c, n); ok {
			return after
		}
	}
	states := one(s)
	if m.Carries(s, arg) {
		states = m.pass(s, c, sum, k)
	}
	for i := range states {
		states[i] = m.clobber(states[i], c, arg)
		if m.Misused != nil {
			states[i] = m.replaced(states[i], c, arg)
		}
	}
	return states
}

// pass executes the hand-over of one operand that carries the guard.
func (m *Machine) pass(s State, c callSite, sum *summary.Summary, k int) []State {
	if m.Misused != nil && m.Obl.Kind.Context && !m.IsGuard(s, m.Pool.Unbox(c.args[k])) {
		return one(m.boundTo(s, c, k))
	}
	if m.Misused != nil && s.Status == obligation.Released {
		return one(m.passReleased(s, c, sum, k))
	}
	if s.Status != obligation.Open && s.Status != obligation.Unsure {
		return one(s)
	}
	arg := m.Pool.Unbox(c.args[k])
	if n := m.Pool.Node(arg); n.Op == term.Closure && !m.IsGuard(s, arg) {
		if m.isLock() && !isYield(n) {
			return one(m.unlocker(s, c, sum, k))
		}
		return m.callback(s, c, sum, k, n)
	}
	if c.receiver && k == 0 && (m.isCalledOn(s, arg) && !m.byAddress() || m.isReleasePoint(s, arg)) {
		return m.ownMethod(s, c, sum)
	}
	s = m.derive(s, c)
	if isString(m.guardType()) && m.isStd(c.method) {
		return one(s) // a path: the standard library does not remove what it was not asked to remove
	}
	switch {
	case m.Obl.Kind.SuccessOnly && !m.IsGuard(s, arg) && types.IsInterface(operandType(c, k)):
		return one(m.unsure(s, c, "it may flush it")) // a writer in an object: any method may flush, and be called often
	case sum == nil:
		return one(m.unknown(s, c, k))
	case sum.Opaque:
		return one(m.unsure(s, c, "its analysis gave up"))
	}
	e := m.effectOn(s, c, sum, k)
	_, inside := m.Path(s, arg)
	t := operandType(c, k)
	if inside && c.receiver && k == 0 && m.isStd(c.method) && c.method.Exported() || // as in ownMethod: a handshake closes the connection if need be
		t != nil && m.isPrinted(t) {
		e.OK, e.Err = without(e.OK, summary.Unknown), without(e.Err, summary.Unknown)
	}
	if e.OK|e.Err == summary.Borrowed {
		if why := m.unsaid(s, c, sum, k); why != "" {
			return one(m.unsure(s, c, why))
		}
	}
	return m.meetBy(s, c, e)
}

// derive marks the strings that a function makes of the path of a temporary directory: filepath.Join(dir, name), and
// filepath.Abs(dir) beside its error.
func (m *Machine) derive(s State, c callSite) State {
	if c.value == nil || !isString(m.guardType()) {
		return s
	}
	for i := range c.signature().Results().Len() {
		if isString(resultType(c.signature(), i)) {
			s = s.WithHolder(m.resultTerm(c.value, i))
		}
	}
	return s
}

func isString(t types.Type) bool {
	if t == nil {
		return false
	}
	b, ok := t.Underlying().(*types.Basic)
	return ok && b.Info()&types.IsString != 0
}

// meetBy applies an effect, apart for success and failure where they differ.
func (m *Machine) meetBy(s State, c callSite, e summary.Effect) []State {
	return m.byOutcome(s, c, e, func(t State, f summary.Fate) []State { return m.meet(t, c, f, e) })
}

// meet applies the fate that the guard meets in a callee.
func (m *Machine) meet(s State, c callSite, f summary.Fate, e summary.Effect) []State {
	took := func(kind obligation.EventKind) State {
		return s.WithEvent(obligation.Event{Kind: kind, Pos: c.instr.Pos(), Instr: c.instr, Note: CalleeName(c.common)})
	}
	switch {
	case f == summary.NeverEnds:
		return nil
	case f&summary.Unknown != 0:
		return one(m.unsure(s, c, "it passes it on to unknown code"))
	case f == summary.Borrowed:
		return one(took(obligation.HandedOver))
	case f&^(summary.Returned|summary.Borrowed) == 0 && m.isLock():
		return one(s)
	case f&^(summary.Returned|summary.Borrowed) == 0:
		return one(m.returned(s, c, e))
	case f == summary.Released && m.Misused != nil && !m.shown(s, c, e):
		return one(lost(s))
	case f == summary.Released:
		return one(took(obligation.ReleasedBy).WithStatus(obligation.Released, strings.Join(e.By, ",")))
	case f&^(summary.Kept|summary.Borrowed) == 0 && m.keptHere(s, c, e):
		return one(m.stored(took(obligation.HandedOver), c, e))
	case f&^summary.Taken == 0:
		if m.byAddress() {
			return one(s)
		}
		return one(took(obligation.Took).WithStatus(obligation.Transferred, "taken by "+CalleeName(c.common)))
	}
	return one(m.unsure(s, c, "it takes it on some paths only"))
}

// keptHere reports whether the callee stores the guard in an object that is still this function's own.
func (m *Machine) keptHere(s State, c callSite, e summary.Effect) bool {
	return e.Into >= 0 && e.Into < len(c.args) && !m.outlives(s, m.Pool.Unbox(c.args[e.Into]))
}

// stored puts the guard where the callee has stored it.
func (m *Machine) stored(s State, c callSite, e summary.Effect) State {
	object := m.Pool.Unbox(c.args[e.Into])
	if len(e.IntoPath) == 0 {
		return s.WithHolder(object)
	}
	return m.placeBelow(s, object, operandType(c, e.Into), e.IntoPath)
}

// returned makes the results that hold the guard other ways to it.
func (m *Machine) returned(s State, c callSite, e summary.Effect) State {
	if c.value == nil {
		return s
	}
	for _, p := range e.Returns {
		t, typ := m.resultTerm(c.value, p.Result), resultType(c.signature(), p.Result)
		switch {
		case len(p.Path) == 0:
			s = m.BindTerm(s, t, term.TheGuard)
		case types.IsInterface(typ):
			s = s.WithHolder(t)
		default:
			s = m.placeBelow(s, t, typ, p.Path)
		}
	}
	return s
}

// effectOn returns what a callee does to the guard in its operand k. The guard may sit deep in the operand; then
// what happens to the objects around it happens to it, too.
func (m *Machine) effectOn(s State, c callSite, sum *summary.Summary, k int) summary.Effect {
	arg := m.Pool.Unbox(c.args[k])
	if c.method != nil && k == 0 && isNamed(c.method, "runtime.SetFinalizer") && !m.Pool.IsNil(m.Pool.Unbox(c.args[1])) {
		return summary.Effect{Param: k, OK: summary.Borrowed, Err: summary.Borrowed} // a net below it
	}
	path, ok := m.Path(s, arg)
	if !ok {
		if !s.IsHolder(arg) { // a function inside has captured it, and whoever has the object can call the function
			return summary.Effect{Param: k, OK: summary.Unknown, Err: summary.Unknown}
		}
		path = []int{summary.Inside}
	}
	depth := len(path)
	path = Duty(m.Obl.Kind, m.argType(c, k), path)
	for n := len(path); n >= 0; n-- {
		e, found := sum.Effect(k, path[:n])
		if !found {
			continue
		}
		releases := (n == len(path) || m.mayBeGuard(c, k, path[:n])) && m.known(e.By, arg) ||
			n < len(path) && m.releasesAt(e.By, TypeAt(m.argType(c, k), path[:n]), path[n:])
		if n < len(path) && m.isLock() && !releases {
			break // what becomes of the object is not what becomes of its lock
		}
		if n == 0 && m.wrapped(s, arg) && m.known(e.By, arg) {
			return e // a callee that closes a wrapper closes, by convention, what it wraps
		}
		if !releases {
			e = m.ofAnother(e)
		}
		rest := path[min(n, depth):depth]
		e.Returns = below(e.Returns, rest)
		e.IntoPath = slices.Concat(e.IntoPath, rest)
		if e.OK|e.Err != summary.Borrowed {
			return e
		}
	}
	if len(path) > 0 && isBasic(m.guardType()) && !isString(m.guardType()) { // nobody follows descriptors into objects
		return summary.Effect{Param: k, OK: summary.Unknown, Err: summary.Unknown}
	}
	return summary.Effect{Param: k, OK: summary.Borrowed, Err: summary.Borrowed}
}

// mayBeGuard reports whether what is at the path below operand k, which has the guard inside, may be the guard itself: it is
// of the same type, and who wraps such a thing need not wrap it twice.
//
//	w := bufio.NewWriter(f)
//	enc := xml.NewEncoder(w) // has bufio.NewWriter(w), which is w
func (m *Machine) mayBeGuard(c callSite, k int, path []int) bool {
	t := TypeAt(m.argType(c, k), path)
	return t != nil && len(path) > 0 && m.isGuardType(t) && m.isStd(c.method)
}

// ofAnother turns an effect whose releases are those of another guard into what it is for this one.
func (m *Machine) ofAnother(e summary.Effect) summary.Effect {
	gone := summary.Released
	if m.Obl.Kind.ByChannel() && len(e.By) > 0 { // a goroutine that is done with the object, but does not close the channel in it
		gone |= summary.Launched
	}
	called := slices.Contains(e.By, summary.ByCall) && (e.OK|e.Err)&gone != 0
	e.OK, e.Err = without(e.OK, gone), without(e.Err, gone)
	if called { // a function that has the guard: an option, which may store it
		e.OK, e.Err = e.OK|summary.Unknown, e.Err|summary.Unknown
	}
	return e
}

// releasesAt reports whether one of the named methods of t releases the guard at the path below it. Where an interface hides
// what t is, closing it closes, by convention, what is inside.
func (m *Machine) releasesAt(by []string, t types.Type, path []int) bool {
	if t != nil && types.IsInterface(t) && !m.isLock() {
		return len(by) > 0 && m.known(by, 0)
	}
	return m.releasedBy(by, t, path)
}

// below appends a path to all places.
func below(places []summary.Place, path []int) []summary.Place {
	if len(path) == 0 {
		return places
	}
	out := make([]summary.Place, len(places))
	for i, p := range places {
		out[i] = summary.Place{Result: p.Result, Path: slices.Concat(p.Path, path)}
	}
	return out
}

// without is f where what was taken for one fate only borrows the guard: unknown code that is known after all, or the
// release of another guard.
func without(f, fate summary.Fate) summary.Fate {
	if f&fate != 0 {
		f = f&^fate | summary.Borrowed
	}
	return f
}

// known reports whether the releases that a summary saw are releases of this kind.
func (m *Machine) known(by []string, arg term.Term) bool {
	for _, name := range by {
		if summary.Names(m.Obl.Kind, name) || name == summary.ByCall && arg == m.site.cleanup && arg != 0 {
			return true
		}
	}
	return len(by) == 0
}

// callback executes a call that gets a function literal or a method value which has captured the guard.
func (m *Machine) callback(s State, c callSite, sum *summary.Summary, k int, closure term.Node) []State {
	was := m.supposed
	m.supposed = m.supposed || m.Misused != nil // it may be called later, or not at all
	defer func() { m.supposed = was }()
	lit := c
	lit.args, lit.value = nil, nil
	after, ok := m.inline(s, lit, closure)
	switch {
	case ok:
	case !m.bodyless(closure):
		return one(m.doubt(s, c, "it captured it"))
	case !m.IsCleanup(s, c.args[k]):
		if m.leavesAlone(s, c.args[k]) { // group.Go(q.run)
			return one(s)
		}
		return one(m.unknown(s, c, k))
	default: // a method value: context.AfterFunc(ctx, q.Stop)
		after = one(s.WithStatus(obligation.Released, summary.ByCall))
	}
	if !slices.ContainsFunc(after, func(t State) bool { return t.Status != s.Status }) {
		return one(s) // the literal uses the guard and leaves it alone
	}
	if sum == nil {
		return one(m.doubt(s, c, "it may call a function that releases it"))
	}
	e, found := sum.Effect(k, nil)
	if !found {
		return one(s)
	}
	// A registration can fail.
	return m.byOutcome(s, c, e, func(t State, f summary.Fate) []State { return m.called(t, c, after, f) })
}

// called applies what becomes of a function literal that releases the guard; after are the states after calling it.
func (m *Machine) called(s State, c callSite, after []State, f summary.Fate) []State {
	switch {
	case f == summary.NeverEnds:
		return nil
	case f == summary.Borrowed:
		return one(s)
	case f == summary.Released: // called, on all paths
		return after
	case f&^summary.Taken == 0:
		return one(m.transfer(s, c.instr, "a function that releases it was handed to "+CalleeName(c.common)))
	case m.Misused != nil:
		return one(lost(s))
	case f&^(summary.Released|summary.Borrowed) == 0:
		return append(after, s)
	}
	return one(m.doubt(s, c, "it may call a function that releases it"))
}

// bodyless reports whether the closure is a method value or a function without a body here.
func (m *Machine) bodyless(closure term.Node) bool {
	fn := closure.V.(*ssa.Function)
	return fn.Parent() == nil
}
