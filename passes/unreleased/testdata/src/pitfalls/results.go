// Package pitfalls has one group of functions for each place where the SSA form of a program hides what its source
// says. The groups are about the engine; the guard is a file in all of them.
package pitfalls

import (
	"errors"
	"io"
	"os"
)

func enter() {}
func leave() {}

// read only reads.
func read(r io.Reader) error {
	_, err := io.ReadAll(r)
	return err
}

// A function with any defer keeps its results in memory: each return stores them, runs the defers and loads them
// again. Which error is returned with the file is still known.

func okResultsInMemory(name string) (*os.File, error) {
	defer leave()
	f, err := os.Open(name)
	if err != nil {
		return nil, err
	}
	return f, nil
}

func okResultsInMemoryUntested(name string) (*os.File, error) {
	defer leave()
	return os.Open(name)
}

func badResultsInMemory(name string) (*os.File, error) {
	defer leave()
	f, err := os.Open(name) // want `f is not closed if the function returns at line L(read)`
	if err != nil {
		return nil, err
	}
	if err := read(f); err != nil {
		return nil, err // L(read)
	}
	return f, nil
}

// Named results that a deferred literal captures are memory, too, and the literal reads what the return stored.

func okNamedResultDecides(name string) (f *os.File, err error) {
	f, err = os.Open(name)
	if err != nil {
		return nil, err
	}
	defer func() {
		if err != nil {
			f.Close()
		}
	}()
	if err := read(f); err != nil {
		return f, err
	}
	return f, nil
}

func okNamedResultOfConstructor(name string) (_ *os.File, err error) {
	f, err := os.Open(name)
	if err != nil {
		return nil, err
	}
	defer func() {
		if err != nil {
			f.Close()
		}
	}()
	if err := read(f); err != nil {
		return nil, err
	}
	return f, nil
}

// The literal looks at the error of the open, which is nil from then on: the return stores another variable.

func badShadowedError(name string) (*os.File, error) {
	f, err := os.Open(name) // want `f is not closed if the function returns at line L(read)`
	if err != nil {
		return nil, err
	}
	defer func() {
		if err != nil {
			f.Close()
		}
	}()
	if err := read(f); err != nil {
		return nil, err // L(read)
	}
	return f, nil
}

// A return without operands stores nothing: the results are what they were.

func okBareReturn(name string) (f *os.File, err error) {
	defer leave()
	f, err = os.Open(name)
	if err != nil {
		return
	}
	if err = read(f); err != nil {
		f.Close()
		f = nil
	}
	return
}

func badBareReturn(name string) (n int, err error) {
	defer leave()
	f, err := os.Open(name) // want `f is not closed if the function returns at line L(read)`
	if err != nil {
		return
	}
	if err = read(f); err != nil {
		return // L(read)
	}
	err = f.Close()
	return
}

// After a recovered panic the function returns from a block that nothing leads to.

func okRecover(name string) (err error) {
	defer func() {
		if r := recover(); r != nil {
			err = errors.New("panicked")
		}
	}()
	f, err := os.Open(name)
	if err != nil {
		return err
	}
	defer f.Close()
	return read(f)
}

func okPanic(name string) {
	f, err := os.Open(name)
	if err != nil {
		panic(err)
	}
	if err := read(f); err != nil {
		panic(err)
	}
	f.Close()
}

func badBesidePanic(name string, strict bool) {
	f, err := os.Open(name) // want `f is not closed if the function returns at line L(lax)`
	if err != nil {
		panic(err)
	}
	if err := read(f); err != nil {
		if strict {
			panic(err)
		}
		return // L(lax)
	}
	f.Close()
}
