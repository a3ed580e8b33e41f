package owners

import "net"

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
