package lib

import (
	"errors"
	"os"
	"sync"
)

// Results have a temporary file, which they share with others one after the other.
type Results struct {
	names []string
	tmp   *tmpFile
}

type tmpFile struct{ f *os.File }

var pool sync.Pool

// Search returns what is to be run or cancelled.
func Search(name string) (*Results, error) {
	if name == "" {
		return nil, errors.New("nothing to look for")
	}
	t, ok := pool.Get().(*tmpFile)
	if !ok {
		t = new(tmpFile)
	}
	return &Results{names: []string{name}, tmp: t}, nil
}

// Len returns the number of results.
func (r *Results) Len() int { return len(r.names) }

// Cancel gives up the results.
func (r *Results) Cancel() { r.mustClose() }

func (r *Results) mustClose() {
	if r.tmp.f != nil {
		r.tmp.f.Close()
		r.tmp.f = nil
	}
	pool.Put(r.tmp)
	r.tmp = nil
}

// Each calls f with each result, and gives them up.
func (r *Results) Each(f func(string) error) error {
	defer r.mustClose()
	for _, name := range r.names {
		if err := f(name); err != nil {
			return err
		}
	}
	return nil
}

// A Store is a file.
type Store struct{ db *os.File }

// Options have a store that whoever has them closes.
type Options struct {
	Name  string
	Store *Store
}

// NewStore opens a store.
func NewStore(name string) (*Store, error) {
	db, err := os.Open(name)
	if err != nil {
		return nil, err
	}
	return &Store{db}, nil
}

// Close closes the file.
func (s *Store) Close() error { return s.db.Close() }
