// Package pipewriter has the fixtures of the kind pipewriter: the reader of an io.Pipe waits until the writer is closed.
package pipewriter

import (
	"encoding/json"
	"errors"
	"io"
	"net/http"
)

func badNever(v any, consume func(io.Reader) error) error {
	pr, pw := io.Pipe() // want `pw is never closed`
	go func() {
		json.NewEncoder(pw).Encode(v)
	}()
	defer pr.Close()
	return consume(pr)
}

func badEarlyReturn(v any, skip bool) (io.Reader, error) {
	pr, pw := io.Pipe() // want `pw is not closed if the function returns at line L(skip)`
	if skip {
		return pr, nil // L(skip)
	}
	go func() {
		pw.CloseWithError(json.NewEncoder(pw).Encode(v))
	}()
	return pr, nil
}

func badErrorBranch(start func() error) (io.Reader, error) {
	pr, pw := io.Pipe() // want `pw is not closed if the function returns at line L(start)`
	if err := start(); err != nil {
		return pr, err // L(start)
	}
	go func() {
		defer pw.Close()
		io.WriteString(pw, "hello")
	}()
	return pr, nil
}

// The goroutine is left on one path without Close, and the reader waits for ever.
func badInGoroutine(next func() (string, error)) io.Reader {
	pr, pw := io.Pipe() // want `pw is not closed if the goroutine returns at line L(next)`
	go func() {
		for {
			s, err := next()
			if errors.Is(err, io.EOF) {
				pw.Close()
				return
			}
			if err != nil {
				return // L(next)
			}
			io.WriteString(pw, s)
		}
	}()
	return pr
}

func okGoroutine(v any) io.Reader {
	pr, pw := io.Pipe()
	go func() {
		defer pw.Close()
		json.NewEncoder(pw).Encode(v)
	}()
	return pr
}

func okRequest(url string, v any) (*http.Request, error) {
	pr, pw := io.Pipe()
	go func() {
		pw.CloseWithError(json.NewEncoder(pw).Encode(v))
	}()
	return http.NewRequest("POST", url, pr)
}

func okDefer(copied chan<- error) error {
	pr, pw := io.Pipe()
	defer pw.Close()
	go func() {
		_, err := io.Copy(io.Discard, pr)
		copied <- err
	}()
	_, err := io.WriteString(pw, "hello")
	return err
}

func okHandOff() (io.ReadCloser, io.WriteCloser) {
	return io.Pipe()
}

type stream struct {
	*io.PipeReader
	w *io.PipeWriter
}

func okOwner() *stream {
	pr, pw := io.Pipe()
	return &stream{pr, pw}
}

// Nobody waits for the writer of a pipe that nobody reads from yet.

func okNobodyReads(load func() ([]byte, error)) (io.Reader, error) {
	pr, pw := io.Pipe()
	data, err := load()
	if err != nil {
		return nil, err
	}
	go func() {
		defer pw.Close()
		pw.Write(data)
	}()
	return pr, nil
}

func badSomebodyReads(load func() ([]byte, error), consume func(io.Reader)) error {
	pr, pw := io.Pipe() // want `pw is not closed if the function returns at line L(load)`
	go func() { consume(pr) }()
	data, err := load()
	if err != nil {
		return err // L(load)
	}
	pw.Write(data)
	return pw.Close()
}

func okReaderClosedFirst(load func() ([]byte, error), consume func(io.Reader)) error {
	pr, pw := io.Pipe()
	data, err := load()
	if err != nil {
		pr.Close()
		return err
	}
	go func() {
		defer pw.Close()
		pw.Write(data)
	}()
	consume(pr)
	return nil
}
