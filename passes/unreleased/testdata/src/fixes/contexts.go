package fixes

import (
	"context"
	"database/sql"
	"net/http"
	"os"
	"os/signal"
	"time"
)

func work(ctx context.Context) error { return ctx.Err() }

func badCancel(ctx context.Context) error {
	ctx, cancel := context.WithTimeout(ctx, time.Second) // want `cancel is not called if the function returns at line L(work)`
	if err := work(ctx); err != nil {
		return err // L(work)
	}
	cancel()
	return nil
}

func badCause(ctx context.Context, skip bool) error {
	ctx, stop := context.WithCancelCause(ctx) // want `stop is not called if the function returns at line L(skip)`
	if skip {
		return nil // L(skip)
	}
	err := work(ctx)
	stop(err)
	return err
}

// A cancel function that nobody has gets a name.

func badDiscarded(ctx context.Context) error {
	ctx, _ = context.WithTimeout(ctx, time.Second) // want `cancel function of context.WithTimeout is discarded and never called`
	return work(ctx)
}

func badDiscardedNew(parent context.Context) error {
	ctx, _ := signal.NotifyContext(parent, os.Interrupt) // want `function of signal.NotifyContext is discarded and never called`
	return work(ctx)
}

func badDiscardedTwice(parent context.Context, cancel func()) error {
	ctx, _ := context.WithCancel(parent) // want `cancel function of context.WithCancel is discarded and never called`
	defer cancel()
	return work(ctx)
}

func badDiscardedTwo(ctx context.Context) error {
	first, _ := context.WithTimeout(ctx, time.Second) // want `cancel function of context.WithTimeout is discarded and never called`

	second, _ := context.WithTimeout(ctx, time.Minute) // want `cancel function of context.WithTimeout is discarded and never called`
	if err := work(first); err != nil {
		return err
	}
	return work(second)
}

func badDiscardedFile(name string) error {
	_, err := os.Create(name) // want `result of os.Create is discarded, so the file is never closed`
	if err != nil {
		return err
	}
	return os.Chmod(name, 0o600)
}

// Another context would be declared, and the old one used.

func badOuterScope(ctx context.Context, slow bool) error {
	if slow {
		ctx, _ = context.WithTimeout(ctx, time.Second) // want `cancel function of context.WithTimeout is discarded and never called`
	}
	return work(ctx)
}

// What is made with the context ends with it: it is still needed when the function has returned.

func badReturnedContext(parent context.Context) context.Context {
	ctx, _ := context.WithTimeout(parent, time.Second) // want `cancel function of context.WithTimeout is discarded and never called`
	return ctx
}

func badReturnedRequest(parent context.Context, url string) (*http.Request, error) {
	ctx, _ := context.WithTimeout(parent, time.Second) // want `cancel function of context.WithTimeout is discarded and never called`
	return http.NewRequestWithContext(ctx, "GET", url, nil)
}

func badReturnedRows(parent context.Context, db *sql.DB) (*sql.Rows, error) {
	ctx, _ := context.WithTimeout(parent, time.Second) // want `cancel function of context.WithTimeout is discarded and never called`
	return db.QueryContext(ctx, "select 1")
}

func badReturnedResponse(parent context.Context, client *http.Client, url string) (*http.Response, error) {
	ctx, _ := context.WithTimeout(parent, time.Second) // want `cancel function of context.WithTimeout is discarded and never called`
	req, err := http.NewRequestWithContext(ctx, "GET", url, nil)
	if err != nil {
		return nil, err
	}
	return client.Do(req)
}

func badLaunched(parent context.Context) {
	ctx, _ := context.WithTimeout(parent, time.Second) // want `cancel function of context.WithTimeout is discarded and never called`
	go work(ctx)
}

type server struct{ ctx context.Context }

func (s *server) badStored(parent context.Context) {
	ctx, _ := context.WithTimeout(parent, time.Second) // want `cancel function of context.WithTimeout is discarded and never called`
	s.ctx = ctx
}

func (s *server) keep(ctx context.Context) { s.ctx = ctx }

func (s *server) badStoredByMethod(parent context.Context) {
	ctx, _ := context.WithTimeout(parent, time.Second) // want `cancel function of context.WithTimeout is discarded and never called`
	s.keep(ctx)
}

// A value that comes out of a call and has no room for the context does not need it.

type user struct {
	name  string
	roles []string
}

type users interface {
	Load(ctx context.Context, id int) (*user, error)
}

func badLoad(parent context.Context, all users, id int) (*user, error) {
	ctx, cancel := context.WithTimeout(parent, time.Second) // want `cancel is never called`
	println(cancel != nil)
	return all.Load(ctx, id)
}
