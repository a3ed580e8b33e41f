package ownership

import (
	"go/types"

	"github.com/guardlint/guardlint/passes/internal/declare"
	"github.com/guardlint/guardlint/passes/internal/guard"
	"github.com/guardlint/guardlint/passes/internal/summary"
)

// The configuration, for those who make an ownership pass: see package declare.
type (
	Config      = declare.Config
	Kind        = declare.Kind
	Acquire     = declare.Acquire
	Release     = declare.Release
	Function    = declare.Function
	ConfigError = declare.EntryError
)

// declare adds to what l knows what is declared: by directives of the package and of those that it imports, and by
// the configuration.
func (l *lookup) declare(entries *declare.Entries) {
	defer clear(l.settled) // that was without what is declared
	l.declared = declare.Read(declare.Package{
		Types: l.pass.Pkg, Files: l.pass.Files, Info: l.pass.TypesInfo, Summary: l.of,
	}, entries)
	for _, fn := range l.declared.Functions() { // methods of interfaces have no body that would be visited
		if s := l.declared.Over(fn, nil); s != nil {
			l.own[fn] = s
		}
	}
	l.foreign = l.declared.Kinds()
	for _, pkg := range l.pass.Pkg.Imports() {
		var fact Fact
		if l.pass.ImportPackageFact(pkg, &fact) && len(fact.Kinds) > 0 {
			kinds, _ := declare.DecodeKinds(fact.Kinds) // bad data is no data
			l.foreign = append(l.foreign, kinds...)
		}
	}
	if len(l.foreign) == 0 {
		return
	}
	l.foreign = l.kinds.Missing(l.foreign)
	if kinds, err := l.kinds.With(l.foreign...); err == nil {
		l.kinds = kinds
	}
	for _, k := range l.foreign {
		for _, r := range k.Release {
			l.releaseNames[r.Method] = true
		}
	}
}

// exportedKinds returns the kinds that importers cannot know otherwise: those declared in the package, and those of
// guards that it hands on.
func (in *inference) exportedKinds(t summary.Table) []guard.Kind {
	if len(in.lookup.foreign) == 0 {
		return nil
	}
	mentioned := make(map[string]bool)
	for _, s := range t {
		for _, r := range s.Results {
			mentioned[r.Kind] = true
		}
	}
	for _, k := range in.lookup.declared.Kinds() {
		mentioned[k.Name] = true
	}
	var kinds []guard.Kind
	for _, k := range in.lookup.foreign {
		if mentioned[k.Name] {
			kinds = append(kinds, k)
		}
	}
	return kinds
}

// Problems returns what is wrong with the declarations in the package.
func (r *Result) Problems() []declare.Problem {
	if r.lookup.declared == nil {
		return nil
	}
	return r.lookup.declared.Problems(func(fn *types.Func) *summary.Summary { return r.study().shown[fn] })
}

// Matches returns the entries of the configuration about the package, with what they mean.
func (r *Result) Matches() []declare.Match { return r.lookup.declared.Matches() }
