// Package initial has fixtures for function literals outside of functions.
package initial

import (
	"io"
	"os"
)

type command struct{ run func(name string) error }

// The commands of a program are often variables.
var badCommand = command{
	run: func(name string) error {
		f, err := os.Open(name) // want `f is never closed`
		if err != nil {
			return err
		}
		_, err = io.Copy(os.Stdout, f)
		return err
	},
}

var okCommand = command{
	run: func(name string) error {
		f, err := os.Open(name)
		if err != nil {
			return err
		}
		defer f.Close()
		_, err = io.Copy(os.Stdout, f)
		return err
	},
}

// What the package opens for itself stays.
var okLog, errLog = os.Open("log")

func init() {
	if errLog != nil {
		okLog = os.Stderr
	}
}
