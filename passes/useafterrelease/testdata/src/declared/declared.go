// Package declared uses guards whose directives say what needs them.
package declared

import "declared/lib"

func badMethod() error {
	l := lib.Acquire(1)
	l.Done()
	return l.Extend() // want `l.Extend is called after`
}

func okBefore() error {
	l := lib.Acquire(1)
	defer l.Done()
	return l.Extend()
}

// What is not declared to need the guard does not.

func okOther() int {
	l := lib.Acquire(1)
	l.Done()
	return l.ID()
}

func badInterface() error {
	p, err := lib.Lay("x")
	if err != nil {
		return err
	}
	if err := p.Shut(); err != nil {
		return err
	}
	return p.Push(1) // want `p.Push is called after`
}
