// Package notifycontext has the fixtures of the kind notifycontext: contexts that a signal ends.
package notifycontext

import (
	"context"
	"errors"
	"os"
	"os/signal"
)

func serve(ctx context.Context) error {
	<-ctx.Done()
	return ctx.Err()
}

func badNever(ctx context.Context) error {
	ctx, stop := signal.NotifyContext(ctx, os.Interrupt) // want `stop is never called`
	println("stop", stop != nil)
	return serve(ctx)
}

func badDiscarded(ctx context.Context) error {
	ctx, _ = signal.NotifyContext(ctx, os.Interrupt) // want `stop function of signal.NotifyContext is discarded and never called`
	return serve(ctx)
}

func badEarlyReturn(ctx context.Context, check bool) error {
	ctx, stop := signal.NotifyContext(ctx, os.Interrupt) // want `stop is not called if the function returns at line L(check)`
	if check {
		return nil // L(check)
	}
	defer stop()
	return serve(ctx)
}

func badErrorBranch(ctx context.Context) error {
	ctx, stop := signal.NotifyContext(ctx, os.Interrupt) // want `stop is not called if the function returns at line L(serve)`
	if err := serve(ctx); !errors.Is(err, context.Canceled) {
		return err // L(serve)
	}
	stop()
	return nil
}

func okDefer(ctx context.Context) error {
	ctx, stop := signal.NotifyContext(ctx, os.Interrupt)
	defer stop()
	return serve(ctx)
}

func okHandOff(ctx context.Context) (context.Context, context.CancelFunc) {
	return signal.NotifyContext(ctx, os.Interrupt)
}
