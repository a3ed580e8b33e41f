// Package quiet has functions that do what they can, and are not told that it was in vain.
package quiet

import (
	"bufio"
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

// The same with an error to return: that of a write is not among those that it returns.
func okUnheeded(name string, lines []string) error {
	f, err := os.Create(name)
	if err != nil {
		return err
	}
	defer f.Close()
	for _, line := range lines {
		fmt.Fprintln(f, line)
	}
	_, _ = f.WriteString("end")
	return nil
}

// A buffer remembers the errors of what is written to it, and tells of them when it is flushed.
func badBuffered(w io.Writer, lines []string) error {
	bw := bufio.NewWriter(w)
	defer bw.Flush() // want `error of bw.Flush is dropped by defer`
	for _, line := range lines {
		fmt.Fprintln(bw, line)
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
