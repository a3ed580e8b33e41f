// Package semaphores has fixtures for golang.org/x/sync/semaphore.
package semaphores

import (
	"context"

	"golang.org/x/sync/semaphore"
)

func badErrorBranch(ctx context.Context, sem *semaphore.Weighted, work func() error) error {
	if err := sem.Acquire(ctx, 1); err != nil { // want `sem is not released if the function returns at line L(work)`
		return err
	}
	if err := work(); err != nil {
		return err // L(work)
	}
	sem.Release(1)
	return nil
}

func okDefer(ctx context.Context, sem *semaphore.Weighted, work func() error) error {
	if err := sem.Acquire(ctx, 1); err != nil {
		return err
	}
	defer sem.Release(1)
	return work()
}

func okTry(sem *semaphore.Weighted, work func()) bool {
	if !sem.TryAcquire(1) {
		return false
	}
	defer sem.Release(1)
	work()
	return true
}

func okHandOff(ctx context.Context, sem *semaphore.Weighted, work func()) error {
	if err := sem.Acquire(ctx, 1); err != nil {
		return err
	}
	go func() {
		defer sem.Release(1)
		work()
	}()
	return nil
}
