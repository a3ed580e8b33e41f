package owners

import (
	"errors"
	"net"
	"os"
)

// console keeps what is closed after the start; a literal captures it.
type console struct {
	later []net.Conn
	done  chan error
}

func (c *console) receive(conn net.Conn) error {
	_, err := conn.Write(nil)
	return err
}

func badCaptured(addr string, detach bool, parent net.Conn) (*console, error) {
	c := &console{}
	if !detach {
		c.done = make(chan error, 1)
		go func() { c.done <- c.receive(parent) }()
		return c, nil
	}
	conn, err := net.Dial("unix", addr) // want `conn is not closed if the function returns at line L(file)`
	if err != nil {
		return nil, err
	}
	c.later = append(c.later, conn)
	if _, err := conn.Write([]byte("hello")); err != nil {
		return nil, err // L(file)
	}
	return c, nil
}

// A literal that is made before the files has them, too, once they are in what it has captured.

type journal struct {
	closeAll func() error
	dir      *os.File
}

func okOpenAll(names []string) (func() error, error) {
	var files []*os.File
	closeAll := func() (err error) {
		for _, f := range files {
			err = errors.Join(err, f.Close())
		}
		return err
	}
	for _, name := range names {
		f, err := os.Open(name)
		if err != nil {
			closeAll()
			return nil, err
		}
		files = append(files, f)
	}
	return closeAll, nil
}

func openJournal(names []string) (*journal, error) {
	closeAll, err := okOpenAll(names)
	if err != nil {
		return nil, err
	}
	return &journal{closeAll: closeAll}, nil
}

func (j *journal) Close() error { return errors.Join(j.dir.Close(), j.closeAll()) }

// falseNegativeJournal: of an object with a function that closes files nobody knows that it owns them.
func falseNegativeJournal(names []string, dir string) (*journal, error) {
	j, err := openJournal(names)
	if err != nil {
		return nil, err
	}
	if j.dir, err = os.Open(dir); err != nil {
		return nil, err // leak
	}
	return j, nil
}
