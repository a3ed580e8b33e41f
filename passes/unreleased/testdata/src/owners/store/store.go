// Package store has owners that a method of theirs fills, and owners of a context.
package store

import (
	"context"
	"net"
	"os"
	"time"
)

// A Writer has a file, which init opens.
type Writer struct {
	name string
	f    *os.File
}

func New(name string) (*Writer, error) {
	w := &Writer{name: name}
	if err := w.init(); err != nil {
		return nil, err
	}
	return w, nil
}

func (w *Writer) init() (err error) {
	w.f, err = os.Create(w.name)
	return err
}

func (w *Writer) Size() (int64, error) {
	info, err := w.f.Stat()
	if err != nil {
		return 0, err
	}
	return info.Size(), nil
}

func (w *Writer) Close() error { return w.f.Close() }

// A Lazy opens its file if it is asked to.
type Lazy struct{ f *os.File }

func NewLazy(name string) (*Lazy, error) {
	l := new(Lazy)
	if err := l.init(name); err != nil {
		return nil, err
	}
	return l, nil
}

func (l *Lazy) init(name string) error {
	if name == "" {
		return nil
	}
	f, err := os.Open(name)
	if err != nil {
		return err
	}
	l.f = f
	return nil
}

func (l *Lazy) Close() error {
	if l.f != nil {
		return l.f.Close()
	}
	return nil
}

// A Server listens from Start to Stop.
type Server struct{ ln net.Listener }

func (s *Server) Start() error {
	ln, err := net.Listen("tcp", "")
	if err != nil {
		return err
	}
	s.ln = ln
	return nil
}

func (s *Server) Stop() error { return s.ln.Close() }

// A Sandbox has a directory in a place that somebody chose.
type Sandbox struct{ dir string }

func NewSandbox(root string) (*Sandbox, error) {
	dir, err := os.MkdirTemp(root, "sandbox")
	if err != nil {
		return nil, err
	}
	return &Sandbox{dir}, nil
}

func (s *Sandbox) Dir() string { return s.dir }

func (s *Sandbox) Close() error { return os.RemoveAll(s.dir) }

// A Poller has a goroutine that only Close ends.
type Poller struct{ cancel context.CancelFunc }

func NewPoller() *Poller {
	ctx, cancel := context.WithCancel(context.Background())
	p := &Poller{cancel}
	go p.run(ctx)
	return p
}

func (p *Poller) run(ctx context.Context) {
	for {
		select {
		case <-ctx.Done():
			return
		case <-time.After(time.Second):
		}
	}
}

func (p *Poller) Poll() {}

func (p *Poller) Close() { p.cancel() }

// A Watcher keeps the context, too.
type Watcher struct {
	ctx    context.Context
	cancel context.CancelFunc
}

func NewWatcher() *Watcher {
	w := &Watcher{}
	w.ctx, w.cancel = context.WithCancel(context.Background())
	go func() {
		<-w.ctx.Done()
		println("done")
	}()
	return w
}

func (w *Watcher) Close() { w.cancel() }

// A Program has a context that nobody waits for until it runs.
type Program struct {
	ctx    context.Context
	cancel context.CancelFunc
}

func NewProgram() *Program {
	p := &Program{}
	p.ctx, p.cancel = context.WithCancel(context.Background())
	return p
}

func (p *Program) Run() { <-p.ctx.Done() }

func (p *Program) Close() { p.cancel() }

// A Job has a goroutine that ends by itself, too.
type Job struct{ cancel context.CancelFunc }

func NewJob(in chan int) *Job {
	ctx, cancel := context.WithCancel(context.Background())
	go func() {
		for {
			select {
			case <-ctx.Done():
				return
			case _, ok := <-in:
				if !ok {
					return
				}
			}
		}
	}()
	return &Job{cancel}
}

func (j *Job) Close() { j.cancel() }

// NewMaybe starts a goroutine only if it is told to.
func NewMaybe(run bool) *Poller {
	if run {
		ctx, cancel := context.WithCancel(context.Background())
		p := &Poller{cancel}
		go p.run(ctx)
		return p
	}
	_, cancel := context.WithCancel(context.Background())
	return &Poller{cancel}
}

// A Mover is not told of the context that Close ends, but of another.
type Mover struct {
	ctx    context.Context
	cancel context.CancelFunc
}

func NewMover(other context.Context) *Mover {
	m := &Mover{}
	m.ctx, m.cancel = context.WithCancel(context.Background())
	if other != nil {
		m.ctx = other
	}
	go m.run()
	return m
}

func (m *Mover) run() { <-m.ctx.Done() }

func (m *Mover) Close() { m.cancel() }

// NewTry opens the file if it can.
func NewTry(name string) *Writer {
	w := &Writer{name: name}
	w.try()
	return w
}

func (w *Writer) try() {
	f, _ := os.Open(w.name)
	w.f = f
}
