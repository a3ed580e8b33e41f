// Package through hands on what package lib makes, under types that say nothing of it.
package through

import "declared/lib"

// A Releaser gives something back.
type Releaser interface{ Done() }

// New hands out a lease.
func New() (Releaser, error) {
	l, err := lib.Acquire(1)
	if err != nil {
		return nil, err
	}
	return l, nil
}
