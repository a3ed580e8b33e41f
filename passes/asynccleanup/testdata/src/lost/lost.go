// Package lost has goroutines that drop the error of a release, and the ways to observe it.
package lost

import (
	"context"
	"errors"
	"fmt"
	"io"
	"log"
	"net"
	"net/http"
	"os"
	"sync"
)

// A go statement drops what the function returns: nobody can know that the release failed.

func badDirect(f *os.File) {
	go f.Close() // want `f.Close runs in a goroutine, so its error is lost` want-category "error"
}

func badInterface(c io.Closer) {
	go c.Close() // want `c.Close runs in a goroutine, so its error is lost`
}

func badServer(ctx context.Context, srv *http.Server) {
	go srv.Shutdown(ctx) // want `srv.Shutdown runs in a goroutine, so its error is lost`
}

func badFunction(dir string) {
	go os.RemoveAll(dir) // want `os.RemoveAll runs in a goroutine, so its error is lost`
}

// The error of closing a connection tells little: only -strict asks for it.

func okConnection(c net.Conn) {
	go c.Close()
	go func() { c.Close() }()
}

type transport interface {
	io.ReadWriteCloser
	LocalAddr() net.Addr
}

func okConnectionOfInterface(t transport) {
	go t.Close()
}

func okIgnored(f *os.File) {
	go f.Close() // ignore the error: the file was only read
}

// A literal that does nothing but release can observe the error, and has to.

func badLiteral(f *os.File) {
	go func() { // want-related "launched here"
		f.Close() // want `error of f.Close is lost in a goroutine`
	}()
}

func badDeferred(f *os.File) {
	go func() {
		defer f.Close() // want `error of f.Close is lost in a goroutine`
	}()
}

func badEmptyBranch(f *os.File) {
	go func() {
		if err := f.Close(); err != nil { // want `error of f.Close is lost in a goroutine`
		}
	}()
}

func badOnlyReturns(f *os.File) {
	go func() {
		if err := f.Close(); err != nil { // want `error of f.Close is lost in a goroutine`
			return
		}
	}()
}

// The call is split so that its closing line has no comment: one would be the reason for the blank identifier.

func badBlank(f *os.File) {
	go func() {
		_ = f. // want `error of f.Close is lost in a goroutine`
			Close()
	}()
}

func okDeliberate(f *os.File) {
	go func() {
		_ = f.Close() // read only
	}()
}

func badRendered(f *os.File) {
	go func() {
		fmt.Errorf("closing: %w", f.Close()) // want `error of f.Close is lost in a goroutine`
	}()
}

func badChannelWithoutReceiver(f *os.File) {
	errs := make(chan error, 1)
	go func() {
		errs <- f.Close() // want `error of f.Close is lost in a goroutine`
	}()
}

func badReadTooEarly(f *os.File) error {
	var err error
	go func() {
		err = f.Close() // want `error of f.Close is lost in a goroutine`
	}()
	return err
}

func badIgnoredByCallee(f *os.File) {
	go func() {
		drop(f.Close()) // want `error of f.Close is lost in a goroutine`
	}()
}

func drop(error) {}

// Observed, one way or another.

func okLogged(f *os.File) {
	go func() {
		if err := f.Close(); err != nil {
			log.Print(err)
		}
	}()
}

func okLoggedAlways(f *os.File) {
	go func() {
		log.Print("closed: ", f.Close())
	}()
}

func okMessageWithoutError(f *os.File) {
	go func() {
		if f.Close() != nil {
			log.Print("cannot close the file")
		}
	}()
}

var failures int

func okCounted(f *os.File) {
	go func() {
		if err := f.Close(); err != nil {
			failures++
		}
	}()
}

func okCallback(f *os.File, done func(error)) {
	go func() {
		done(f.Close())
	}()
}

func okChannel(f *os.File) error {
	errs := make(chan error, 1)
	go func() {
		errs <- f.Close()
	}()
	return <-errs
}

func okChannelOfCaller(f *os.File, errs chan<- error) {
	go func() {
		errs <- f.Close()
	}()
}

func okVariableAfterWait(f *os.File) error {
	var err error
	var wg sync.WaitGroup
	wg.Go(func() {
		err = f.Close()
	})
	wg.Wait()
	return err
}

func okVariableReadElsewhere(f *os.File) func() error {
	var err error
	var wg sync.WaitGroup
	wg.Go(func() {
		err = f.Close()
	})
	return func() error {
		defer func() { err = nil }()
		wg.Wait()
		return err
	}
}

func okJoinedErrors(a, b *os.File) error {
	var err error
	done := make(chan struct{})
	go func() {
		defer close(done)
		err = errors.Join(a.Close(), b.Close())
	}()
	<-done
	return err
}

func okPanic(f *os.File) {
	go func() {
		if err := f.Close(); err != nil {
			panic(err)
		}
	}()
}

func okOther(f *os.File) {
	go func() {
		if err := f.Close(); err != nil && !errors.Is(err, os.ErrClosed) {
			log.Print(err)
		}
	}()
}

// Nothing is released, or the release cannot fail.

func okNoCleanup(f *os.File) {
	go f.Sync()
}

func okCannotFail(cancel context.CancelFunc, mu *sync.Mutex) {
	go cancel()
	go mu.Unlock()
	go func() {
		defer mu.Unlock()
		cancel()
	}()
}

type memory struct{ bytes []byte }

func (m *memory) Close() error { return nil }

func okNeverFails(m *memory) {
	go m.Close()
}

// A goroutine that works, and releases what it worked with, is no launched cleanup.

func okWork(c net.Conn) {
	go func() {
		defer c.Close()
		io.Copy(c, c)
	}()
}

// Closing a connection from outside is how one ends a read that blocks.

func okUnblocks(ctx context.Context, c net.Conn) {
	go func() {
		<-ctx.Done()
		c.Close()
	}()
}

// What a server still does is lost if its shutdown fails, whatever triggered it.

func badShutdown(ctx context.Context, srv *http.Server) {
	go func() {
		<-ctx.Done()
		srv.Shutdown(context.Background()) // want `error of srv.Shutdown is lost in a goroutine`
	}()
}

// An object of the program releases what it has in its own method.

type store struct{ f *os.File }

func (s *store) Close() error { return s.f.Close() }

func badObject(s *store) {
	go s.Close() // want `s.Close runs in a goroutine, so its error is lost`
}

type client struct{ c net.Conn }

func (c *client) Close() error { return c.c.Close() }

func okClient(c *client) {
	go c.Close()
}

// A function of the package is launched by its name; what it releases is in another file, too.

func badNamed(s *store) {
	go discard(s) // want `discard runs in a goroutine and drops the error of s.Close`
}

func badNamedElsewhere(s *store) {
	go s.discard() // want `s.discard runs in a goroutine and drops the error of s.f.Close`
}

func discard(s *store) {
	s.Close() // want-related "s.Close is called here"
}

// A directive says what a function does that does not look as if it did anything.

//guardlint:observes 0
func breakpoint(error) {}

func okDeclared(f *os.File) {
	go func() {
		if err := f.Close(); err != nil {
			breakpoint(err)
		}
	}()
}

func okDeclaredDirectly(f *os.File) {
	go func() { breakpoint(f.Close()) }()
}

// A recover observes the panic only if somebody looks at what it returns.

func badPanicSwallowed(f *os.File) {
	go func() {
		defer func() { recover() }()
		if err := f.Close(); err != nil { // want `error of f.Close is lost in a goroutine`
			panic(err)
		}
	}()
}

func badRecoverAlone(f *os.File) {
	go func() {
		defer func() {
			if r := recover(); r != nil {
				log.Print(r)
			}
		}()
		f.Close() // want `error of f.Close is lost in a goroutine`
	}()
}

func okPanicLogged(f *os.File) {
	go func() {
		defer func() {
			if r := recover(); r != nil {
				log.Print(r)
			}
		}()
		if err := f.Close(); err != nil {
			panic(err)
		}
	}()
}

func okPanicAgain(f *os.File) {
	go func() {
		defer func() {
			if r := recover(); r != nil {
				panic(r)
			}
		}()
		if err := f.Close(); err != nil {
			panic(err)
		}
	}()
}

// A release that takes a context and returns an error is one by convention, as a Close without parameters is.

type snapshot interface {
	ID() string
	Release(ctx context.Context) error
	Rollback(ctx context.Context) error
	Stop() error
}

func badReleaseOfInterface(ctx context.Context, s snapshot) {
	go s.Release(context.WithoutCancel(ctx)) // want `s.Release runs in a goroutine, so its error is lost`
}

func badReleaseInLiteral(s snapshot) {
	go func() {
		s.Release(context.Background()) // want `error of s.Release is lost`
	}()
}

func okReleaseLogged(s snapshot) {
	go func() {
		if err := s.Release(context.Background()); err != nil {
			log.Print(err)
		}
	}()
}

// What is rolled back is lost anyway, and what Stop without more does is anybody's guess.

func okRollbackOfInterface(ctx context.Context, s snapshot) {
	go s.Rollback(ctx)
	go s.Stop()
}

// Known implementations of an interface say nothing against the convention, but where they cannot fail.

type layer interface {
	Release(ctx context.Context) error
}

type remoteLayer struct {
	call func(context.Context, string) error
}

func (s *remoteLayer) Release(ctx context.Context) error { return s.call(ctx, "release") }

func badOwnInterface(s layer) {
	go s.Release(context.Background()) // want `s.Release runs in a goroutine, so its error is lost`
}

type quiet interface {
	hush()
	Close() error
}

type quietStore struct{ done chan struct{} }

func (s *quietStore) Close() error { close(s.done); return nil }

func (s *quietStore) hush() {}

func okOwnInterfaceNeverFails(q quiet) {
	go q.Close()
}

// A type of the program's own releases something behind an interface.

type shared struct{ main layer }

func (s *shared) Release(ctx context.Context) error { return s.main.Release(ctx) }

type cached struct{ inner *shared }

func (c *cached) Release(ctx context.Context) error { return c.inner.Release(ctx) }

func badThroughTwo(c *cached) {
	go c.Release(context.Background()) // want `c.Release runs in a goroutine, so its error is lost`
}

// Nor does it take an interface: nothing else takes a context to release, and returns an error.

type lease struct {
	call func(context.Context) error
	held bool
}

func (l *lease) Release(ctx context.Context) error {
	if !l.held {
		return nil
	}
	return l.call(ctx)
}

func badConcrete(l *lease) {
	go l.Release(context.Background()) // want `l.Release runs in a goroutine, so its error is lost`
}

type token struct{ held bool }

func (t *token) Release(context.Context) error { t.held = false; return nil }

func okConcreteNeverFails(t *token) {
	go t.Release(context.Background())
}

// A program is not told of a failure by a message that does not come.

func badTellsSuccess(dir string) {
	go func() {
		if err := os.RemoveAll(dir); err == nil { // want `error of os.RemoveAll is lost in a goroutine`
			log.Print("removed")
		}
	}()
}
