package missed

import (
	"net"

	"missed/lib"
)

// A server that is given the listener closes it.

type okServed struct {
	server   *lib.Server
	listener net.Listener
}

func (s *okServed) okStart(addr string) error {
	ln, err := net.Listen("tcp", addr)
	if err != nil {
		return err
	}
	s.listener = ln
	s.server = lib.NewServer()
	go s.server.Serve(ln)
	return nil
}

func (s *okServed) Stop() { s.server.Stop() }

type okServedInLiteral struct {
	server   *lib.Server
	listener net.Listener
}

func (s *okServedInLiteral) Start(addr string, failed chan<- error) error {
	ln, err := net.Listen("tcp", addr)
	if err != nil {
		return err
	}
	s.listener = ln
	s.server = lib.NewServer()
	go func() { failed <- s.server.Serve(ln) }()
	return nil
}

func (s *okServedInLiteral) Stop() { s.server.Stop() }

type badAsked struct {
	server   *lib.Server
	listener net.Listener
}

func (s *badAsked) Start(addr string) error {
	ln, err := net.Listen("tcp", addr)
	if err != nil {
		return err
	}
	s.listener = ln
	s.server = lib.NewServer()
	lib.Describe(ln)
	return nil
}

func (s *badAsked) Stop() { s.server.Stop() } // want `listener of badAsked, opened by Start, is not closed by Stop`
