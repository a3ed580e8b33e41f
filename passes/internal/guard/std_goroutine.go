package guard

// Goroutines and workers are the kinds of goroutines that end in one way only: when a channel is closed, or when
// something is sent on it. The guard is that channel; no call acquires it, a go statement does.
const (
	GoroutineKind = "goroutine" // it ends when it receives from the channel
	WorkerKind    = "worker"    // it ends when the channel is closed; what is sent on it is work
)

func goroutineKinds() []Kind {
	return []Kind{
		{
			Name: GoroutineKind, Noun: "goroutine", Verb: "stopped",
			Release: []Release{{Close: true}, {Send: true}},
			Ceiling: Likely,
			Why: "A goroutine that only ends when it receives from a channel stays for the life of the process, with all " +
				"that it refers to, if nothing is sent on the channel and nobody closes it: the garbage collector does not " +
				"collect blocked goroutines.",
		},
		{
			Name: WorkerKind, Noun: "goroutine", Verb: "stopped",
			Release: []Release{{Close: true}},
			Ceiling: Likely,
			Why:     "The same for a loop over a channel, which ends when that is closed and not before.",
		},
	}
}

// Channel returns the kind of channels as such, whoever waits for them. No call acquires one, and nobody owes it a close:
// it is no row of the table.
func Channel() *Kind {
	return &Kind{
		Name: "channel", Noun: "channel", Verb: "closed", Check: "doublerelease",
		Release: []Release{{Close: true}},
		Twice:   Panics,
		Why:     "\"Closing the nil channel causes a run-time panic\", and so does \"closing an already closed channel\" (the language).",
	}
}
