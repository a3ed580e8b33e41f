// Package collectedticker has what package ticker reports, in a module of a Go version that collects tickers.
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
