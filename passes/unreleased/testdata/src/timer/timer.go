// Package timer has the fixtures of the kind timer. Its reports are for strict mode only, because a timer that fires is
// released, whatever the Go version.
package timer

import (
	"context"
	"time"
)

func okNever(ctx context.Context) error {
	timer := time.NewTimer(time.Second)
	select {
	case <-ctx.Done():
		return ctx.Err()
	case <-timer.C:
		return nil
	}
}

func okDefer(ctx context.Context) error {
	timer := time.NewTimer(time.Second)
	defer timer.Stop()
	select {
	case <-ctx.Done():
		return ctx.Err()
	case <-timer.C:
		return nil
	}
}

func okHandOff() *time.Timer {
	return time.NewTimer(time.Second)
}
