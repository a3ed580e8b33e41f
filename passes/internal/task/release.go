package task

import (
	"go/types"
	"slices"
	"strings"

	"golang.org/x/tools/go/ssa"

	"github.com/guardlint/guardlint/passes/internal/guard"
	"github.com/guardlint/guardlint/passes/internal/summary"
)

// A Release is a call in a task that gives a guard back, or the launched function itself if it does.
type Release struct {
	Call  ssa.CallInstruction // nil for a function value that is launched as it is
	Fn    *types.Func
	Guard ssa.Value // what is released; nil if the call does not say
	Err   int       // the result of the call that is its error, or -1
	Loss  Loss
	Grade guard.Certainty // how sure it is that the call releases something
	// Dropped says that the function which runs it, Call, looks at no error and returns none.
	Dropped bool
}

// Loss says what is lost when a release fails, or does not happen before the process ends.
type Loss uint8

const (
	Nothing Loss = iota // what was read or connected is gone anyway
	Unknown             // the guard is an object of the program, or an interface
	Data                // what was written, or what outlives the process
)

// drains are functions that release something in their own time, which no kind of guard has as its release: a server
// that nobody shuts down is no mistake.
var drains = map[string]bool{
	"(*net/http.Server).Shutdown": true,
}

// release says which guard a call of fn releases, if it releases one. recv is the static type of the receiver.
//
// The table of guards is asked first, with the type of what the method is called on; then what is known of the body
// of fn; then, for methods of interfaces, the convention of io.Closer. A name alone is no evidence.
func (f *Finder) release(fn *types.Func, recv types.Type) (Release, bool) {
	r := Release{Fn: fn, Err: errorOf(fn.Signature())}
	if fn.Name() == "Shutdown" && drains[fn.FullName()] {
		r.Loss = Data
		return r, true
	}
	if ds := f.Kinds.ReleaseFuncs(fn); len(ds) > 0 {
		for _, d := range ds {
			r.Loss = max(r.Loss, lossOf(d.Kind))
		}
		return r, r.Err >= 0
	}
	if loss, ok := f.lossWith(fn.Name(), recv); ok {
		r.Loss = loss
		return r, true
	}
	ofInterface := recv != nil && types.IsInterface(recv)
	if sum := f.Summary(fn); sum != nil {
		fails := !neverFails(sum, r.Err)
		if !fails {
			r.Err = -1
		}
		switch {
		case releases(sum):
			r.Loss = f.lossThrough(fn, sum)
			return r, isReleaseName(fn.Name())
		case !fails:
			return r, false
		}
	}
	// What is released is out of sight, but the convention holds.
	r.Loss, r.Grade = Unknown, guard.Likely
	if hasAddress(recv) || onlyReads(recv) {
		r.Loss = Nothing
	}
	if ofInterface && f.allSucceed(fn, recv) {
		r.Err = -1
	}
	return r, isCloser(fn) && (ofInterface || fn.Signature().Params().Len() > 0)
}

// lossOf says what is lost with a guard of kind k.
func lossOf(k *guard.Kind) Loss {
	if k.Durable || k.Errors == guard.Matters {
		return Data
	}
	return Nothing
}

// isFile reports whether t is that of files, of which we do not know whether they were written to.
func isFile(t types.Type) bool {
	named := namedOf(t)
	return named != nil && named.Obj().Pkg() != nil && named.Obj().Pkg().Path() == "os" && named.Obj().Name() == "File"
}

// lossWith says what is lost with a guard of static type t whose release is the method of this name. It reports false
// if the method is not known to release such a guard.
func (f *Finder) lossWith(method string, t types.Type) (loss Loss, known bool) {
	if t == nil {
		return Nothing, false
	}
	if f.methods == nil {
		f.indexMethods()
	}
	for _, k := range f.methods[method] {
		if isHeldBy(k, t) {
			loss, known = max(loss, lossOf(k)), true
		}
	}
	if isFile(t) {
		loss = max(loss, Unknown)
	}
	return loss, known
}

// indexMethods collects the kinds of guards by the methods that release them.
func (f *Finder) indexMethods() {
	f.methods = make(map[string][]*guard.Kind)
	for _, k := range f.Kinds.Kinds() {
		for _, r := range k.Release {
			if r.Method != "" && r.Field == "" && r.When == guard.AnyOutcome && !endsUse(r.Method) {
				f.methods[r.Method] = append(f.methods[r.Method], k)
			}
		}
	}
}

// lossThrough says what is lost with what a function releases below its parameters: what is known of the fields.
func (f *Finder) lossThrough(fn *types.Func, sum *summary.Summary) Loss {
	loss := Nothing
	for _, e := range sum.Params {
		if e.OK&summary.Released == 0 {
			continue
		}
		t := typeBelow(paramType(fn.Signature(), e.Param), e.Path)
		for _, by := range e.By {
			if isUse(by) {
				continue
			}
			if l, known := f.lossWith(by, t); known {
				loss = max(loss, l)
			} else {
				loss = max(loss, Unknown)
			}
		}
	}
	return loss
}

// paramType is the type of an operand of a function, the receiver counted.
func paramType(sig *types.Signature, i int) types.Type {
	if sig.Recv() != nil {
		if i == 0 {
			return sig.Recv().Type()
		}
		i--
	}
	if i < sig.Params().Len() {
		return sig.Params().At(i).Type()
	}
	return nil
}

// typeBelow is the type of a field, or nil if the path is none of fields.
func typeBelow(t types.Type, path []int) types.Type {
	for _, i := range path {
		if t == nil {
			return nil
		}
		if p, ok := t.Underlying().(*types.Pointer); ok {
			t = p.Elem()
		}
		st, ok := t.Underlying().(*types.Struct)
		if !ok || i < 0 || i >= st.NumFields() {
			return nil
		}
		t = st.Field(i).Type()
	}
	return t
}

// endsUse reports whether a release of that name ends a use rather than the life of the guard. Such guards are no
// cleanup that one would launch: a goroutine that unlocks, or waits for a command, works.
func endsUse(method string) bool {
	switch method {
	case "Unlock", "RUnlock", "Done", "Wait", "Process", "Release", "End":
		return true
	}
	return false
}

// isHeldBy reports whether a value of type t can be what an acquisition of kind k returns. It looks at functions of the
// package of t only: they are where a type comes from.
func isHeldBy(k *guard.Kind, t types.Type) bool {
	named := namedOf(t)
	if named == nil || named.Obj().Pkg() == nil {
		return false
	}
	scope := named.Obj().Pkg().Scope()
	for _, a := range k.Acquire {
		if a.Holder.Field != "" {
			continue
		}
		fn := declaredAs(scope, named.Obj().Pkg().Path(), a.Func)
		if fn == nil {
			continue
		}
		if h := holderType(fn, a.Holder); h != nil && (namedOf(h) == named || implements(t, h)) {
			return true
		}
	}
	return false
}

// declaredAs returns the function or method of a package by its full name, or nil.
func declaredAs(scope *types.Scope, path, full string) *types.Func {
	full = strings.TrimPrefix(full, "(")
	full = strings.TrimPrefix(full, "*")
	rest, ok := strings.CutPrefix(full, path+".")
	if !ok || strings.Contains(rest, "/") {
		return nil
	}
	typ, method, isMethod := strings.Cut(rest, ").")
	obj := scope.Lookup(typ)
	if !isMethod {
		fn, _ := obj.(*types.Func)
		return fn
	}
	if obj == nil {
		return nil
	}
	m, _, _ := types.LookupFieldOrMethod(obj.Type(), true, obj.Pkg(), method)
	fn, _ := m.(*types.Func)
	return fn
}

// holderType is the type of what holds the guard after a call of fn.
func holderType(fn *types.Func, h guard.Holder) types.Type {
	sig := fn.Signature()
	switch {
	case h.In == guard.Result && h.Index < sig.Results().Len():
		return sig.Results().At(h.Index).Type()
	case h.In == guard.Receiver && sig.Recv() != nil:
		return sig.Recv().Type()
	}
	return nil
}

func implements(t, h types.Type) bool {
	iface, ok := h.Underlying().(*types.Interface)
	return ok && iface.NumMethods() > 0 && types.Implements(t, iface)
}

// releases reports whether a summary shows that a function gives back something more than a lock or a place in a
// wait group.
func releases(sum *summary.Summary) bool {
	for _, e := range sum.Params {
		if e.OK&summary.Released == 0 {
			continue
		}
		if slices.ContainsFunc(e.By, func(by string) bool { return !isUse(by) }) {
			return true
		}
	}
	return false
}

// isUse reports whether a release, named as in summaries, ends the use of a lock, a place in a wait group or a context.
func isUse(by string) bool {
	return by == summary.ByCall || endsUse(by[strings.LastIndexByte(by, '.')+1:])
}

// neverFails reports whether a summary shows that the error of a function is always nil.
func neverFails(sum *summary.Summary, err int) bool {
	for _, c := range sum.Contracts {
		if c.Result == err && c.Is == summary.NonNil && c.Param < 0 {
			return true
		}
	}
	return false
}

// releaseNames are what functions that release are called. A name is needed beside the evidence that something is
// released: a function that serves a connection and closes it in the end is work.
var releaseNames = []string{
	"close", "shutdown", "stop", "release", "cleanup", "teardown", "destroy", "dispose", "discard", "abort", "disconnect",
	"finish", "free", "quit", "terminate", "unmount", "remove", "flush", "sync",
}

func isReleaseName(name string) bool {
	name = strings.ToLower(name)
	for _, n := range releaseNames {
		if strings.HasPrefix(name, n) {
			return true
		}
	}
	return false
}

// errorOf returns the number of the error among the results, or -1.
func errorOf(sig *types.Signature) int {
	last := sig.Results().Len() - 1
	if last >= 0 && guard.IsError(sig.Results().At(last).Type()) {
		return last
	}
	return -1
}

func namedOf(t types.Type) *types.Named {
	if p, ok := types.Unalias(t).(*types.Pointer); ok {
		t = p.Elem()
	}
	named, _ := types.Unalias(t).(*types.Named)
	return named
}

// direct returns the release that is launched as it is: go f.Close().
//
// A method of an interface by which objects end counts, too, but only for the question whether it is waited for: what
// its error says is not known.
func (f *Finder) direct(l Launch) (Release, bool) {
	if l.Method == nil {
		return Release{}, false
	}
	var recv types.Type
	if l.Recv != nil {
		recv = l.Recv.Type()
	} else if r := l.Method.Signature().Recv(); r != nil {
		recv = r.Type()
	}
	r, ok := f.release(l.Method, recv)
	if !ok && recv != nil && types.IsInterface(recv) && endsObject(l.Method.Name()) {
		r, ok = Release{Fn: l.Method, Err: -1, Loss: Unknown, Grade: guard.Likely}, true
	}
	r.Guard = l.Recv
	if _, isGo := l.Instr.(*ssa.Go); isGo {
		r.Call = l.Instr
		if args := l.Instr.Common().Args; r.Guard == nil && len(args) > 0 {
			r.Guard = args[0]
		}
		if ok && r.Err >= 0 && withoutEnd(l.Instr) {
			r.Err = -1
		}
	}
	return r, ok
}

// ReleaseOf returns the release that a call is, if it is one. The embedded struct or interface that a promoted method
// belongs to is where its guard is.
func (f *Finder) ReleaseOf(call ssa.CallInstruction) (Release, bool) {
	c := call.Common()
	fn := called(c)
	if fn == nil {
		return Release{}, false
	}
	ops := operands(c)
	var recv types.Type
	if fn.Signature().Recv() != nil && len(ops) > 0 {
		recv = ops[0].Type()
	}
	r, ok := f.release(fn, recv)
	r.Call = call
	if len(ops) > 0 {
		r.Guard = ops[0]
	}
	if ok && r.Err >= 0 && withoutEnd(call) {
		r.Err = -1
	}
	return r, ok
}
