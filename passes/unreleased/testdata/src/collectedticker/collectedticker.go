// Package collectedticker has what package ticker reports, in a Go version that collects tickers: fixtures without a
// go.mod have the newest one.
package collectedticker

import "time"

func okNever(poll func() bool) {
	ticker := time.NewTicker(time.Second)
	for range ticker.C {
		if poll() {
			return
		}
	}
}

func okChannelOnly(interval time.Duration) <-chan time.Time {
	return time.NewTicker(interval).C
}
