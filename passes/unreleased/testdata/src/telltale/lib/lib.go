// Package lib opens files for package telltale, and tells in several ways whether there is one.
package lib

import (
	"errors"
	"io"
	"io/fs"
	"os"
	"syscall"
)

// A Store is a directory.
type Store struct{ Dir string }

// Find opens a file. There may be none by that name.
func (s *Store) Find(name string) (*os.File, bool, error) {
	f, err := os.Open(s.Dir + "/" + name)
	if err != nil {
		if errors.Is(err, fs.ErrNotExist) {
			return nil, false, nil
		}
		return nil, false, err
	}
	return f, true, nil
}

// Read opens a file. What is missing is reported as such.
func (s *Store) Read(name string) (f *os.File, missing bool, err error) {
	f, err = os.Open(s.Dir + "/" + name)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, true, nil
	}
	if err != nil {
		return nil, false, err
	}
	return f, false, nil
}

// Make opens a file, and tells whether it was there before.
func (s *Store) Make(name string) (f *os.File, created bool, err error) {
	f, err = os.Open(s.Dir + "/" + name)
	if err == nil {
		return f, false, nil
	}
	f, err = os.Create(s.Dir + "/" + name)
	if err != nil {
		return nil, false, err
	}
	return f, true, nil
}

// A Finder opens what others have.
type Finder interface {
	Find(name string) (io.ReadCloser, bool, error)
}

// List opens a directory, and fails as system calls do.
func List(name string) (*os.File, syscall.Errno) {
	f, err := os.Open(name)
	if err != nil {
		return nil, syscall.ENOENT
	}
	return f, 0
}

// Look opens a file, unless it is missing.
func (s *Store) Look(name string) (f *os.File, missing bool) {
	f, err := os.Open(s.Dir + "/" + name)
	if err != nil {
		return nil, true
	}
	return f, false
}
