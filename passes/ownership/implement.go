package ownership

import (
	"cmp"
	"go/types"
	"slices"

	"golang.org/x/tools/go/ssa"

	"github.com/guardlint/guardlint/passes/internal/summary"
)

// What a method of an interface does to its receiver, the implementations tell that stand beside the interface: they
// show what it is meant to do.
//
//	type Iter interface {
//		Next() (*Ref, error)
//		ForEach(func(*Ref) error) error // both implementations close the iterator
//		Close()
//	}
//
// Other implementations may exist elsewhere, and may do less. That is why only releases of the receiver are taken from here:
// where one implementation releases and another does not, the guard may be gone.

// implementations finds the methods by which types of the package implement its interfaces.
func implementations(pkg *ssa.Package) map[*types.Func][]*types.Func {
	var ifaces, concrete []*types.Named
	for _, m := range pkg.Members {
		t, ok := m.(*ssa.Type)
		if !ok {
			continue
		}
		named, ok := t.Type().(*types.Named)
		switch {
		case !ok || named.TypeParams() != nil:
		case types.IsInterface(named):
			ifaces = append(ifaces, named)
		case named.NumMethods() > 0:
			concrete = append(concrete, named)
		}
	}
	found := make(map[*types.Func][]*types.Func)
	for _, named := range ifaces {
		iface := named.Underlying().(*types.Interface)
		for _, t := range concrete {
			if iface.NumMethods() == 0 || !types.Implements(types.NewPointer(t), iface) {
				continue
			}
			for m := range iface.Methods() {
				obj, _, _ := types.LookupFieldOrMethod(t, true, m.Pkg(), m.Name())
				if method, ok := obj.(*types.Func); ok && m.Pkg() == pkg.Pkg {
					found[m] = append(found[m], method)
				}
			}
		}
	}
	for m, list := range found {
		slices.SortFunc(list, func(a, b *types.Func) int { return cmp.Compare(a.FullName(), b.FullName()) })
		found[m] = slices.Compact(list)
	}
	return found
}

// receiver returns what a method of an interface does to its receiver. It reports false if that is not known to be more
// than to borrow it.
func (l *lookup) receiver(m *types.Func) (summary.Effect, bool) {
	if m.Pkg() == nil {
		return summary.Effect{}, false
	}
	if m.Pkg() != l.pass.Pkg {
		s := l.table(m.Pkg())[implemented(m)]
		if s == nil {
			return summary.Effect{}, false
		}
		return s.Effect(0, nil)
	}
	joined := summary.Effect{Into: -1}
	for _, method := range l.implementations[m] {
		e := summary.Effect{OK: summary.Borrowed, Err: summary.Borrowed}
		if s := l.of(method); s != nil {
			if of, ok := s.Effect(0, nil); ok && (of.OK|of.Err)&summary.Released != 0 {
				e = of
			}
		}
		joined.OK |= e.OK & (summary.Released | summary.Borrowed)
		joined.Err |= e.Err & (summary.Released | summary.Borrowed)
		joined.By = append(joined.By, e.By...)
	}
	slices.Sort(joined.By)
	joined.By = slices.Compact(joined.By)
	return joined, (joined.OK|joined.Err)&summary.Released != 0
}

// implemented names, in the table of its package, what implementations of an interface's method do.
func implemented(m *types.Func) string { return key(m) + "*" }
