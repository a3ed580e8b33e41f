// Package pinner has the fixtures of the kind pinner: a runtime.Pinner that is dropped with pinned objects ends the program.
package pinner

import "runtime"

func badNever(buf *[64]byte, call func(*[64]byte)) {
	var p runtime.Pinner
	p.Pin(buf) // want `p is never unpinned`
	call(buf)
}

func badEarlyReturn(buf *[64]byte, call func(*[64]byte) bool) int {
	var p runtime.Pinner
	p.Pin(buf) // want `p is not unpinned if the function returns at line L(refused)`
	if !call(buf) {
		return 0 // L(refused)
	}
	p.Unpin()
	return len(buf)
}

func badErrorBranch(buf *[64]byte, call func(*[64]byte) error) error {
	var p runtime.Pinner
	p.Pin(buf) // want `p is not unpinned if the function returns at line L(call)`
	if err := call(buf); err != nil {
		return err // L(call)
	}
	p.Unpin()
	return nil
}

func okDefer(buf *[64]byte, call func(*[64]byte)) {
	var p runtime.Pinner
	p.Pin(buf)
	defer p.Unpin()
	call(buf)
}

// One Unpin frees all that was pinned.

func okSeveral(bufs []*[64]byte, call func([]*[64]byte)) {
	var p runtime.Pinner
	defer p.Unpin()
	for _, buf := range bufs {
		p.Pin(buf)
	}
	call(bufs)
}

type request struct{ pins runtime.Pinner }

func (r *request) okHandOff(buf *[64]byte) {
	r.pins.Pin(buf)
}

func okCallersPinner(p *runtime.Pinner, buf *[64]byte) {
	p.Pin(buf)
}
