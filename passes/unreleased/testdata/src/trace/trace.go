// Package trace has the fixtures of the kind trace: the execution trace, which the process has once.
package trace

import (
	"io"
	"os"
	"runtime/trace"
)

func badNever(w io.Writer, work func()) error {
	if err := trace.Start(w); err != nil { // want `execution trace is never stopped`
		return err
	}
	work()
	return nil
}

func badEarlyReturn(w io.Writer, work func() bool) error {
	if err := trace.Start(w); err != nil { // want `execution trace is not stopped if the function returns at line L(idle)`
		return err
	}
	if !work() {
		return nil // L(idle)
	}
	trace.Stop()
	return nil
}

func badErrorBranch(w io.Writer, work func() error) error {
	if err := trace.Start(w); err != nil { // want `execution trace is not stopped if the function returns at line L(work)`
		return err
	}
	if err := work(); err != nil {
		return err // L(work)
	}
	trace.Stop()
	return nil
}

func okDefer(w io.Writer, work func() error) error {
	if err := trace.Start(w); err != nil {
		return err
	}
	defer trace.Stop()
	return work()
}

// The caller gets what stops the trace.

func okHandOff(w io.Writer) (stop func(), err error) {
	if err := trace.Start(w); err != nil {
		return nil, err
	}
	return trace.Stop, nil
}

func okCleanupFunc(name string) (func() error, error) {
	f, err := os.Create(name)
	if err != nil {
		return nil, err
	}
	if err := trace.Start(f); err != nil {
		f.Close()
		return nil, err
	}
	return func() error {
		trace.Stop()
		return f.Close()
	}, nil
}
