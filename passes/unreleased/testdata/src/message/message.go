// Package message has the fixtures of the kind message: Close ends a mail, and tells whether the server took it.
package message

import (
	"fmt"
	"io"
	"net/smtp"
)

// Without Close the server never learns that the message is complete.

func badNever(c *smtp.Client, text string) error {
	w, err := c.Data() // want `w is never closed`
	if err != nil {
		return err
	}
	_, err = fmt.Fprint(w, text)
	return err
}

func badEarlyReturn(c *smtp.Client, header, text string) error {
	w, err := c.Data() // want `w is not closed if the function returns at line L(empty)`
	if err != nil {
		return err
	}
	if _, err := fmt.Fprint(w, header, "\r\n\r\n"); err != nil {
		return err
	}
	if text == "" {
		return nil // L(empty)
	}
	if _, err := fmt.Fprint(w, text); err != nil {
		return err
	}
	return w.Close()
}

func badErrorBranch(c *smtp.Client, text string) bool {
	w, err := c.Data() // want `w is not closed if the function returns at line L(write)`
	if err != nil {
		return false
	}
	if _, err := io.WriteString(w, text); err != nil {
		return false // L(write)
	}
	return w.Close() == nil
}

// A message that could not be written is not to be completed.

func okErrorBranch(c *smtp.Client, text string) error {
	w, err := c.Data()
	if err != nil {
		return err
	}
	if _, err := fmt.Fprint(w, text); err != nil {
		return err
	}
	return w.Close()
}

func okDefer(c *smtp.Client, text string) error {
	w, err := c.Data()
	if err != nil {
		return err
	}
	defer w.Close()
	_, err = fmt.Fprint(w, text)
	return err
}

func okHandOff(c *smtp.Client) (io.WriteCloser, error) {
	return c.Data()
}
