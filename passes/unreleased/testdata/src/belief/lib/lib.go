// Package lib has connections for package belief.
package lib

import (
	"net"
	"sync/atomic"
)

// A Session has a connection.
type Session struct{ current atomic.Value }

type held struct{ conn net.Conn }

func (s *Session) get() net.Conn {
	if h, ok := s.current.Load().(*held); ok {
		return h.conn
	}
	return nil
}

// Conn returns the connection that the session has.
func (s *Session) Conn() net.Conn { return s.get() }

// Exchange gives the session another connection.
func (s *Session) Exchange(conn net.Conn) error {
	_, err := conn.Write([]byte("hello"))
	if err == nil {
		s.current.Store(&held{conn})
	}
	return err
}
