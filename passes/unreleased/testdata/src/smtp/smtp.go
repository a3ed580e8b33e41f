// Package smtp has the fixtures of the kind smtp: a client that dialled a mail server.
package smtp

import (
	"fmt"
	"net/smtp"
)

func badNever(addr string) (bool, error) {
	c, err := smtp.Dial(addr) // want `c is never closed`
	if err != nil {
		return false, err
	}
	ok, _ := c.Extension("STARTTLS")
	return ok, nil
}

func badEarlyReturn(addr string) error {
	c, err := smtp.Dial(addr) // want `c is not closed if the function returns at line L(plain)`
	if err != nil {
		return err
	}
	if ok, _ := c.Extension("STARTTLS"); !ok {
		return fmt.Errorf("%s does not encrypt", addr) // L(plain)
	}
	return c.Quit()
}

func badErrorBranch(addr, from string) (*smtp.Client, error) {
	c, err := smtp.Dial(addr) // want `c is not closed if the function returns at line L(mail)`
	if err != nil {
		return nil, err
	}
	if err := c.Mail(from); err != nil {
		return nil, err // L(mail)
	}
	return c, nil
}

func okDefer(addr, from string) error {
	c, err := smtp.Dial(addr)
	if err != nil {
		return err
	}
	defer c.Close()
	return c.Mail(from)
}

func okQuit(addr string) error {
	c, err := smtp.Dial(addr)
	if err != nil {
		return err
	}
	if err := c.Noop(); err != nil {
		c.Close()
		return err
	}
	return c.Quit()
}

func okHandOff(addr string) (*smtp.Client, error) {
	return smtp.Dial(addr)
}
