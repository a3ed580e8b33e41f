// Package deaf calls releases of another package, some of which do not heed the end of their context.
package deaf

import (
	"context"

	"deaf/remote"
)

// What does not look whether its context is done does the same with one that is.

func okUnused(ctx context.Context, s *remote.Server) error {
	<-ctx.Done()
	return s.Close(ctx)
}

func okValue(ctx context.Context, s *remote.Server) error {
	<-ctx.Done()
	return s.Stop(ctx)
}

func okDetached(ctx context.Context, s *remote.Server) error {
	<-ctx.Done()
	return s.Shutdown(ctx)
}

func okLiteral(ctx context.Context, s *remote.Server) error {
	<-ctx.Done()
	return s.Dispose(ctx)
}

func badHeeded(ctx context.Context, s *remote.Server) error {
	<-ctx.Done() // L(done)

	return s.Destroy(ctx) // want `s.Destroy gets ctx, which is done from line L(done) on`
}

func badHandedOn(ctx context.Context, s *remote.Server) error {
	<-ctx.Done() // L(done)

	return s.Teardown(ctx) // want `s.Teardown gets ctx, which is done from line L(done) on`
}
