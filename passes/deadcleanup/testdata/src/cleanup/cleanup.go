// Package cleanup has releases of the program that take a context.
package cleanup

import (
	"context"
	"database/sql"
)

type session struct {
	db *sql.Conn
	// ctx is done when the session is.
	ctx context.Context
}

func (s *session) Close(ctx context.Context) error {
	_, err := s.db.ExecContext(ctx, "delete from sessions")
	return err
}

type closer interface{ Close(context.Context) error }

func BadMethod(ctx context.Context, s *session) error {
	<-ctx.Done() // L(done)

	return s.Close(ctx) // want `s.Close gets ctx, which is done from line L(done) on`
}

func badInterface(ctx context.Context, c closer) error {
	<-ctx.Done() // L(done)

	return c.Close(ctx) // want `c.Close gets ctx, which is done from line L(done) on`
}

func badField(s *session) error {
	<-s.ctx.Done() // L(done)

	return s.Close(s.ctx) // want `s.Close gets s.ctx, which is done from line L(done) on`
}

func okFieldAssigned(s *session) error {
	<-s.ctx.Done()
	s.ctx = context.Background()
	return s.Close(s.ctx)
}

// A helper that hands its context to a release is one itself.

func cleanup(ctx context.Context, s *session) {
	s.Close(ctx)
}

func badHelper(ctx context.Context, s *session) {
	<-ctx.Done() // L(done)

	cleanup(ctx, s) // want `cleanup gets ctx, which is done from line L(done) on`
}

// A release that takes a context and does not look at it.

type plain struct{}

func (plain) Close(context.Context) error { return nil }

func okUnused(ctx context.Context, p plain) error {
	<-ctx.Done()
	return p.Close(ctx)
}

// Work with a context that is done fails, and is no cleanup.

func okWork(ctx context.Context, db *sql.DB) error {
	<-ctx.Done()
	return db.PingContext(ctx)
}
