// Package overwritten has fields that are given another guard while they hold an open one.
package overwritten

import (
	"context"
	"net"
	"os"
)

type client struct {
	conn net.Conn
	addr string
}

func (c *client) Close() error { return c.conn.Close() }

func handshake(conn net.Conn) error {
	_, err := conn.Write([]byte("hello"))
	return err
}

func (c *client) badRetry() (err error) {
	for range 3 {
		c.conn, err = net.Dial("tcp", c.addr) // want `c.conn is overwritten here before it is closed` want-category "overwritten"
		if err != nil {
			continue
		}
		if err = handshake(c.conn); err == nil {
			return nil
		}
	}
	return err
}

func (c *client) okRetry() (err error) {
	for range 3 {
		c.conn, err = net.Dial("tcp", c.addr)
		if err != nil {
			continue
		}
		if err = handshake(c.conn); err == nil {
			return nil
		}
		c.conn.Close()
	}
	return err
}

func (c *client) badDropped() (err error) {
	c.conn, err = net.Dial("tcp", c.addr)
	if err != nil {
		return err
	}
	if err := handshake(c.conn); err != nil {
		c.conn = nil // want `c.conn is overwritten here before it is closed`
		return err
	}
	return nil
}

func (c *client) okDropped() (err error) {
	c.conn, err = net.Dial("tcp", c.addr)
	if err != nil {
		c.conn = nil
		return err
	}
	return nil
}

// The method uses the old one, so there was one.

func (c *client) badReconnect() error {
	if _, err := c.conn.Write([]byte("ping")); err == nil {
		return nil
	}
	conn, err := net.Dial("tcp", c.addr)
	if err != nil {
		return err
	}
	c.conn = conn // want `c.conn is overwritten here before it is closed`
	return nil
}

func (c *client) okReconnect() error {
	if _, err := c.conn.Write([]byte("ping")); err == nil {
		return nil
	}
	c.Close()
	conn, err := net.Dial("tcp", c.addr)
	if err != nil {
		return err
	}
	c.conn = conn
	return nil
}

func (c *client) okConnect() (err error) {
	c.conn, err = net.Dial("tcp", c.addr)
	return err
}

func (c *client) okSwapped() (net.Conn, error) {
	c.conn.Write([]byte("bye"))
	old := c.conn
	conn, err := net.Dial("tcp", c.addr)
	if err != nil {
		return nil, err
	}
	c.conn = conn
	return old, nil
}

// Rotation closes the old file first, or under another name.

type rotating struct {
	file *os.File
	n    int
}

func (r *rotating) okRotate(name string) (err error) {
	old := r.file
	if r.file, err = os.Create(name); err != nil {
		return err
	}
	if old != nil {
		old.Close()
	}
	return nil
}

func (r *rotating) okRotateFirst(name string) (err error) {
	if r.file != nil {
		r.file.Sync()
		if err := r.file.Close(); err != nil {
			return err
		}
	}
	r.file, err = os.Create(name)
	return err
}

func (r *rotating) badRotate(name string) error {
	if err := r.file.Sync(); err != nil {
		return err
	}
	f, err := os.Create(name)
	if err != nil {
		return err
	}
	r.file = f // want `r.file is overwritten here before it is closed`
	return nil
}

// A method of the owner is called, which does not show that the field is filled.

func (r *rotating) name() string { return "log" }

func (r *rotating) okFirst() error {
	f, err := os.Create(r.name())
	if err != nil {
		return err
	}
	r.file = f
	return nil
}

// An owner whose release has a name of its own.

type syncedFile struct{ f *os.File }

func openSynced(name string) (*syncedFile, error) {
	f, err := os.Create(name)
	if err != nil {
		return nil, err
	}
	return &syncedFile{f}, nil
}

func (s *syncedFile) SyncClose(sync bool) error {
	if sync {
		if err := s.f.Sync(); err != nil {
			println(err.Error())
		}
	}
	return s.f.Close()
}

type puller struct {
	writer *syncedFile
	err    error
}

func (p *puller) open(name string) (err error) {
	p.writer, err = openSynced(name)
	return err
}

func (p *puller) okFinal(sync bool) {
	if p.writer != nil {
		if err := p.writer.SyncClose(sync); err != nil && p.err == nil {
			p.err = err
		}
		p.writer = nil
	}
}

// Who sends an update has interrupted what ran before.

type group struct {
	cancel context.CancelFunc
	update chan func(context.Context)
	done   chan struct{}
}

func (g *group) okRun(ctx context.Context, eval func(context.Context)) {
	ectx, cancel := context.WithCancel(ctx)
	g.cancel = cancel
	defer g.interrupt()
	for {
		select {
		case <-g.done:
			return
		case eval = <-g.update:
			ectx, cancel = context.WithCancel(ctx)
			g.cancel = cancel
		default:
			eval(ectx)
		}
	}
}

func (g *group) interrupt() { g.cancel() }

func (g *group) replace(eval func(context.Context)) {
	g.interrupt()
	g.update <- eval
}

type loner struct {
	cancel context.CancelFunc
	update chan func(context.Context)
}

func (l *loner) Close() { l.cancel() }

func (l *loner) badRun(ctx context.Context, eval func(context.Context)) {
	for eval = range l.update {
		ectx, cancel := context.WithCancel(ctx)
		l.cancel = cancel // want `l.cancel is overwritten here before it is called`
		eval(ectx)
	}
}

// What has an index is another one in each round.

type port struct {
	net.Listener
	close func() error
}

func (p *port) Close() error { return p.close() }

func okEach(addrs []string) (ports []*port, err error) {
	ports = make([]*port, len(addrs))
	defer func() {
		if err == nil {
			return
		}
		for i := range ports {
			if ports[i] != nil && ports[i].close != nil {
				ports[i].close()
			}
		}
	}()
	for i, addr := range addrs {
		ports[i] = &port{close: func() error { return nil }}
		ports[i].Listener, err = net.Listen("tcp", addr)
		if err != nil {
			return nil, err
		}
		ports[i].close = func() error { return ports[i].Listener.Close() }
	}
	return ports, nil
}
