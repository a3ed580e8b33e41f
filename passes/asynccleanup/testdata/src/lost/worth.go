package lost

import (
	"bytes"
	"compress/gzip"
	"compress/zlib"
	"context"
	"io"
	"log"
	"net"
	"net/http"
	"os"
	"sync"
	"testing"
)

// What was read is there, whether its source can be closed or not. What was written may not be.

func okReader(body io.ReadCloser) {
	go func() { body.Close() }()
}

func badWriter(w io.WriteCloser) {
	go func() {
		w.Close() // want `error of w.Close is lost in a goroutine`
	}()
}

func badReaderAndWriter(c io.ReadWriteCloser) {
	go func() {
		c.Close() // want `error of c.Close is lost in a goroutine`
	}()
}

// The type of a field may say nothing of what is in it, but those who put it there do.

type peer struct {
	conn    io.Closer
	journal io.Closer
	either  io.Closer
	Public  io.Closer
}

func (p *peer) open(addr, name string) (err error) {
	if p.conn, err = dial(addr); err != nil {
		return err
	}
	f, err := os.Create(name)
	if err != nil {
		return err
	}
	p.journal, p.either = f, f
	return nil
}

func (p *peer) reopen(addr string) error {
	c, err := net.Dial("tcp", addr)
	if err != nil {
		return err
	}
	p.either, p.Public = c, c
	return nil
}

func dial(addr string) (c io.Closer, err error) {
	if addr == "" {
		return nil, os.ErrInvalid
	}
	c, err = net.Dial("tcp", addr)
	return
}

func (p *peer) okHoldsConnection() {
	go p.conn.Close()
	p.conn = nil
}

func (p *peer) badHoldsFile() {
	go p.journal.Close() // want `p.journal.Close runs in a goroutine, so its error is lost`
	p.journal = nil
}

func (p *peer) badHoldsEither() {
	go p.either.Close() // want `p.either.Close runs in a goroutine, so its error is lost`
}

func (p *peer) badSetByOthers() {
	go p.Public.Close() // want `p.Public.Close runs in a goroutine, so its error is lost`
}

func okHoldsConnection(addr string) {
	var c io.Closer
	c, err := net.Dial("tcp", addr)
	if err != nil {
		return
	}
	go c.Close()
}

func okOpenedToRead(name string) {
	f, err := os.Open(name)
	if err != nil {
		return
	}
	go f.Close()
}

func badOpenedToWrite(name string) {
	f, err := os.OpenFile(name, os.O_RDWR, 0)
	if err != nil {
		return
	}
	go f.Close() // want `f.Close runs in a goroutine, so its error is lost`
}

// A compressor that writes to memory or to nothing has nothing to lose either, unless it is given another target.

type encoder struct {
	memory *gzip.Writer
	file   *gzip.Writer
	pooled *zlib.Writer
}

func newEncoder(f *os.File) *encoder {
	var buf bytes.Buffer
	return &encoder{memory: gzip.NewWriter(&buf), file: gzip.NewWriter(f), pooled: zlib.NewWriter(nil)}
}

func (e *encoder) write(w io.Writer) { e.pooled.Reset(w) }

func (e *encoder) okMemory() {
	go e.memory.Close()
}

func (e *encoder) badFile() {
	go e.file.Close() // want `e.file.Close runs in a goroutine, so its error is lost`
}

func (e *encoder) badReset() {
	go e.pooled.Close() // want `e.pooled.Close runs in a goroutine, so its error is lost`
}

// One who waits without end learns nothing from the error of a wait that only its context cuts short.

type buffer struct {
	empty chan struct{}
	f     *os.File
}

func (b *buffer) Stop(ctx context.Context) error {
	select {
	case <-b.empty:
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}

func (b *buffer) Shutdown(ctx context.Context) error {
	defer log.Print("empty")
	b.f.Sync()
	return b.Stop(ctx)
}

func (b *buffer) Close(ctx context.Context) error {
	if err := b.Stop(ctx); err != nil {
		return err
	}
	return b.f.Close()
}

func okWithoutEnd(b *buffer) {
	go b.Shutdown(context.Background())
	go func() { b.Stop(context.Background()) }()
}

func badWithEnd(ctx context.Context, b *buffer) {
	go b.Stop(ctx) // want `b.Stop runs in a goroutine, so its error is lost`
}

func badFailsOtherwise(b *buffer) {
	go b.Close(context.Background()) // want `b.Close runs in a goroutine, so its error is lost`
}

// Servers that had no time to end are told by the context that gave them none.

func okAskedContext(ctx context.Context, list []*http.Server) error {
	var wg sync.WaitGroup
	for _, srv := range list {
		wg.Go(func() {
			srv.Shutdown(ctx)
		})
	}
	wg.Wait()
	return ctx.Err()
}

func okAskedInTask(ctx context.Context, srv *http.Server) {
	go func() {
		srv.Shutdown(ctx)
		if ctx.Err() != nil {
			log.Print("the server had no time to end")
		}
	}()
}

func badAskedTooEarly(ctx context.Context, srv *http.Server) error {
	go func() {
		srv.Shutdown(ctx) // want `error of srv.Shutdown is lost in a goroutine`
	}()
	return ctx.Err()
}

func badAskedBefore(ctx context.Context, srv *http.Server) error {
	if err := ctx.Err(); err != nil {
		return err
	}
	var wg sync.WaitGroup
	wg.Go(func() {
		srv.Shutdown(ctx) // want `error of srv.Shutdown is lost in wg.Go`
	})
	wg.Wait()
	return nil
}

func badAskedAnother(ctx, other context.Context, srv *http.Server) error {
	var wg sync.WaitGroup
	wg.Go(func() {
		srv.Shutdown(ctx) // want `error of srv.Shutdown is lost in wg.Go`
	})
	wg.Wait()
	return other.Err()
}

// The helper of a test is part of it, wherever it is declared.

func okTestHelper(t *testing.T, b *buffer) {
	go b.Stop(t.Context())
}
