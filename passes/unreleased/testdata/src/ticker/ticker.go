// Package ticker has the fixtures of the kind ticker, in a module of a Go version that does not collect tickers.
package ticker

import (
	"context"
	"time"
)

func badNever(ctx context.Context, poll func()) {
	ticker := time.NewTicker(time.Second) // want `ticker is never stopped`
	for {
		select {
		case <-ctx.Done():
			return
		case <-ticker.C:
			poll()
		}
	}
}

func badEarlyReturn(interval time.Duration, poll func() bool) {
	ticker := time.NewTicker(interval) // want `ticker is not stopped if the function returns at line L(already)`
	if poll() {
		return // L(already)
	}
	defer ticker.Stop()
	for range ticker.C {
		if poll() {
			return
		}
	}
}

func badErrorBranch(interval time.Duration, poll func() error) error {
	ticker := time.NewTicker(interval) // want `ticker is not stopped if the function returns at line L(poll)`
	for range 10 {
		<-ticker.C
		if err := poll(); err != nil {
			return err // L(poll)
		}
	}
	ticker.Stop()
	return nil
}

// The channel alone offers no way to stop.

func badChannelOnly(interval time.Duration) <-chan time.Time {
	return time.NewTicker(interval).C // want `time.NewTicker result is never stopped`
}

func okDefer(ctx context.Context, poll func()) {
	ticker := time.NewTicker(time.Second)
	defer ticker.Stop()
	for {
		select {
		case <-ctx.Done():
			return
		case <-ticker.C:
			poll()
		}
	}
}

func okGoroutine(done <-chan struct{}, poll func()) {
	ticker := time.NewTicker(time.Second)
	go func() {
		defer ticker.Stop()
		for {
			select {
			case <-done:
				return
			case <-ticker.C:
				poll()
			}
		}
	}()
}

// A loop that never ends needs the ticker as long as the process does.

func okForEver(poll func()) {
	ticker := time.NewTicker(time.Second)
	for range ticker.C {
		poll()
	}
}

func okHandOff(interval time.Duration) *time.Ticker {
	return time.NewTicker(interval)
}

type poller struct{ ticker *time.Ticker }

func (p *poller) okStored() {
	p.ticker = time.NewTicker(time.Second)
}
