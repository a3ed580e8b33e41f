// Package blank has errors that are assigned to the blank identifier, which -blank reports, too.
package blank

import "os"

func badBlank(name string, p []byte) error {
	f, err := os.Create(name)
	if err != nil {
		return err
	}
	defer func() { _ = f.Close() }() // want "error of f.Close is dropped after the write"
	_, err = f.Write(p)
	return err
}

func okComment(name string, p []byte) error {
	f, err := os.Create(name)
	if err != nil {
		return err
	}
	defer func() { _ = f.Close() }() // nolint:errcheck
	_, err = f.Write(p)
	return err
}
