// Package own has guards of the program's own.
package own

import (
	"errors"
	"net"
	"net/http"

	"own/other"
)

type client struct {
	conn net.Conn
}

func dial(addr string) (*client, error) {
	conn, err := net.Dial("tcp", addr)
	if err != nil {
		return nil, err
	}
	return &client{conn: conn}, nil
}

func (c *client) Close() error { return c.conn.Close() }

// dial returns nil where it fails, and Close looks into its receiver.

func badClient(addr string) error {
	c, err := dial(addr)
	defer c.Close() // want `c.Close is deferred before err is tested at line L(test), and panics at the exit if dial fails` want-category "exit"

	if err != nil { // L(test)
		return err
	}
	return nil
}

// A function may be handed on.

func redial(addr string) (*client, error) { return dial(addr) }

func badForwarded(addr string) error {
	c, err := redial(addr)
	defer c.Close() // want `c.Close is deferred before err is tested at line L(test), and panics at the exit if redial fails`

	if err != nil { // L(test)
		return err
	}
	return nil
}

func fetch(url string) (*http.Response, error) {
	resp, err := http.Get(url)
	if err != nil {
		return nil, err
	}
	if resp.StatusCode != http.StatusOK {
		resp.Body.Close()
		return nil, errors.New(resp.Status)
	}
	return resp, nil
}

func badFetch(url string) error {
	resp, err := fetch(url)
	defer resp.Body.Close() // want `resp.Body.Close is deferred before err is tested at line L(test), which panics if fetch fails`

	if err != nil { // L(test)
		return err
	}
	return nil
}

// A function that closes what another has returned.

func open(addr string) (net.Conn, func(), error) {
	conn, err := net.Dial("tcp", addr)
	if err != nil {
		return nil, nil, err
	}
	return conn, func() { conn.Close() }, nil
}

func badCleanup(addr string) error {
	conn, cleanup, err := open(addr)
	defer cleanup() // want `cleanup is deferred before err is tested at line L(test), and panics at the exit if open fails`

	if err != nil { // L(test)
		return err
	}
	_, err = conn.Write(nil)
	return err
}

// A method may take nil for an answer.

type patient struct{ conn net.Conn }

func wait(addr string) (*patient, error) {
	conn, err := net.Dial("tcp", addr)
	if err != nil {
		return nil, err
	}
	return &patient{conn: conn}, nil
}

func (p *patient) Close() error {
	if p == nil {
		return nil
	}
	return p.conn.Close()
}

func okPatient(addr string) error {
	p, err := wait(addr)
	defer p.Close()
	if err != nil {
		return err
	}
	return nil
}

// A function may return something that can be closed beside its error.

func half(addr string) (*client, error) {
	conn, err := net.Dial("tcp", addr)
	if err != nil {
		return nil, err
	}
	c := &client{conn: conn}
	if _, err := conn.Write(nil); err != nil {
		return c, err
	}
	return c, nil
}

func okHalf(addr string) error {
	c, err := half(addr)
	defer c.Close()
	if err != nil {
		return err
	}
	return nil
}

func okEmpty(addr string) error {
	cleanup, err := prepare(addr)
	defer cleanup()
	if err != nil {
		return err
	}
	return nil
}

func prepare(addr string) (func(), error) {
	conn, err := net.Dial("tcp", addr)
	if err != nil {
		return func() {}, err
	}
	return func() { conn.Close() }, nil
}

// What functions of other packages return beside their errors is not known.
func falseNegativeImported(addr string) error {
	conn, err := other.Dial(addr)
	defer conn.Close()
	if err != nil {
		return err
	}
	return nil
}
