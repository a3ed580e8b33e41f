package lib

import "net"

// Tracking says that open connections are counted.
var Tracking bool

var open int

type tracked struct{ net.Conn }

func (t tracked) Close() error {
	open--
	return t.Conn.Close()
}

// Track counts a connection until it is closed.
func Track(conn net.Conn) net.Conn {
	if !Tracking {
		return conn
	}
	if conn == nil {
		return nil
	}
	open++
	return tracked{conn}
}
