// Package declared uses packages whose directives say what becomes of guards.
package declared

import (
	"errors"
	"os"

	"declared/lib"
	"declared/through"
)

var work func() error

// A declared acquisition is one like any other, and so is its release.

func okReleased() error {
	l, err := lib.Acquire(1)
	if err != nil {
		return err
	}
	defer l.Done()
	return work()
}

func badLease() (int, error) {
	l, err := lib.Acquire(1) // want `l is never released by Done` want-category "never"
	if err != nil {
		return 0, err
	}
	return l.ID(), nil
}

func badEarlyReturn() error {
	l, err := lib.Acquire(1) // want `l is not released by Done if the function returns at line L(early)`
	if err != nil {
		return err
	}
	if err := work(); err != nil {
		return err // L(early)
	}
	l.Done()
	return nil
}

// The kind travels with the facts of a package that hands the guard on.

func badThrough() error {
	r, err := through.New() // want `r, opened by through.New, is never released by Done|r is never released by Done`
	if err != nil {
		return err
	}
	_ = r
	return nil
}

func okThrough() error {
	r, err := through.New()
	if err != nil {
		return err
	}
	r.Done()
	return nil
}

// Guards that are no pointers, and functions that release.

func badSlot() error {
	s, err := lib.Reserve() // want `s is not passed to lib.Vacate if the function returns at line L(slot)`
	if err != nil {
		return err
	}
	if err := work(); err != nil {
		return err // L(slot)
	}
	lib.Vacate(s)
	return nil
}

func okSlot() error {
	s, err := lib.Reserve()
	if err != nil {
		return err
	}
	defer lib.Vacate(s)
	return work()
}

func badSubscription() {
	events, unsubscribe := lib.Subscribe("x") // want `unsubscribe is never called`
	<-events
	_ = unsubscribe
}

func okSubscription() {
	events, unsubscribe := lib.Subscribe("x")
	defer unsubscribe()
	<-events
}

// Methods of interfaces have no body: nothing is known of them but what is declared.

func okTaken(s lib.Store) error {
	f, err := os.Open("x")
	if err != nil {
		return err
	}
	s.Add(f)
	return nil
}

func okAllTaken(s lib.Store) error {
	f, err := os.Open("x")
	if err != nil {
		return err
	}
	s.AddAll(f)
	return nil
}

func badBorrowed(s lib.Store) error {
	f, err := os.Open("x") // want `f is never closed`
	if err != nil {
		return err
	}
	return s.Peek(f)
}

func okDropped(s lib.Store) error {
	f, err := os.Open("x")
	if err != nil {
		return err
	}
	s.Drop(f)
	return nil
}

// Unknown code may have taken it.
func okUnknown(s lib.Store) error {
	f, err := os.Open("x")
	if err != nil {
		return err
	}
	s.Unknown(f)
	return nil
}

func badOpened(s lib.Store) error {
	r, err := s.Open("x") // want `r is never closed`
	if err != nil {
		return err
	}
	_, err = r.Read(nil)
	return err
}

func okOpened(s lib.Store) error {
	r, err := s.Open("x")
	if err != nil {
		return err
	}
	return errors.Join(work(), r.Close())
}

// A registration hands the guard over where it succeeds.

func okRegistered(a lib.App) error {
	f, err := os.Open("x")
	if err != nil {
		return err
	}
	if err := a.OnExit(func() { f.Close() }); err != nil {
		f.Close()
		return err
	}
	return work()
}

func okDone(a lib.App) error {
	f, err := os.Open("x")
	if err != nil {
		return err
	}
	a.Do(func() { f.Close() })
	return nil
}

func okQueued(a lib.App) error {
	f, err := os.Open("x")
	if err != nil {
		return err
	}
	a.Queue(func() { f.Close() })
	return nil
}

func okStarted(a lib.App) error {
	f, err := os.Open("x")
	if err != nil {
		return err
	}
	a.Start(func() { f.Close() })
	return nil
}

func badUsed(a lib.App) error {
	f, err := os.Open("x") // want `f is never closed`
	if err != nil {
		return err
	}
	a.Do(func() { f.Sync() })
	return nil
}

// badRefused forgets the file when nobody is going to close it.
func badRefused(a lib.App) error {
	f, err := os.Open("x") // want `f is not closed if the function returns at line L(refused)`
	if err != nil {
		return err
	}
	if err := a.OnExit(func() { f.Close() }); err != nil {
		return err // L(refused)
	}
	return work()
}

// A finding can be silenced, with a reason.

func okSilenced() error {
	f, err := os.Open("x") //guardlint:ignore unreleased it stays open for the life of the process
	if err != nil {
		return err
	}
	_, err = f.Stat()
	return err
}

func badOtherCheck() error {
	//guardlint:ignore lockheld this is about something else
	f, err := os.Open("x") // want `f is never closed`
	if err != nil {
		return err
	}
	_, err = f.Stat()
	return err
}

func badNoReason() error {
	f, err := os.Open("x") //guardlint:ignore unreleased // want `f is never closed`
	if err != nil {
		return err
	}
	_, err = f.Stat()
	return err
}
