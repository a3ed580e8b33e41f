// Package store hands out files behind interfaces.
package store

import (
	"io"
	"os"
)

type reader struct{ f *os.File }

func (r *reader) Read(p []byte) (int, error) { return r.f.Read(p) }
func (r *reader) Close() error               { return r.f.Close() }

// Open returns an owner of a file as something else.
func Open(path string) (io.ReadCloser, error) {
	f, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	return &reader{f: f}, nil
}

// Source is released in its own way.
type Source interface {
	io.Reader
	Stop() error
}

type source struct{ f *os.File }

func (s *source) Read(p []byte) (int, error) { return s.f.Read(p) }
func (s *source) Stop() error                { return s.f.Close() }

// OpenSource returns an owner of a file that Stop closes.
func OpenSource(path string) (Source, error) {
	f, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	return &source{f: f}, nil
}

// DB has a field with an interface that hides the file.
type DB struct{ in Source }

// Len reads.
func (d *DB) Len() int { return 0 }

// Close stops the source.
func (d *DB) Close() error { return d.in.Stop() }

// OpenDB returns an owner of an owner of a file.
func OpenDB(path string) (*DB, error) {
	f, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	return &DB{in: &source{f: f}}, nil
}

// Reader cannot be closed by those who get it: that is no fault of theirs.
func Reader(path string) (io.Reader, error) {
	f, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	return &reader{f: f}, nil
}
