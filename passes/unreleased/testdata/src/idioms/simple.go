// Package idioms has the ways in which Go programs usually hold guards, each with its good and its bad form.
package idioms

import (
	"bufio"
	"compress/gzip"
	"context"
	"crypto/tls"
	"errors"
	"io"
	"net"
	"net/http"
	"os"
	"sync"
	"time"

	"idioms/closer"
)

// use only reads.
func use(r io.Reader) error {
	_, err := bufio.NewReader(r).ReadString('\n')
	return err
}

// The classic: open, use, close. The error return between open and close is the classic leak.

func badClassic(name string) error {
	f, err := os.Open(name) // want `f is not closed if the function returns at line L(use)`
	if err != nil {
		return err
	}
	if err := use(f); err != nil {
		return err // L(use)
	}
	return f.Close()
}

func okClassic(name string) error {
	f, err := os.Open(name)
	if err != nil {
		return err
	}
	defer f.Close()
	return use(f)
}

// What is opened under a condition is closed under the same condition.

func okFlag(name string, b bool) error {
	var f *os.File
	var err error
	if b {
		if f, err = os.Open(name); err != nil {
			return err
		}
	}
	println(name)
	if b {
		f.Close()
	}
	return nil
}

func badFlag(name string, b, c bool) error {
	var f *os.File
	var err error
	if b {
		if f, err = os.Open(name); err != nil { // want `f is not closed if the function returns at line L(end)`
			return err
		}
	}
	if c {
		f.Close()
	}
	return nil // L(end)
}

// A deferred literal closes what there is.

func okNilInit(name string) (err error) {
	var f *os.File
	defer func() {
		if f != nil {
			f.Close()
		}
	}()
	if name == "" {
		return errors.New("no name")
	}
	f, err = os.Open(name)
	if err != nil {
		return err
	}
	return use(f)
}

// A flag says whether the file was handed on; the deferred literal closes it if not.

type wrapper struct{ g *os.File }

func okCommitFlag(p string) (*wrapper, error) {
	g, err := os.Create(p)
	if err != nil {
		return nil, err
	}
	ok := false
	defer func() {
		if !ok {
			g.Close()
			os.Remove(p)
		}
	}()
	if _, err := g.WriteString("header"); err != nil {
		return nil, err
	}
	ok = true
	return &wrapper{g}, nil
}

func badCommitFlag(p string) error {
	g, err := os.Create(p) // want `g is not closed if the function returns at line L(committed)`
	if err != nil {
		return err
	}
	ok := false
	defer func() {
		if !ok {
			g.Close()
			os.Remove(p)
		}
	}()
	if _, err := g.WriteString("header"); err != nil {
		return err
	}
	ok = true
	return nil // L(committed)
}

// Of the two tests in one condition the second leaves an open body behind.

func badStatus(url string) error {
	resp, err := http.Get(url) // want `resp.Body is not closed if the function returns at line L(status)`
	if err != nil || resp.StatusCode != 200 {
		return errors.New("no luck") // L(status)
	}
	defer resp.Body.Close()
	return use(resp.Body)
}

// Predicates on the error say that there is one.

func okErrorLadder(name string) error {
	f, err := os.Open(name)
	switch {
	case errors.Is(err, os.ErrNotExist):
		return nil
	case err != nil:
		return err
	}
	defer f.Close()
	return use(f)
}

// A loop tries until it succeeds.

func okRetryLoop(name string) (*os.File, error) {
	var f *os.File
	var err error
	for i := 0; i < 3; i++ {
		f, err = os.Open(name)
		if err == nil {
			return f, nil
		}
		time.Sleep(time.Second)
	}
	return nil, err
}

func badRetryLoop(names []string) *os.File {
	var last *os.File
	for _, name := range names {
		f, err := os.Open(name) // want `f is overwritten in the next iteration before it is closed`
		if err == nil {
			last = f
		}
	}
	return last
}

func badRetryBody(url string) error {
	for range 3 {
		resp, err := http.Get(url) // want `resp.Body is overwritten in the next iteration before it is closed`
		if err != nil {
			return err
		}
		if resp.StatusCode >= 500 {
			continue
		}
		resp.Body.Close()
		return nil
	}
	return errors.New("too many tries")
}

// A helper of another package closes it.

func okHelper(url string) error {
	res, err := http.Get(url)
	if err != nil {
		return err
	}
	defer closer.Close(res.Body)
	return use(res.Body)
}

func badHelper(url string) error {
	res, err := http.Get(url) // want `res.Body is never closed`
	if err != nil {
		return err
	}
	defer closer.Drain(res.Body)
	return use(res.Body)
}

// The wrapper reads from the file; closing it, where that is possible at all, does not close the file.

func badWrapperDropsCloser(name string) (*gzip.Reader, error) {
	f, err := os.Open(name) // want `f is not closed (by|if)`
	if err != nil {
		return nil, err
	}
	zr, err := gzip.NewReader(f)
	if err != nil {
		f.Close()
		return nil, err
	}
	return zr, nil
}

func badBufferDropsCloser(name string) (*bufio.Reader, error) {
	f, err := os.Open(name) // want `f is not closed by the \*bufio.Reader returned at line L(end)`
	if err != nil {
		return nil, err
	}
	return bufio.NewReader(f), nil // L(end)
}

func badWrapperClosed(name string, w io.Writer) error {
	f, err := os.Open(name) // want `f is not closed if the function returns at line L(copied)`
	if err != nil {
		return err
	}
	zr, err := gzip.NewReader(f)
	if err != nil {
		f.Close()
		return err
	}
	defer zr.Close() // the decompressor, of which f might be one by its type
	_, err = io.Copy(w, zr)
	return err // L(copied)
}

func okWrapperBesideFile(name string) (*gzip.Reader, *os.File, error) {
	f, err := os.Open(name)
	if err != nil {
		return nil, nil, err
	}
	zr, err := gzip.NewReader(f)
	if err != nil {
		f.Close()
		return nil, nil, err
	}
	return zr, f, nil
}

func okWrapperCloses(addr string) (*tls.Conn, error) {
	conn, err := net.Dial("tcp", addr)
	if err != nil {
		return nil, err
	}
	return tls.Client(conn, nil), nil
}

// The function that ends a context is called, kept by an owner that calls it, or lost.

type service struct{ cancel context.CancelFunc }

func (s *service) Start(ctx context.Context) {
	ctx, s.cancel = context.WithCancel(ctx)
	go func() { <-ctx.Done() }()
}

func (s *service) Stop() { s.cancel() }

func badCancelDropped(ctx context.Context) error {
	ctx, _ = context.WithTimeout(ctx, time.Second) // want `cancel function of context.WithTimeout is discarded and never called|discarded`
	<-ctx.Done()
	return ctx.Err()
}

// A registry keeps it under a name.

type registry struct {
	mu    sync.Mutex
	files map[string]*os.File
}

func (s *registry) okRegistry(p string) error {
	f, err := os.Open(p)
	if err != nil {
		return err
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	s.files[p] = f
	return nil
}

func (s *registry) badRegistry(p string) error {
	f, err := os.Open(p) // want `f is not closed if the function returns at line L(known)`
	if err != nil {
		return err
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	if _, known := s.files[p]; known {
		return errors.New("opened twice") // L(known)
	}
	s.files[p] = f
	return nil
}
