package ownership

import (
	"go/types"

	"golang.org/x/tools/go/analysis"

	"github.com/guardlint/guardlint/passes/internal/declare"
	"github.com/guardlint/guardlint/passes/internal/guard"
	"github.com/guardlint/guardlint/passes/internal/summary"
)

// A lookup finds the summaries of callees.
type lookup struct {
	pass         *analysis.Pass
	kinds        *guard.Table
	releaseNames map[string]bool                 // of methods that release some kind
	handles      map[string]bool                 // methods whose results stand for the guard of some kind
	std          func(path string) summary.Table // of the standard library
	declared     *declare.Set                    // what users say
	foreign      []guard.Kind                    // those of kinds that are declared in the package or in what it imports
	own          map[*types.Func]*summary.Summary
	asked        map[*types.Func]*summary.Summary // what is asked for of the package, while somebody wants to know
	settled      map[*types.Func]*summary.Summary // what does not depend on the package; nil for what is not known
	// implementations are the methods of the package's types by the methods of its interfaces, if implemented says to look at them.
	implemented     bool
	implementations map[*types.Func][]*types.Func
	pkgs            map[*types.Package]summary.Table // of imported packages; nil for those without a fact
}

func newLookup(pass *analysis.Pass, kinds *guard.Table, std func(path string) summary.Table) *lookup {
	names, handles := make(map[string]bool), make(map[string]bool)
	for _, k := range kinds.Kinds() {
		for _, h := range k.Handles {
			handles[h] = true
		}
		for _, r := range k.Release {
			if r.Method != "" {
				names[r.Method] = true
			}
		}
	}
	return &lookup{
		releaseNames: names,
		handles:      handles,
		pass:         pass,
		kinds:        kinds,
		std:          std,
		own:          make(map[*types.Func]*summary.Summary),
		settled:      make(map[*types.Func]*summary.Summary),
		pkgs:         make(map[*types.Package]summary.Table),
	}
}

// names reports whether a method returns the name of something that can be a guard by its name: of a file of the standard
// library, or of what an interface hides.
func (l *lookup) names(fn *types.Func) bool {
	recv := fn.Signature().Recv()
	return recv != nil && l.handles[fn.Name()] && (types.IsInterface(recv.Type()) || fn.Pkg() != nil && inStd(fn.Pkg().Path()))
}

// known is what a function does that is analysed and does nothing.
var known = &summary.Summary{}

// of returns what is known of a function or method, or nil.
func (l *lookup) of(fn *types.Func) *summary.Summary {
	fn = fn.Origin()
	if s, ok := l.settled[fn]; ok {
		return s
	}
	s := l.find(fn)
	if s != nil && isPrinter(fn) {
		s = s.Without(fn.Signature().Params().Len() - 1)
	}
	if fn.Pkg() != l.pass.Pkg {
		l.settled[fn] = s
	} else if l.asked != nil {
		l.asked[fn] = s
	}
	return s
}

// isPrinter reports whether fn prints its variadic arguments: it keeps them only until it has printed them, in pools that
// inference takes for places that outlive the call.
func isPrinter(fn *types.Func) bool {
	if fn.Pkg() == nil || !fn.Signature().Variadic() {
		return false
	}
	switch fn.Pkg().Path() {
	case "fmt", "log", "log/slog":
		return true
	}
	return false
}

// find looks a function up.
func (l *lookup) find(fn *types.Func) *summary.Summary {
	if s := l.lock(fn); s != nil {
		return s
	}
	if pkg := fn.Pkg(); pkg != nil {
		if known := intrinsics[pkg.Path()]; known != nil && known[key(fn)] != nil {
			return known[key(fn)]
		}
	}
	if s := l.own[fn]; s != nil || fn.Pkg() == l.pass.Pkg || fn.Pkg() == nil {
		return s
	}
	return l.declared.Over(fn, l.imported(fn))
}

// imported returns what is known of a function of another package, or nil.
func (l *lookup) imported(fn *types.Func) *summary.Summary {
	table := l.table(fn.Pkg())
	if table == nil {
		return nil
	}
	if s := table[key(fn)]; s != nil {
		return s
	}
	if recv := fn.Signature().Recv(); recv != nil && types.IsInterface(recv.Type()) {
		return nil // nothing is declared about it, and it has no body
	}
	return known
}

// lock returns what is known of a method that locks its receiver: nothing but that.
func (l *lookup) lock(fn *types.Func) *summary.Summary {
	for _, m := range l.kinds.Acquisitions(fn, "") {
		if a := m.Acquisition; m.Kind.ReportedBy() == "lockheld" && a.Holder.In == guard.Receiver {
			return &summary.Summary{Acquires: []summary.Acquire{{Kind: m.Kind.Name, Valid: a.Valid}}}
		}
	}
	return nil
}

// table returns the summaries of an imported package, or nil if it has none.
func (l *lookup) table(pkg *types.Package) summary.Table {
	table, loaded := l.pkgs[pkg]
	if loaded {
		return table
	}
	if table = l.std(pkg.Path()); table != nil {
		l.pkgs[pkg] = table
		return table
	}
	var fact Fact
	if l.pass.ImportPackageFact(pkg, &fact) {
		table, _ = summary.Decode(fact.Data) // bad data is no data: the callee is unknown
	}
	l.pkgs[pkg] = table
	return table
}

// key names a function in the table of its package.
func key(fn *types.Func) string {
	recv := fn.Signature().Recv()
	if recv == nil {
		return fn.Name()
	}
	t := recv.Type()
	if p, ok := t.(*types.Pointer); ok {
		t = p.Elem()
	}
	if named, ok := types.Unalias(t).(*types.Named); ok {
		return named.Obj().Name() + "." + fn.Name()
	}
	return fn.Name()
}

// intrinsics are summaries that inference cannot find: a loop over a chain of errors hides them, or there is no body.
//
// errors.Is(err, target) with a nil err is true only for a nil target, which nobody passes.
var intrinsics = map[string]map[string]*summary.Summary{
	"os": {"IsNotExist": notNil, "IsExist": notNil, "IsPermission": notNil, "IsTimeout": notNil},
	"errors": {
		"Is":  notNil,
		"As":  notNil,
		"New": {Contracts: []summary.Contract{{Result: 0, Is: summary.Nil, Param: -1}}},
		// Nil if and only if all are nil: a disjunction, which contracts do not express.
		"Join": {},
	},
	// The function is stored by the runtime.
	"time": {"AfterFunc": {Params: []summary.Effect{{Param: 1, OK: summary.Kept, Err: summary.Kept, Into: -1}}, New: []int{0}}},
	"runtime": {
		// Who takes the finalizer away from an object, with nil, has released it, or has other plans for it.
		"SetFinalizer": {Params: []summary.Effect{
			{Param: 0, OK: summary.Kept, Err: summary.Kept, Into: -1},
			{Param: 1, OK: summary.Kept, Err: summary.Kept, Into: -1},
		}},
		"AddCleanup": {Params: []summary.Effect{
			{Param: 1, OK: summary.Kept, Err: summary.Kept, Into: -1},
			{Param: 2, OK: summary.Kept, Err: summary.Kept, Into: -1},
		}},
	},
	// The bodies are assembly, or play with unsafe.Pointer.
	"sync/atomic": {
		"StorePointer": stores(1), "SwapPointer": stores(1), "CompareAndSwapPointer": stores(2),
		"Value.Store": stores(1, summary.Inside), "Value.Swap": stores(1, summary.Inside), "Value.CompareAndSwap": stores(2, summary.Inside),
	},
	"sync": {
		"Map.Store": stores(2, summary.Inside), "Map.LoadOrStore": stores(2, summary.Inside),
		"Map.Swap": stores(2, summary.Inside), "Map.CompareAndSwap": stores(3, summary.Inside),
	},
	// The context keeps the function, if it is one that can end.
	"context": {"AfterFunc": {Params: []summary.Effect{{Param: 1, OK: summary.Kept, Err: summary.Kept, Into: -1}}}},
	"fmt":     {"Errorf": {Contracts: []summary.Contract{{Result: 0, Is: summary.Nil, Param: -1}}}},
}

// stores says that a function stores a parameter in what its first one points to.
func stores(param int, path ...int) *summary.Summary {
	return &summary.Summary{Params: []summary.Effect{{Param: param, OK: summary.Kept, Err: summary.Kept, Into: 0, IntoPath: path}}}
}

// notNil is the contract of predicates about errors: they are false for nil.
var notNil = &summary.Summary{Contracts: []summary.Contract{{Result: 0, Is: summary.True, Param: 0, Then: summary.NonNil}}}
