// Package trigger has goroutines that wait before they release.
package trigger

import (
	"errors"
	"log"
	"os"
)

var errOdd = errors.New("odd")

// Nobody can close a channel that stays in the function and is not closed there.

func badNever(f *os.File) {
	done := make(chan struct{})
	go func() { // want `f.Close waits for done, which is never closed` want-category "trigger"
		<-done
		if err := f.Close(); err != nil {
			log.Print(err)
		}
	}()
}

func badEarlyReturn(f *os.File, n int) error {
	done := make(chan struct{})
	go func() { // want `f.Close waits for done, which is not closed if the function returns at line L(early)`
		<-done
		if err := f.Close(); err != nil {
			log.Print(err)
		}
	}()
	if n%2 == 1 {
		return errOdd // L(early)
	}
	close(done)
	return nil
}

func okDeferred(f *os.File, n int) error {
	done := make(chan struct{})
	defer close(done)
	go func() {
		<-done
		if err := f.Close(); err != nil {
			log.Print(err)
		}
	}()
	if n%2 == 1 {
		return errOdd
	}
	return nil
}

func okReturned(f *os.File) chan<- struct{} {
	done := make(chan struct{})
	go func() {
		<-done
		if err := f.Close(); err != nil {
			log.Print(err)
		}
	}()
	return done
}

func okKept(f *os.File, s *struct{ done chan struct{} }) {
	done := make(chan struct{})
	s.done = done
	go func() {
		<-done
		if err := f.Close(); err != nil {
			log.Print(err)
		}
	}()
}

func okOfCaller(f *os.File, done chan struct{}) {
	go func() {
		<-done
		if err := f.Close(); err != nil {
			log.Print(err)
		}
	}()
}
