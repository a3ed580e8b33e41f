// Package dotwriter has the fixtures of the kind dotwriter: texts of net/textproto that end with a dot.
package dotwriter

import (
	"io"
	"net/textproto"
)

func badNever(w *textproto.Writer, text string) error {
	dw := w.DotWriter() // want `dw is never closed`
	_, err := io.WriteString(dw, text)
	return err
}

func badEarlyReturn(w *textproto.Writer, text string) error {
	dw := w.DotWriter() // want `dw is not closed if the function returns at line L(empty)`
	if text == "" {
		return nil // L(empty)
	}
	if _, err := io.WriteString(dw, text); err != nil {
		return err
	}
	return dw.Close()
}

func badErrorBranch(w *textproto.Writer, text string) bool {
	dw := w.DotWriter() // want `dw is not closed if the function returns at line L(write)`
	if _, err := io.WriteString(dw, text); err != nil {
		return false // L(write)
	}
	return dw.Close() == nil
}

func okErrorBranch(w *textproto.Writer, text string) error {
	dw := w.DotWriter()
	if _, err := io.WriteString(dw, text); err != nil {
		return err
	}
	return dw.Close()
}

func okDefer(w *textproto.Writer, r io.Reader) error {
	dw := w.DotWriter()
	defer dw.Close()
	_, err := io.Copy(dw, r)
	return err
}

func okHandOff(w *textproto.Writer) io.WriteCloser {
	return w.DotWriter()
}
