// Package cancelled has functions that return what ends with a context they have cancelled.
package cancelled

import (
	"context"
	"database/sql"
	"errors"
	"io"
	"net/http"
	"time"
)

func badDo(ctx context.Context, req *http.Request) (*http.Response, error) {
	ctx, cancel := context.WithTimeout(ctx, time.Second)
	defer cancel()                                     // want-related "cancel is called here" L(cancel)
	return http.DefaultClient.Do(req.WithContext(ctx)) // want `http.DefaultClient.Do result is returned after cancel is called by the deferred call at line L(cancel)` want-category "cancelled"
}

func badRequest(ctx context.Context, url string) (*http.Response, error) {
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	req, err := http.NewRequestWithContext(ctx, http.MethodGet, url, nil)
	if err != nil {
		return nil, err
	}
	resp, err := http.DefaultClient.Do(req)
	if err != nil {
		return nil, err
	}
	if resp.StatusCode != http.StatusOK {
		resp.Body.Close()
		return nil, errors.New(resp.Status)
	}
	return resp, nil // want `resp is returned after cancel is called by the deferred call at line \d+ \(ends its body\)`
}

func badBody(ctx context.Context, req *http.Request) (io.ReadCloser, error) {
	ctx, cancel := context.WithCancel(context.WithValue(ctx, 1, 2))
	defer cancel()
	resp, err := http.DefaultClient.Do(req.WithContext(ctx))
	if err != nil {
		return nil, err
	}
	return resp.Body, nil // want `resp.Body is returned after cancel is called by the deferred call at line \d+ \(ends it\)`
}

type transport struct {
	next *http.Transport
}

func (t transport) badRoundTrip(req *http.Request) (*http.Response, error) {
	ctx, cancel := context.WithTimeout(req.Context(), time.Second)
	resp, err := t.next.RoundTrip(req.WithContext(ctx))
	cancel()
	return resp, err // want `resp is returned after cancel is called at line \d+ \(ends its body\)`
}

func badRows(ctx context.Context, db *sql.DB) (*sql.Rows, error) {
	ctx, cancel := context.WithTimeout(ctx, time.Second)
	defer cancel()
	return db.QueryContext(ctx, "select 1") // want `db.QueryContext result is returned after cancel is called by the deferred call at line \d+ \(closes them\)`
}

func badTx(ctx context.Context, db *sql.DB) (*sql.Tx, error) {
	ctx, cancel := context.WithTimeout(ctx, time.Second)
	defer cancel()
	tx, err := db.BeginTx(ctx, nil)
	if err != nil {
		return nil, err
	}
	return tx, nil // want `tx is returned after cancel is called by the deferred call at line \d+ \(rolls it back\)`
}

// Where it fails, there is nothing to read.

func okFailed(ctx context.Context, req *http.Request) (*http.Response, context.CancelFunc, error) {
	ctx, cancel := context.WithCancel(ctx)
	resp, err := http.DefaultClient.Do(req.WithContext(ctx))
	if err != nil {
		cancel()
		return resp, nil, err
	}
	return resp, cancel, nil
}

// The caller cancels with the body.

type body struct {
	io.ReadCloser
	cancel context.CancelFunc
}

func (b body) Close() error {
	defer b.cancel()
	return b.ReadCloser.Close()
}

func okHandedOn(ctx context.Context, req *http.Request) (*http.Response, error) {
	ctx, cancel := context.WithCancel(ctx)
	resp, err := http.DefaultClient.Do(req.WithContext(ctx))
	if err != nil {
		cancel()
		return nil, err
	}
	resp.Body = body{resp.Body, cancel}
	return resp, nil
}

// The body was read.

func okRead(ctx context.Context, req *http.Request) (*http.Response, []byte, error) {
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	resp, err := http.DefaultClient.Do(req.WithContext(ctx))
	if err != nil {
		return nil, nil, err
	}
	defer resp.Body.Close()
	b, err := io.ReadAll(resp.Body)
	return resp, b, err
}

// There is no body.

func okHead(ctx context.Context, url string) (*http.Response, error) {
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	req, err := http.NewRequestWithContext(ctx, http.MethodHead, url, nil)
	if err != nil {
		return nil, err
	}
	return http.DefaultClient.Do(req)
}

// Another context.

func okOther(ctx context.Context, req *http.Request) (*http.Response, error) {
	short, cancel := context.WithTimeout(ctx, time.Second)
	defer cancel()
	if err := wait(short); err != nil {
		return nil, err
	}
	return http.DefaultClient.Do(req.WithContext(ctx))
}

func wait(ctx context.Context) error {
	<-ctx.Done()
	return ctx.Err()
}

// No caller reads the body.

func okStatus(ctx context.Context, req *http.Request) (*http.Response, error) {
	ctx, cancel := context.WithTimeout(ctx, time.Second)
	defer cancel()
	return http.DefaultClient.Do(req.WithContext(ctx))
}

func healthy(ctx context.Context, req *http.Request) bool {
	resp, err := okStatus(ctx, req)
	return err == nil && resp.StatusCode == http.StatusOK
}

// What is behind the interface may have the response in memory.

func okInMemory(ctx context.Context, rt http.RoundTripper, req *http.Request) (*http.Response, error) {
	ctx, cancel := context.WithTimeout(ctx, time.Second)
	resp, err := rt.RoundTrip(req.WithContext(ctx))
	cancel()
	return resp, err
}

// The connection of a row is not its result.

func okRow(ctx context.Context, db *sql.DB) (n int, err error) {
	ctx, cancel := context.WithTimeout(ctx, time.Second)
	defer cancel()
	err = db.QueryRowContext(ctx, "select 1").Scan(&n)
	return n, err
}
