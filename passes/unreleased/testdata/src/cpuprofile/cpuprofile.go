// Package cpuprofile has the fixtures of the kind cpuprofile.
package cpuprofile

import (
	"io"
	"log"
	"os"
	"runtime/pprof"
)

func badNever(w io.Writer, work func()) error {
	if err := pprof.StartCPUProfile(w); err != nil { // want `CPU profile is never stopped`
		return err
	}
	work()
	return nil
}

func badEarlyReturn(w io.Writer, work func() bool) error {
	if err := pprof.StartCPUProfile(w); err != nil { // want `CPU profile is not stopped if the function returns at line L(idle)`
		return err
	}
	if !work() {
		return nil // L(idle)
	}
	pprof.StopCPUProfile()
	return nil
}

func badErrorBranch(w io.Writer, work func() error) error {
	if err := pprof.StartCPUProfile(w); err != nil { // want `CPU profile is not stopped if the function returns at line L(work)`
		return err
	}
	if err := work(); err != nil {
		return err // L(work)
	}
	pprof.StopCPUProfile()
	return nil
}

func okDefer(w io.Writer, work func() error) error {
	if err := pprof.StartCPUProfile(w); err != nil {
		return err
	}
	defer pprof.StopCPUProfile()
	return work()
}

func okOnlyIfAsked(name string, work func()) {
	if name != "" {
		f, err := os.Create(name)
		if err != nil {
			log.Fatal(err)
		}
		if err := pprof.StartCPUProfile(f); err != nil {
			log.Fatal(err)
		}
		defer f.Close()
		defer pprof.StopCPUProfile()
	}
	work()
}

func okHandOff(w io.Writer) (stop func(), err error) {
	if err := pprof.StartCPUProfile(w); err != nil {
		return nil, err
	}
	return pprof.StopCPUProfile, nil
}
