// Package report deals with errors, and with functions that return them, for others.
package report

import (
	"errors"
	"fmt"
	"io"
	"log"
	"sync"
)

// Error logs an error.
func Error(what string, err error) {
	if err != nil {
		log.Print(what, err)
	}
}

// Deep logs an error by way of another function.
func Deep(err error) { Error("deep", err) }

// Drop does not look at the error.
func Drop(err error) {}

// Filtered tests the error, and does nothing about it.
func Filtered(err error) {
	if errors.Is(err, io.EOF) {
		return
	}
}

// Wrap returns what it makes of an error.
func Wrap(what string, err error) error {
	if err == nil {
		return nil
	}
	return fmt.Errorf("%s: %w", what, err)
}

// Retry runs a function until it returns no error, and returns the last one.
func Retry(n int, f func() error) (err error) {
	for range n {
		if err = f(); err == nil {
			return nil
		}
	}
	return err
}

// Logged runs a function and logs its error.
func Logged(f func() error) {
	if err := f(); err != nil {
		log.Print(err)
	}
}

// Quiet runs a function and drops its error.
func Quiet(f func() error) { f() }

// Do runs a function.
func Do(f func()) { f() }

// GoLogged runs a function in a goroutine and logs its error.
func GoLogged(f func() error) {
	go func() {
		if err := f(); err != nil {
			log.Print(err)
		}
	}()
}

// GoQuiet runs a function in a goroutine and drops its error.
func GoQuiet(f func() error) { go f() }

// GoResult runs a function in a goroutine and sends its error on the channel that it returns.
func GoResult(f func() error) <-chan error {
	errs := make(chan error, 1)
	go func() { errs <- f() }()
	return errs
}

// A Pool runs functions in goroutines, as long as it is open.
type Pool struct {
	mu     sync.Mutex
	closed bool
	queue  chan func()
}

var errClosed = errors.New("pool is closed")

// Submit runs a function in a goroutine, or says that it does not.
func (p *Pool) Submit(f func()) error {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.closed {
		return errClosed
	}
	go f()
	return nil
}

// TryGo runs a function in a goroutine, or says that it does not.
func (p *Pool) TryGo(f func()) bool {
	if p.closed {
		return false
	}
	go f()
	return true
}

// Enqueue keeps a function for a worker, or says that there is no place for it.
func (p *Pool) Enqueue(f func()) error {
	select {
	case p.queue <- f:
		return nil
	default:
		return errors.New("queue is full")
	}
}

// Work runs what was kept.
func (p *Pool) Work() {
	for f := range p.queue {
		f()
	}
}
