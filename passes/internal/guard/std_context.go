package guard

// contextKinds are cancel functions and signal registrations. context.AfterFunc has no row: the function it returns
// withdraws the registration, which a caller may want but never owes; the same holds for time.AfterFunc.
func contextKinds() []Kind {
	return []Kind{
		{
			Name: "cancel", Noun: "cancel function", Verb: "called",
			Acquire: acquireResult(1, Always,
				"context.WithCancel", "context.WithCancelCause",
				"context.WithTimeout", "context.WithTimeoutCause",
				"context.WithDeadline", "context.WithDeadlineCause",
			),
			Release:    byCall(),
			Idempotent: true,
			Context:    true,
			Half:       true,
			Why: "\"Failing to call the CancelFunc leaks the child and its children until the parent is canceled\" " +
				"(context), with a timer where there is a deadline. go vet's lostcancel asks for the same. A context of Background that nobody " +
				"has got yet has no parent that remembers it.",
		},
		{
			Name: "notifycontext", Noun: "stop function", Verb: "called",
			Acquire:    acquireResult(1, Always, "os/signal.NotifyContext"),
			Release:    byCall(),
			Idempotent: true,
			Context:    true,
			Why: "\"The stop function releases resources associated with it, so code should call stop as soon as the " +
				"operations running in this Context complete and signals no longer need to be diverted to the context\" " +
				"(os/signal).",
		},
		{
			Name: "signal", Noun: "signal channel", Verb: "passed to signal.Stop",
			Acquire: acquireAt(Holder{In: Arg}, Always, "os/signal.Notify"),
			Release: []Release{
				{Func: "os/signal.Stop"},
				{Func: "os/signal.Reset", Arg: NoArg},
			},
			Idempotent: true,
			Paired:     true,
			Ceiling:    Likely,
			Why: "A registered channel is kept, and its signals diverted, until signal.Stop. A program's own handler stays " +
				"for life and never calls it, so that only a path without Stop beside one with it is a mistake. Reset undoes " +
				"the registrations of every channel.",
		},
	}
}
