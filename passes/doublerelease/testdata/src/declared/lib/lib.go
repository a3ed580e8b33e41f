// Package lib declares guards of its own, and what they are good for once they have been released.
package lib

// A Lease is held on another machine.
type Lease struct{ id int }

var remote func(what string, id int) error

// Acquire asks for a lease.
//
//guardlint:acquires
func Acquire(id int) *Lease {
	remote("acquire", id)
	return &Lease{id}
}

// Done gives it back.
//
//guardlint:releases l twice panics
func (l *Lease) Done() error { return remote("done", l.id) }

// Extend gives it another minute.
//
//guardlint:uses l
func (l *Lease) Extend() error { return remote("extend", l.id) }

// ID is known for ever.
func (l *Lease) ID() int { return l.id }

// A Slot is a number that is used again.
type Slot int

// Take finds a free slot.
//
//guardlint:acquires
func Take() Slot { return Slot(remote("take", 0).(interface{ N() int }).N()) }

// Free makes it free.
//
//guardlint:releases s twice hits-another
func Free(s Slot) { remote("free", int(s)) }

// A Pipe returns an error if it is shut again.
type Pipe interface {
	//guardlint:releases receiver twice fails
	Shut() error
	//guardlint:uses receiver
	Push(n int) error
}

// Lay makes a pipe.
//
//guardlint:acquires
func Lay(name string) (Pipe, error) { return lay(name) }

var lay func(string) (Pipe, error)
