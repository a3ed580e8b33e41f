// Package finalizer has fixtures for objects with a finalizer for those who forget to release them.
package finalizer

import (
	"errors"
	"runtime"
)

type fd struct{ raw int }

func sys(raw int) error {
	if raw < 0 {
		return errors.New("bad descriptor")
	}
	return nil
}

func newFD(raw int) (*fd, error) {
	if err := sys(raw); err != nil {
		return nil, err
	}
	f := &fd{raw}
	runtime.SetFinalizer(f, (*fd).Close)
	return f, nil
}

func (f *fd) Close() error {
	raw := f.raw
	f.raw = -1
	runtime.SetFinalizer(f, nil)
	return sys(raw)
}

// Disown leaves the descriptor to the caller.
func (f *fd) Disown() int {
	raw := f.raw
	f.raw = -1
	runtime.SetFinalizer(f, nil)
	return raw
}

// A program owns a descriptor.
type program struct{ fd *fd }

func newProgram(raw int) (*program, error) {
	f, err := newFD(raw)
	if err != nil {
		return nil, err
	}
	return &program{f}, nil
}

func (p *program) Close() error { return p.fd.Close() }

func badDescriptor(raw int) error {
	f, err := newFD(raw) // want `f is not closed if the function returns at line L(fd)`
	if err != nil {
		return err
	}
	if err := sys(f.raw); err != nil {
		return err // L(fd)
	}
	return f.Close()
}

func badDiscarded(raw int) error {
	_, err := newFD(raw) // want `result of newFD is discarded, so the closer is never closed`
	return err
}

func badOwner(raw int) error {
	p, err := newProgram(raw) // want `p is never closed`
	if err != nil {
		return err
	}
	return sys(p.fd.raw)
}

func okOwner(raw int) error {
	p, err := newProgram(raw)
	if err != nil {
		return err
	}
	defer p.Close()
	return sys(p.fd.raw)
}

func okDisowned(raw int) (int, error) {
	f, err := newFD(raw)
	if err != nil {
		return 0, err
	}
	return f.Disown(), nil
}

// The finalizer is all there is: nobody else is asked to do anything.

type cache struct{ raw int }

func (c *cache) free() { sys(c.raw) }

func newCache(raw int) *cache {
	c := &cache{raw}
	runtime.SetFinalizer(c, (*cache).free)
	return c
}

func okCollected(raw int) int {
	c := newCache(raw)
	return c.raw
}

// A literal does as well.

type handle struct{ raw int }

func (h *handle) Release() { runtime.SetFinalizer(h, nil) }

func newHandle(raw int) *handle {
	h := &handle{raw}
	runtime.SetFinalizer(h, func(h *handle) { h.Release() })
	return h
}

func badHandle(raw int) int {
	h := newHandle(raw) // want `h is never released`
	return h.raw
}
