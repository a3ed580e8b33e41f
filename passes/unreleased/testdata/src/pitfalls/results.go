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

// What is tried again is the error of the last try; a predicate says that there is one.

type causer interface{ Cause() error }

func isAny(err error, refs ...error) bool {
	for _, ref := range refs {
		for c := err; ; {
			if c == ref {
				return true
			}
			wrapped, ok := c.(causer)
			if !ok {
				break
			}
			c = wrapped.Cause()
		}
	}
	return false
}

func IsExist(err error) bool { return isAny(err, os.ErrExist) }

type osFile struct{ f *os.File }

func (f *osFile) Close() error { return f.f.Close() }

func wrapFile(f *os.File) io.Closer { return &osFile{f} }

func okTriedAgain(name string) (io.Closer, error) {
	f, err := os.OpenFile(name, os.O_CREATE|os.O_EXCL, 0o600)
	for IsExist(err) {
		if rerr := os.Remove(name); rerr != nil {
			return wrapFile(f), rerr
		}
		f, err = os.OpenFile(name, os.O_CREATE|os.O_EXCL, 0o600)
	}
	return wrapFile(f), err
}

func badTriedAgain(name string, again func(error) bool) (io.Closer, error) {
	f, err := os.OpenFile(name, os.O_CREATE|os.O_EXCL, 0o600) // want `f is never closed`
	for again(err) {
		if rerr := os.Remove(name); rerr != nil {
			return nil, rerr
		}
		f, err = os.OpenFile(name, os.O_CREATE|os.O_EXCL, 0o600) // want `f is not closed`
	}
	return wrapFile(f), err
}

// A constructor without another result to say that it failed never returns nil, if all its paths say so. What it closes may
// be behind a type assertion.

type logWriter struct {
	w io.Writer
	c io.Closer
	n int
}

func newLogWriter(w io.Writer, n int) *logWriter {
	c, _ := w.(io.Closer)
	l := &logWriter{w: w, c: c}
	if n > 0 {
		l.n = n
	}
	return l
}

func (l *logWriter) Close() error {
	var err error
	if l.c != nil {
		err = l.c.Close()
		l.c = nil
	}
	return err
}

func okAsserted(name string) (err error) {
	f, err := os.Create(name)
	if err != nil {
		return err
	}
	l := newLogWriter(f, 1)
	defer func() {
		if l != nil {
			err = errors.Join(err, l.Close())
		}
	}()
	if _, err := io.WriteString(l.w, name); err != nil {
		return err
	}
	err = l.Close()
	l = nil
	return err
}
