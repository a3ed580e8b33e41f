// Package compressors has fixtures for the compressors of other modules.
package compressors

import (
	"bytes"
	"io"

	"github.com/andybalholm/brotli"
	"github.com/klauspost/compress/zstd"
	"github.com/klauspost/pgzip"
	"github.com/pierrec/lz4/v4"
	"github.com/ulikunitz/xz"
)

func badNever(w io.Writer, r io.Reader) error {
	z, err := zstd.NewWriter(w) // want `z is never closed`
	if err != nil {
		return err
	}
	_, err = io.Copy(z, r)
	return err
}

func badParallel(w io.Writer, p []byte) error {
	z := pgzip.NewWriter(w) // want `z is never closed`
	_, err := z.Write(p)
	return err
}

func badEarlyReturn(w io.Writer, p []byte, brief bool) error {
	z := lz4.NewWriter(w) // want `z is not closed if the function returns at line L(brief)`
	if _, err := z.Write(p); err != nil {
		return err
	}
	if brief {
		return nil // L(brief)
	}
	return z.Close()
}

func okClosed(w io.Writer, p []byte) error {
	z, err := xz.NewWriter(w)
	if err != nil {
		return err
	}
	if _, err := z.Write(p); err != nil {
		return err
	}
	return z.Close()
}

func okHandedOut(w io.Writer) io.WriteCloser {
	return brotli.NewWriterLevel(w, brotli.BestSpeed)
}

// An encoder of nothing encodes what it is given all at once.
func okAllAtOnce(p []byte) ([]byte, error) {
	z, err := zstd.NewWriter(nil)
	if err != nil {
		return nil, err
	}
	return z.EncodeAll(p, nil), nil
}

func okSize(p []byte) (int, error) {
	var b bytes.Buffer
	z := brotli.NewWriter(&b)
	if _, err := z.Write(p); err != nil {
		return 0, err
	}
	if err := z.Close(); err != nil {
		return 0, err
	}
	return b.Len(), nil
}
