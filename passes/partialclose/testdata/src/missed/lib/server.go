package lib

import (
	"net"
	"sync"
)

// A Server serves listeners until it is stopped.
type Server struct {
	mu        sync.Mutex
	listeners map[net.Listener]bool
	done      chan struct{}
}

// NewServer makes a server.
func NewServer() *Server {
	return &Server{listeners: make(map[net.Listener]bool), done: make(chan struct{})}
}

// Serve serves a listener until the server is stopped.
func (s *Server) Serve(ln net.Listener) error {
	s.mu.Lock()
	s.listeners[ln] = true
	s.mu.Unlock()
	<-s.done
	return nil
}

// Stop closes the listeners.
func (s *Server) Stop() {
	s.mu.Lock()
	defer s.mu.Unlock()
	for ln := range s.listeners {
		ln.Close()
	}
	close(s.done)
}

// Describe says where a listener listens.
func Describe(ln net.Listener) string { return ln.Addr().String() }
