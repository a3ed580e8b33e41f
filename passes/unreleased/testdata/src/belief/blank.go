package belief

import (
	"errors"
	"fmt"
	"io"
)

type pump struct{ name string }

var pumps = map[string]*pump{}

func startPump(name string) *pump {
	p := pumps[name]
	p.name = name
	return p
}

func (p *pump) Close() error {
	delete(pumps, p.name)
	return nil
}

// A constructor that leaves everything to be opened later hands out nothing that could be given back.

type command struct {
	name string
	work chan error
	pump *pump
}

func newCommand(name string) *command {
	return &command{name: name, work: make(chan error)}
}

func (c *command) parse(args []string) error {
	if len(args) > 0 {
		return errors.New("unexpected arguments")
	}
	return nil
}

func (c *command) run() { c.pump = startPump(c.name) }

func (c *command) Close() error {
	if c.pump != nil {
		return c.pump.Close()
	}
	return nil
}

func okBlank(args []string) error {
	c := newCommand("run")
	if err := c.parse(args); err != nil {
		return err
	}
	c.run()
	return c.Close()
}

// One that opens it itself is another thing, although nothing tells that there is something to close but that it is closed.

func startCommand(name string) *command {
	c := &command{name: name}
	c.pump = startPump(name)
	return c
}

func badStarted(args []string) error {
	c := startCommand("run") // want `c is not closed if the function returns at line L(parse)`
	if err := c.parse(args); err != nil {
		return err // L(parse)
	}
	return c.Close()
}

// What an encoder writes last is worth nothing where the function fails, whoever else closes it.

type encoder struct {
	w io.Writer
	n int
}

func newEncoder(w io.Writer) *encoder { return &encoder{w: w} }

func (e *encoder) encode(s string) error {
	e.n++
	_, err := io.WriteString(e.w, s)
	return err
}

func (e *encoder) Close() error {
	_, err := fmt.Fprintln(e.w, e.n)
	return err
}

func okEncoded(w io.Writer) error {
	e := newEncoder(w)
	if err := e.encode("a"); err != nil {
		return err
	}
	return e.Close()
}

func okEncodedTwice(w io.Writer, s string) error {
	e := newEncoder(w)
	if err := e.encode(s); err != nil {
		return err
	}
	if err := e.encode(s); err != nil {
		return err
	}
	return e.Close()
}

func okEncodedAll(w io.Writer, list []string) error {
	e := newEncoder(w)
	for _, s := range list {
		if err := e.encode(s); err != nil {
			return err
		}
	}
	return e.Close()
}

func badIncomplete(w io.Writer) error {
	e := newEncoder(w) // want `e is never closed`
	return e.encode("a")
}

// A decoder reads the sum at the end.

type decoder struct {
	r   io.Reader
	sum byte
}

func newDecoder(r io.Reader) *decoder { return &decoder{r: r} }

func (d *decoder) decode(p []byte) error {
	_, err := io.ReadFull(d.r, p)
	for _, b := range p {
		d.sum += b
	}
	return err
}

func (d *decoder) Close() error {
	var sum [1]byte
	if _, err := io.ReadFull(d.r, sum[:]); err != nil {
		return err
	}
	if sum[0] != d.sum {
		return errors.New("wrong sum")
	}
	return nil
}

func okDecoded(r io.Reader, p []byte) error {
	d := newDecoder(r)
	if err := d.decode(p); err != nil {
		return err
	}
	return d.Close()
}

func okDecodedTwice(r io.Reader, p []byte) error {
	d := newDecoder(r)
	if err := d.decode(p[:8]); err != nil {
		return err
	}
	if err := d.decode(p[8:]); err != nil {
		return err
	}
	return d.Close()
}

func okDecodedByte(r io.Reader) error {
	d := newDecoder(r)
	if err := d.decode(make([]byte, 1)); err != nil {
		return err
	}
	return d.Close()
}
