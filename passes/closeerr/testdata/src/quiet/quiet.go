// Package quiet has functions that do what they can, and are not told that it was in vain.
package quiet

import (
	"fmt"
	"io"
	"log"
	"log/slog"
	"os"
	"runtime/pprof"
	"testing"
)

// The errors of the writes are dropped as well, and there is no error to return.
func okBestEffort(name string, lines []string) {
	f, err := os.Create(name)
	if err != nil {
		return
	}
	defer f.Close()
	for _, line := range lines {
		fmt.Fprintln(f, line)
	}
}

// A function that has one to return could have told.
func badBestEffort(name string, lines []string) error {
	f, err := os.Create(name)
	if err != nil {
		return err
	}
	defer f.Close() // want `error of f.Close is dropped by defer`
	for _, line := range lines {
		fmt.Fprintln(f, line)
	}
	return nil
}

// Logs and profiles are for people.

func okLog(name string, work func() error) error {
	f, err := os.Create(name)
	if err != nil {
		return err
	}
	defer f.Close()
	log.SetOutput(f)
	return work()
}

func okHandler(name string, work func(*slog.Logger) error) error {
	f, err := os.Create(name)
	if err != nil {
		return err
	}
	defer f.Close()
	return work(slog.New(slog.NewTextHandler(f, nil)))
}

func okProfile(name string, work func() error) error {
	f, err := os.Create(name)
	if err != nil {
		return err
	}
	defer f.Close()
	if err := pprof.StartCPUProfile(f); err != nil {
		return err
	}
	defer pprof.StopCPUProfile()
	return work()
}

func okUnknown(name string, start func(io.Writer) error) {
	f, err := os.Create(name)
	if err != nil {
		log.Fatal(err)
	}
	if err := start(f); err != nil {
		log.Fatal(err)
	}
	f.Close()
}

// Helpers of tests fail the test.
func okFixture(t testing.TB, name string, r io.Reader) error {
	f, err := os.Create(name)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	_, err = io.Copy(f, r)
	return err
}
