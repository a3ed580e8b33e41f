package guard

// ioKinds are the ends of io.Pipe and the stop functions of package iter.
func ioKinds() []Kind {
	return []Kind{
		{
			Name: CloserKind, Noun: "closer", Verb: "closed",
			Made: []string{
				"io.ReadCloser", "io.WriteCloser", "io.ReadWriteCloser", "io.ReadSeekCloser",
				"database/sql/driver.Rows", "database/sql/driver.Stmt", "database/sql/driver.Conn",
			},
			Release:    byMethod("Close"),
			Errors:     IfWritten,
			Writes:     []string{"ReadFrom", "Write", "WriteString"},
			Idempotent: true,
			Ceiling:    Likely,
			Uses:       []string{"Read", "Write"},
			Why: "Who makes a value of such a type hands out something to be closed: its other users would be served by an " +
				"interface without Close. What is behind the interface may be in memory, hence likely.",
		},
		{
			Name: "pipewriter", Noun: "pipe writer", Verb: "closed",
			Acquire:    acquireResult(1, Always, "io.Pipe"),
			Release:    byMethod("Close", "CloseWithError"),
			Idempotent: true,
			Ceiling:    Likely,
			Half:       true,
			Uses:       []string{"Write"},
			Why: "A reader sees the end of the stream only when the write half is closed: until then it waits. Closing the " +
				"read half instead frees both sides, and so does dropping both, hence likely.",
		},
		{
			Name: "pipereader", Noun: "pipe reader", Verb: "closed",
			Acquire:    acquireResult(0, Always, "io.Pipe"),
			Release:    byMethod("Close", "CloseWithError"),
			Idempotent: true,
			Ceiling:    Unsure,
			Uses:       []string{"Read"},
			Why: "A reader that stops early must close, else the writer waits for it; one that reads to the end need not, " +
				"and which of both a callee does is seldom known.",
		},
		{
			Name: "pull", Noun: "stop function", Verb: "called",
			Acquire:    acquireResult(1, Always, "iter.Pull", "iter.Pull2"),
			Release:    byCall(),
			Idempotent: true,
			Ceiling:    Likely,
			Why: "Pull starts a coroutine. Stop \"must be called when the caller is no longer interested in next values " +
				"and next has not yet signaled that the sequence is over\" (iter). A sequence pulled to its end needs no stop, " +
				"hence likely.",
		},
	}
}
