// Package writer has writers that keep data back until they are closed or flushed.
package writer

import (
	"archive/tar"
	"archive/zip"
	"bufio"
	"bytes"
	"compress/gzip"
	"crypto/sha256"
	"encoding/base64"
	"encoding/csv"
	"encoding/hex"
	"io"
	"mime/multipart"
	"net"
	"net/http"
	"net/smtp"
	"os"
	"strings"
	"text/tabwriter"
)

func badGzip(w io.Writer, p []byte) error {
	zw := gzip.NewWriter(w)
	defer zw.Close() // want `error of zw.Close is dropped by defer after the write`
	_, err := zw.Write(p)
	return err
}

func badZip(w io.Writer, names []string) error {
	zw := zip.NewWriter(w)
	defer zw.Close() // want `error of zw.Close is dropped by defer`
	for _, name := range names {
		if _, err := zw.Create(name); err != nil {
			return err
		}
	}
	return nil
}

// Each of the three has something to tell, and two are asked.
func badTar(name string, p []byte) error {
	f, err := os.Create(name)
	if err != nil {
		return err
	}
	zw := gzip.NewWriter(f)
	tw := tar.NewWriter(zw)
	defer tw.Close() // want `error of tw.Close is dropped by defer`
	if err := tw.WriteHeader(&tar.Header{Size: int64(len(p))}); err != nil {
		return err
	}
	if _, err := tw.Write(p); err != nil {
		return err
	}
	if err := zw.Close(); err != nil {
		return err
	}
	return f.Close()
}

func badFlush(w io.Writer, lines []string) error {
	bw := bufio.NewWriter(w)
	defer bw.Flush() // want `error of bw.Flush is dropped by defer after the write`
	for _, line := range lines {
		if _, err := bw.WriteString(line); err != nil {
			return err
		}
	}
	return nil
}

func badRecords(w io.Writer, records [][]string) error {
	cw := csv.NewWriter(w)
	for _, r := range records {
		if err := cw.Write(r); err != nil { // L(write)
			return err
		}
	}
	cw.Flush() // want `error of cw.Flush is not read from cw.Error after the write at line L(write) \(hides a failed write\)` want-category "unasked"
	return nil
}

func badEncoder(w io.Writer, p []byte) error {
	enc := base64.NewEncoder(base64.StdEncoding, w)
	defer enc.Close() // want `error of enc.Close is dropped by defer`
	_, err := enc.Write(p)
	return err
}

func badMail(c *smtp.Client, body []byte) error {
	w, err := c.Data()
	if err != nil {
		return err
	}
	defer w.Close() // want `error of w.Close is dropped by defer`
	_, err = w.Write(body)
	return err
}

func badForm(w io.Writer) error {
	mw := multipart.NewWriter(w)
	if err := mw.WriteField("a", "b"); err != nil {
		return err
	}
	mw.Close() // want `error of mw.Close is dropped`
	return nil
}

// Somebody sees the error.

func okGzip(w io.Writer, p []byte) error {
	zw := gzip.NewWriter(w)
	defer zw.Close()
	if _, err := zw.Write(p); err != nil {
		return err
	}
	return zw.Close()
}

func okRecords(w io.Writer, records [][]string) error {
	cw := csv.NewWriter(w)
	for _, r := range records {
		if err := cw.Write(r); err != nil {
			return err
		}
	}
	cw.Flush()
	return cw.Error()
}

func okWriteAll(w io.Writer, records [][]string) error {
	cw := csv.NewWriter(w)
	defer cw.Flush()
	if err := cw.Write([]string{"name"}); err != nil {
		return err
	}
	return cw.WriteAll(records)
}

// The first error sticks to a bufio.Writer, and the last Flush tells of it.
func okLastFlush(w io.Writer, lines []string) error {
	bw := bufio.NewWriter(w)
	for _, line := range lines {
		if _, err := bw.WriteString(line); err != nil {
			return err
		}
		bw.Flush()
	}
	return bw.Flush()
}

// Nothing was written that could be lost.
func okEmpty(w io.Writer, lines []string) error {
	bw := bufio.NewWriter(w)
	defer bw.Flush()
	return nil
}

// In memory nothing fails.

func okBuffer(p []byte) ([]byte, error) {
	var buf bytes.Buffer
	zw := gzip.NewWriter(&buf)
	if _, err := zw.Write(p); err != nil {
		return nil, err
	}
	zw.Close()
	return buf.Bytes(), nil
}

func okNested(p []byte) (string, error) {
	buf := new(strings.Builder)
	zw := gzip.NewWriter(base64.NewEncoder(base64.StdEncoding, buf))
	if _, err := zw.Write(p); err != nil {
		return "", err
	}
	zw.Close()
	return buf.String(), nil
}

func okHash(p []byte) (string, error) {
	h := sha256.New()
	bw := bufio.NewWriter(h)
	if _, err := bw.Write(p); err != nil {
		return "", err
	}
	bw.Flush()
	return hex.EncodeToString(h.Sum(nil)), nil
}

// What is below remembers the first error, and is asked for it in the end.

func okBelow(bw *bufio.Writer, p []byte) error {
	zw := gzip.NewWriter(bw)
	if _, err := zw.Write(p); err != nil {
		return err
	}
	zw.Close()
	return bw.Flush()
}

type encoder struct {
	w   io.Writer
	err error
}

func (e *encoder) write(p []byte) {
	if e.err == nil {
		_, e.err = e.w.Write(p)
	}
}

type block struct{ e *encoder }

func (b block) Write(p []byte) (int, error) {
	b.e.write(p)
	return len(p), b.e.err
}

func (e *encoder) okRemembered(p []byte) {
	zw := gzip.NewWriter(block{e})
	if _, e.err = zw.Write(p); e.err != nil {
		return
	}
	zw.Close()
}

// This one only counts.

type counter struct {
	w io.Writer
	n int
}

func (c *counter) Write(p []byte) (int, error) {
	c.n += len(p)
	return c.w.Write(p)
}

func badCounted(w io.Writer, p []byte) (int, error) {
	c := &counter{w: w}
	zw := gzip.NewWriter(c)
	if _, err := zw.Write(p); err != nil {
		return 0, err
	}
	zw.Close() // want "error of zw.Close is dropped"
	return c.n, nil
}

// The client finds out.

func okResponse(w http.ResponseWriter, p []byte) error {
	zw := gzip.NewWriter(w)
	defer zw.Close()
	_, err := zw.Write(p)
	return err
}

func okConn(conn net.Conn, line string) error {
	bw := bufio.NewWriter(conn)
	defer bw.Flush()
	_, err := bw.WriteString(line)
	return err
}

func okPipe(p []byte) io.Reader {
	pr, pw := io.Pipe()
	go func() {
		zw := gzip.NewWriter(pw)
		_, err := zw.Write(p)
		zw.Close()
		pw.CloseWithError(err)
	}()
	return pr
}

// A person looks at it.

func okStdout(lines []string) error {
	bw := bufio.NewWriter(os.Stdout)
	defer bw.Flush()
	for _, line := range lines {
		if _, err := bw.WriteString(line); err != nil {
			return err
		}
	}
	return nil
}

func okTable(w io.Writer, rows []string) error {
	tw := tabwriter.NewWriter(w, 0, 8, 1, ' ', 0)
	defer tw.Flush()
	for _, row := range rows {
		if _, err := io.WriteString(tw, row); err != nil {
			return err
		}
	}
	return nil
}

// A writer that keeps its error where others look for it.
type sticky struct {
	w   io.Writer
	err *error
}

func (s sticky) Write(p []byte) (n int, err error) {
	if *s.err != nil {
		return 0, *s.err
	}
	n, err = s.w.Write(p)
	*s.err = err
	return n, err
}

type stream struct {
	bw  *bufio.Writer
	err error
}

func okSticky(w io.Writer, greeting string) (*stream, error) {
	s := new(stream)
	bw := bufio.NewWriter(sticky{w, &s.err})
	bw.WriteString(greeting)
	bw.Flush()
	if s.err != nil {
		return nil, s.err
	}
	s.bw = bw
	return s, nil
}
