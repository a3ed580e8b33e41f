// Package zipentry has the fixtures of the kind zipentry: entries of an archive. Its reports are for strict mode only,
// because what is lost without Close is a decompressor that the garbage collector recovers.
package zipentry

import (
	"archive/zip"
	"io"
)

func okNever(entry *zip.File) ([]byte, error) {
	r, err := entry.Open()
	if err != nil {
		return nil, err
	}
	return io.ReadAll(r)
}

func okDefer(entry *zip.File) ([]byte, error) {
	r, err := entry.Open()
	if err != nil {
		return nil, err
	}
	defer r.Close()
	return io.ReadAll(r)
}

func okHandOff(entry *zip.File) (io.ReadCloser, error) {
	return entry.Open()
}
