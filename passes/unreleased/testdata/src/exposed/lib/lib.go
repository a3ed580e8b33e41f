// Package lib keeps what it is given.
package lib

import (
	"io"
	"os"
)

// Session has a configuration.
type Session struct{ conf *Config }

// Config owns a file, if it has one.
type Config struct{ File *os.File }

// Close closes the file.
func (s *Session) Close() error { return s.conf.File.Close() }

// Start makes a session with an object of its caller.
func Start(c Options) *Session { return &Session{conf: c.Config} }

// Options has the object.
type Options struct{ Config *Config }

// Later keeps a function.
func Later(f func()) { later = append(later, f) }

var later []func()

// Descriptor is a number that has methods.
type Descriptor int

// Close gives the descriptor back.
func (d *Descriptor) Close() error {
	if *d < 0 {
		return nil
	}
	return closeFd(int(*d))
}

// inner owns a file behind an interface.
type inner struct{ c io.Closer }

func (i *inner) Close() error { return i.c.Close() }

// Outer owns something that owns a file.
type Outer struct{ in *inner }

// Len reads.
func (o *Outer) Len() int { return 0 }

// Close closes what it owns.
func (o *Outer) Close() error { return o.in.Close() }

// NewOuter opens.
func NewOuter(name string) (*Outer, error) {
	f, err := os.Open(name)
	if err != nil {
		return nil, err
	}
	return &Outer{in: &inner{c: f}}, nil
}
