// Package deferred has releases that run at the exit, with a context that ends before.
package deferred

import "context"

type session struct{ id int }

func (s *session) Close(ctx context.Context) error { return ctx.Err() }

// Deferred calls run last first: the context is cancelled before the session is closed.

func badOrder(parent context.Context, s *session) {
	ctx, cancel := context.WithCancel(parent)
	defer s.Close(ctx) // want `s.Close gets ctx, which is done if the function ends after line L(cancel)` want-category "deferred"

	defer cancel() // L(cancel)
}

func okOrder(parent context.Context, s *session) {
	ctx, cancel := context.WithCancel(parent)
	defer cancel()
	defer s.Close(ctx)
}

// The function ends because the context is done, and closes with it.

func badLoop(ctx context.Context, s *session, work <-chan int) error {
	defer func() {
		s.Close(ctx) // want `s.Close gets ctx, which is done if the function ends after line L(done)`
	}()
	for {
		select {
		case <-ctx.Done(): // L(done)
			return ctx.Err()
		case <-work:
		}
	}
}

func okLoop(ctx context.Context, s *session, work <-chan int) error {
	defer func() {
		s.Close(context.WithoutCancel(ctx))
	}()
	for {
		select {
		case <-ctx.Done():
			return ctx.Err()
		case <-work:
		}
	}
}

func okBefore(ctx context.Context, s *session) error {
	if err := ctx.Err(); err != nil {
		return err
	}
	defer s.Close(ctx)
	return nil
}
