// Package cancel has the fixtures of the kind cancel: the function that a derived context comes with.
package cancel

import (
	"context"
	"crypto/tls"
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

// A context of nothing that nobody has got yet: nothing remembers it, and nobody waits for its end.

type resolver struct {
	ctx    context.Context
	cancel context.CancelFunc
	n      int
}

func (r *resolver) Close() { r.cancel() }

func (r *resolver) watch() { <-r.ctx.Done() }

func okNobodyHasIt(size func() (int, error)) (*resolver, error) {
	ctx, cancel := context.WithCancel(context.Background())
	r := &resolver{ctx: ctx, cancel: cancel}
	var err error
	if r.n, err = size(); err != nil {
		return nil, err
	}
	go r.watch()
	return r, nil
}

func badParentHasIt(parent context.Context, size func() (int, error)) (*resolver, error) {
	ctx, cancel := context.WithCancel(parent) // want `cancel is not called if the function returns at line L(parent)`
	r := &resolver{ctx: ctx, cancel: cancel}
	var err error
	if r.n, err = size(); err != nil {
		return nil, err // L(parent)
	}
	go r.watch()
	return r, nil
}

func badGoroutineHasIt(size func() (int, error)) (*resolver, error) {
	ctx, cancel := context.WithCancel(context.Background()) // want `cancel is not called if the function returns at line L(started)`
	r := &resolver{ctx: ctx, cancel: cancel}
	go r.watch()
	var err error
	if r.n, err = size(); err != nil {
		return nil, err // L(started)
	}
	return r, nil
}

// A function that makes an error of an error is believed to make one, unless it is seen to return nil.

type status struct{ code int }

func (s *status) Err() error {
	if s.code == 0 {
		return nil
	}
	return context.Canceled
}

func statusError(code int) error { return (&status{code}).Err() }

func toStatus(err error) error {
	switch err {
	case nil:
		return nil
	case context.DeadlineExceeded:
		return statusError(4)
	}
	return statusError(2)
}

func notCanceled(err error) error {
	if err == context.Canceled {
		return nil
	}
	return err
}

func okTranslated(ctx context.Context, start func(context.Context) error) (_ *resolver, err error) {
	ctx, cancel := context.WithCancel(ctx)
	defer func() {
		if err != nil {
			cancel()
		}
	}()
	if err := start(ctx); err != nil {
		return nil, toStatus(err)
	}
	return &resolver{ctx: ctx, cancel: cancel}, nil
}

func okTranslatedBySomebody(ctx context.Context, start func(context.Context) error, translate func(error) error) (_ *resolver, err error) {
	ctx, cancel := context.WithCancel(ctx)
	defer func() {
		if err != nil {
			cancel()
		}
	}()
	if err := start(ctx); err != nil {
		return nil, translate(err)
	}
	return &resolver{ctx: ctx, cancel: cancel}, nil
}

func badSwallowed(ctx context.Context, start func(context.Context) error) (_ *resolver, err error) {
	ctx, cancel := context.WithCancel(ctx) // want `cancel is not called if the function returns at line L(swallowed)`
	defer func() {
		if err != nil {
			cancel()
		}
	}()
	if err := start(ctx); err != nil {
		return nil, notCanceled(err) // L(swallowed)
	}
	return &resolver{ctx: ctx, cancel: cancel}, nil
}

// Nil beside what a call makes is a failure.

func okNilBesideCall(ctx context.Context, start func(context.Context) bool) (_ *resolver, err error) {
	ctx, cancel := context.WithCancel(ctx)
	defer func() {
		if err != nil {
			cancel()
		}
	}()
	if !start(ctx) {
		return nil, statusError(3)
	}
	return &resolver{ctx: ctx, cancel: cancel}, nil
}

func badNilBesideNil(ctx context.Context, start func(context.Context) bool) (_ *resolver, err error) {
	ctx, cancel := context.WithCancel(ctx) // want `cancel is not called if the function returns at line L(none)`
	defer func() {
		if err != nil {
			cancel()
		}
	}()
	if !start(ctx) {
		return nil, nil // L(none)
	}
	return &resolver{ctx: ctx, cancel: cancel}, nil
}

// A function that is somewhere inside a receiver may be called by its methods.

type source func(p []byte) (int, error)

func (f source) Read(p []byte) (int, error) { return f(p) }

func okInsideReceiver(addr string) error {
	ctx, cancel := context.WithCancel(context.Background())
	d := tls.Dialer{Config: &tls.Config{Rand: source(func(p []byte) (int, error) {
		cancel()
		return len(p), nil
	})}}
	conn, err := d.DialContext(ctx, "tcp", addr)
	if err != nil {
		return err
	}
	return conn.Close()
}

// There is no context without a parent: the call panics.

func okNoParent() (problem any) {
	defer func() { problem = recover() }()
	_, _ = context.WithCancel(nil)
	return nil
}

// A context that is derived from one which is cancelled ends with it.

func okDerived(ctx context.Context) error {
	ctx, cancel := context.WithCancelCause(ctx)
	ctx, _ = context.WithTimeoutCause(ctx, time.Second, errors.New("too slow"))
	defer cancel(errors.New("done"))
	return work(ctx)
}

func okDerivedLiteral(ctx context.Context) error {
	inner, cancel := context.WithCancelCause(ctx)
	inner, _ = context.WithTimeout(context.WithValue(inner, "key", "value"), time.Second)
	defer func() { cancel(errors.New("done")) }()
	return work(inner)
}

func okDerivedStatement(ctx context.Context) error {
	outer, cancel := context.WithCancel(ctx)
	inner, stop := context.WithTimeout(outer, time.Second)
	println("stop", stop != nil)
	err := work(inner)
	cancel()
	return err
}

func badDerivedLoop(ctx context.Context, n int) {
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	for range n {
		inner, stop := context.WithTimeout(ctx, time.Second) // want `stop is overwritten in the next iteration before it is called`
		println("stop", stop != nil)
		work(inner)
	}
}

func badOtherParent(ctx context.Context) error {
	other, cancel := context.WithCancel(ctx)
	defer cancel()
	println("other", other != nil)
	ctx, _ = context.WithTimeout(ctx, time.Second) // want `cancel function of context.WithTimeout is discarded and never called`
	return work(ctx)
}

func badDerivedEarly(ctx context.Context, skip bool) error {
	outer, cancel := context.WithCancel(ctx) // want `cancel is not called if the function returns at line L(derived)`
	inner, stop := context.WithTimeout(outer, time.Second)
	if skip {
		stop()
		return nil // L(derived)
	}
	err := work(inner)
	cancel()
	return err
}

// A nil channel is heard of no more.

func okOnce(ctx context.Context, exited <-chan int, kill func(context.Context)) int {
	var cancel func()
	done := ctx.Done()
	for {
		select {
		case <-done:
			done = nil
			var killing context.Context
			killing, cancel = context.WithTimeout(context.WithoutCancel(ctx), time.Second)
			kill(killing)
		case status := <-exited:
			if cancel != nil {
				cancel()
			}
			return status
		}
	}
}

func badAgain(ctx context.Context, again <-chan int, exited <-chan int, kill func(context.Context)) int {
	var cancel func()
	for {
		select {
		case <-again:
			var killing context.Context
			killing, cancel = context.WithTimeout(ctx, time.Second) // want `cancel is overwritten in the next iteration before it is called`
			kill(killing)
		case status := <-exited:
			if cancel != nil {
				cancel()
			}
			return status
		}
	}
}
