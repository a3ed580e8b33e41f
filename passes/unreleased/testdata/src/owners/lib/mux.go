package lib

import (
	"context"
	"log"
	"net"
	"os"
	"sync"
)

// Params are what a Mux is made of.
type Params struct {
	Log  *log.Logger
	Conn net.PacketConn
	Name string
}

// A Mux owns the connection in its parameters.
type Mux struct {
	params Params
	names  map[string]bool
}

// NewMux makes a mux.
func NewMux(params Params) *Mux {
	if params.Log == nil {
		params.Log = log.Default()
	}
	params.Name = params.Conn.LocalAddr().String()
	return &Mux{params: params, names: make(map[string]bool)}
}

// Close closes the connection.
func (m *Mux) Close() error { return m.params.Conn.Close() }

// A Client is what an Exporter exports by.
type Client interface {
	Start() error
	Stop() error
}

type client struct {
	ctx    context.Context
	cancel context.CancelFunc
}

func (c *client) Start() error { return c.ctx.Err() }

func (c *client) Stop() error {
	c.cancel()
	return nil
}

// NewClient makes a client.
func NewClient() Client {
	ctx, cancel := context.WithCancel(context.Background())
	return &client{ctx: ctx, cancel: cancel}
}

// An Exporter stops its client once.
type Exporter struct {
	client  Client
	mu      sync.RWMutex
	started bool
	once    sync.Once
}

// NewExporter makes an exporter.
func NewExporter(c Client) *Exporter { return &Exporter{client: c, started: true} }

// Shutdown stops the client.
func (e *Exporter) Shutdown() error {
	e.mu.RLock()
	started := e.started
	e.mu.RUnlock()
	if !started {
		return nil
	}
	var err error
	e.once.Do(func() {
		err = e.client.Stop()
		e.mu.Lock()
		e.started = false
		e.mu.Unlock()
	})
	return err
}

// A Logger writes to a file.
type Logger struct {
	Out    *os.File
	Prefix string
}

// An Entry is something to log.
type Entry struct {
	Logger *Logger
	text   string
}

// NewLogger makes a logger.
func NewLogger() *Logger { return &Logger{Out: os.Stderr} }

// SetOutput sets the file.
func (l *Logger) SetOutput(f *os.File) { l.Out = f }

// With makes an entry.
func (l *Logger) With(text string) *Entry { return &Entry{Logger: l, text: text} }

// Pending is a file that replaces another one in the end.
type Pending interface {
	Write(p []byte) (int, error)
	CloseReplace() error
	Drop() error
}

type pending struct {
	f    *os.File
	name string
}

func (p *pending) Write(b []byte) (int, error) { return p.f.Write(b) }

func (p *pending) CloseReplace() error {
	if err := p.f.Close(); err != nil {
		return err
	}
	return os.Rename(p.f.Name(), p.name)
}

func (p *pending) Drop() error {
	p.f.Close()
	return os.Remove(p.f.Name())
}

// NewPending makes a file that replaces the named one.
func NewPending(name string) (Pending, error) {
	f, err := os.CreateTemp("", "pending")
	if err != nil {
		return nil, err
	}
	return &pending{f, name}, nil
}

// Finish replaces the file, or drops what was written if there is an error.
func Finish(err error, p Pending) error {
	if err != nil {
		p.Drop()
		return err
	}
	return p.CloseReplace()
}
