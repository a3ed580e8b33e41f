// Package archive has an object that shows what it has.
package archive

import "os"

// An Archive reads entries of a file.
type Archive struct {
	f *os.File
	n int
}

// New returns an archive over f.
func New(f *os.File) *Archive { return &Archive{f: f} }

// File returns the file of the archive.
func (a *Archive) File() *os.File { return a.f }
