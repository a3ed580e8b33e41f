package guard

// observabilityKinds are spans and the providers that export them. zap's Logger.Sync has no row: it flushes what the
// core buffers, the default cores buffer nothing, and its documentation asks for it once, before the program exits,
// where Sync of a terminal even fails: a courtesy of main, not a duty of whoever makes a logger.
func observabilityKinds() []Kind {
	const otel = "go.opentelemetry.io/otel/"
	return []Kind{
		{
			Name: "span", Noun: "span", Verb: "ended",
			Acquire:    acquireResult(1, Always, methods(otel+"trace", "Tracer", "Start")...),
			Release:    byMethod("End"),
			Idempotent: true,
			Found:      true,
			Uses:       []string{"AddEvent", "AddLink", "RecordError", "SetAttributes", "SetName", "SetStatus"},
			Why: "\"Any Span that is created MUST also be ended. This is the responsibility of the user\" (otel/trace, " +
				"Tracer.Start): a span that is not ended is never exported. Calls after the first End do nothing.",
		},
		{
			Name: "provider", Noun: "provider", Verb: "shut down",
			Acquire: acquireAlways(
				otel+"sdk/trace.NewTracerProvider", otel+"sdk/metric.NewMeterProvider", otel+"sdk/log.NewLoggerProvider"),
			Release:    byMethod("Shutdown"),
			Errors:     Matters,
			Idempotent: true,
			Durable:    true,
			Ceiling:    Likely,
			Why: "Processors and readers run in goroutines and export what is pending in Shutdown (otel/sdk). A provider " +
				"made with nothing to export has nothing to shut down, hence likely.",
		},
	}
}
