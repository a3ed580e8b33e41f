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
