package declare

import (
	"fmt"
	"go/ast"
	"go/token"
	"go/types"
	"slices"

	"github.com/guardlint/guardlint/passes/internal/guard"
	"github.com/guardlint/guardlint/passes/internal/summary"
)

// A Package is one that is analysed.
type Package struct {
	Types *types.Package
	Files []*ast.File
	Info  *types.Info
	// Summary returns what is known of a function of another package, or nil.
	Summary func(*types.Func) *summary.Summary
}

// A Set is what is declared about the functions of a package, and by the configuration about those of others. It is
// immutable. Nil is a set without declarations.
type Set struct {
	pkg      Package
	entries  *Entries
	own      []Declared // in source order, directives first
	kinds    []guard.Kind
	problems []Problem // of statements that mean nothing
}

// Read collects what is declared in a package, and what the entries say about it. It returns nil if that is nothing.
func Read(pkg Package, entries *Entries) *Set {
	r := read(pkg.Files, pkg.Info)
	s := &Set{pkg: pkg, entries: entries, problems: r.problems}
	for _, d := range append(r.list, s.fromEntries()...) {
		if problem := d.check(); problem != nil {
			s.problems = append(s.problems, *problem)
		} else {
			s.own = append(s.own, d)
		}
	}
	s.kinds = s.acquired()
	if entries == nil && len(s.own) == 0 && len(s.problems) == 0 {
		return nil
	}
	return s
}

// fromEntries returns the statements of the configuration about the functions of the package.
func (s *Set) fromEntries() []Declared {
	var list []Declared
	s.problems = append(s.problems, s.entries.unfit(s.pkg)...)
	for name, f := range s.entries.of(s.pkg.Types.Path()) {
		fn, err := guard.Find(name, s.pkg.Types)
		if err != nil {
			s.problems = append(s.problems, s.pkg.problem(f[0].place, name+": "+err.Error()))
			continue
		}
		for _, e := range f {
			list = append(list, Declared{Statement: e.Statement, Fn: fn, Entry: e.place,
				Pos: fn.Pos(), End: fn.Pos() + token.Pos(len(fn.Name())), body: bodyOf(s.pkg, fn)})
		}
	}
	return list
}

// bodyOf returns the body of a function of the package, or nil.
func bodyOf(pkg Package, fn *types.Func) *ast.BlockStmt {
	for _, file := range pkg.Files {
		for _, decl := range file.Decls {
			if decl, ok := decl.(*ast.FuncDecl); ok && pkg.Info.Defs[decl.Name] == fn {
				return decl.Body
			}
		}
	}
	return nil
}

// check resolves the words of a statement and reports what they do not fit.
func (d Declared) check() *Problem {
	if d.Verb == Acquires {
		if _, err := resultOf(d.Fn, d.Place); err != nil {
			p := d.problem(UnknownName, err.Error())
			return &p
		}
		return nil
	}
	at, err := resolve(d.Fn, d.Place)
	if err != nil {
		p := d.problem(UnknownName, err.Error())
		return &p
	}
	wrong := ""
	switch _, isFunc := at.typ.Underlying().(*types.Signature); {
	case d.Verb == Observes && !guard.IsError(at.typ):
		wrong = "an error"
	case d.Verb == Runs && !isFunc:
		wrong = "a function"
	case d.Verb == Uses && (d.Fn.Signature().Recv() == nil || at.param > 0 || len(at.path) > 0):
		p := d.problem(Contradiction, fmt.Sprintf("%s is no method of %s: write \"uses\" of a receiver, and \"borrows\" of what a function is passed", d.Fn.Name(), d.Place))
		return &p
	default:
		return nil
	}
	p := d.problem(Contradiction, fmt.Sprintf("%s gets %s as %s: name a parameter that is %s",
		d.Fn.Name(), d.Place, types.TypeString(at.typ, types.RelativeTo(d.Fn.Pkg())), wrong))
	return &p
}

// Kinds returns the kinds of guards that are declared by statements about functions of the package, and by entries
// about functions of those that it imports.
func (s *Set) Kinds() []guard.Kind {
	if s == nil {
		return nil
	}
	return s.kinds
}

// acquired makes the kinds.
func (s *Set) acquired() []guard.Kind {
	var kinds []guard.Kind
	add := func(d Declared, releasers []Declared) *Problem {
		if d.Verb != Acquires {
			return nil
		}
		k, problem := d.kindOf(s, releasers)
		if problem == nil {
			kinds = append(kinds, k)
		}
		return problem
	}
	releasers := slices.DeleteFunc(slices.Clone(s.own), func(d Declared) bool { return d.Verb != Releases })
	for _, d := range s.own {
		if problem := add(d, releasers); problem != nil {
			s.problems = append(s.problems, *problem)
		}
	}
	for _, pkg := range s.pkg.Types.Imports() {
		var list []Declared
		for name, f := range s.entries.of(pkg.Path()) {
			if fn, err := guard.Find(name, pkg); err == nil {
				for _, e := range f {
					list = append(list, Declared{Statement: e.Statement, Fn: fn, Entry: e.place})
				}
			}
		}
		for _, d := range list {
			add(d, slices.DeleteFunc(slices.Clone(list), func(d Declared) bool { return d.Verb != Releases }))
		}
	}
	return kinds
}

// isRelease reports whether a method is declared, or known, to release its receiver.
func (s *Set) isRelease(m *types.Func) bool {
	for _, st := range s.statements(m) {
		if st.Verb != Releases {
			continue
		}
		if p, err := resolve(m, st.Place); err == nil && p.param == 0 && len(p.path) == 0 {
			return true
		}
	}
	if m.Pkg() == s.pkg.Types {
		return false // its summary is not made yet
	}
	sum := s.pkg.Summary(m)
	if sum == nil {
		return false
	}
	e, found := sum.Effect(0, nil)
	return found && e.OK&summary.Released != 0
}

// statements returns what is declared about a function.
func (s *Set) statements(fn *types.Func) []Statement {
	var list []Statement
	if fn.Pkg() != s.pkg.Types {
		for _, e := range s.entries.about(fn) {
			list = append(list, e.Statement)
		}
		return list
	}
	for _, d := range s.own {
		if d.Fn == fn {
			list = append(list, d.Statement)
		}
	}
	return list
}

// Functions returns the functions of the package about which something is declared.
func (s *Set) Functions() []*types.Func {
	if s == nil {
		return nil
	}
	var list []*types.Func
	for _, d := range s.own {
		if !slices.Contains(list, d.Fn) {
			list = append(list, d.Fn)
		}
	}
	return list
}

// Over returns what is known of a function, given what its body shows, which is nil if it is not at hand: what is
// declared counts more.
func (s *Set) Over(fn *types.Func, shown *summary.Summary) *summary.Summary {
	if s == nil {
		return shown
	}
	list := slices.DeleteFunc(s.statements(fn), func(st Statement) bool { return st.Verb == Acquires })
	if len(list) == 0 {
		return shown
	}
	sum := unknownFunction(fn)
	if shown != nil && !shown.Opaque {
		*sum = *shown
		sum.Params = slices.Clone(shown.Params)
		// They are going to be sorted.
		sum.Results, sum.Contracts, sum.Observes = slices.Clone(shown.Results), slices.Clone(shown.Contracts), slices.Clone(shown.Observes)
	}
	for _, st := range list {
		if p, err := resolve(fn, st.Place); err == nil {
			st.apply(p, fn.Signature(), sum)
		}
	}
	sum.Normalize()
	return sum
}

// unknownFunction is the summary of a function that may do anything with what it could release. A summary says by its
// presence that everything else is left alone; about functions that are declared in part, that is not known.
func unknownFunction(fn *types.Func) *summary.Summary {
	sum := new(summary.Summary)
	for i, v := range inputs(fn) {
		if summary.CanFail(v.Type()) {
			sum.Observes = append(sum.Observes, i)
		}
		isReceiver := fn.Signature().Recv() != nil && i == 0
		if _, basic := v.Type().Underlying().(*types.Basic); !basic && !isReceiver && mayRelease(v.Type()) {
			sum.Params = append(sum.Params, summary.Effect{Param: i, OK: summary.Unknown, Err: summary.Unknown, Into: -1})
		}
	}
	return sum
}

// mayRelease reports whether who holds a value of type t has a way to release it. An interface without such a method
// offers none.
func mayRelease(t types.Type) bool {
	if !types.IsInterface(t) {
		return true
	}
	methods := types.NewMethodSet(t)
	for i := range methods.Len() {
		if guard.ReleaseName(methods.At(i).Obj().Name()) {
			return true
		}
	}
	return methods.Len() == 0
}

// apply changes a summary to what the statement says.
func (st Statement) apply(p place, sig *types.Signature, sum *summary.Summary) {
	if st.Verb == Observes {
		sum.Observes = append(sum.Observes, p.param)
		return
	}
	same := func(e summary.Effect) bool { return e.Param == p.param && slices.Equal(e.Path, p.path) }
	if st.Verb == Takes || st.Verb == Borrows || st.Verb == Uses { // it settles what becomes of everything inside, too
		same = func(e summary.Effect) bool {
			return e.Param == p.param && len(e.Path) >= len(p.path) && slices.Equal(e.Path[:len(p.path)], p.path)
		}
	}
	around := p.path
	if n := len(around); n > 0 && around[n-1] == summary.Inside {
		around = around[:n-1]
	}
	sum.Params = slices.DeleteFunc(sum.Params, func(e summary.Effect) bool {
		// What becomes of the elements is all that there is to know about a container.
		return same(e) || e.Param == p.param && e.OK&summary.Unknown != 0 && slices.Equal(e.Path, around)
	})
	e := summary.Effect{Param: p.param, Path: p.path, Into: -1} // even if it is borrowed: that is more than unknown
	e.OK, e.Err = st.fates(sig)
	switch {
	case e.OK != summary.Released:
	case st.Verb == Runs:
		e.By = []string{summary.ByCall}
	default:
		e.By = []string{summary.ByAny}
	}
	sum.Params = append(sum.Params, e)
}

// fates says what becomes of the guard when the function succeeds and when it fails.
func (st Statement) fates(sig *types.Signature) (ok, err summary.Fate) {
	switch st.Verb {
	case Releases:
		return summary.Released, summary.Released
	case Takes:
		return summary.Kept, summary.Kept
	case Registers: // who is told that the registration failed still has what was to be registered
		if n := sig.Results().Len(); n > 0 && guard.IsError(sig.Results().At(n-1).Type()) {
			return summary.Kept, summary.Borrowed
		}
		return summary.Kept, summary.Kept
	case Runs:
		switch st.When {
		case Now:
			return summary.Released, summary.Released
		case Goroutine:
			return summary.Launched, summary.Launched
		}
		return summary.Kept, summary.Kept
	}
	return summary.Borrowed, summary.Borrowed
}
