// Package implemented uses guards behind an interface whose methods may release them.
package implemented

import (
	"io"

	"implemented/refs"
)

func okNext(s refs.Store) (string, error) {
	it, err := s.Refs()
	if err != nil {
		return "", err
	}
	defer it.Close()
	return it.Next()
}

func okFirst(s refs.Store) (ref string, err error) {
	it, err := s.Refs()
	if err != nil {
		return "", err
	}
	ref, err = it.Next()
	return ref, firstOf(it.Close(), err)
}

func firstOf(a, b error) error {
	if a != nil {
		return a
	}
	return b
}

// All implementations of ForEach close the iterator.

func okForEach(s refs.Store) (all []string, err error) {
	it, err := s.Refs()
	if err != nil {
		return nil, err
	}
	err = it.ForEach(func(ref string) error {
		all = append(all, ref)
		return nil
	})
	return all, err
}

// None of Peek does.

func badPeek(s refs.Store) (string, error) {
	it, err := s.Refs() // want `it is never closed`
	if err != nil {
		return "", err
	}
	return it.Peek()
}

func badBeforeForEach(s refs.Store, ready func() bool) error {
	it, err := s.Refs() // want `it is not closed if the function returns at line`
	if err != nil {
		return err
	}
	if !ready() {
		return nil
	}
	return it.ForEach(func(string) error { return nil })
}

// What an interface's method hands out to be closed may be all that is to be closed.

func okStream(s refs.Store) (io.ReadCloser, error) {
	it, err := s.Refs()
	if err != nil {
		return nil, err
	}
	return it.Stream()
}

func badStreamDropped(s refs.Store) error {
	it, err := s.Refs() // want `it is never closed`
	if err != nil {
		return err
	}
	_, err = it.Stream() // want `result of it.Stream is discarded`
	return err
}

// One implementation of Skip closes the iterator, at times: nobody knows.

func okSkip(s refs.Store) error {
	it, err := s.Refs()
	if err != nil {
		return err
	}
	return it.Skip(3)
}
