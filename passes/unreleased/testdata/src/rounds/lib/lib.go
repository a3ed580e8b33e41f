// Package lib starts goroutines, unless it is told not to.
package lib

import "os"

var stopping bool

// Go reports whether it started f.
func Go(f func()) bool {
	if stopping {
		return false
	}
	go f()
	return true
}

// Temp makes a file in a folder of the caller's, who may well remove that.
func Temp(dir string) (string, error) {
	f, err := os.CreateTemp(dir, "x")
	if err != nil {
		return "", err
	}
	name := f.Name()
	return name, f.Close()
}
