package guard

import (
	"slices"
	"sync"
)

// Builtin returns the table of everything that guardlint knows without being told. It is built once and shared: a
// [Table] never changes.
func Builtin() *Table { return builtin() }

var builtin = sync.OnceValue(func() *Table { return New(BuiltinKinds()...) })

// BuiltinKinds returns fresh copies of the rows of [Builtin], the standard library first.
func BuiltinKinds() []Kind {
	return slices.Concat(StandardKinds(), ThirdPartyKinds())
}

// StandardKinds returns the rows for the standard library and the part of it that lives in golang.org/x/sys.
func StandardKinds() []Kind {
	return slices.Concat(
		osKinds(), execKinds(), netKinds(), httpKinds(), sqlKinds(), contextKinds(), timeKinds(), syncKinds(), goroutineKinds(),
		ioKinds(), writerKinds(), runtimeKinds(), syscallKinds(),
	)
}

// ThirdPartyKinds returns the rows for other modules: only roots that cannot be inferred, because what they hold lies
// behind an interface, on another machine, or in a goroutine.
func ThirdPartyKinds() []Kind {
	return slices.Concat(observabilityKinds(), pgxKinds(), sqlxKinds(), storeKinds(), networkKinds(), cloudKinds())
}
