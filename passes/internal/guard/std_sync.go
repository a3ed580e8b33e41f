package guard

// syncKinds are locks and counters. Their holder is the receiver, and functions that lock for their caller are common,
// so that a function which only acquires is no mistake: locks belong to the check lockheld, which compares exits.
// sync.Pool has no row: Put is an offer, not a duty.
func syncKinds() []Kind {
	return []Kind{
		{
			Name: "mutex", Noun: "mutex", Verb: "unlocked", Check: "lockheld",
			Acquire: both(
				acquireReceiver(Always, "(*sync.Mutex).Lock", "(*sync.RWMutex).Lock", "(sync.Locker).Lock"),
				acquireReceiver(OK, "(*sync.Mutex).TryLock", "(*sync.RWMutex).TryLock"),
			),
			Release: byMethod("Unlock"),
			Sibling: "rlock",
			Paired:  true,
			Twice:   EndsProgram,
			Why: "Whoever locks next waits for ever. Unlock of an unlocked mutex ends the program, hence not idempotent. " +
				"The write lock of an RWMutex is released by Unlock only: RUnlock there is a bug of its own.",
		},
		{
			Name: "rlock", Noun: "read lock", Verb: "read-unlocked", Check: "lockheld",
			Acquire: both(
				acquireReceiver(Always, "(*sync.RWMutex).RLock"),
				acquireReceiver(OK, "(*sync.RWMutex).TryRLock"),
			),
			Release: byMethod("RUnlock"),
			Sibling: "mutex",
			Paired:  true,
			Shared:  true,
			Twice:   HitsAnother,
			Why: "A read lock that stays blocks the next writer, and with it every later reader. RUnlock undoes one RLock; " +
				"Unlock does not.",
		},
		{
			Name: "waitgroup", Noun: "wait group", Verb: "marked done",
			Acquire: []Acquisition{{Func: "(*sync.WaitGroup).Add", Holder: Holder{In: Receiver}, Valid: Always, Only: "1"}},
			Release: byMethod("Done"),
			Awaited: "Wait",
			Paired:  true,
			Ceiling: Likely,
			Why: "Wait returns when every Add is matched by Done, usually in the goroutine started next: a path that " +
				"returns between them makes Wait hang. Done once too often panics. WaitGroup.Go pairs both and has no row.",
		},
	}
}
