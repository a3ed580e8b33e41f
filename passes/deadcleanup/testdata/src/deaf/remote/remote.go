// Package remote has releases that get a context, and heed its end or not.
package remote

import (
	"context"
	"log"
	"time"
)

type Server struct{ done chan struct{} }

// Close does not use its context.
func (s *Server) Close(context.Context) error {
	<-s.done
	return nil
}

// Stop uses it for a value.
func (s *Server) Stop(ctx context.Context) error {
	logger(ctx).Print("stopping")
	<-s.done
	return nil
}

// Shutdown takes its values along, and gives itself a time.
func (s *Server) Shutdown(ctx context.Context) error {
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), time.Minute)
	defer cancel()
	return s.Destroy(ctx)
}

// Dispose uses it in a literal, for a value.
func (s *Server) Dispose(ctx context.Context) error {
	defer func() { logger(ctx).Print("disposed") }()
	return s.Stop(context.WithValue(ctx, key{}, log.Default()))
}

// Destroy waits until its context is done.
func (s *Server) Destroy(ctx context.Context) error {
	select {
	case <-s.done:
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}

// Teardown hands its context on to one that waits, under another value.
func (s *Server) Teardown(ctx context.Context) error {
	return s.Destroy(context.WithValue(ctx, key{}, log.Default()))
}

type key struct{}

func logger(ctx context.Context) *log.Logger {
	if l, ok := ctx.Value(key{}).(*log.Logger); ok {
		return l
	}
	return log.Default()
}
