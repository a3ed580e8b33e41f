package guard

// timeKinds are tickers and timers. Since Go 1.23 the garbage collector recovers both when nothing refers to them, so
// that the rows end there. A ticker that feeds a goroutine which never ends is that goroutine's leak and not a matter
// of this table. time.Tick cannot be stopped and has no row.
func timeKinds() []Kind {
	return []Kind{
		{
			Name: "ticker", Noun: "ticker", Verb: "stopped",
			Acquire:    until("go1.23", acquireAlways("time.NewTicker")),
			Release:    byMethod("Stop"),
			Idempotent: true,
			Why: "\"Before Go 1.23, the garbage collector did not recover tickers that had not yet expired or been " +
				"stopped\" (time): they fire for ever.",
		},
		{
			Name: "timer", Noun: "timer", Verb: "stopped",
			Acquire:    until("go1.23", acquireAlways("time.NewTimer")),
			Release:    byMethod("Stop"),
			Idempotent: true,
			Ceiling:    Unsure,
			Why: "A timer that has fired is released by itself: what leaks is at most its remaining time, and receiving " +
				"from its channel needs no Stop.",
		},
	}
}
