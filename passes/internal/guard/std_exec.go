package guard

// execKinds are the commands of os/exec, which are their own holders: cmd.Start() makes the duty to call cmd.Wait().
func execKinds() []Kind {
	return []Kind{
		{
			Name: "command", Noun: "command", Verb: "waited for",
			Acquire: acquireReceiver(Auto, "(*os/exec.Cmd).Start"),
			Release: []Release{
				{Method: "Wait"},
				{Field: "Process", Method: "Wait"},
				{Field: "Process", Method: "Release"},
			},
			Idempotent: true,
			Twice:      Fails,
			Why: "\"After a successful call to Start the Cmd.Wait method must be called in order to release associated " +
				"system resources\" (os/exec). Kill alone leaves a zombie, the pipes and the goroutines that copy. Run, Output " +
				"and CombinedOutput wait themselves.",
		},
		{
			Name: "cmdpipe", Noun: "command", Verb: "started",
			Acquire: acquireReceiver(Auto,
				"(*os/exec.Cmd).StdinPipe", "(*os/exec.Cmd).StdoutPipe", "(*os/exec.Cmd).StderrPipe"),
			Release:    byMethod("Start", "Run", "Output", "CombinedOutput"),
			Idempotent: true,
			Ceiling:    Unsure,
			Why: "A pipe has two descriptors. Start closes both if it fails, and Wait closes them after it succeeded, so " +
				"that only a command that is never started loses them; closing the end in hand leaves the other one. True but " +
				"small: nearly every program that takes two pipes does so between them.",
		},
	}
}
