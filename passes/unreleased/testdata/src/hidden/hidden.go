// Package hidden has fixtures for guards that an interface hides: what is in it owns them.
package hidden

import (
	"io"

	"hidden/store"
)

func badWrapped(path string) ([]byte, error) {
	r, err := store.Open(path) // want `r is never closed`
	if err != nil {
		return nil, err
	}
	return io.ReadAll(r)
}

func okWrapped(path string) ([]byte, error) {
	r, err := store.Open(path)
	if err != nil {
		return nil, err
	}
	defer r.Close()
	return io.ReadAll(r)
}

func badStop(path string) ([]byte, error) {
	s, err := store.OpenSource(path) // want `s is never stopped`
	if err != nil {
		return nil, err
	}
	return io.ReadAll(s)
}

func okStop(path string) ([]byte, error) {
	s, err := store.OpenSource(path)
	if err != nil {
		return nil, err
	}
	defer s.Stop()
	return io.ReadAll(s)
}

// What is handed on keeps the way in which it is released.
func handedOn(path string) (store.Source, error) { return store.OpenSource(path) }

func badHandedOn(path string) ([]byte, error) {
	s, err := handedOn(path) // want `s is never stopped`
	if err != nil {
		return nil, err
	}
	return io.ReadAll(s)
}

func badOwner(path string) (int, error) {
	db, err := store.OpenDB(path) // want `db is never closed`
	if err != nil {
		return 0, err
	}
	return db.Len(), nil
}

func okOwner(path string) (int, error) {
	db, err := store.OpenDB(path)
	if err != nil {
		return 0, err
	}
	defer db.Close()
	return db.Len(), nil
}

func okNoWay(path string) ([]byte, error) {
	r, err := store.Reader(path)
	if err != nil {
		return nil, err
	}
	return io.ReadAll(r)
}

// A method that is told why ends it, too.

type pipeReader interface {
	io.ReadCloser
	CloseWithError(err error) error
}

var newPipe func(dir string) (pipeReader, error)

func okToldWhy(dir string, w io.Writer) error {
	r, err := newPipe(dir)
	if err != nil {
		return err
	}
	_, err = io.Copy(w, r)
	r.CloseWithError(err)
	return err
}

func okToldElsewhere(dir string, w io.Writer) error {
	r, err := newPipe(dir)
	if err != nil {
		return err
	}
	go func() {
		_, err := io.Copy(w, r)
		r.CloseWithError(err)
	}()
	return nil
}

func badPipe(dir string, w io.Writer) error {
	r, err := newPipe(dir) // want `r is never closed`
	if err != nil {
		return err
	}
	_, err = io.Copy(w, r)
	return err
}

// Of several results that could be released there may be only one.

type either interface {
	Open(name string) (io.ReadCloser, pipeReader, error)
}

func okEither(e either, w io.Writer) error {
	f, p, err := e.Open("name")
	if err != nil {
		return err
	}
	var r io.ReadCloser
	if p != nil {
		r = p
	} else {
		r = f
	}
	defer r.Close()
	_, err = io.Copy(w, r)
	return err
}

func okOther(e either) (io.ReadCloser, error) {
	_, p, err := e.Open("name")
	return p, err
}

func badEither(e either, w io.Writer) error {
	f, _, err := e.Open("name") // want `f is never closed`
	if err != nil {
		return err
	}
	_, err = io.Copy(w, f)
	return err
}
