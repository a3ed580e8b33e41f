package fix

import (
	"go/ast"
	"slices"
	"strings"

	"golang.org/x/tools/go/ssa"

	"github.com/guardlint/guardlint/passes/internal/leakpath"
	"github.com/guardlint/guardlint/passes/internal/source"
)

// maxSpared is the number of returns up to which a flag is set before each of them.
const maxSpared = 2

// flagged defers the release, and calls it off before the returns that hand the guard on, where more returns lack it than a
// release is added to:
//
//	f, err := os.Open(name)
//	if err != nil {
//		return nil, err
//	}
//	kept := false
//	defer func() {
//		if !kept {
//			f.Close()
//		}
//	}()
//	...
//	kept = true
//	return &reader{f}, nil
func (r *repair) flagged() (f Fix, ok bool) {
	if !r.handedOver() || r.inLoop() || len(r.returns()) <= maxReturns {
		return f, false
	}
	for _, at := range r.places() {
		name, typ := r.name(at.pos)
		code := r.code(name, typ, at.pos)
		if name == "" || code == "" || !r.constant(name) {
			continue
		}
		p := leakpath.Patch{Spots: []leakpath.Spot{at.spot}, Defer: true, Again: r.harmlessTwice()}
		flag := r.unused("kept", 0)
		f = Fix{Kind: Flags, Code: code, Name: flag, Count: 1}
		indent := "\n" + strings.Repeat("\t", at.depth)
		f.Edits = []Edit{at.insert(flag + " := false" + indent + "defer func() {" + indent + "\tif !" + flag + " {" +
			indent + "\t\t" + code + indent + "\t}" + indent + "}()")}
		if !r.spare(&f, &p, at) {
			continue
		}
		if v, fits := r.Patched(r.o, p); fits && !v.Leaked() {
			return f, true
		}
	}
	return Fix{}, false
}

// spare adds to a fix and its patch that the flag is set before the returns beyond a place which do not leak. It reports
// false if there are none, or too many, or one at which some paths leak and some do not.
func (r *repair) spare(f *Fix, p *leakpath.Patch, at place) bool {
	leaks := r.returns()
	var spared []*ssa.Return
	for _, x := range r.full.Exits {
		if x.Return == nil || leakpath.Position(x.Return) < at.pos || slices.Contains(spared, x.Return) {
			continue
		}
		if !slices.Contains(leaks, x.Return) {
			spared = append(spared, x.Return)
		}
	}
	if len(spared) == 0 || len(spared) > maxSpared {
		return false
	}
	for _, ret := range spared {
		stmt := source.Enclosing[*ast.ReturnStmt](r.File, leakpath.Position(ret))
		if stmt == nil || stmt.Pos() != leakpath.Position(ret) {
			return false
		}
		before, ok := r.inFrontOf(stmt)
		if !ok {
			return false
		}
		f.Edits = append(f.Edits, before.insert(f.Name+" = true"))
		p.Spare = append(p.Spare, before.spot)
	}
	return true
}
