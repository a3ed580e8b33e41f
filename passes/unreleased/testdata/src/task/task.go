// Package task has the fixtures of the kind task: logical operations of a trace, which goroutines share.
package task

import (
	"context"
	"runtime/trace"
)

func badNever(ctx context.Context, work func(context.Context)) {
	ctx, task := trace.NewTask(ctx, "job") // want `task is never ended`
	work(ctx)
	println(task != nil)
}

func badDiscarded(ctx context.Context, work func(context.Context)) {
	ctx, _ = trace.NewTask(ctx, "job") // want `result of trace.NewTask is discarded, so the trace task is never ended`
	work(ctx)
}

func badEarlyReturn(ctx context.Context, work func(context.Context) bool) {
	ctx, task := trace.NewTask(ctx, "job") // want `task is not ended if the function returns at line L(idle)`
	if !work(ctx) {
		return // L(idle)
	}
	task.End()
}

func badErrorBranch(ctx context.Context, work func(context.Context) error) error {
	ctx, task := trace.NewTask(ctx, "job") // want `task is not ended if the function returns at line L(work)`
	if err := work(ctx); err != nil {
		return err // L(work)
	}
	task.End()
	return nil
}

func okDefer(ctx context.Context, work func(context.Context)) {
	ctx, task := trace.NewTask(ctx, "job")
	defer task.End()
	work(ctx)
}

// The goroutine that does the work ends the task.

func okHandOff(ctx context.Context, work func(context.Context)) {
	ctx, task := trace.NewTask(ctx, "job")
	go func() {
		defer task.End()
		work(ctx)
	}()
}

func okReturned(ctx context.Context) (context.Context, *trace.Task) {
	return trace.NewTask(ctx, "job")
}
