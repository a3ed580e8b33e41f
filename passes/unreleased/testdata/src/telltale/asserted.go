//go:build linux

package telltale

import (
	"context"
	"io"
	"net"
	"time"
)

// An error of some type is no nil error.
func okAsserted(l net.Listener, serve func(net.Conn)) error {
	for {
		conn, err := l.Accept()
		if err, ok := err.(interface{ Temporary() bool }); ok && err.Temporary() {
			continue
		}
		if err != nil {
			return err
		}
		go serve(conn)
	}
}

func okSwitch(addr string) (net.Conn, error) {
	for {
		conn, err := net.Dial("tcp", addr)
		switch err := err.(type) {
		case nil:
			return conn, nil
		case *net.OpError:
			time.Sleep(time.Second)
		default:
			return nil, err
		}
	}
}

func badAsserted(l net.Listener, serve func(net.Conn)) error {
	for {
		conn, err := l.Accept() // want `conn is never closed`
		if _, ok := err.(*net.OpError); !ok {
			return err
		}
		if err == nil {
			go serve(conn)
		}
	}
}

// Whoever has the context has what is among its values.

type key struct{}

type handler interface {
	Handle(ctx context.Context) error
}

func okAmongValues(ctx context.Context, h handler) (err error) {
	r, w := io.Pipe()
	defer func() {
		if err != nil {
			r.Close()
			w.Close()
		}
	}()
	go io.Copy(io.Discard, r)
	return h.Handle(context.WithValue(ctx, key{}, w))
}

func closeIn(ctx context.Context) {
	if w, ok := ctx.Value(key{}).(io.Closer); ok {
		w.Close()
	}
}

func okAmongOurs(ctx context.Context, addr string) error {
	conn, err := net.Dial("tcp", addr)
	if err != nil {
		return err
	}
	closeIn(context.WithValue(ctx, key{}, conn))
	return nil
}

func badNotAmong(ctx context.Context, addr string) error {
	conn, err := net.Dial("tcp", addr) // want `conn is never closed`
	if err != nil {
		return err
	}
	closeIn(context.WithValue(ctx, key{}, conn.LocalAddr()))
	return nil
}
