// Package owners has fixtures for objects that own several guards: who calls their release has done what there is to do.
package owners

import (
	"net"
	"os"

	"owners/lib"
)

func okClose(a, b string) (int, error) {
	p, err := lib.Open(a, b)
	if err != nil {
		return 0, err
	}
	defer p.Close()
	return p.Use(), nil
}

// One report, not one for each file.
func badNever(a, b string) (int, error) {
	p, err := lib.Open(a, b) // want `p is never closed`
	if err != nil {
		return 0, err
	}
	return p.Use(), nil
}

// A session owns a connection whose methods are those of a struct inside it.
type session struct{ conn *net.TCPConn }

func (s *session) Close() { s.conn.Close() }

func okPromoted(l *net.TCPListener) error {
	conn, err := l.AcceptTCP()
	if err != nil {
		return err
	}
	s := &session{conn: conn}
	_, err = s.conn.Write([]byte("hello"))
	s.Close()
	return err
}

// What holds a connection is not nil.
func okTracked(l net.Listener, closed func() bool) {
	for {
		conn, err := l.Accept()
		conn = lib.Track(conn)
		if closed() {
			if conn != nil {
				conn.Close()
			}
			return
		}
		if err == nil {
			go serve(conn)
		}
	}
}

func serve(conn net.Conn) {
	conn.Write([]byte("hello"))
	conn.Close()
}

func badTracked(l net.Listener, closed func() bool) {
	for {
		conn, err := l.Accept() // want `conn is never closed`
		conn = lib.Track(conn)
		if closed() {
			return
		}
		if err == nil {
			go serve(conn)
		}
	}
}

// A struct whose other fields are changed still has the connection.
func okByValue(addr string) (*lib.Mux, error) {
	conn, err := net.ListenPacket("udp", addr)
	if err != nil {
		return nil, err
	}
	return lib.NewMux(lib.Params{Conn: conn}), nil
}

func badByValue(addr string, check func() error) (*lib.Mux, error) {
	conn, err := net.ListenPacket("udp", addr) // want `conn is not closed if the function returns at line L(check)`
	if err != nil {
		return nil, err
	}
	m := lib.NewMux(lib.Params{Conn: conn})
	if err := check(); err != nil {
		return nil, err // L(check)
	}
	return m, nil
}

// Shutdown calls a function that stops the client, perhaps.
func okOnce() *lib.Exporter {
	return lib.NewExporter(lib.NewClient())
}

// The entry has the logger that has the file.
func okEntry(name string) (*lib.Entry, error) {
	f, err := os.Create(name)
	if err != nil {
		return nil, err
	}
	l := lib.NewLogger()
	l.SetOutput(f)
	return prefixed(l), nil
}

func prefixed(l *lib.Logger) *lib.Entry {
	l.Prefix = "log: "
	return l.With("started")
}

func badEntry(name string) (string, error) {
	f, err := os.Create(name) // want `f is never closed`
	if err != nil {
		return "", err
	}
	l := lib.NewLogger()
	l.SetOutput(f)
	return prefixed(l).Logger.Prefix, nil
}

// What releases it is not named as a release.
func okFinish(name string, data []byte) (err error) {
	p, err := lib.NewPending(name)
	if err != nil {
		return err
	}
	defer func() { err = lib.Finish(err, p) }()
	_, err = p.Write(data)
	return err
}

// What is embedded in an object, behind an interface, closes what is in it where the object is closed by somebody who knows
// only its interface.

type lister interface {
	Next() (string, error)
	Close() error
}

type dirLister struct {
	name string
	dir  *os.File
}

func newDirLister(name string) (*dirLister, error) {
	f, err := os.Open(name)
	if err != nil {
		return nil, err
	}
	return &dirLister{name: name, dir: f}, nil
}

func (d *dirLister) Next() (string, error) {
	names, err := d.dir.Readdirnames(1)
	if err != nil {
		return "", err
	}
	return names[0], nil
}

func (d *dirLister) Close() error { return d.dir.Close() }

type patternLister struct {
	lister
	pattern string
}

func consume(l lister) error {
	defer l.Close()
	_, err := l.Next()
	return err
}

func okEmbedded(name string) error {
	l, err := newDirLister(name)
	if err != nil {
		return err
	}
	return consume(&patternLister{lister: l, pattern: "*"})
}
