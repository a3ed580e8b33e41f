// Package ownership defines the silent analyzer under the checks of guardlint: it computes what calling each function
// does to the guards that pass through it, exports that as a fact for the packages that import this one, and
// decides what becomes of every guard that this package acquires.
//
//	ownership.go   the analyzer and its answers
//	callgraph.go   the order: callees before callers
//	infer.go       summaries of functions, callees first, until they agree
//	again.go       studies that need not be made again
//	uses.go        which parameters, and which fields below them, are worth a study
//	chain.go       from a value to the object that it was read from
//	param.go       what becomes of what comes in through a parameter
//	implement.go   what the implementations of an interface's method do to their receiver
//	dispatch.go    what functions do that are called through a table of them
//	contracts.go   what the outcome of a call tells of its arguments
//	objects.go     results that are new objects, and those that somebody has already
//	lock.go        locks that callers have after a call, and releases of the wrong one
//	goroutine.go   goroutines that only a release ends
//	acquire.go     which calls acquire a guard
//	finalized.go   objects with a finalizer for those who forget to release them
//	inherit.go     guards that functions hand out, and the owners that they come in
//	belief.go      results that most callers release
//	exempt.go      those of which that says nothing
//	disbelief.go   what the callers in a package do not believe
//	verdict.go     what a study means: a leak, or the reason why not
//	handed.go      guards that a function gets for good, and loses
//	grade.go       how sure that is
//	owner.go       types that own guards, and the fields in which they do
//	partial.go     releases of owners that leave a field out
//	overwrite.go   fields that are overwritten while they hold a guard
//	after.go       guards that are used or released after their release
//	dropped.go     releases whose error nobody sees
//	pile.go        releases that are deferred in a loop
//	patch.go       verdicts as if a fix had been made
//	declared.go    what users say of their functions
//	lookup.go      summaries of callees: of this package, of facts, of the standard library
//	std.go         the table of the standard library
//	dump.go        how a summary comes about, for those who debug one
//
// The result's verdicts cover every acquisition; checks report those that are theirs.
package ownership

import (
	"cmp"
	"fmt"
	"go/types"
	"reflect"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"testing"

	"golang.org/x/tools/go/analysis"
	"golang.org/x/tools/go/ssa"

	"github.com/guardlint/guardlint/passes/internal/declare"
	"github.com/guardlint/guardlint/passes/internal/guard"
	"github.com/guardlint/guardlint/passes/internal/leakpath"
	"github.com/guardlint/guardlint/passes/internal/summary"
)

const doc = `compute who owns guards

The ownership analyzer reports nothing. It tells the checks which guards a package acquires and what becomes of them,
and other packages what calling this one does.`

// Analyzer is the ownership pass over the built-in kinds of guards.
var Analyzer = newAnalyzer("ownership", nil, stdTable)

// New returns an ownership pass that knows what a configuration declares, too. Drivers cache facts by the analyzer's
// name, which therefore differs where the configuration does. The error is a [*ConfigError].
func New(config Config) (*analysis.Analyzer, error) {
	entries, err := config.Compile()
	if err != nil {
		return nil, err
	}
	return newAnalyzer("ownership"+config.Hash(), entries, stdTable), nil
}

// FromSource returns an ownership pass that computes the summaries of the standard library instead of using those that
// were computed beforehand. The generator of the latter uses it, and the test that compares them.
func FromSource() *analysis.Analyzer {
	return newAnalyzer("ownershipfromsource", nil, func(string) summary.Table { return nil })
}

func newAnalyzer(name string, entries *declare.Entries, std func(path string) summary.Table) *analysis.Analyzer {
	a := &analysis.Analyzer{
		Name:       name,
		Doc:        doc,
		URL:        "https://pkg.go.dev/github.com/guardlint/guardlint/passes/ownership",
		ResultType: reflect.TypeFor[*Result](),
		FactTypes:  []analysis.Fact{new(Fact)},
	}
	dump := a.Flags.String("dump", "", "print how the summary of `function` comes about: path/of/pkg.Func, path/of/pkg.(*Type).Method")
	implementations := a.Flags.Bool("implementations", true, "let what the implementations of an interface in its package do tell what its methods do")
	a.Run = func(pass *analysis.Pass) (any, error) {
		l := newLookup(pass, entries.Table(), std)
		l.implemented = *implementations
		l.declare(entries)
		return run(pass, l, newDumper(*dump))
	}
	return a
}

// A Fact holds what importers of a package need to know.
type Fact struct {
	Data  []byte // the summaries of its functions, encoded by [summary.Table.Encode]
	Kinds []byte // declared kinds of guards that it hands out, encoded by [declare.EncodeKinds]
}

// AFact marks Fact as a fact.
func (*Fact) AFact() {}

// String renders the size only; the summaries are for [Result.Summary].
func (f *Fact) String() string { return fmt.Sprintf("ownership(%d bytes)", len(f.Data)) }

// A Result answers the checks' questions about one package.
type Result struct {
	lookup *lookup
	study  func() analysed // the verdicts on the package, made when something is first asked for; before, nothing is known
	broke  atomic.Pointer[error]
	after  []leakpath.Misuse
	mu     sync.Mutex // for questions that take more analysis: checks ask at the same time
}

// analysed is a package with its code, which checks that look at more than acquisitions share.
type analysed struct {
	*inference
	code []*ssa.Function
}

// BrokeOff returns why the analysis of the package broke off, if it has been asked for and did: nothing is known then, and
// that no check reports anything means nothing.
func (r *Result) BrokeOff() error {
	if err := r.broke.Load(); err != nil {
		return *err
	}
	return nil
}

// Functions returns the functions and methods that the package declares, in source order; literals are found in them.
func (r *Result) Functions() []*ssa.Function { return r.study().code }

// Kinds returns the kinds of guards that the analysis knows.
func (r *Result) Kinds() *guard.Table { return r.lookup.kinds }

// Summary returns what is known of a function or method, or nil.
func (r *Result) Summary(fn *types.Func) *summary.Summary {
	r.study() // asks for summaries itself, and holds no lock
	r.mu.Lock()
	defer r.mu.Unlock()
	return r.lookup.of(fn)
}

// Verdicts returns what became of every guard that the package acquires, by position.
func (r *Result) Verdicts() []leakpath.Verdict {
	var all []leakpath.Verdict
	for _, vs := range r.study().verdictsOf {
		all = append(all, vs...)
	}
	slices.SortStableFunc(all, func(a, b leakpath.Verdict) int {
		return cmp.Or(cmp.Compare(a.Obl.Site.Pos(), b.Obl.Site.Pos()), cmp.Compare(a.Order, b.Order))
	})
	return all
}

// Leaks returns the verdicts that the named check reports. Of the guards in an owner, which one release releases
// together, it is the first.
func (r *Result) Leaks(check string) []leakpath.Verdict {
	type owner struct {
		site   ssa.Instruction
		result int
		by     string
	}
	seen := make(map[owner]bool)
	return slices.DeleteFunc(r.Verdicts(), func(v leakpath.Verdict) bool {
		if !v.Leaked() || v.Obl.Kind.ReportedBy() != check {
			return true
		}
		o := owner{v.Obl.Site, v.Obl.Holder.Index, strings.Join(v.Obl.Releasers, " ")}
		again := o.by != "" && seen[o]
		seen[o] = true
		return again
	})
}

// run analyses one package as far as its importers need it: the verdicts follow if a check asks for something. A package
// of the standard library needs no fact, since its summaries are built in.
func run(pass *analysis.Pass, l *lookup, d *dumper) (any, error) {
	summarized := sync.OnceValue(func() analysed { return summarize(pass, l, d) })
	r := &Result{lookup: l}
	r.study = sync.OnceValue(func() analysed {
		a := decide(summarized())
		if a.failed != nil {
			r.broke.Store(&a.failed)
		}
		return a
	})
	if l.std(pass.Pkg.Path()) == nil {
		if in := summarized(); in.failed == nil {
			table := in.exported()
			pass.ExportPackageFact(&Fact{Data: table.Encode(), Kinds: declare.EncodeKinds(in.exportedKinds(table))})
		}
	}
	return r, nil
}

// summarize builds a package and computes the summaries of its functions.
func summarize(pass *analysis.Pass, l *lookup, d *dumper) (a analysed) {
	a.inference = newInference(l, d, goVersion(pass))
	defer a.breakOff()
	pkg := buildSSA(pass)
	a.summaries(pkg)
	a.code = declared(pkg)
	return a
}

// decide computes the verdicts on a package whose summaries are there.
func decide(summarized analysed) (a analysed) {
	a = summarized
	defer a.breakOff()
	if a.failed == nil {
		a.decide()
	}
	return a
}

// breakOff is deferred around what go/ssa and we ourselves do, who may fail on code that nobody foresaw: the package then
// has no verdicts, nor a fact if it had none before, which means unknown to its importers, and the analysis of others
// goes on: checks say that, each on its own. In tests it panics through.
func (a *analysed) breakOff() {
	if testing.Testing() {
		return
	}
	if p := recover(); p != nil {
		*a = analysed{inference: newInference(a.lookup, a.dump, "")}
		a.failed = fmt.Errorf("the analysis of what owns what broke off (%v)", p)
	}
}

func goVersion(pass *analysis.Pass) string {
	return pass.Pkg.GoVersion()
}

// buildSSA builds the package, and declares what it imports. What that imports in turn is declared as far as it is called.
//
// The stock buildssa pass is not used: to require it would make drivers build SSA for packages that we skip.
func buildSSA(pass *analysis.Pass) *ssa.Package {
	prog := ssa.NewProgram(pass.Fset, 0)
	for _, p := range pass.Pkg.Imports() {
		prog.CreatePackage(p, nil, nil, true)
	}
	pkg := prog.CreatePackage(pass.Pkg, pass.Files, pass.TypesInfo, false)
	pkg.Build()
	return pkg
}
