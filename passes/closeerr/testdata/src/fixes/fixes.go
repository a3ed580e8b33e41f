// Package fixes has functions whose error has a name, so that a deferred call can set it.
package fixes

import (
	"compress/gzip"
	"io"
	"os"
)

func badNamed(name string, r io.Reader) (err error) {
	f, err := os.Create(name)
	if err != nil {
		return err
	}
	defer f.Close() // want "error of f.Close is dropped by defer"

	_, err = io.Copy(f, r)
	return err
}

func badTwo(name string, r io.Reader) (n int64, err error) {
	f, err := os.Create(name)
	if err != nil {
		return 0, err
	}
	defer f.Close() // want "error of f.Close is dropped by defer"
	zw := gzip.NewWriter(f)
	defer zw.Close() // want "error of zw.Close is dropped by defer"
	return io.Copy(zw, r)
}

// There is none where the second Close would make the function fail.
func badTwice(name string, p, q []byte) (err error) {
	f, err := os.Create(name)
	if err != nil {
		return err
	}
	defer f.Close() // want "error of f.Close is dropped by defer"
	if _, err := f.Write(p); err != nil {
		return err
	}
	if len(q) == 0 {
		return nil
	}
	if _, err := f.Write(q); err != nil {
		return err
	}
	return f.Close()
}

// Where the name means another variable, it is of no use.
func badShadowed(names []string, p []byte) (err error) {
	for _, name := range names {
		if err := func() error {
			f, err := os.Create(name)
			if err != nil {
				return err
			}
			defer f.Close() // want "error of f.Close is dropped by defer"
			_, err = f.Write(p)
			return err
		}(); err != nil {
			return err
		}
	}
	return nil
}

func badReused(name string, p []byte) (err error) {
	f, err := os.Create(name)
	if err != nil {
		return err
	}
	defer f.Close() // want "error of f.Close is dropped by defer"
	if _, err = f.Write(p); err != nil {
		return err
	}
	f, err = os.Open(name)
	if err != nil {
		return err
	}
	return f.Close()
}
