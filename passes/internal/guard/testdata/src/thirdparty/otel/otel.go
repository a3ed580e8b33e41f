// Package otel has fixtures for the spans and providers of OpenTelemetry.
package otel

import (
	"context"

	sdktrace "go.opentelemetry.io/otel/sdk/trace"
	"go.opentelemetry.io/otel/trace"
)

func badNever(ctx context.Context, tracer trace.Tracer, work func(context.Context)) {
	ctx, span := tracer.Start(ctx, "work") // want `span is never ended`
	span.AddEvent("begin")
	work(ctx)
}

func badDiscarded(ctx context.Context, tracer trace.Tracer, work func(context.Context)) {
	_, _ = tracer.Start(ctx, "work") // want `result of .*Start is discarded, so the span is never ended`
	work(ctx)
}

func badErrorBranch(ctx context.Context, tracer trace.Tracer, work func(context.Context) error) error {
	ctx, span := tracer.Start(ctx, "work") // want `span is not ended if the function returns at line L(work)`
	if err := work(ctx); err != nil {
		span.RecordError(err)
		return err // L(work)
	}
	span.End()
	return nil
}

func okDefer(ctx context.Context, tracer trace.Tracer, work func(context.Context) error) error {
	ctx, span := tracer.Start(ctx, "work")
	defer span.End()
	return work(ctx)
}

func okHandOff(ctx context.Context, tracer trace.Tracer) (context.Context, trace.Span) {
	return tracer.Start(ctx, "work")
}

// Who gets the context finds the span in it.

func okBefore(ctx context.Context, tracer trace.Tracer) context.Context {
	ctx, _ = tracer.Start(ctx, "query")
	return ctx
}

func okAfter(ctx context.Context) { trace.SpanFromContext(ctx).End() }

type watcher interface {
	watch(ctx context.Context) error
}

func okWatch(ctx context.Context, tracer trace.Tracer, w watcher) error {
	ctx, _ = tracer.Start(ctx, "watch")
	return w.watch(ctx)
}

// A span that is only looked up belongs to whoever started it.

func okBorrowed(ctx context.Context) {
	trace.SpanFromContext(ctx).AddEvent("seen")
}

func badProvider(exporter sdktrace.SpanExporter) trace.Tracer {
	provider := sdktrace.NewTracerProvider(sdktrace.WithBatcher(exporter)) // want `provider is not shut down if the function returns at line L(none)`
	if exporter == nil {
		return nil // L(none)
	}
	defer provider.Shutdown(context.Background())
	return provider.Tracer("guardlint")
}

func okShutdownFunc(exporter sdktrace.SpanExporter) func(context.Context) error {
	provider := sdktrace.NewTracerProvider(sdktrace.WithBatcher(exporter))
	return provider.Shutdown
}
