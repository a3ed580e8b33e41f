package falsereports

import (
	"bufio"
	"context"
	"errors"
	"io"
	"net"
	"net/http"
	"os"
	"runtime/pprof"
	"sync"
	"syscall"
)

// A test that wants an error looks at it without asking whether there is one.

func okWantsError(url string) bool {
	_, err := http.Get(url)
	return err.Error() == "unsupported protocol scheme"
}

func badMayWork(url string) bool {
	_, err := http.Get(url) // want `result of http.Get is discarded`
	return errors.Is(err, io.EOF)
}

// All elements are closed, by a loop that looks for those that are there.

func okElements(a, b string) error {
	closer := func(files []*os.File) {
		for _, f := range files {
			if f != nil {
				f.Close()
			}
		}
	}
	var err error
	files := make([]*os.File, 2)
	if files[0], err = os.Open(a); err != nil {
		return err
	}
	if _, err := files[0].Stat(); err != nil {
		closer(files)
		return err
	}
	if files[1], err = os.Open(b); err != nil {
		closer(files)
		return err
	}
	closer(files)
	return nil
}

func badElement(a, b string) error {
	var err error
	files := make([]*os.File, 2)
	if files[0], err = os.Open(a); err != nil { // want `files\[0\] is not closed if the function returns at line L(second)`
		return err
	}
	if files[1], err = os.Open(b); err != nil {
		return err // L(second)
	}
	for _, f := range files {
		f.Close()
	}
	return nil
}

// Close of a UDPConn is that of a struct inside it, and a deferred one has the connection all the same.

func okPromotedDefer(addrs []*net.UDPAddr) error {
	for _, addr := range addrs {
		c, err := net.DialUDP("udp", nil, addr)
		if err != nil {
			return err
		}
		defer c.Close()
		if _, err := c.Write([]byte("ping")); err != nil {
			return err
		}
	}
	return nil
}

// A package-level WaitGroup is marked done by a goroutine that gets nothing.

var lookups sync.WaitGroup

func okGlobalWaitGroup(ctx context.Context, results <-chan string) (string, error) {
	lookups.Add(1)
	drain := func(results <-chan string) {
		<-results
		lookups.Done()
	}
	select {
	case <-ctx.Done():
		go drain(results)
		return "", ctx.Err()
	case r := <-results:
		lookups.Done()
		return r, nil
	}
}

// One method starts the profile and another one stops it.

type profiler struct{}

func (profiler) okStart(w io.Writer) error { return pprof.StartCPUProfile(w) }

func (profiler) stop() { pprof.StopCPUProfile() }

// A compressor is made around the writer that the function gets.

func okCompressor(w io.Writer, compress func(io.Writer) (io.WriteCloser, error), header []byte) (io.WriteCloser, error) {
	c, err := compress(w)
	if err != nil {
		return nil, err
	}
	if _, err := w.Write(header); err != nil {
		return nil, err
	}
	return c, nil
}

// Each message is flushed by the method that writes it.

type codec interface {
	send(string) error
	Close() error
}

type bufferedCodec struct {
	conn io.Closer
	buf  *bufio.Writer
}

func (c *bufferedCodec) send(s string) error {
	if _, err := c.buf.WriteString(s); err != nil {
		return err
	}
	return c.buf.Flush()
}

func (c *bufferedCodec) Close() error { return c.conn.Close() }

func serve(c codec) {
	defer c.Close()
	for range 3 {
		if c.send("hello") != nil {
			return
		}
	}
}

func okCodec(conn io.ReadWriteCloser) {
	serve(&bufferedCodec{conn, bufio.NewWriter(conn)})
}

// Nobody follows a descriptor into an object.

type socket struct {
	fd     int
	family int
}

var closeSocket = syscall.Close

func (s *socket) close() error {
	if s.fd < 0 {
		return syscall.EINVAL
	}
	return closeSocket(s.fd)
}

func (s *socket) init() error {
	if s.family == 0 {
		return syscall.EAFNOSUPPORT
	}
	return nil
}

func okDescriptorInObject(family int) (*socket, error) {
	fd, err := syscall.Socket(family, syscall.SOCK_STREAM, 0)
	if err != nil {
		return nil, err
	}
	s := &socket{fd, family}
	if err := s.init(); err != nil {
		s.close()
		return nil, err
	}
	return s, nil
}

// However many fields a function looks at, what it does with the last one counts as well.

type many struct {
	a, b, c, d, e, f, g, h *os.File
	conn                   net.Conn
}

func (m *many) upgrade() error {
	for _, f := range []func() (os.FileInfo, error){m.a.Stat, m.b.Stat, m.c.Stat, m.d.Stat, m.e.Stat, m.f.Stat, m.g.Stat, m.h.Stat} {
		if _, err := f(); err != nil {
			m.conn.Close()
			return err
		}
	}
	return nil
}

func okMany(m *many, addr string) error {
	n := &many{a: m.a, b: m.b, c: m.c, d: m.d, e: m.e, f: m.f, g: m.g, h: m.h}
	var err error
	n.conn, err = net.Dial("tcp", addr)
	if err != nil {
		return err
	}
	if err := n.upgrade(); err != nil {
		return err
	}
	return n.conn.Close()
}

// Where there are too many paths to tell apart by everything, a failure is still a failure.

func okManyPaths(w io.Writer, a, b, c, d, e, f bool, lines []string) (err error) {
	defer func() {
		if a && b && c && d && e && f {
			println("all", err)
		}
	}()
	for _, set := range []bool{a, b, c, d, e, f} {
		if set {
			println("set")
		}
	}
	buf := bufio.NewWriter(w)
	if a {
		println("a")
	}
	if b {
		println("b")
	}
	if c {
		println("c")
	}
	if d {
		println("d")
	}
	if e {
		println("e")
	}
	if f {
		println("f")
	}
	for _, line := range lines {
		_, err = buf.WriteString(line)
		if err != nil {
			return err
		}
	}
	return buf.Flush()
}

// A set holds what is its key.

type pool struct{ conns map[net.Conn]struct{} }

func (p *pool) okKey(addr string) error {
	c, err := net.Dial("tcp", addr)
	if err != nil {
		return err
	}
	p.conns[c] = struct{}{}
	return nil
}

func okLocalSet(addrs []string) error {
	set := make(map[net.Conn]bool)
	defer func() {
		for c := range set {
			c.Close()
		}
	}()
	for _, a := range addrs {
		c, err := net.Dial("tcp", a)
		if err != nil {
			return err
		}
		set[c] = true
	}
	return nil
}

// What was just opened is not os.Stdout.
func okNotStdout(name string) (err error) {
	out := os.Stdout
	if name != "" {
		out, err = os.Create(name)
		if err != nil {
			return err
		}
	}
	defer func() {
		if out != os.Stdout {
			out.Close()
		}
	}()
	_, err = out.WriteString("x")
	return err
}

// A snapshot is closed or cancelled.

type sink interface {
	io.WriteCloser
	Cancel() error
}

type store interface{ create() (sink, error) }

func okCancel(s store, r io.Reader) error {
	out, err := s.create()
	if err != nil {
		return err
	}
	if _, err := io.Copy(out, r); err != nil {
		_ = out.Cancel()
		return err
	}
	return out.Close()
}

// A goroutine closes, behind an interface, what the object was made with.

type bufferedFile struct {
	*bufio.Writer
	io.Closer
}

func (f *bufferedFile) Close() error {
	f.Flush()
	return f.Closer.Close()
}

func newBufferedFile(w *bufio.Writer, c io.Closer) io.WriteCloser { return &bufferedFile{w, c} }

type sequence struct {
	w      io.WriteCloser
	events chan string
}

func newSequence(w io.WriteCloser) *sequence { return &sequence{w: w, events: make(chan string)} }

func (s *sequence) run() {
	defer s.w.Close()
	for e := range s.events {
		io.WriteString(s.w, e)
	}
}

func (s *sequence) record(e string) { s.events <- e }

func okSequence(name string) (*sequence, error) {
	f, err := os.Create(name)
	if err != nil {
		return nil, err
	}
	s := newSequence(newBufferedFile(bufio.NewWriter(f), f))
	go s.run()
	return s, nil
}
