// Package ignores has directives that silence checks, and some that do not.
package ignores

import "os"

var work func() error

func okUsed() error {
	f, err := os.Open("x") //guardlint:ignore unreleased the process ends with the file open
	if err != nil {
		return err
	}
	_, err = f.Stat()
	return err
}

func okAbove() error {
	//guardlint:ignore unreleased the process ends with the file open
	f, err := os.Open("x")
	if err != nil {
		return err
	}
	_, err = f.Stat()
	return err
}

// okUnsure silences what the strict mode reports.
func okUnsure() {
	f := os.NewFile(3, "inherited") //guardlint:ignore unreleased it belongs to the parent process
	f.Sync()
}

func badUnused() error {
	//guardlint:ignore unreleased it is closed after all // want `//guardlint:ignore unreleased silences nothing: remove it, or move it to the line of a finding` want-category "unused"
	f, err := os.Open("x")
	if err != nil {
		return err
	}
	return f.Close()
}

func badHalfUsed() error {
	//guardlint:ignore unreleased,lockheld both, to be sure // want `//guardlint:ignore lockheld silences nothing`
	f, err := os.Open("x")
	if err != nil {
		return err
	}
	_, err = f.Stat()
	return err
}

func badReason() error {
	//guardlint:ignore unreleased // want `//guardlint:ignore lacks a check or a reason: write //guardlint:ignore CHECK REASON` want-category "incomplete"
	return work()
}

func badCheck() error {
	//guardlint:ignore unclosed it is meant // want `//guardlint:ignore names unclosed, which is no check: see "guardlint help" for their names` want-category "unknown-check"
	return work()
}
