//go:build !windows && !plan9

// Package syslog has the fixtures of the kind syslog.
package syslog

import (
	"fmt"
	"io"
	"log"
	"log/syslog"
)

func badNever(msg string) error {
	w, err := syslog.New(syslog.LOG_NOTICE, "backup") // want `w is never closed`
	if err != nil {
		return err
	}
	return w.Notice(msg)
}

func badEarlyReturn(addr, msg string) error {
	w, err := syslog.Dial("udp", addr, syslog.LOG_NOTICE, "backup") // want `w is not closed if the function returns at line L(empty)`
	if err != nil {
		return err
	}
	if msg == "" {
		return nil // L(empty)
	}
	defer w.Close()
	return w.Notice(msg)
}

func badErrorBranch(addr string) (io.WriteCloser, error) {
	w, err := syslog.Dial("tcp", addr, syslog.LOG_NOTICE, "backup") // want `w is not closed if the function returns at line L(hello)`
	if err != nil {
		return nil, err
	}
	if err := w.Info("hello"); err != nil {
		return nil, fmt.Errorf("no log: %w", err) // L(hello)
	}
	return w, nil
}

func okDefer(msg string) error {
	w, err := syslog.New(syslog.LOG_NOTICE, "backup")
	if err != nil {
		return err
	}
	defer w.Close()
	return w.Notice(msg)
}

func okHandOff() (*syslog.Writer, error) {
	return syslog.New(syslog.LOG_NOTICE, "backup")
}

// The logger is the program's, and writes as long as it runs.

func okSetOutput() error {
	w, err := syslog.New(syslog.LOG_NOTICE, "backup")
	if err != nil {
		return err
	}
	log.SetOutput(w)
	return nil
}
