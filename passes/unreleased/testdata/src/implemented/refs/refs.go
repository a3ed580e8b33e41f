// Package refs has iterators behind an interface: what a method does to its receiver, its implementations tell.
package refs

import (
	"errors"
	"io"
)

type Iter interface {
	Next() (string, error)
	ForEach(func(string) error) error
	Peek() (string, error)
	Stream() (io.ReadCloser, error)
	Skip(n int) error
	Close() error
}

type sliceIter struct {
	refs []string
	done *bool
}

func (it *sliceIter) Next() (string, error) {
	if len(it.refs) == 0 {
		return "", io.EOF
	}
	ref := it.refs[0]
	it.refs = it.refs[1:]
	return ref, nil
}

func (it *sliceIter) ForEach(f func(string) error) error { return forEach(it, f) }

func (it *sliceIter) Peek() (string, error) { return it.refs[0], nil }

func (it *sliceIter) Stream() (io.ReadCloser, error) { return nil, errors.ErrUnsupported }

func (it *sliceIter) Skip(n int) error {
	if n > len(it.refs) {
		return it.Close()
	}
	it.refs = it.refs[n:]
	return nil
}

func (it *sliceIter) Close() error {
	it.refs, *it.done = nil, true
	return nil
}

type bothIter struct{ a, b Iter }

func (it *bothIter) Next() (string, error) {
	if ref, err := it.a.Next(); err == nil {
		return ref, nil
	}
	return it.b.Next()
}

func (it *bothIter) ForEach(f func(string) error) error {
	defer it.Close()
	for {
		ref, err := it.Next()
		if err == io.EOF {
			return nil
		}
		if err == nil {
			err = f(ref)
		}
		if err != nil {
			return err
		}
	}
}

func (it *bothIter) Peek() (string, error) { return it.a.Peek() }

func (it *bothIter) Stream() (io.ReadCloser, error) { return it.a.Stream() }

func (it *bothIter) Skip(n int) error { return it.a.Skip(n) }

func (it *bothIter) Close() error { return errors.Join(it.a.Close(), it.b.Close()) }

type bare interface {
	Next() (string, error)
	Close() error
}

func forEach(it bare, f func(string) error) error {
	defer it.Close()
	for {
		ref, err := it.Next()
		if err != nil {
			return err
		}
		if err := f(ref); err != nil {
			return err
		}
	}
}

// A Store hands out iterators, as all that have the interface do.
type Store interface {
	Refs() (Iter, error)
}
