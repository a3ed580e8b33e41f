// Package options has fixtures for what stands around an acquisition and does not matter to it.
package options

import (
	"fmt"
	"os"
	"strings"
)

type config struct {
	Path, Mode       string
	Size, Days, Keep int
	Compress         *bool
}

// Options get their defaults after the file was opened: each doubles the number of paths, and none matters.
func badManyDefaults(c config) (*os.File, error) {
	roll := c.Compress == nil || *c.Compress
	switch strings.ToLower(c.Mode) {
	case "", "0":
		if err := os.MkdirAll(c.Path, 0o700); err != nil {
			return nil, err
		}
	case "inherit":
		if err := os.MkdirAll(c.Path, 0o755); err != nil {
			return nil, err
		}
	default:
		return nil, fmt.Errorf("mode %q", c.Mode)
	}
	f, err := os.Open(c.Path) // want `f is not closed if the function returns at line L(negative)`
	if err != nil {
		return nil, err
	}
	if roll {
		defer f.Close()
	}
	if c.Size == 0 {
		c.Size = 100
	}
	if c.Days == 0 {
		c.Days = 90
	}
	if c.Keep == 0 {
		c.Keep = 10
	}
	if c.Size < 0 || c.Days < 0 || c.Keep < 0 {
		return nil, os.ErrInvalid // L(negative)
	}
	return f, nil
}
