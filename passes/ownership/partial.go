package ownership

import (
	"cmp"
	"go/token"
	"go/types"
	"iter"
	"slices"
	"strings"

	"golang.org/x/tools/go/ssa"

	"github.com/guardlint/guardlint/passes/internal/guard"
	"github.com/guardlint/guardlint/passes/internal/leakpath"
	"github.com/guardlint/guardlint/passes/internal/obligation"
	"github.com/guardlint/guardlint/passes/internal/summary"
)

// A PartialRelease is a return of a method that releases an owned field elsewhere, and leaves it open there because
// an earlier step of the release failed.
//
//	func (w *writer) Close() error {
//		if err := w.zip.Close(); err != nil {
//			return err // w.file stays open
//		}
//		return w.file.Close()
//	}
type PartialRelease struct {
	Method  *ssa.Function
	Field   *OwnedField
	Path    []int               // from the receiver to the field, or to the owner of it that the method closes
	Return  *ssa.Return         // the first such return in the source
	Others  int                 // further returns
	Failed  ssa.CallInstruction // the step that fails
	Release ssa.Instruction     // releases the field on another path
}

// PartialReleases returns the partial releases of the package, by position of the return.
func (r *Result) PartialReleases() []PartialRelease {
	r.mu.Lock()
	defer r.mu.Unlock()
	in := r.study()
	owned := in.owners()
	in.enders(owned)
	if len(owned) == 0 {
		return nil
	}
	var list []PartialRelease
	for _, fn := range in.methods() {
		if !isRelease(fn.Name()) {
			continue // what works with the object and closes it in the end, may leave it to others when it fails
		}
		for _, e := range in.get(fn).Params {
			if e.Param != 0 || (e.OK|e.Err)&summary.Released == 0 || e.Err&summary.Borrowed == 0 && e.OK&summary.Borrowed == 0 {
				continue
			}
			field, _ := in.fieldAt(fn.Params[0].Type(), e.Path)
			if owned[field] == nil || owned[field].Kind.SuccessOnly { // where it fails, nobody wants what is buffered
				continue
			}
			if fresh, _ := assigned(fn, field); len(fresh) > 0 {
				continue // it exchanges the guard: who calls it goes on with the object
			}
			if p := in.partial(fn, e.Path); p != nil {
				p.Field = owned[field]
				list = append(list, *p)
			}
		}
	}
	slices.SortStableFunc(list, func(a, b PartialRelease) int { return cmp.Compare(a.Return.Pos(), b.Return.Pos()) })
	return list
}

// isRelease reports whether one of the words in the name of a method says that it releases: closeAll, doStop.
func isRelease(name string) bool {
	for word := range words(name) {
		if guard.ReleaseName(word) || word == "Teardown" || word == "Dispose" || word == "Exit" || word == "Quit" || word == "Kill" {
			return true
		}
	}
	return false
}

// words yields the words of a name in mixed caps, each with a capital.
func words(name string) iter.Seq[string] {
	return func(yield func(string) bool) {
		for len(name) > 0 {
			end := 1
			for end < len(name) && !('A' <= name[end] && name[end] <= 'Z') {
				end++
			}
			if !yield(strings.ToUpper(name[:1]) + name[1:end]) {
				return
			}
			name = name[end:]
		}
	}
}

// partial studies one field of the receiver of a method that releases it.
func (in *inference) partial(fn *ssa.Function, path []int) *PartialRelease {
	kind := in.anyRelease(below(fn.Params[0].Type(), path))
	st := in.explorer.Param(&obligation.Obligation{Kind: kind, Fn: fn, Path: path, Cleanup: -1}, leakpath.MaxVisits)
	if st.GaveUp != nil {
		return nil
	}
	p := &PartialRelease{Method: fn}
	released := make(map[*ssa.Return]bool)
	for _, x := range st.Exits {
		if x.Status == obligation.Released && x.Return != nil {
			released[x.Return] = true
			if p.Release == nil {
				p.Release = releaseOf(x)
			}
		}
	}
	failed := make(map[*ssa.Return]ssa.CallInstruction)
	for _, x := range st.Exits {
		if x.Status != obligation.Open || x.Return == nil || released[x.Return] || !x.Return.Pos().IsValid() {
			continue
		}
		if call := in.failedStep(fn, x, path); call != nil {
			failed[x.Return] = call
			if p.Return == nil || x.Return.Pos() < p.Return.Pos() {
				p.Return, p.Failed = x.Return, call
			}
		}
	}
	if p.Return == nil || p.Release == nil {
		return nil
	}
	p.Others = len(failed) - 1
	p.Path = closedAt(fn, p.Release, path)
	return p
}

// closedAt returns the path to what a method closes in order to release the field at path: w.in in w.in.Close(), which
// releases w.in.file.
func closedAt(fn *ssa.Function, release ssa.Instruction, path []int) []int {
	call, ok := release.(ssa.CallInstruction)
	if !ok {
		return path
	}
	for _, op := range operands(call.Common()) {
		if root, at := chainFrom(op); isReceiver(fn, root) && len(at) > 0 && len(at) < len(path) && slices.Equal(at, path[:len(at)]) {
			return at
		}
	}
	return path
}

// releaseOf returns the instruction that released the guard on the path to an exit.
func releaseOf(x leakpath.Exit) ssa.Instruction {
	for ev := x.Trace; ev != nil; ev = ev.Prev {
		if ev.Kind == obligation.ReleasedBy {
			return ev.Instr
		}
	}
	return nil
}

// failedStep returns the step of the release whose error decided for an exit, or nil if something else decided: a flag
// that says the object is closed already, a reference count, a state in which there is nothing to release.
func (in *inference) failedStep(fn *ssa.Function, x leakpath.Exit, path []int) ssa.CallInstruction {
	var decided *ssa.If
	var taken bool
	for ev := x.Trace; ev != nil && decided == nil; ev = ev.Prev {
		if ev.Kind == obligation.Branched {
			decided, _ = ev.Instr.(*ssa.If)
			taken = ev.Taken
		}
	}
	if decided == nil || decided.Parent() != fn {
		return nil
	}
	call := origin(failure(decided.Cond, taken), decided.Block())
	if call == nil || !in.isStep(fn, call.Common(), path) {
		return nil
	}
	return call
}

// failure returns the error that a condition found not to be nil, or nil if it is about something else.
func failure(cond ssa.Value, taken bool) ssa.Value {
	switch c := cond.(type) {
	case *ssa.UnOp:
		if c.Op == token.NOT {
			return failure(c.X, !taken)
		}
	case *ssa.BinOp:
		if guard.IsError(c.X.Type()) && isNilConst(c.Y) && (c.Op == token.NEQ) == taken && (c.Op == token.NEQ || c.Op == token.EQL) {
			return c.X
		}
	case *ssa.Call: // err != nil && !errors.Is(err, os.ErrClosed)
		if len(c.Call.Args) > 0 && guard.IsError(c.Call.Args[0].Type()) {
			return c.Call.Args[0]
		}
	}
	return nil
}

func isNilConst(v ssa.Value) bool { c, ok := v.(*ssa.Const); return ok && c.Value == nil }

// origin returns the call that made an error, looking through the variable that it was stored in.
func origin(v ssa.Value, b *ssa.BasicBlock) ssa.CallInstruction {
	switch v := v.(type) {
	case *ssa.Call:
		return v
	case *ssa.Extract:
		if call, ok := v.Tuple.(*ssa.Call); ok {
			return call
		}
	case *ssa.UnOp:
		for ; b != nil; b = onlyPred(b) {
			for _, instr := range slices.Backward(b.Instrs) {
				if st, ok := instr.(*ssa.Store); ok && st.Addr == v.X && v.Op == token.MUL {
					return origin(st.Val, b)
				}
			}
		}
	}
	return nil
}

func onlyPred(b *ssa.BasicBlock) *ssa.BasicBlock {
	if len(b.Preds) != 1 {
		return nil
	}
	return b.Preds[0]
}

// isStep reports whether a call releases something else of the receiver than the field at path.
func (in *inference) isStep(fn *ssa.Function, c *ssa.CallCommon, path []int) bool {
	callee := called(c)
	if callee == nil {
		return false
	}
	sum := in.lookup.of(callee)
	for k, op := range operands(c) {
		root, at := chainFrom(op)
		if !isReceiver(fn, root) {
			continue
		}
		if len(at) > 0 && !slices.Equal(at, path) && k == 0 && callee.Signature().Recv() != nil && in.releasesBy(op.Type(), callee.Name()) {
			return true
		}
		if sum == nil {
			continue
		}
		for _, e := range sum.Params {
			full := slices.Concat(at, e.Path)
			if e.Param == k && (e.OK|e.Err)&summary.Released != 0 && len(full) > 0 && !slices.Equal(full, path) && in.gives(fn, full, e.By) {
				return true
			}
		}
	}
	return false
}

// gives reports whether what was released at a path below the receiver was something to give back: a function that is
// called there with arguments is used, as a logger is.
func (in *inference) gives(fn *ssa.Function, path []int, by []string) bool {
	if len(by) != 1 || by[0] != summary.ByCall {
		return true
	}
	t := below(fn.Params[0].Type(), path)
	if t == nil {
		return false
	}
	sig, ok := t.Underlying().(*types.Signature)
	return ok && (sig.Params().Len() == 0 || sig.Params().Len() == 1 && guard.IsError(sig.Params().At(0).Type())) // a cancel function may want a cause
}

// releasesBy reports whether some kind of guard of type t is released by the method.
func (in *inference) releasesBy(t types.Type, method string) bool {
	return len(in.anyRelease(t).ByMethod(method)) > 0
}

// isReceiver reports whether v is the receiver of fn, or the variable that it was put into because a literal
// captures it.
func isReceiver(fn *ssa.Function, v ssa.Value) bool {
	if v == fn.Params[0] {
		return true
	}
	alloc, ok := v.(*ssa.Alloc)
	if !ok {
		return false
	}
	return slices.ContainsFunc(*alloc.Referrers(), func(ref ssa.Instruction) bool {
		st, ok := ref.(*ssa.Store)
		return ok && st.Addr == alloc && st.Val == fn.Params[0]
	})
}
