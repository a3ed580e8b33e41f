// Package signal has the fixtures of the kind signal: channels registered with signal.Notify. A function that never calls
// Stop may mean it, one that forgets it on a path does not.
package signal

import (
	"errors"
	"os"
	"os/signal"
	"time"
)

func badEarlyReturn(timeout time.Duration) error {
	c := make(chan os.Signal, 1)
	signal.Notify(c, os.Interrupt) // want `c is not passed to signal.Stop if the function returns at line L(now)`
	if timeout == 0 {
		return nil // L(now)
	}
	select {
	case <-c:
	case <-time.After(timeout):
	}
	signal.Stop(c)
	return nil
}

func badErrorBranch(work func() error) error {
	c := make(chan os.Signal, 1)
	signal.Notify(c, os.Interrupt) // want `c is not passed to signal.Stop if the function returns at line L(work)`
	if err := work(); err != nil {
		return err // L(work)
	}
	<-c
	signal.Stop(c)
	return errors.New("interrupted")
}

// A handler for the life of the process.

func okNever(shutdown func()) {
	c := make(chan os.Signal, 1)
	signal.Notify(c, os.Interrupt)
	go func() {
		<-c
		shutdown()
	}()
}

func okWaitForSignal() {
	c := make(chan os.Signal, 1)
	signal.Notify(c, os.Interrupt)
	<-c
}

func okDefer(work func(<-chan os.Signal) error) error {
	c := make(chan os.Signal, 1)
	signal.Notify(c, os.Interrupt)
	defer signal.Stop(c)
	return work(c)
}

// Reset takes back every registration.

func okReset(work func() error) error {
	c := make(chan os.Signal, 1)
	signal.Notify(c, os.Interrupt)
	if err := work(); err != nil {
		signal.Reset(os.Interrupt)
		return err
	}
	<-c
	signal.Stop(c)
	return nil
}

func okHandOff() <-chan os.Signal {
	c := make(chan os.Signal, 1)
	signal.Notify(c, os.Interrupt)
	return c
}

type handler struct{ c chan os.Signal }

func (h *handler) okStart() {
	signal.Notify(h.c, os.Interrupt)
}

func (h *handler) okStop() {
	signal.Stop(h.c)
}
