// Package fix makes the edits that repair what the checks report. A fix is offered only if the analysis, which follows
// the guard once more as if the fix had been made, finds every exit in order and no harm done.
//
//	fix.go      the choice of a template for a guard that is not released
//	place.go    where statements can be added
//	release.go  the code that releases a guard
//	loop.go     releases at the end of each round of a loop
//	outlive.go  who needs the guard after the function has ended
//	plain.go    returns that need nothing which a release takes away
//	join.go     release methods that stop at the first error
//	observe.go  deferred releases whose error is dropped
//	imports.go  packages that a fix needs
//	flag.go     releases that a flag calls off
//	remove.go   releases that are one too many
//	confined.go guards that are needed in one round of a loop only
//
// What the analysis cannot see is asked of the text and of the types: the name must mean the same variable where the
// release is added, and it must not have been given another value since.
package fix

import (
	"cmp"
	"go/ast"
	"go/token"
	"go/types"
	"slices"
	"strings"

	"golang.org/x/tools/go/ssa"

	"github.com/guardlint/guardlint/passes/internal/leakpath"
	"github.com/guardlint/guardlint/passes/internal/obligation"
	"github.com/guardlint/guardlint/passes/internal/source"
	"github.com/guardlint/guardlint/passes/internal/summary"
)

// A Program is the package in which a fix is made.
type Program struct {
	Fset *token.FileSet
	File *ast.File // with the code to be fixed
	Pkg  *types.Package
	Info *types.Info

	Oracle
}

// An Oracle is the analysis of the package.
type Oracle interface {
	// Summary returns what is known of a function or method, or nil.
	Summary(*types.Func) *summary.Summary
	// Patched judges a guard as if a patch had been made. ok is false if the patch does harm.
	Patched(*obligation.Obligation, leakpath.Patch) (v leakpath.Verdict, ok bool)
	// Sound judges, as if a patch had been made, what becomes of a guard from its acquisition to every exit: it is released
	// once, or handed on, and not used after that.
	Sound(*obligation.Obligation, leakpath.Patch) bool
	// PatchedField does the same for the guard at a path below the receiver of a method.
	PatchedField(fn *ssa.Function, path []int, p leakpath.Patch) (v leakpath.Verdict, ok bool)
	// Dropped returns the releases whose error nobody sees although it matters, but for those that are not wanted.
	Dropped(o *obligation.Obligation, unwanted func(ssa.CallInstruction) bool) []leakpath.Drop
}

// A Fix is a set of edits.
type Fix struct {
	Edits []Edit
	Code  string // the statement that is added, or the one that comes in the place of others
	Name  string // of the variable that gets an error
	Kind  Kind
	Count int // of places where Code is added
	Line  int // of what is removed
}

// An Edit replaces a piece of text.
type Edit struct {
	Pos, End token.Pos
	Text     string
}

// Kind is what a fix does.
type Kind uint8

const (
	Defers   Kind = iota // defers the release
	Releases             // releases before returns
	Names                // names a result that was discarded, and defers its release
	Moves                // moves the defer statement up
	Rounds               // releases at the end of each round of a loop
	Joins                // makes all releases, and returns their errors together
	Observes             // returns the error of a deferred release
	Removes              // removes one of two releases
	Hands                // releases before some returns instead of all
	Flags                // defers the release, unless a flag says that the guard is somebody else's
)

// maxReturns is the number of returns up to which a release is added before each of them. Code that takes more wants
// to be written differently.
const maxReturns = 4

// A repair looks for a fix for one leak.
type repair struct {
	Program
	v    leakpath.Verdict
	full leakpath.Verdict // with every path followed to its end
	o    *obligation.Obligation
	site source.Site
	uses *uses

	// without is the release that the fix takes out.
	without ssa.Instruction
}

// Leak returns the fix for a guard that is not released on some path. ok is false if there is none.
func Leak(p Program, v leakpath.Verdict) (f Fix, ok bool) {
	r := &repair{Program: p, v: v, o: v.Obl, site: source.Find(p.File, v.Obl)}
	if v.In != nil {
		return f, false // it is another function that has to be mended
	}
	if r.o.Kind.SuccessOnly || r.o.Fn.Synthetic != "" || slices.ContainsFunc(v.Leaks, unusual) || r.jumps() {
		return f, false // what a writer holds back is to be written at the right moment, which only its author knows
	}
	if r.uses = r.usesOf(); r.uses.loose {
		return f, false
	}
	if slices.ContainsFunc(v.Leaks, func(x leakpath.Exit) bool { return x.Loop }) {
		return r.eachRound()
	}
	r.full, _ = r.Patched(r.o, leakpath.Patch{})
	if f, ok := r.deferred(); ok {
		return f, true
	}
	if f, ok := r.released(); ok {
		return f, true
	}
	return r.flagged()
}

// unusual reports whether a leak is other than that the function returns, or the loop comes round.
func unusual(x leakpath.Exit) bool {
	return x.Return == nil && !x.Loop || x.Wrapper != nil || x.Again || x.Mismatch || x.Ends != nil || x.Lost != nil
}

// jumps reports whether the function has goto statements: its text then does not show the order of things.
func (r *repair) jumps() bool {
	found := false
	ast.Inspect(r.o.Fn.Syntax(), func(n ast.Node) bool {
		b, ok := n.(*ast.BranchStmt)
		found = found || ok && b.Tok == token.GOTO
		return !found
	})
	return found
}

// deferred defers the release as soon as the guard is known to be there, if it can live no longer than the function:
//
//	f, err := os.Open(name)
//	if err != nil {
//		return err
//	}
//	defer f.Close()
func (r *repair) deferred() (f Fix, ok bool) {
	if r.uses.outlives || r.inLoop() || r.arranged() {
		return f, false
	}
	again := r.harmlessTwice()
	for _, at := range r.places() {
		names := Edit{}
		name, typ := r.name(at.pos)
		if name == "" {
			if name, typ, names = r.fresh(); name == "" {
				continue
			}
		}
		code := r.code(name, typ, at.pos)
		if code == "" {
			continue
		}
		v, fits := r.Patched(r.o, leakpath.Patch{Spots: []leakpath.Spot{at.spot}, Defer: true, Again: again})
		if !fits || v.Leaked() {
			continue
		}
		f = Fix{Kind: Defers, Code: "defer " + code, Count: 1}
		f.Edits = []Edit{at.insert(f.Code)}
		if names.Text != "" {
			f.Kind, f.Edits = Names, append([]Edit{names}, f.Edits...)
		} else if later, ok := r.later(at.pos, code); ok && r.constant(name) {
			f.Kind, f.Edits = Moves, append(f.Edits, later)
		}
		return f, true
	}
	return f, false
}

// released releases before each return that lacks it:
//
//	if err := w.init(); err != nil {
//		f.Close()
//		return nil, err
//	}
//	return w, nil
func (r *repair) released() (f Fix, ok bool) {
	if r.uses.deferred {
		return f, false // what is deferred runs after the release
	}
	if r.uses.outlives && !r.handedOver() {
		return f, false // the analysis has not seen all
	}
	p := leakpath.Patch{Again: r.harmlessTwice()}
	for _, ret := range r.returns() {
		at, ok := r.before(ret)
		if !ok || len(f.Edits) == maxReturns {
			return f, false
		}
		name, typ := r.name(at.spot.From)
		code := r.code(name, typ, at.spot.From)
		if name == "" || code == "" || !r.constant(name) || f.Code != "" && f.Code != code {
			return f, false
		}
		f.Code = code
		f.Edits = append(f.Edits, at.insert(code))
		p.Spots = append(p.Spots, at.spot)
	}
	v, fits := r.Patched(r.o, p)
	f.Kind, f.Count = Releases, len(f.Edits)
	return f, fits && !v.Leaked() && f.Count > 0
}

// returns lists the returns that leak, in the order of the text.
func (r *repair) returns() []*ssa.Return {
	var list []*ssa.Return
	for _, x := range r.v.Leaks {
		if x.Return != nil {
			list = append(list, x.Return)
		}
	}
	slices.SortFunc(list, func(a, b *ssa.Return) int { return cmp.Compare(leakpath.Position(a), leakpath.Position(b)) })
	return slices.Compact(list)
}

// harmlessTwice reports whether the guard can be released twice. Of what the program itself releases that is not known.
func (r *repair) harmlessTwice() bool {
	return r.o.Kind.Idempotent && r.o.Cleanup < 0 && len(r.o.Releasers) == 0
}

// arranged reports whether the program has made arrangements that a deferred release would cross: some path gives the guard
// to a new owner, perhaps, or a literal releases it, under conditions of its own.
func (r *repair) arranged() bool {
	return r.handedOver() || slices.ContainsFunc(r.full.Exits, func(x leakpath.Exit) bool {
		for ev := x.Trace; ev != nil; ev = ev.Prev {
			if ev.Kind == obligation.ReleasedBy && ev.Instr.Parent() != r.o.Fn {
				return true
			}
		}
		return false
	})
}

// handedOver reports whether some path gives the guard to a new owner, perhaps.
func (r *repair) handedOver() bool {
	return slices.ContainsFunc(r.full.Exits, func(x leakpath.Exit) bool {
		return x.Status == obligation.Transferred || x.Status == obligation.Unsure
	})
}

// inLoop reports whether the guard is acquired in a loop, so that a deferred release comes too late.
func (r *repair) inLoop() bool {
	for _, n := range r.site.Outer {
		switch n.(type) {
		case *ast.ForStmt, *ast.RangeStmt:
			return true
		case *ast.FuncLit, *ast.FuncDecl:
			return false
		}
	}
	return false
}

// isBlank reports whether an expression is the blank identifier.
func isBlank(e ast.Expr) bool {
	id, ok := e.(*ast.Ident)
	return ok && id.Name == "_"
}

// indented returns the text of a line.
func indented(depth int, code string) string { return strings.Repeat("\t", depth) + code + "\n" }
