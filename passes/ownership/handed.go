package ownership

import (
	"go/token"
	"slices"

	"golang.org/x/tools/go/ssa"

	"github.com/guardlint/guardlint/passes/internal/effect"
	"github.com/guardlint/guardlint/passes/internal/guard"
	"github.com/guardlint/guardlint/passes/internal/leakpath"
	"github.com/guardlint/guardlint/passes/internal/obligation"
)

// A function of the package that gets a guard for good, and releases it on some of its paths, leaks it on the others: who
// acquired it does not look at it any more, and could not tell what has become of it.
//
//	go s.handle(conn)
//
//	func (s *server) handle(conn net.Conn) {
//		if err := greet(conn); err != nil {
//			return // conn stays open
//		}
//		defer conn.Close()
//		...
//	}
//
// A goroutine that closes a connection when a context ends is no such function: the connection is used beside it. Contexts are
// left out, as they end by themselves, and who has the one half of them sees that.

// handedDown makes a leak of a verdict that leaves the guard to such a function.
func (in *inference) handedDown(v leakpath.Verdict) leakpath.Verdict {
	o := v.Obl
	site, ok := o.Site.(*ssa.Call)
	if !ok || o.Holder.In != guard.Result || len(o.Path) > 0 || len(o.Releasers) > 0 || o.Kind.Context || o.Like != nil || o.Paired || o.Kind.Paired || v.Outcome == leakpath.GaveUp {
		return v
	}
	leaks := in.lostBelow(o.Kind, effect.RegisterOf(site, o.Holder.Index), site, maxHands)
	if len(leaks) > 0 {
		v.Outcome, v.Leaks, v.In = leakpath.Leaked, leaks, leaks[0].Return.Parent()
		v.Reason = "open at some ends of " + v.In.Name() + ", which gets it for good"
		v.Grade = max(v.Grade, guard.Likely)
	}
	return v
}

// maxHands is through how many functions a guard is followed down.
const maxHands = 4

// lostBelow looks for the function that loses a guard, among those that get it from the function which has it as v and
// those below. The site is where it was acquired, in a loop perhaps, if that is the same function.
func (in *inference) lostBelow(kind *guard.Kind, v ssa.Value, site *ssa.Call, hands int) []leakpath.Exit {
	as := aliases{in: in, kind: kind}
	as.add(v)
	if as.stored || hands == 0 {
		return nil
	}
	for _, call := range as.calls {
		if !as.lastUse(call, site) {
			continue
		}
		fn, param := in.receiver(call, as.values)
		if fn == nil {
			continue
		}
		leaks := in.lostBy(kind, call, fn, param)
		if len(leaks) == 0 {
			leaks = in.lostBelow(kind, paramOf(fn, param), nil, hands-1)
		}
		if len(leaks) > 0 {
			return leaks
		}
	}
	return nil
}

// receiver returns the function of the package that a call runs, and which of its parameters, or of its captured variables
// counted on from there, has one of the names.
func (in *inference) receiver(call ssa.CallInstruction, aliases []ssa.Value) (fn *ssa.Function, param int) {
	c := call.Common()
	fn = c.StaticCallee()
	if fn == nil || len(fn.Blocks) == 0 || fn.Synthetic != "" || fn.Pkg == nil || fn.Pkg.Pkg != in.lookup.pass.Pkg {
		return nil, 0
	}
	isAlias := func(v ssa.Value) bool { return slices.Contains(aliases, v) }
	if i := slices.IndexFunc(c.Args, isAlias); i >= 0 {
		return fn, i
	}
	if lit, ok := c.Value.(*ssa.MakeClosure); ok {
		if i := slices.IndexFunc(lit.Bindings, isAlias); i >= 0 {
			return fn, len(fn.Params) + i
		}
	}
	return nil, 0
}

func paramOf(fn *ssa.Function, i int) ssa.Value {
	if n := len(fn.Params); i >= n {
		return fn.FreeVars[i-n]
	}
	return fn.Params[i]
}

// lostBy returns the exits of a callee at which the guard is open, if the callee releases it at others of which its caller
// cannot tell them apart.
func (in *inference) lostBy(kind *guard.Kind, call ssa.CallInstruction, fn *ssa.Function, param int) []leakpath.Exit {
	_, launched := call.(*ssa.Go)
	if results := fn.Signature.Results(); !launched && results.Len() > 0 && (results.Len() > 1 || !guard.IsError(results.At(0).Type())) {
		return nil
	}
	inner := &obligation.Obligation{Kind: kind, Fn: fn, Param: param, Cleanup: -1}
	st := in.explorer.Param(inner, leakpath.MaxVisits)
	w := leakpath.Judge(inner, st)
	if !w.Leaked() || w.Partial {
		return nil
	}
	return slices.DeleteFunc(w.Leaks, func(leak leakpath.Exit) bool {
		return leak.Return == nil || !slices.ContainsFunc(st.Exits, func(x leakpath.Exit) bool {
			return x.Status == obligation.Released && (launched || x.Failed == leak.Failed && !x.Unknown && !leak.Unknown)
		})
	})
}

// aliases are the registers and the variables that have a guard in a function.
type aliases struct {
	in     *inference
	kind   *guard.Kind
	values []ssa.Value
	uses   []ssa.Instruction
	calls  []ssa.CallInstruction // those uses that may be hand-overs
	stored bool                  // somebody else has it, too
}

func (as *aliases) add(v ssa.Value) {
	if v == nil || slices.Contains(as.values, v) {
		return
	}
	as.values = append(as.values, v)
	for _, ref := range *v.Referrers() {
		switch ref := ref.(type) {
		case *ssa.MakeInterface:
			as.add(ref)
			continue
		case *ssa.ChangeInterface:
			as.add(ref)
			continue
		case *ssa.UnOp:
			if ref.Op == token.MUL { // the value of a variable
				as.add(ref)
			}
			continue
		case *ssa.Store:
			if ref.Addr == v {
				continue // it gets its value
			}
			if variable, ok := ref.Addr.(*ssa.Alloc); ok {
				as.add(variable)
				continue
			}
		case *ssa.MakeClosure:
			if launched := as.onlyCall(ref); launched != nil {
				as.uses, as.calls = append(as.uses, launched), append(as.calls, launched)
				continue
			}
		}
		as.uses = append(as.uses, ref)
		if as.in.onlyUses(ref, v, as.kind) {
			continue
		}
		if call, ok := ref.(ssa.CallInstruction); ok {
			if _, deferred := call.(*ssa.Defer); !deferred {
				as.calls = append(as.calls, call)
				continue
			}
		}
		as.stored = true
	}
}

// onlyCall returns the instruction that calls or launches a function literal on the spot, if nothing else has it.
func (as *aliases) onlyCall(lit *ssa.MakeClosure) ssa.CallInstruction {
	if refs := *lit.Referrers(); len(refs) == 1 {
		if call, ok := refs[0].(ssa.CallInstruction); ok && call.Common().Value == lit {
			if _, deferred := call.(*ssa.Defer); !deferred {
				return call
			}
		}
	}
	return nil
}

// lastUse reports whether a call is the last use of the guard on its path, and the only one that may be a hand-over.
func (as *aliases) lastUse(call ssa.CallInstruction, site *ssa.Call) bool {
	return !slices.ContainsFunc(as.uses, func(use ssa.Instruction) bool {
		return use != call && (follows(use, call, site) || slices.ContainsFunc(as.calls, func(other ssa.CallInstruction) bool { return use == other && follows(call, other, site) }))
	})
}

// follows reports whether an instruction can run after a call without another acquisition at the site in between.
func follows(instr ssa.Instruction, call ssa.CallInstruction, site *ssa.Call) bool {
	from, to := call.Block(), instr.Block()
	if from == to && slices.Index(from.Instrs, instr) > slices.Index(from.Instrs, ssa.Instruction(call)) {
		return true
	}
	seen := make(map[*ssa.BasicBlock]bool)
	if site != nil {
		seen[site.Block()] = true
	}
	work := slices.Clone(from.Succs)
	for len(work) > 0 {
		b := work[len(work)-1]
		work = work[:len(work)-1]
		if seen[b] {
			continue
		}
		if b == to {
			return true
		}
		seen[b] = true
		work = append(work, b.Succs...)
	}
	return false
}
