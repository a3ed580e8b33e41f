// Package declared releases guards twice whose directives say what that does.
package declared

import "declared/lib"

func badPanics(early bool) int {
	l := lib.Acquire(1)
	defer l.Done() // want `panics` want-category "panic"
	if early {
		l.Done()
		return 0
	}
	return l.ID()
}

func badAnother() {
	s := lib.Take()
	lib.Free(s)
	lib.Free(s) // want `hits somebody else's` want-category "another"
}

func badFails() error {
	p, err := lib.Lay("x")
	if err != nil {
		return err
	}
	p.Shut()
	return p.Shut() // want `p is released by Shut a second time after line \d+, and the error of that is returned` want-category "error"
}

func okOnce() {
	s := lib.Take()
	defer lib.Free(s)
}
