// Package flightrecorder has the fixtures of the kind flightrecorder.
package flightrecorder

import (
	"io"
	"runtime/trace"
)

func badNever(work func()) error {
	rec := trace.NewFlightRecorder(trace.FlightRecorderConfig{})
	if err := rec.Start(); err != nil { // want `rec is never stopped`
		return err
	}
	work()
	return nil
}

func badEarlyReturn(w io.Writer, slow func() bool) error {
	rec := trace.NewFlightRecorder(trace.FlightRecorderConfig{})
	if err := rec.Start(); err != nil { // want `rec is not stopped if the function returns at line L(fast)`
		return err
	}
	if !slow() {
		return nil // L(fast)
	}
	defer rec.Stop()
	_, err := rec.WriteTo(w)
	return err
}

func badErrorBranch(w io.Writer) error {
	rec := trace.NewFlightRecorder(trace.FlightRecorderConfig{})
	if err := rec.Start(); err != nil { // want `rec is not stopped if the function returns at line L(write)`
		return err
	}
	if _, err := rec.WriteTo(w); err != nil {
		return err // L(write)
	}
	rec.Stop()
	return nil
}

func okDefer(work func()) error {
	rec := trace.NewFlightRecorder(trace.FlightRecorderConfig{})
	if err := rec.Start(); err != nil {
		return err
	}
	defer rec.Stop()
	work()
	return nil
}

func okHandOff() (*trace.FlightRecorder, error) {
	rec := trace.NewFlightRecorder(trace.FlightRecorderConfig{})
	return rec, rec.Start()
}

// The recorder is the caller's, and so is the duty.

func okCallersRecorder(rec *trace.FlightRecorder) error {
	return rec.Start()
}
