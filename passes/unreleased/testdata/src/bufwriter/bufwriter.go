// Package bufwriter has the fixtures of the kind bufwriter: a bufio.Writer keeps the end of the data until Flush.
package bufwriter

import (
	"bufio"
	"crypto/sha256"
	"encoding/json"
	"encoding/xml"
	"fmt"
	"io"
	"os"
)

func badNever(w io.Writer, lines []string) {
	bw := bufio.NewWriter(w) // want `bw is never flushed`
	for _, line := range lines {
		fmt.Fprintln(bw, line)
	}
}

// Closing the file below does not flush the buffer above it.

func badOnlyFileClosed(name string, lines []string) error {
	f, err := os.Create(name)
	if err != nil {
		return err
	}
	defer f.Close()
	bw := bufio.NewWriterSize(f, 1<<16) // want `bw is never flushed`
	for _, line := range lines {
		if _, err := fmt.Fprintln(bw, line); err != nil {
			return err
		}
	}
	return nil
}

// A hash sees only what was flushed.

func badHash(lines []string) []byte {
	h := sha256.New()
	bw := bufio.NewWriter(h) // want `bw is never flushed`
	for _, line := range lines {
		bw.WriteString(line)
	}
	return h.Sum(nil)
}

func badEarlyReturn(w io.Writer, lines []string) error {
	bw := bufio.NewWriter(w) // want `bw is not flushed if the function returns at line L(end)`
	for _, line := range lines {
		if line == "" {
			return nil // L(end)
		}
		if _, err := bw.WriteString(line); err != nil {
			return err
		}
	}
	return bw.Flush()
}

func badErrorBranch(w io.Writer, next func() (string, error)) int {
	bw := bufio.NewWriter(w) // want `bw is not flushed if the function returns at line L(next)`
	for n := 0; ; n++ {
		s, err := next()
		if err == io.EOF {
			bw.Flush()
			return n
		}
		if err != nil {
			return n // L(next)
		}
		bw.WriteString(s)
	}
}

func okErrorBranch(w io.Writer, next func() (string, error)) error {
	bw := bufio.NewWriter(w)
	for {
		s, err := next()
		if err == io.EOF {
			return bw.Flush()
		}
		if err != nil {
			return err
		}
		bw.WriteString(s)
	}
}

func okDefer(w io.Writer, lines []string) {
	bw := bufio.NewWriter(w)
	defer bw.Flush()
	for _, line := range lines {
		fmt.Fprintln(bw, line)
	}
}

func okHelper(w io.Writer, lines []string) error {
	bw := bufio.NewWriter(w)
	for _, line := range lines {
		bw.WriteString(line)
	}
	return finish(bw)
}

func finish(bw *bufio.Writer) error {
	bw.WriteByte('\n')
	return bw.Flush()
}

func okHandOff(w io.Writer) *bufio.Writer {
	return bufio.NewWriter(w)
}

type printer struct{ *bufio.Writer }

func okOwner(w io.Writer) *printer {
	return &printer{bufio.NewWriter(w)}
}

func okReadWriter(rw io.ReadWriter) *bufio.ReadWriter {
	return bufio.NewReadWriter(bufio.NewReader(rw), bufio.NewWriter(rw))
}

func okReadWriterFlushed(rw io.ReadWriter) error {
	buf := bufio.NewReadWriter(bufio.NewReader(rw), bufio.NewWriter(rw))
	if _, err := buf.WriteString("ping\n"); err != nil {
		return err
	}
	return buf.Flush()
}

// A deferred call that gets the address of the error adds its own to it: the function has failed all the same.

func closeWith(c io.Closer, err *error) {
	if cerr := c.Close(); cerr != nil && *err == nil {
		*err = cerr
	}
}

func okFailedBeforeDefers(f *os.File, line string) (err error) {
	defer func() { closeWith(f, &err) }()
	bw := bufio.NewWriter(f)
	if _, err = bw.WriteString(line); err != nil {
		return err
	}
	return bw.Flush()
}

func badNotFailed(f *os.File, line string) (err error) {
	defer func() { closeWith(f, &err) }()
	bw := bufio.NewWriter(f) // want `bw is not flushed if the function returns at line`
	if _, err = bw.WriteString(line); err != nil {
		return nil
	}
	return bw.Flush()
}

// The deferred call gets the address when nothing has failed yet.

func okFailedInLoop(f *os.File, lines []string) (err error) {
	defer closeWith(f, &err)
	bw := bufio.NewWriter(f)
	for _, line := range lines {
		if _, err = bw.WriteString(line); err != nil {
			return err
		}
	}
	return bw.Flush()
}

// A copy of the writer is the writer from then on.

type framed struct {
	w bufio.Writer
	n int
}

func okCopied(w io.Writer) *framed { return &framed{w: *bufio.NewWriter(w)} }

func badCopied(w io.Writer, line string) error {
	c := framed{w: *bufio.NewWriter(w)} // want `bufio.NewWriter result is never flushed`
	_, err := c.w.WriteString(line)
	return err
}

// bufio.NewWriter returns a bufio.Writer that it is given: to flush the one is to flush the other.

func writeBuffered(w io.Writer, lines []string) error {
	bw := bufio.NewWriter(w)
	for _, line := range lines {
		if _, err := bw.WriteString(line); err != nil {
			return err
		}
	}
	return bw.Flush()
}

// falsePositiveTwice: of a writer around a writer nobody knows whether it is that very writer.
func falsePositiveTwice(f *os.File, lines []string) error {
	bw := bufio.NewWriter(f) // want `bw is never flushed`
	return writeBuffered(bw, lines)
}

// So does an encoder that buffers what it gets: it flushes the writer that it got, if that is one with a buffer.

func okEncoded(f *os.File, v any) error {
	bw := bufio.NewWriter(f)
	bw.WriteString(xml.Header)
	return xml.NewEncoder(bw).Encode(v)
}

func badEncoded(f *os.File, v any) error {
	bw := bufio.NewWriter(f) // want `bw is never flushed`
	bw.WriteString("json")
	return json.NewEncoder(bw).Encode(v)
}
