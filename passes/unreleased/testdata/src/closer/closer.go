// Package closer has the fixtures of the kind closer: results of interfaces and function values, whose type alone tells
// that they are to be closed.
package closer

import (
	"context"
	"io"
	"net"
	"net/http"
	"os"
)

type blobs interface {
	Open(key string) (io.ReadCloser, error)
	Create(key string) (io.WriteCloser, error)
	File(key string) (*os.File, error)
	Current() io.ReadCloser
	Size(key string) (int64, error)
}

func badNever(b blobs, key string) ([]byte, error) {
	r, err := b.Open(key) // want `r is never closed`
	if err != nil {
		return nil, err
	}
	return io.ReadAll(r)
}

func badErrorBranch(b blobs, key string, data []byte) error {
	w, err := b.Create(key) // want `w is not closed if the function returns at line L(write)`
	if err != nil {
		return err
	}
	if _, err := w.Write(data); err != nil {
		return err // L(write)
	}
	return w.Close()
}

func badConcreteType(b blobs, key string) (int64, error) {
	f, err := b.File(key) // want `f is never closed`
	if err != nil {
		return 0, err
	}
	return f.Seek(0, io.SeekEnd)
}

type fetcher struct {
	do   func(*http.Request) (*http.Response, error)
	dial func(ctx context.Context, network, addr string) (net.Conn, error)
}

func (f *fetcher) badFunctionValue(req *http.Request) ([]byte, error) {
	resp, err := f.do(req) // want `resp.Body is never closed`
	if err != nil {
		return nil, err
	}
	return io.ReadAll(resp.Body)
}

func (f *fetcher) okFunctionValue(ctx context.Context) error {
	conn, err := f.dial(ctx, "tcp", "localhost:1")
	if err != nil {
		return err
	}
	return conn.Close()
}

func okDefer(b blobs, key string) ([]byte, error) {
	r, err := b.Open(key)
	if err != nil {
		return nil, err
	}
	defer r.Close()
	return io.ReadAll(r)
}

func okHandOff(b blobs, key string) (io.ReadCloser, error) {
	r, err := b.Open(key)
	if err != nil {
		return nil, err
	}
	return r, nil
}

// A caller of okHandOff has the duty, whatever was inferred it from.
func badHandedOn(b blobs, key string) ([]byte, error) {
	r, err := okHandOff(b, key) // want `r is never closed`
	if err != nil {
		return nil, err
	}
	return io.ReadAll(r)
}

// Without an error result it may well be something that exists already.
func okGetter(b blobs) ([]byte, error) {
	return io.ReadAll(b.Current())
}

// A literal calls what the function around it was given.

func badCaptured(open func(key string) (io.ReadCloser, error), keys []string) error {
	return each(keys, func(key string) error {
		r, err := open(key) // want `r is never closed`
		if err != nil {
			return err
		}
		_, err = io.Copy(io.Discard, r)
		return err
	})
}

func okCaptured(keys []string) error {
	open := func(key string) (io.ReadCloser, error) { return io.NopCloser(nil), nil }
	return each(keys, func(key string) error {
		r, err := open(key)
		if err != nil {
			return err
		}
		_, err = io.Copy(io.Discard, r)
		return err
	})
}

func each(keys []string, do func(key string) error) error {
	for _, key := range keys {
		if err := do(key); err != nil {
			return err
		}
	}
	return nil
}

// A function that is known says what it returns.
func okLiteral(path string) error {
	open := func() (io.ReadCloser, error) { return io.NopCloser(nil), nil }
	if path != "" {
		open = func() (io.ReadCloser, error) { return nil, os.ErrNotExist }
	}
	r, err := open()
	if err != nil {
		return err
	}
	_, err = io.ReadAll(r)
	return err
}

// A content opens an item, or is told why there is none.
type content func(item string, failure error) (io.ReadCloser, error)

func okToldOfFailure(open content, item string, failure error) error {
	if failure != nil {
		if _, err := open(item, failure); err != nil {
			return err
		}
	}
	return nil
}

type pusher struct{ open content }

func (p *pusher) badNoFailure(item string) ([]byte, error) {
	r, err := p.open(item, nil) // want `r is never closed`
	if err != nil {
		return nil, err
	}
	return io.ReadAll(r)
}

// An interface that asks for Close, and for more, is made to be closed.
type query interface {
	Exec(ctx context.Context) (string, error)
	Close()
}

type engine interface {
	NewQuery(text string) (query, error)
}

func badQuery(ctx context.Context, e engine) (string, error) {
	q, err := e.NewQuery("up") // want `q is never closed`
	if err != nil {
		return "", err
	}
	return q.Exec(ctx)
}

type noop struct{}

func (noop) Exec(context.Context) (string, error) { return "", nil }
func (noop) Close()                               {}

// What has nothing to release needs no release.
func okInert(e engine, texts []string) ([]query, error) {
	var all []query
	for _, text := range texts {
		q, err := e.NewQuery(text)
		if err != nil {
			for _, q := range all {
				q.Close()
			}
			return nil, err
		}
		if _, ok := q.(noop); !ok {
			all = append(all, q)
		}
	}
	return all, nil
}

// What is written to an ingest counts once it is committed, and then the ingest is done with.

type ingest interface {
	io.WriteCloser
	Commit(size int64) error
}

type ingester interface {
	Writer(ref string) (ingest, error)
}

func okIngest(s ingester, r io.Reader, check func() error) error {
	w, err := s.Writer("layer")
	if err != nil {
		return err
	}
	n, err := io.Copy(w, r)
	if err != nil {
		w.Close()
		return err
	}
	if err := w.Commit(n); err != nil {
		w.Close()
		return err
	}
	return check()
}

func badIngest(s ingester, r io.Reader) error {
	w, err := s.Writer("layer") // want `w is not closed if the function returns`
	if err != nil {
		return err
	}
	n, err := io.Copy(w, r)
	if err != nil {
		return err // leak
	}
	return w.Commit(n)
}

// A function that is made before there is anything to release, with decisions in between.

func okCleanupBefore(name string, verbose bool) error {
	var f *os.File
	cleanup := func() {
		if f != nil {
			f.Close()
		}
	}
	if verbose {
		println(name)
	}
	f, err := os.Open(name)
	if err != nil {
		return err
	}
	if _, err := f.Stat(); err != nil {
		cleanup()
		return err
	}
	defer cleanup()
	_, err = f.Read(nil)
	return err
}

// Where there is no cleanup function there is nothing to clean up.

func logTo(name string) (io.Writer, func()) {
	f, err := os.Create(name)
	if err != nil {
		panic(err)
	}
	return io.MultiWriter(f, os.Stderr), func() { f.Close() }
}

func okNoCleanup(name string) error {
	w, cleanup := logTo(name)
	if cleanup != nil {
		defer cleanup()
	}
	_, err := w.Write(nil)
	return err
}

// The keys of a map, closed by a function that is made before there are any.
func okKeysBefore(names []string, verbose bool) error {
	files := make(map[*os.File]bool)
	closeAll := func() {
		for f := range files {
			f.Close()
		}
	}
	if verbose {
		println(len(names))
	}
	for _, name := range names {
		f, err := os.Open(name)
		if err != nil {
			closeAll()
			return err
		}
		files[f] = true
	}
	closeAll()
	return nil
}
