// Package cancel has the fixtures of the kind cancel: the function that a derived context comes with.
package cancel

import (
	"context"
	"errors"
	"net/http"
	"time"
)

func work(ctx context.Context) error {
	<-ctx.Done()
	return ctx.Err()
}

func badNever(ctx context.Context) error {
	ctx, cancel := context.WithCancel(ctx) // want `cancel is never called`
	println("cancel", cancel != nil)
	return work(ctx)
}

func badDiscarded(ctx context.Context) error {
	ctx, _ = context.WithTimeout(ctx, time.Second) // want `cancel function of context.WithTimeout is discarded and never called` want-category "discarded"
	return work(ctx)
}

func badEarlyReturn(ctx context.Context, skip bool) error {
	ctx, cancel := context.WithTimeout(ctx, time.Second) // want `cancel is not called if the function returns at line L(skip)`
	if skip {
		return nil // L(skip)
	}
	defer cancel()
	return work(ctx)
}

func badErrorBranch(ctx context.Context, prepare func() error) error {
	ctx, cancel := context.WithDeadline(ctx, time.Now().Add(time.Minute)) // want `cancel is not called if the function returns at line L(prepare)`
	if err := prepare(); err != nil {
		return err // L(prepare)
	}
	err := work(ctx)
	cancel()
	return err
}

func badCause(ctx context.Context) error {
	ctx, cancel := context.WithCancelCause(ctx) // want `cancel is not called if the function returns at line L(done)`
	if err := work(ctx); err != nil {
		cancel(err)
		return err
	}
	return nil // L(done)
}

func badOverwritten(ctx context.Context, slow bool) error {
	child, cancel := context.WithTimeout(ctx, time.Second) // want `cancel is overwritten at line L(slow) before it is called`
	if slow {
		child, cancel = context.WithTimeout(ctx, time.Minute) // L(slow)
	}
	defer cancel()
	return work(child)
}

// Each iteration has a context of its own.

func okLoop(ctx context.Context, times int) (err error) {
	for range times {
		child, cancel := context.WithTimeout(ctx, time.Second)
		err = work(child)
		cancel()
	}
	return err
}

func badLoop(ctx context.Context, times int) error {
	for range times {
		child, cancel := context.WithTimeout(ctx, time.Second) // want `cancel is overwritten in the next iteration before it is called`
		if work(child) != nil {
			continue
		}
		cancel()
	}
	return nil
}

func okDefer(ctx context.Context) error {
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	return work(ctx)
}

func okDeferredClosure(ctx context.Context) error {
	ctx, cancel := context.WithCancelCause(ctx)
	defer func() { cancel(errors.New("done")) }()
	return work(ctx)
}

// Whoever gets the function calls it: the caller, an owner, a goroutine, a timer.

func okHandOff(ctx context.Context) (context.Context, context.CancelFunc) {
	return context.WithTimeout(ctx, time.Second)
}

type job struct {
	ctx  context.Context
	stop func()
}

func okOwner(ctx context.Context) *job {
	ctx, cancel := context.WithCancel(ctx)
	return &job{ctx: ctx, stop: cancel}
}

func (j *job) okStored(ctx context.Context) {
	j.ctx, j.stop = context.WithCancel(ctx)
}

func okGoroutine(ctx context.Context, stop <-chan struct{}) error {
	ctx, cancel := context.WithCancel(ctx)
	go func() {
		<-stop
		cancel()
	}()
	return work(ctx)
}

func okTimer(ctx context.Context) error {
	ctx, cancel := context.WithCancel(ctx)
	time.AfterFunc(time.Second, cancel)
	return work(ctx)
}

func okWrapped(ctx context.Context) (context.Context, func()) {
	ctx, cancel := context.WithCancel(ctx)
	return ctx, func() {
		println("cancelled")
		cancel()
	}
}

func okServer(srv *http.Server, ctx context.Context) {
	ctx, cancel := context.WithCancel(ctx)
	srv.RegisterOnShutdown(cancel)
	go work(ctx)
}

// The stop function of AfterFunc withdraws a registration, which nobody has to do.

func okAfterFunc(ctx context.Context) error {
	context.AfterFunc(ctx, func() { println("done") })
	return work(ctx)
}
