// Package compressor has the fixtures of the kind compressor: what a compressing writer holds back arrives with Close.
// A path that fails anyhow may drop it.
package compressor

import (
	"bytes"
	"compress/flate"
	"compress/gzip"
	"compress/lzw"
	"compress/zlib"
	"fmt"
	"io"
)

func badNever(data []byte) ([]byte, error) {
	var buf bytes.Buffer
	zw := gzip.NewWriter(&buf) // want `zw is never closed`
	if _, err := zw.Write(data); err != nil {
		return nil, err
	}
	return buf.Bytes(), nil
}

// Flush sends the data and not the trailer: readers report an unexpected end.

func badFlushed(w io.Writer, data []byte) error {
	zw := zlib.NewWriter(w) // want `zw is never closed`
	if _, err := zw.Write(data); err != nil {
		return err
	}
	return zw.Flush()
}

func badEarlyReturn(w io.Writer, chunks [][]byte) error {
	zw, err := flate.NewWriter(w, flate.BestSpeed) // want `zw is not closed if the function returns at line L(last)`
	if err != nil {
		return err
	}
	for _, chunk := range chunks {
		if len(chunk) == 0 {
			return nil // L(last)
		}
		if _, err := zw.Write(chunk); err != nil {
			return err
		}
	}
	return zw.Close()
}

// The error is swallowed, so that the caller takes a truncated stream for a whole one.

func badErrorBranch(w io.Writer, data []byte) (n int, err error) {
	zw := lzw.NewWriter(w, lzw.LSB, 8) // want `zw is not closed if the function returns at line L(swallowed)`
	n, err = zw.Write(data)
	if err != nil {
		fmt.Println(err)
		return n, nil // L(swallowed)
	}
	return n, zw.Close()
}

// The failure is reported: nobody will read what was written so far.

func okErrorBranch(w io.Writer, r io.Reader) error {
	zw := gzip.NewWriter(w)
	if _, err := io.Copy(zw, r); err != nil {
		return fmt.Errorf("compress: %w", err)
	}
	return zw.Close()
}

func okDefer(w io.Writer, data []byte) error {
	zw := gzip.NewWriter(w)
	defer zw.Close()
	_, err := zw.Write(data)
	return err
}

func okDeferredClosure(w io.Writer, data []byte) (err error) {
	zw, err := gzip.NewWriterLevel(w, gzip.BestCompression)
	if err != nil {
		return err
	}
	defer func() {
		if e := zw.Close(); err == nil {
			err = e
		}
	}()
	_, err = zw.Write(data)
	return err
}

func okHandOff(w io.Writer) io.WriteCloser {
	return gzip.NewWriter(w)
}

type response struct{ zw *gzip.Writer }

func (r *response) okStored(w io.Writer) {
	r.zw = gzip.NewWriter(w)
}

// A reader holds nothing of its own.

func okReader(r io.Reader) ([]byte, error) {
	zr, err := gzip.NewReader(r)
	if err != nil {
		return nil, err
	}
	return io.ReadAll(zr)
}

func okFlateReader(r io.Reader) ([]byte, error) {
	return io.ReadAll(flate.NewReader(r))
}

// A writer that nobody has is never written to.
func okLevel(level int) int {
	if _, err := gzip.NewWriterLevel(nil, level); err != nil {
		return gzip.DefaultCompression
	}
	return level
}
