package guard

import (
	"fmt"
	"go/types"
	"go/version"
	"slices"
)

// A Table answers which guards a call acquires or releases. It is immutable and safe for concurrent use.
type Table struct {
	kinds   []*Kind
	acquire map[string][]Match     // by full name of the callee
	release map[string][]Discharge // by full name of the callee
	made    map[string]*Kind       // by the type of the result

	// names holds the bare names of all functions above. Nearly every call of a program calls none of them, and
	// comparing one word spares the composition of its full name.
	names map[string]bool
}

// A Match is one guard that a call acquires. A call can acquire several: os.Pipe makes two files.
type Match struct {
	Kind        *Kind
	Acquisition *Acquisition
}

// A Discharge is one way in which a call of a function releases guards of a kind.
type Discharge struct {
	Kind    *Kind
	Release *Release
}

// New returns the table of the kinds. It panics if one of them is malformed: the rows are written by hand in this
// package. Rows from outside are added by [Table.With].
func New(kinds ...Kind) *Table {
	t, err := new(Table).With(kinds...)
	if err != nil {
		panic(err)
	}
	return t
}

// With returns a table of t's kinds and these, which it copies. The error names the malformed kind and what is wrong
// with it.
func (t *Table) With(kinds ...Kind) (*Table, error) {
	all := slices.Clone(t.kinds)
	for _, k := range kinds {
		if err := k.validate(); err != nil {
			return nil, err
		}
		if slices.ContainsFunc(all, func(have *Kind) bool { return have.Name == k.Name }) {
			return nil, fmt.Errorf("guard kind %q exists already: choose another name", k.Name)
		}
		k.Made = slices.Clone(k.Made)
		k.Acquire, k.Release, k.Handles = slices.Clone(k.Acquire), slices.Clone(k.Release), slices.Clone(k.Handles)
		k.Writes, k.Confirms, k.Expires = slices.Clone(k.Writes), slices.Clone(k.Confirms), slices.Clone(k.Expires)
		k.Uses, k.Revives, k.Parent = slices.Clone(k.Uses), slices.Clone(k.Revives), slices.Clone(k.Parent)
		all = append(all, &k)
	}
	return index(all), nil
}

// index builds the lookups over kinds that are known to be well formed.
func index(kinds []*Kind) *Table {
	t := &Table{
		kinds:   kinds,
		acquire: make(map[string][]Match),
		release: make(map[string][]Discharge),
		made:    make(map[string]*Kind),
		names:   make(map[string]bool),
	}
	for _, k := range kinds {
		for _, typ := range k.Made {
			t.made[typ] = k
		}
		for i := range k.Acquire {
			a := &k.Acquire[i]
			t.acquire[a.Func] = append(t.acquire[a.Func], Match{Kind: k, Acquisition: a})
			t.names[bareName(a.Func)] = true
		}
		for i := range k.Release {
			r := &k.Release[i]
			if r.Func == "" {
				continue
			}
			t.release[r.Func] = append(t.release[r.Func], Discharge{Kind: k, Release: r})
			t.names[bareName(r.Func)] = true
		}
	}
	return t
}

// Kinds returns the kinds in the order of the rows. The kinds are the table's own: they must not be changed.
func (t *Table) Kinds() []*Kind { return slices.Clone(t.kinds) }

// Missing returns those of the kinds that t does not have by their names, each once.
func (t *Table) Missing(kinds []Kind) []Kind {
	have := make(map[string]bool)
	for _, k := range t.kinds {
		have[k.Name] = true
	}
	return slices.DeleteFunc(slices.Clone(kinds), func(k Kind) bool {
		known := have[k.Name]
		have[k.Name] = true
		return known
	})
}

// Kind returns the kind with this name, or nil.
func (t *Table) Kind(name string) *Kind {
	for _, k := range t.kinds {
		if k.Name == name {
			return k
		}
	}
	return nil
}

// Acquisitions returns the guards that a call of fn acquires in code of this go version ("go1.22"). The empty version
// is the newest one.
func (t *Table) Acquisitions(fn *types.Func, goVersion string) []Match {
	if !t.names[fn.Name()] {
		return nil
	}
	matches := t.acquire[fn.Origin().FullName()]
	if !slices.ContainsFunc(matches, func(m Match) bool { return m.Acquisition.expired(goVersion) }) {
		return matches[:len(matches):len(matches)]
	}
	var live []Match
	for _, m := range matches {
		if !m.Acquisition.expired(goVersion) {
			live = append(live, m)
		}
	}
	return live
}

// Released returns the kind of objects of which nothing is known but that the method releases them.
func (t *Table) Released(method string) *Kind {
	k := t.Kind(CloserKind)
	if len(k.ByMethod(method)) > 0 {
		return k
	}
	return k.Also([]string{method})
}

// Finisher returns the kind of guards that are released in the same way, which only completes what has been done with them: where
// a function fails there is nothing to complete.
func (k *Kind) Finisher() *Kind {
	f := *k
	f.SuccessOnly = true
	return &f
}

// ByName returns a kind with the releases of all kinds whose guards have a name that they are released by.
func (t *Table) ByName() *Kind {
	all := &Kind{Name: "named"}
	for _, k := range t.kinds {
		if len(k.Handles) > 0 {
			all.Release, all.Handles = append(all.Release, k.Release...), append(all.Handles, k.Handles...)
		}
	}
	return all
}

// ByConvention returns the kind of guards that a function hands out as results of type t beside an error, judged by the
// type alone, and the field of the result that holds it; or nil. Interfaces and function values offer no better evidence:
// what an io.ReadCloser reads from is to be closed, whoever made it.
func (t *Table) ByConvention(typ types.Type) (k *Kind, field string) {
	if named, ok := types.Unalias(pointee(typ)).(*types.Named); !ok || named.TypeArgs() != nil {
		return nil, ""
	}
	if k = t.made[types.TypeString(typ, nil)]; k != nil && len(k.Acquire) > 0 {
		field = k.Acquire[0].Holder.Field
	}
	if k == nil && madeToBeClosed(typ) {
		k = t.Kind(CloserKind)
	}
	return k, field
}

// CloserKind names the kind of what is behind an interface of which nothing is known but that it asks for Close.
const CloserKind = "closer"

// madeToBeClosed reports whether t is an interface that asks for Close() or Close() error, and for more.
func madeToBeClosed(t types.Type) bool {
	iface, ok := t.Underlying().(*types.Interface)
	if !ok || iface.NumMethods() < 2 {
		return false
	}
	for m := range iface.Methods() {
		sig := m.Signature()
		if m.Name() == "Close" && sig.Params().Len() == 0 && (sig.Results().Len() == 0 || sig.Results().Len() == 1 && IsError(sig.Results().At(0).Type())) {
			return true
		}
	}
	return false
}

func pointee(t types.Type) types.Type {
	if p, ok := types.Unalias(t).(*types.Pointer); ok {
		return p.Elem()
	}
	return t
}

// ReleaseFuncs returns what a call of fn releases as a function, such as os.RemoveAll(dir). Releases by method and by
// call are properties of the guard: see [Kind.ByMethod] and [Kind.ByCall].
func (t *Table) ReleaseFuncs(fn *types.Func) []Discharge {
	if !t.names[fn.Name()] {
		return nil
	}
	found := t.release[fn.Origin().FullName()]
	return found[:len(found):len(found)]
}

// ByMethod returns the ways to release a guard of this kind by calling a method of this name, on the guard or on the
// field of it that each says. Several differ in their field or outcome.
func (k *Kind) ByMethod(name string) []Release {
	var found []Release
	for _, r := range k.Release {
		if r.Method == name {
			found = append(found, r)
		}
	}
	return found
}

// Also returns the kind of guards of kind k that the named methods release, too: a file behind an interface with a Stop
// that closes it. Messages name the first of them.
func (k *Kind) Also(methods []string) *Kind {
	also := k.Or(methods)
	also.Verb = Participle(methods[0])
	return also
}

// Or returns the same guards, if the named methods are only other ways to end them: Cancel beside Close.
func (k *Kind) Or(methods []string) *Kind {
	or := *k
	or.Release = slices.Concat(k.Release, byMethod(methods...))
	return &or
}

// ByCall reports whether the guard is a function that is released by calling it.
func (k *Kind) ByCall() bool {
	return slices.ContainsFunc(k.Release, func(r Release) bool { return r.Call })
}

// ByChannel reports whether the guard is a channel that a goroutine waits for: a go statement acquires it.
func (k *Kind) ByChannel() bool {
	return slices.ContainsFunc(k.Release, func(r Release) bool { return r.Close })
}

// BySignal reports whether sending on the channel ends the goroutine, too.
func (k *Kind) BySignal() bool {
	return slices.ContainsFunc(k.Release, func(r Release) bool { return r.Send })
}

// expired reports whether the acquisition makes no duty in code of this go version.
func (a *Acquisition) expired(goVersion string) bool {
	return a.Until != "" && (goVersion == "" || version.Compare(goVersion, a.Until) >= 0)
}
