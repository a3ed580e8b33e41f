// Package pipereader has the fixtures of the kind pipereader: a reader that stops early leaves the writer waiting. Its
// reports are for strict mode only, because a reader that reads to the end need not close.
package pipereader

import (
	"bufio"
	"io"
)

func produce(w *io.PipeWriter) {
	defer w.Close()
	io.WriteString(w, "first\nsecond\n")
}

func okReadToTheEnd() ([]byte, error) {
	pr, pw := io.Pipe()
	go produce(pw)
	return io.ReadAll(pr)
}

// The writer of the second line waits for ever.

func okFirstLine() (string, error) {
	pr, pw := io.Pipe()
	go produce(pw)
	return bufio.NewReader(pr).ReadString('\n')
}

func okDefer() (string, error) {
	pr, pw := io.Pipe()
	defer pr.Close()
	go produce(pw)
	return bufio.NewReader(pr).ReadString('\n')
}

func okHandOff() io.ReadCloser {
	pr, pw := io.Pipe()
	go produce(pw)
	return pr
}
