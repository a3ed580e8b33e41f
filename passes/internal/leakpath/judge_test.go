package leakpath_test

import (
	"fmt"
	"go/ast"
	"go/importer"
	"go/parser"
	"go/token"
	"go/types"
	"testing"

	"golang.org/x/tools/go/ssa"
	"golang.org/x/tools/go/ssa/ssautil"

	"github.com/guardlint/guardlint/passes/internal/guard"
	"github.com/guardlint/guardlint/passes/internal/leakpath"
	"github.com/guardlint/guardlint/passes/internal/obligation"
	"github.com/guardlint/guardlint/passes/internal/summary"
)

// summaries are those of the functions that [prelude] declares.
var summaries = map[string]*summary.Summary{
	"use": {}, "c": {}, "open": {}, "must": {}, "try": {},
	"closeIt": {Params: []summary.Effect{{OK: summary.Released, Err: summary.Released, By: []string{"Close"}, Into: -1}}},
	"take":    {Params: []summary.Effect{{OK: summary.Kept, Err: summary.Borrowed, Into: -1}}},
	"wrap": {Contracts: []summary.Contract{
		{Result: 0, Is: summary.Nil, Param: 0, Then: summary.Nil},
		{Result: 0, Is: summary.NonNil, Param: 0, Then: summary.NonNil},
	}},
	"check":      {Contracts: []summary.Contract{{Result: -1, Param: 0, Then: summary.Nil}}},
	"isNotExist": {Contracts: []summary.Contract{{Result: 0, Is: summary.True, Param: 0, Then: summary.NonNil}}},
}

// testKind is what open, must and try acquire.
var testKind = &guard.Kind{Name: "test", Release: []guard.Release{{Method: "Close"}}}

// buildSource type-checks a package and builds its SSA form.
func buildSource(src string) (*ssa.Package, error) {
	fset := token.NewFileSet()
	file, err := parser.ParseFile(fset, "p.go", src, parser.SkipObjectResolution)
	if err != nil {
		return nil, err
	}
	pkg, _, err := ssautil.BuildPackage(&types.Config{Importer: importer.Default()}, fset, types.NewPackage("p", "p"), []*ast.File{file}, 0)
	return pkg, err
}

// A judgement is the verdict on one acquisition, and where it was found open.
type judgement struct {
	leakpath.Verdict
	study   *leakpath.Study
	returns map[int]bool // lines
}

// judge studies the acquisitions in a function and its literals, by line.
func judge(fn *ssa.Function, into map[int]judgement) {
	x := leakpath.New(func(f *types.Func) *summary.Summary { return summaries[f.Name()] })
	eachCall(fn, func(call *ssa.Call) {
		o := acquisition(call)
		if o == nil {
			return
		}
		st := x.Acquisition(o)
		j := judgement{Verdict: leakpath.Judge(o, st), study: st, returns: make(map[int]bool)}
		for _, exit := range j.Leaks {
			if exit.Return != nil {
				j.returns[lineOf(fn, exit.Return.Pos())] = true
			}
		}
		into[lineOf(fn, call.Pos())] = j
	})
}

func lineOf(fn *ssa.Function, pos token.Pos) int { return fn.Prog.Fset.Position(pos).Line }

// acquisition returns the obligation that a call creates, or nil.
func acquisition(call *ssa.Call) *obligation.Obligation {
	callee := call.Call.StaticCallee()
	if callee == nil {
		return nil
	}
	o := &obligation.Obligation{Kind: testKind, Fn: call.Parent(), Site: call, Cleanup: -1}
	switch callee.Name() {
	case "open":
		o.Valid = guard.ErrNil
	case "must":
		o.Valid = guard.Always
	case "try":
		o.Valid = guard.OK
	default:
		return nil
	}
	return o
}

func eachCall(fn *ssa.Function, f func(*ssa.Call)) {
	for _, b := range fn.Blocks {
		for _, instr := range b.Instrs {
			if call, ok := instr.(*ssa.Call); ok {
				f(call)
			}
		}
	}
	for _, lit := range fn.AnonFuncs {
		eachCall(lit, f)
	}
}

// judgeAll prints, builds and judges programs together, which is cheaper than one by one.
func judgeAll(tb testing.TB, programs []*program) map[int]judgement {
	tb.Helper()
	p := newPrinter()
	for i, prog := range programs {
		p.program(fmt.Sprintf("f%d", i), prog)
	}
	pkg, err := buildSource(p.b.String())
	if err != nil {
		tb.Fatalf("%v\n%s", err, p.b.String())
	}
	found := make(map[int]judgement)
	for i := range programs {
		judge(pkg.Func(fmt.Sprintf("f%d", i)), found)
	}
	return found
}
