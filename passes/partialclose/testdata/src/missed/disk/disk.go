// Package disk has an owner of a file.
package disk

import "os"

// File owns a file.
type File struct{ F *os.File }

// Close closes it.
func (f *File) Close() error { return f.F.Close() }

// Open opens.
func Open(name string) (*File, error) {
	f, err := os.Open(name)
	if err != nil {
		return nil, err
	}
	return &File{F: f}, nil
}
