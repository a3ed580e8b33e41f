// Package lib has objects that are made of what others have opened.
package lib

import (
	"context"
	"io"
)

// A Layer can be read once.
type Layer struct{ blob io.ReadCloser }

// NewLayer returns a layer with the content of a stream.
func NewLayer(rc io.ReadCloser) *Layer { return &Layer{blob: rc} }

type reader struct {
	r     io.Reader
	close func() error
}

func (r *reader) Read(p []byte) (int, error) { return r.r.Read(p) }
func (r *reader) Close() error               { return r.close() }

// Content returns the stream.
func (l *Layer) Content() io.ReadCloser {
	return &reader{r: l.blob, close: func() error { return l.blob.Close() }}
}

// A Monitor looks after something.
type Monitor struct {
	ctx    context.Context
	cancel context.CancelFunc
	events chan int
}

// NewMonitor returns a monitor that runs until ctx is done, and cancels then.
func NewMonitor(ctx context.Context, cancel context.CancelFunc) *Monitor {
	m := &Monitor{ctx: ctx, cancel: cancel, events: make(chan int)}
	m.start()
	return m
}

func (m *Monitor) start() {
	go func() {
		defer m.cancel()
		for {
			select {
			case <-m.ctx.Done():
				return
			case n := <-m.events:
				if n == 0 {
					return
				}
			}
		}
	}()
}

// Send tells the monitor of an event.
func (m *Monitor) Send(n int) { m.events <- n }

// Lines are what is in a stream.
type Lines struct{ r io.ReadCloser }

// NewLines returns the lines of a stream.
func NewLines(r io.ReadCloser) *Lines { return &Lines{r: r} }

// Next reads the next line.
func (l *Lines) Next(p []byte) (int, error) { return l.r.Read(p) }
