package pitfalls

import (
	"io"
	"os"

	"pitfalls/store"
)

// The body of a generic function exists once; its calls are calls on type parameters, its callers call instances.

func closeAny[C io.Closer](c C) { c.Close() }

func okGenericCallee(name string) error {
	f, err := os.Open(name)
	if err != nil {
		return err
	}
	defer closeAny(f)
	return read(f)
}

func must[T any](v T, err error) T {
	if err != nil {
		panic(err)
	}
	return v
}

func okGenericMust(name string) error {
	f := must(os.Open(name))
	defer f.Close()
	return read(f)
}

func badGenericMust(name string) error {
	f := must(os.Open(name)) // want `f is never closed|os.Open result is never closed`
	return read(f)
}

// look does nothing to its argument.
func look[T any](v T) T { return v }

func badGenericBorrower(name string) error {
	f, err := os.Open(name) // want `f is never closed`
	if err != nil {
		return err
	}
	look(f)
	return nil
}

type box[C io.Closer] struct{ held C }

func (b *box[C]) Close() error { return b.held.Close() }

func okGenericOwner(name string) error {
	f, err := os.Open(name)
	if err != nil {
		return err
	}
	b := &box[*os.File]{held: f}
	defer b.Close()
	return read(f)
}

func badGenericOwner(name string) error {
	f, err := os.Open(name) // want `f is never closed`
	if err != nil {
		return err
	}
	b := &box[*os.File]{held: f}
	return read(b.held)
}

// What another package does is known by the object that its function has there; the SSA of that package is not here.

func okOtherPackage(name string) error {
	f, err := os.Open(name)
	if err != nil {
		return err
	}
	defer store.Close(f)
	return read(f)
}

func okOtherPackageGeneric(name string) error {
	f, err := os.Open(name)
	if err != nil {
		return err
	}
	s := store.New(f)
	defer s.Close()
	return read(f)
}

func badOtherPackage(name string) error {
	f, err := store.Open(name) // want `f is not closed if the function returns at line L(read)`
	if err != nil {
		return err
	}
	if err := read(f); err != nil {
		return err // L(read)
	}
	return f.Close()
}

func badOtherPackageBorrows(name string) error {
	f, err := os.Open(name) // want `f is never closed`
	if err != nil {
		return err
	}
	return store.Sync(f)
}

// Registers have no names: messages take them from the source.

func badNames(names [2]string) error {
	if in, err := os.Open(names[0]); err == nil { // want `in is never closed`
		return read(in)
	}
	pair := struct{ left *os.File }{}
	pair.left, _ = os.Open(names[1]) // want `pair.left is never closed`
	return read(pair.left)
}

// A type parameter whose types are all the same struct has literals with fields.

type upload struct{ name string }

type download struct{ name string }

func badLiteralOfParameter[T upload | download](name string, send func(*T) error) error {
	f, err := os.Open(name) // want `f is never closed`
	if err != nil {
		return err
	}
	_ = f
	return send(&T{name: name})
}
