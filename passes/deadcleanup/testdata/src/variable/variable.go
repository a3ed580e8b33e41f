// Package variable has contexts in variables that literals capture.
package variable

import (
	"context"
	"time"
)

type session struct{ id int }

func (s *session) Close(ctx context.Context) error { return ctx.Err() }

func badCaptured(ctx context.Context, s *session) {
	ctx, cancel := context.WithTimeout(ctx, time.Minute)
	defer cancel()
	done := make(chan error, 1)
	go func() {
		<-ctx.Done() // L(done)

		done <- s.Close(ctx) // want `s.Close gets ctx, which is done from line L(done) on`
	}()
	<-done
}

// The variable has another context by then.

func okReassigned(ctx context.Context, s *session) error {
	use := func() error { return s.Close(ctx) }
	<-ctx.Done()
	ctx = context.Background()
	if err := s.Close(ctx); err != nil {
		return err
	}
	return use()
}

// The literal is made when the context is done.

func badMadeLater(ctx context.Context, s *session) error {
	<-ctx.Done() // L(done)
	return func() error {
		return s.Close(ctx) // want `s.Close gets ctx, which is done from line L(done) on`
	}()
}

// The arguments of a deferred call are those at the defer statement.

func okAssignedAfterDefer(s *session, work func(context.Context)) {
	ctx, cancel := context.WithCancel(context.Background())
	defer cancel()
	defer s.Close(ctx)
	ctx, stop := context.WithTimeout(context.Background(), time.Second)
	defer stop()
	go func() { work(ctx) }()
	<-ctx.Done()
}

func badAssignedBeforeDefer(s *session, work func(context.Context)) {
	ctx := context.Background()
	ctx, stop := context.WithTimeout(ctx, time.Second)
	defer stop()
	go func() { work(ctx) }()
	defer s.Close(ctx) // want `s.Close gets ctx, which is done if the function ends after line L(done)`

	<-ctx.Done() // L(done)
}
