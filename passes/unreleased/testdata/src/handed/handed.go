// Package handed has fixtures for guards that a function gets for good and loses on some of its paths.
package handed

import (
	"compress/gzip"
	"context"
	"errors"
	"io"
	"net"
	"os"
)

var greeting = []byte("hello")

func badLaunched(ln net.Listener) error {
	for {
		c, err := ln.Accept() // want `c is not closed if handle returns at line L(handle)` want-category "early-return"
		if err != nil {
			return err
		}
		go handle(c)
	}
}

func badCalled(ln net.Listener) error {
	for {
		c, err := ln.Accept() // want `c is not closed if handle returns at line L(handle)`
		if err != nil {
			return err
		}
		handle(c)
	}
}

func handle(c net.Conn) {
	if _, err := c.Write(greeting); err != nil {
		return // L(handle)
	}
	io.Copy(c, c)
	c.Close()
}

func badLiteral(ln net.Listener) error {
	for {
		c, err := ln.Accept() // want `c is not closed if the goroutine returns at line L(literal)`
		if err != nil {
			return err
		}
		go func() {
			if _, err := c.Write(greeting); err != nil {
				return // L(literal)
			}
			io.Copy(c, c)
			c.Close()
		}()
	}
}

func badFurtherDown(ln net.Listener, done func()) error {
	for {
		c, err := ln.Accept() // want `c is not closed if serve returns at line L(serve)`
		if err != nil {
			return err
		}
		go func() {
			defer done()
			if err := serve(c); err != nil {
				println(err)
			}
		}()
	}
}

func serve(c net.Conn) error {
	if _, err := c.Write(greeting); err != nil {
		return err // L(serve)
	}
	if _, err := io.Copy(c, c); err != nil {
		c.Close()
		return errors.New("interrupted")
	}
	return c.Close()
}

func badFile(name string) error {
	f, err := os.Open(name) // want `f is not closed if consume returns at line L(consume)`
	if err != nil {
		return err
	}
	return consume(f)
}

func consume(f *os.File) error {
	st, err := f.Stat()
	if err != nil {
		return err // L(consume)
	}
	if st.IsDir() {
		f.Close()
		return errors.New("a directory")
	}
	_, err = io.Copy(os.Stdout, f)
	f.Close()
	return err
}

// A goroutine that closes when it is told to, beside the one that uses the connection.
func okWatched(addr string, stop, done chan struct{}) error {
	c, err := net.Dial("tcp", addr)
	if err != nil {
		return err
	}
	go func() {
		select {
		case <-stop:
			c.Close()
		case <-done:
		}
	}()
	_, err = io.Copy(c, c)
	close(done)
	c.Close()
	return err
}

// Somebody else has it, too.
func okRegistered(ln net.Listener, all map[net.Conn]bool) error {
	for {
		c, err := ln.Accept()
		if err != nil {
			return err
		}
		all[c] = true
		go handle(c)
	}
}

// The outcome of the call tells who has it: attempt closes it where it fails.
func okByOutcome(addr string) error {
	c, err := net.Dial("tcp", addr)
	if err != nil {
		return err
	}
	if err := attempt(c); err != nil {
		return err
	}
	return c.Close()
}

func attempt(c net.Conn) error {
	if _, err := c.Write(greeting); err != nil {
		c.Close()
		return err
	}
	return nil
}

// The caller closes it whatever the callee has done.
func okDeferred(ln net.Listener) error {
	c, err := ln.Accept()
	if err != nil {
		return err
	}
	defer c.Close()
	handle(c)
	return nil
}

// A wrapper takes part.
func okWrapped(ln net.Listener, secure func(net.Conn) (net.Conn, error)) error {
	c, err := ln.Accept()
	if err != nil {
		return err
	}
	wrapped, err := secure(c)
	if err != nil {
		return err
	}
	go handle(c)
	return wrapped.Close()
}

// What was written is worthless where the callee fails, and there is nobody to tell.
func okWriter(w io.Writer, lines []string) {
	zw := gzip.NewWriter(w)
	compress(zw, lines)
}

func compress(zw *gzip.Writer, lines []string) {
	for _, line := range lines {
		if _, err := io.WriteString(zw, line); err != nil {
			println(err)
			return
		}
	}
	zw.Close()
}

// The context ends either way.
func okContext(ctx context.Context, stop chan struct{}) context.Context {
	sub, cancel := context.WithCancel(ctx)
	go func() {
		select {
		case <-stop:
			cancel()
		case <-sub.Done():
		}
	}()
	return sub
}
