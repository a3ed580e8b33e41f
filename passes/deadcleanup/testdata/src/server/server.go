// Package server has shutdowns that are started by the end of a context.
package server

import (
	"context"
	"net/http"
	"os/signal"
	"syscall"
	"time"
)

// Shutdown with a context that is done returns at once and drops what is still served.

func badReceive(ctx context.Context, srv *http.Server) error {
	<-ctx.Done()             // want-related "the context is done from here on" L(done)
	return srv.Shutdown(ctx) // want `srv.Shutdown gets ctx, which is done from line L(done) on` want-category "done"
}

func badGoroutine(ctx context.Context, srv *http.Server, errs chan<- error) {
	go func() {
		<-ctx.Done()              // L(done)
		errs <- srv.Shutdown(ctx) // want `srv.Shutdown gets ctx, which is done from line L(done) on`
	}()
}

func badSelect(ctx context.Context, srv *http.Server, failed <-chan error) error {
	select {
	case err := <-failed:
		return err
	case <-ctx.Done(): // L(done)
		return srv.Shutdown(ctx) // want `srv.Shutdown gets ctx, which is done from line L(done) on`
	}
}

// On one of the two ways into the shutdown the context is done.

func badEitherWay(ctx context.Context, srv *http.Server, quit <-chan struct{}) error {
	select {
	case <-quit:
	case <-ctx.Done(): // L(done)
	}
	return srv.Shutdown(ctx) // want `srv.Shutdown gets ctx, which is done from line L(done) on`
}

func badSignal(srv *http.Server) error {
	ctx, stop := signal.NotifyContext(context.Background(), syscall.SIGTERM)
	defer stop()
	<-ctx.Done()             // L(done)
	return srv.Shutdown(ctx) // want `srv.Shutdown gets ctx, which is done from line L(done) on`
}

// A timeout does not revive a context: what is derived from it is done, too.

func badDerived(ctx context.Context, srv *http.Server) error {
	<-ctx.Done() // L(done)
	ctx, cancel := context.WithTimeout(ctx, time.Second)
	defer cancel()
	return srv.Shutdown(ctx) // want `srv.Shutdown gets ctx, whose parent is done from line L(done) on`
}

func badAfterFunc(ctx context.Context, srv *http.Server, errs chan<- error) {
	context.AfterFunc(ctx, func() { // L(done)
		errs <- srv.Shutdown(ctx) // want `srv.Shutdown gets ctx, which is done from line L(done) on`
	})
}

func badRequest(r *http.Request, srv *http.Server) error {
	<-r.Context().Done()             // L(done)
	return srv.Shutdown(r.Context()) // want `srv.Shutdown gets r.Context, which is done from line L(done) on`
}

func badError(ctx context.Context, srv *http.Server) error {
	if ctx.Err() != nil { // L(done)
		return srv.Shutdown(ctx) // want `srv.Shutdown gets ctx, which is done from line L(done) on`
	}
	return nil
}

func badCancelled(ctx context.Context, srv *http.Server) error {
	ctx, cancel := context.WithCancel(ctx)
	go srv.ListenAndServe()
	cancel()                 // L(done)
	return srv.Shutdown(ctx) // want `srv.Shutdown gets ctx, which is done from line L(done) on`
}

// A fresh context, or one that does not follow its parent.

func okFresh(ctx context.Context, srv *http.Server) error {
	<-ctx.Done()
	ctx, cancel := context.WithTimeout(context.Background(), time.Second)
	defer cancel()
	return srv.Shutdown(ctx)
}

func okDetached(ctx context.Context, srv *http.Server) error {
	<-ctx.Done()
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), time.Second)
	defer cancel()
	return srv.Shutdown(ctx)
}

// Another context, another way, or not yet.

func okOther(ctx, other context.Context, srv *http.Server) error {
	<-other.Done()
	return srv.Shutdown(ctx)
}

func okChild(ctx context.Context, srv *http.Server) error {
	child, cancel := context.WithTimeout(ctx, time.Second)
	defer cancel()
	<-child.Done()
	return srv.Shutdown(ctx)
}

func okOtherCase(ctx context.Context, srv *http.Server, quit <-chan struct{}) error {
	select {
	case <-ctx.Done():
		return ctx.Err()
	case <-quit:
		return srv.Shutdown(ctx)
	}
}

func okStillAlive(ctx context.Context, srv *http.Server) error {
	if ctx.Err() == nil {
		return srv.Shutdown(ctx)
	}
	return nil
}

func okCancelLater(ctx context.Context, srv *http.Server) error {
	ctx, cancel := context.WithCancel(ctx)
	err := srv.Shutdown(ctx)
	cancel()
	return err
}

func okStarted(ctx context.Context, srv *http.Server) error {
	go func() {
		<-ctx.Done()
		srv.Close()
	}()
	return srv.Shutdown(ctx)
}

// A context that is made of nothing for the release alone is meant to be done: nobody waits.

func okForced(srv *http.Server) error {
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	return srv.Shutdown(ctx)
}

func badUsedBefore(srv *http.Server, serve func(context.Context) error) error {
	ctx, cancel := context.WithCancel(context.Background())
	err := serve(ctx)
	cancel() // L(done)
	if err != nil {
		return err
	}
	return srv.Shutdown(ctx) // want `srv.Shutdown gets ctx, which is done from line L(done) on`
}
