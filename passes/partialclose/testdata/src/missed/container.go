package missed

import (
	"os"
	"sync"
)

// index is a file with a lock beside it, both promoted.
type index struct {
	sync.Mutex
	*os.File
	n int
}

func openIndex(name string) (*index, error) {
	f, err := os.Open(name)
	if err != nil {
		return nil, err
	}
	return &index{File: f}, nil
}

// A method releases what is in a map, and leaves out what is beside it.

type badStore struct {
	files map[int]*os.File
	index *index
}

func (s *badStore) init(name string) error {
	index, err := openIndex(name)
	if err != nil {
		return err
	}
	s.index = index
	return nil
}

func (s *badStore) add(i int, name string) error {
	f, err := os.Open(name)
	if err != nil {
		return err
	}
	s.files[i] = f
	return nil
}

func (s *badStore) size() int {
	s.index.Lock()
	defer s.index.Unlock()
	return s.index.n
}

func (s *badStore) Close() error { // want `index of badStore, opened by init, is not closed by Close` want-category "missed"
	var err error
	for _, f := range s.files {
		if e := f.Close(); err == nil {
			err = e
		}
	}
	return err
}

// The promoted release is called elsewhere.

type okStore struct {
	files []*os.File
	index *index
}

func (s *okStore) init(name string) error {
	index, err := openIndex(name)
	if err != nil {
		return err
	}
	s.index = index
	return nil
}

func (s *okStore) flush() error { return s.index.Close() }

func (s *okStore) Close() error {
	var err error
	for _, f := range s.files {
		if e := f.Close(); err == nil {
			err = e
		}
	}
	return err
}
