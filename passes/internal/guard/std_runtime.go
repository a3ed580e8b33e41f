package guard

// runtimeKinds are traces, profiles and pins. LockOSThread has no row: a goroutine that ends locked takes its thread
// with it, on purpose. Helpers of package testing (TempDir, Setenv, Chdir) clean up by themselves.
func runtimeKinds() []Kind {
	process := Holder{In: Process}
	return []Kind{
		{
			Name: "trace", Noun: "execution trace", Verb: "stopped",
			Acquire:    acquireAt(process, Auto, "runtime/trace.Start"),
			Release:    []Release{{Func: "runtime/trace.Stop", Arg: NoArg}},
			Idempotent: true,
			Durable:    true,
			Why: "\"Stop only returns after all the writes for the trace have completed\" (runtime/trace): without it the " +
				"end of the trace is never written.",
		},
		{
			Name: "cpuprofile", Noun: "CPU profile", Verb: "stopped",
			Acquire:    acquireAt(process, Auto, "runtime/pprof.StartCPUProfile"),
			Release:    []Release{{Func: "runtime/pprof.StopCPUProfile", Arg: NoArg}},
			Idempotent: true,
			Durable:    true,
			Why: "\"StopCPUProfile only returns after all the writes for the profile have completed\" (runtime/pprof): " +
				"without it the profile file stays empty.",
		},
		{
			Name: "region", Noun: "trace region", Verb: "ended",
			Acquire: acquireAlways("runtime/trace.StartRegion"),
			Release: byMethod("End"),
			Why: "Regions nest, and End \"must be called from the same goroutine where the region was started\" " +
				"(runtime/trace): an open region swallows those started after it.",
		},
		{
			Name: "task", Noun: "trace task", Verb: "ended",
			Acquire: acquireResult(1, Always, "runtime/trace.NewTask"),
			Release: byMethod("End"),
			Why: "A task lasts until Task.End (runtime/trace); it may be ended by another goroutine, which is then a " +
				"hand-off. A second End counts as another, later one.",
		},
		{
			Name: "flightrecorder", Noun: "flight recorder", Verb: "stopped",
			Acquire:    acquireReceiver(Auto, "(*runtime/trace.FlightRecorder).Start"),
			Release:    byMethod("Stop"),
			Idempotent: true,
			Ceiling:    Likely,
			Why: "A running recorder traces the whole program and only one may run. Many programs let it run for as long " +
				"as they do, hence likely.",
		},
		{
			Name: "pinner", Noun: "pinner", Verb: "unpinned",
			Acquire:    acquireReceiver(Always, "(*runtime.Pinner).Pin"),
			Release:    byMethod("Unpin"),
			Idempotent: true,
			Why: "Pinned objects are not collected until Unpin; a Pinner collected before that ends the program with " +
				"\"found leaking pinned pointer\" (runtime).",
		},
	}
}
