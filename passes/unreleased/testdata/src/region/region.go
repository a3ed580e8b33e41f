// Package region has the fixtures of the kind region: parts of a trace.
package region

import (
	"context"
	"runtime/trace"
)

func badNever(ctx context.Context, work func()) {
	region := trace.StartRegion(ctx, "work") // want `region is never ended`
	work()
	println(region != nil)
}

func badDiscarded(ctx context.Context, work func()) {
	trace.StartRegion(ctx, "work") // want `result of trace.StartRegion is discarded, so the trace region is never ended`
	work()
}

func badEarlyReturn(ctx context.Context, work func() bool) {
	region := trace.StartRegion(ctx, "work") // want `region is not ended if the function returns at line L(idle)`
	if !work() {
		return // L(idle)
	}
	region.End()
}

func badErrorBranch(ctx context.Context, work func() error) error {
	region := trace.StartRegion(ctx, "work") // want `region is not ended if the function returns at line L(work)`
	if err := work(); err != nil {
		return err // L(work)
	}
	region.End()
	return nil
}

func okDefer(ctx context.Context, work func()) {
	defer trace.StartRegion(ctx, "work").End()
	work()
}

func okLoop(ctx context.Context, work []func()) {
	for _, w := range work {
		region := trace.StartRegion(ctx, "item")
		w()
		region.End()
	}
}

func okHandOff(ctx context.Context) *trace.Region {
	return trace.StartRegion(ctx, "work")
}
