// Package copies has fixtures for objects that are copied with what they hold, and for what others can do with it.
package copies

import (
	"context"
	"errors"
	"io"
	"net/http"
	"os"

	"copies/lib"
)

// A copy of a request has its body, and who sends it closes that.

func okWithContext(ctx context.Context, c *http.Client, url, name string) error {
	f, err := os.Open(name)
	if err != nil {
		return err
	}
	req, err := http.NewRequest(http.MethodPut, url, f)
	if err != nil {
		f.Close()
		return err
	}
	resp, err := c.Do(req.WithContext(ctx))
	if err != nil {
		return err
	}
	return resp.Body.Close()
}

type message struct {
	id   int
	body io.ReadCloser
}

func (m *message) numbered(id int) *message {
	c := new(message)
	*c = *m
	c.id = id
	return c
}

func (m *message) send() error { return m.body.Close() }

func okCopy(name string) error {
	f, err := os.Open(name)
	if err != nil {
		return err
	}
	m := &message{body: f}
	return m.numbered(1).send()
}

func badCopy(name string) (int, error) {
	f, err := os.Open(name) // want `f is never closed`
	if err != nil {
		return 0, err
	}
	m := &message{body: f}
	return m.numbered(1).id, nil
}

// A layer has no method that closes what it is made of, but one that hands out a reader which does.

func okHandsOut(name string) (*lib.Layer, error) {
	f, err := os.Open(name)
	if err != nil {
		return nil, err
	}
	return lib.NewLayer(f), nil
}

// A monitor cancels when its goroutine ends.

func okLaunched(ctx context.Context) *lib.Monitor {
	ctx, cancel := context.WithCancel(ctx)
	return lib.NewMonitor(ctx, cancel)
}

func badUsed(name string) (*lib.Lines, error) {
	f, err := os.Open(name) // want `f is not closed by the \*copies/lib.Lines returned at line L(used)`
	if err != nil {
		return nil, err
	}
	return lib.NewLines(f), nil // L(used)
}

// What an object of any type is in can be closed if that can.

type blob struct {
	kind string
	data any
}

func load(open func() (io.ReadCloser, error), kind string) (*blob, error) {
	rc, err := open()
	if err != nil {
		return nil, err
	}
	return &blob{kind: kind, data: rc}, nil
}

func (b *blob) Close() error {
	if c, ok := b.data.(io.Closer); ok {
		return c.Close()
	}
	return nil
}

func okAsked(open func() (io.ReadCloser, error), kind string) error {
	b, err := load(open, kind)
	if err != nil {
		return err
	}
	defer b.Close()
	if b.kind != kind {
		return errors.New("another kind")
	}
	return nil
}

func badNotAsked(open func() (io.ReadCloser, error), kind string) error {
	b, err := load(open, kind) // want `b is not closed if the function returns at line L(another)`
	if err != nil {
		return err
	}
	if b.kind != kind {
		return errors.New("another kind") // L(another)
	}
	return b.Close()
}

// What is of a type that cannot be closed is not what is to be closed.

type image struct{ layers []string }

func okImage(open func() (io.ReadCloser, error), kind string) (*image, error) {
	b, err := load(open, kind)
	if err != nil {
		return nil, err
	}
	if img, ok := b.data.(image); ok {
		return &img, nil
	}
	b.Close()
	return nil, errors.New("no image")
}

func badImage(open func() (io.ReadCloser, error), kind string) (*image, error) {
	b, err := load(open, kind) // want `b is never closed`
	if err != nil {
		return nil, err
	}
	img, ok := b.data.(image)
	if !ok {
		return nil, errors.New("no image")
	}
	return &img, b.Close()
}
