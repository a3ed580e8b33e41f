// Package store is the other package of the fixture pitfalls.
package store

import (
	"io"
	"os"
)

// Close closes c.
func Close(c io.Closer) { c.Close() }

// Open opens a file for its caller.
func Open(name string) (*os.File, error) { return os.Open(name) }

// Sync leaves the file open.
func Sync(f *os.File) error { return f.Sync() }

// A Store owns what it is made of.
type Store[C io.Closer] struct{ c C }

// New makes a Store of c.
func New[C io.Closer](c C) *Store[C] { return &Store[C]{c} }

// Close closes what the store owns.
func (s *Store[C]) Close() error { return s.c.Close() }
