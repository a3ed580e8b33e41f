// Package group has shutdowns in error groups, whose context ends with them.
package group

import (
	"context"
	"net/http"

	"golang.org/x/sync/errgroup"
)

type session struct{ id int }

func (s *session) Close(ctx context.Context) error { return ctx.Err() }

func badMember(ctx context.Context, srv *http.Server) error {
	var g errgroup.Group
	g.Go(srv.ListenAndServe)
	g.Go(func() error {
		<-ctx.Done()             // L(done)
		return srv.Shutdown(ctx) // want `srv.Shutdown gets ctx, which is done from line L(done) on`
	})
	return g.Wait()
}

// Wait cancels the context of the group, whether or not a member failed.

func badAfterWait(parent context.Context, s *session) error {
	g, ctx := errgroup.WithContext(parent)
	g.Go(func() error { return ctx.Err() })
	if err := g.Wait(); err != nil { // L(wait)
		return err
	}

	return s.Close(ctx) // want `s.Close gets ctx, which is done from line L(wait) on`
}

func okParent(parent context.Context, s *session) error {
	g, ctx := errgroup.WithContext(parent)
	g.Go(func() error { return ctx.Err() })
	if err := g.Wait(); err != nil {
		return err
	}
	return s.Close(parent)
}
