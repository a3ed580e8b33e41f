// Package registry has a registry of cleanups that can say no.
package registry

import (
	"errors"
	"log"
	"os"
)

type closers struct {
	ended bool
	list  []func() error
}

var errEnded = errors.New("ended")

func (c *closers) register(f func() error) error {
	if c.ended {
		return errEnded
	}
	c.list = append(c.list, f)
	return nil
}

func (c *closers) add(f func() error) {
	c.list = append(c.list, f)
}

func (c *closers) close() error {
	var errs []error
	for _, f := range c.list {
		errs = append(errs, f())
	}
	return errors.Join(errs...)
}

// A registration that failed is no registration.

func badDropped(c *closers, f *os.File) {
	c.register(f.Close) // want `f.Close never runs if c.register fails, and that is not tested` want-category "handoff"
}

func badLiteral(c *closers, f *os.File) {
	_ = c.register(func() error { // want `f.Close never runs if c.register fails, and that is not tested`
		return f.Close() // want-related "f.Close is called here"
	})
}

func badOnlyLogged(c *closers, f *os.File) {
	if err := c.register(f.Close); err != nil { // want `f.Close never runs if c.register fails, as line L(log) knows`
		log.Print(err) // L(log)
	}
}

func okFallback(c *closers, f *os.File) {
	if err := c.register(f.Close); err != nil {
		log.Print(err, f.Close())
	}
}

func okReturned(c *closers, f *os.File) error {
	return c.register(f.Close)
}

func okCannotFail(c *closers, f *os.File) {
	c.add(f.Close)
}
