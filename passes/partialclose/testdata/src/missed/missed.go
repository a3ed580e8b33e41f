package missed

import (
	"context"
	"errors"
	"io"
	"net"
	"os"
)

type badServer struct {
	log  *os.File
	conn net.Conn
}

func newServer(name, addr string) (*badServer, error) {
	log, err := os.Create(name)
	if err != nil {
		return nil, err
	}
	conn, err := net.Dial("tcp", addr)
	if err != nil {
		log.Close()
		return nil, err
	}
	return &badServer{log: log, conn: conn}, nil
}

func (s *badServer) run() {
	s.log.WriteString("running\n")
	s.conn.Write([]byte("hello"))
}

func (s *badServer) Close() error { // want `log of badServer, opened by newServer, is not closed by Close` want-category "missed"
	return s.conn.Close()
}

// Some other function releases the field, or hands it on.

type okServer struct {
	log, spare *os.File
	conn       net.Conn
}

func newOKServer(name, addr string) (*okServer, error) {
	log, err := os.Create(name)
	if err != nil {
		return nil, err
	}
	spare, err := os.Create(name + "~")
	if err != nil {
		log.Close()
		return nil, err
	}
	conn, err := net.Dial("tcp", addr)
	if err != nil {
		log.Close()
		spare.Close()
		return nil, err
	}
	return &okServer{log: log, spare: spare, conn: conn}, nil
}

func (s *okServer) Close() error { return s.conn.Close() }

func (s *okServer) closeLog() error { return s.log.Close() }

func (s *okServer) file() *os.File { return s.spare }

// A file in two fields is closed by one of them.

type limited struct {
	r io.Reader
	c io.Closer
}

func newLimited(name string, n int64) (*limited, error) {
	f, err := os.Open(name)
	if err != nil {
		return nil, err
	}
	r := io.Reader(f)
	if n >= 0 {
		r = io.LimitReader(r, n)
	}
	return &limited{r: r, c: f}, nil
}

func (l *limited) okClose() error { return l.Close() }

func (l *limited) Close() error {
	if l.c == nil {
		return nil
	}
	return l.c.Close()
}

// What a method says of a file by its name is nothing about its other fields.

type logFile struct {
	file *os.File
	n    int
	last string
}

func openLog(name string) (*logFile, error) {
	f, err := os.Create(name)
	if err != nil {
		return nil, err
	}
	return &logFile{file: f}, nil
}

func (l *logFile) rotate() error { return os.Rename(l.file.Name(), l.file.Name()+".old") }

type host struct {
	name string
	log  *os.File
}

func (h *host) Name() string { return h.name }

func (l *logFile) okKeepsName(h *host) { l.last = h.Name() }

func (l *logFile) okClose() error { return l.Close() }

func (l *logFile) Close() error {
	l.n++
	return l.file.Close()
}

// A function that was made for later releases the file, by its own name for it.

type hooked struct {
	log  *os.File
	conn net.Conn
	last []func() error
}

func (h *hooked) onClose(f func() error) { h.last = append(h.last, f) }

func okHooked(name, addr string) (*hooked, error) {
	h := new(hooked)
	log, err := os.Create(name)
	if err != nil {
		return nil, err
	}
	h.log = log
	h.onClose(func() error { return log.Close() })
	h.conn, err = net.Dial("tcp", addr)
	if err != nil {
		return nil, errors.Join(err, h.Close())
	}
	return h, nil
}

func (h *hooked) Close() error {
	if h.conn != nil {
		h.conn.Close()
	}
	for _, f := range h.last {
		f()
	}
	return nil
}

type valued struct {
	log  *os.File
	conn net.Conn
	last []func() error
}

func okValued(name string, conn net.Conn) (*valued, error) {
	log, err := os.Create(name)
	if err != nil {
		return nil, err
	}
	v := &valued{log: log, conn: conn}
	v.last = append(v.last, log.Close)
	return v, nil
}

func (v *valued) Close() error {
	for _, f := range v.last {
		f()
	}
	return v.conn.Close()
}

// Run takes back in the end what Close finds in the field.

type runner struct {
	cancel context.CancelFunc
	done   chan struct{}
	conn   net.Conn
}

func (r *runner) okRun(ctx context.Context, dial func() (net.Conn, error)) (err error) {
	ctx, cancel := context.WithCancel(ctx)
	r.cancel = cancel
	r.done = make(chan struct{})
	defer func() { cancel() }()
	defer close(r.done)
	r.conn, err = dial()
	if err != nil {
		return err
	}
	<-ctx.Done()
	return nil
}

func (r *runner) Close() error {
	err := r.conn.Close()
	<-r.done
	return err
}

// What fills a field undoes it where it fails itself, and nobody else does.

type badLazy struct {
	path    string
	f, lock *os.File
}

func (s *badLazy) init() (err error) {
	if s.f != nil {
		return nil
	}
	if s.f, err = os.Open(s.path); err != nil {
		return err
	}
	if s.lock, err = os.Create(s.path + ".lock"); err != nil {
		return err
	}
	defer func() {
		if err != nil {
			s.f.Close()
			s.lock.Close()
			s.f, s.lock = nil, nil
		}
	}()
	if _, err = s.f.Seek(0, io.SeekEnd); err != nil {
		return err
	}
	if n, err := s.f.Write([]byte{0}); err != nil {
		return err
	} else if n == 0 {
		return errors.New("nothing written")
	}
	return nil
}

func (s *badLazy) Copy(w io.Writer) error {
	_, err := io.Copy(w, s.lock)
	return err
}

func (s *badLazy) Close() error { // want `lock of badLazy, opened by init, is not closed by Close` want-category "missed"
	if s.f == nil {
		return nil
	}
	return s.f.Close()
}

// The read half of a pipe is done with when the write half is closed.

type okPiped struct {
	r io.Reader
	w *io.PipeWriter
}

func newPiped(src io.Reader) *okPiped {
	r, w := io.Pipe()
	p := &okPiped{r: r, w: w}
	go func() {
		_, err := io.Copy(w, src)
		w.CloseWithError(err)
	}()
	return p
}

func (p *okPiped) Read(b []byte) (int, error) { return p.r.Read(b) }

func (p *okPiped) Close() error { return p.w.Close() }
