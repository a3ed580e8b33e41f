// Package lib says by directives what its code does not show.
package lib

import (
	"io"
	"os"
)

// A Lease is held on another machine.
type Lease struct{ id int }

var remote func(op string, id int) error

// Acquire asks for a lease.
//
//guardlint:acquires
func Acquire(id int) (*Lease, error) {
	if err := remote("acquire", id); err != nil {
		return nil, err
	}
	return &Lease{id}, nil
}

// Done gives the lease back.
//
//guardlint:releases l
func (l *Lease) Done() { remote("done", l.id) }

// ID tells the leases apart.
func (l *Lease) ID() int { return l.id }

// A Slot is given back by a function.
type Slot int

// Reserve hands out a slot.
//
//guardlint:acquires
func Reserve() (Slot, error) { return 0, remote("reserve", 0) }

// Vacate takes a slot back.
//
//guardlint:releases s
func Vacate(s Slot) { remote("vacate", int(s)) }

// Subscribe hands out what ends the subscription.
//
//guardlint:acquires
func Subscribe(topic string) (events <-chan int, unsubscribe func()) {
	return make(chan int), func() { remote("unsubscribe", 0) }
}

// A Store is implemented elsewhere.
type Store interface {
	//guardlint:takes f
	Add(f *os.File)
	//guardlint:borrows f
	Peek(f *os.File) error
	//guardlint:releases 0
	Drop(io.Closer)
	//guardlint:acquires
	Open(name string) (io.ReadCloser, error)
	//guardlint:takes files
	AddAll(files ...*os.File)
	// Nothing is said about Unknown.
	Unknown(f *os.File)
}

// An App runs functions.
type App interface {
	//guardlint:registers f
	OnExit(f func()) error
	//guardlint:runs f now
	Do(f func())
	//guardlint:runs f later
	Queue(f func())
	//guardlint:runs f goroutine
	Start(f func())
}
