// Package timer has cleanup that a timer or a context starts.
package timer

import (
	"context"
	"log"
	"net"
	"net/http"
	"os"
	"time"
)

// A directory that is not removed stays, and nobody hears of it.

func badTimer(dir string) {
	time.AfterFunc(time.Minute, func() {
		os.RemoveAll(dir) // want `error of os.RemoveAll is lost in time.AfterFunc`
	})
}

func badContext(ctx context.Context, srv *http.Server) {
	context.AfterFunc(ctx, func() {
		srv.Shutdown(context.Background()) // want `error of srv.Shutdown is lost in context.AfterFunc`
	})
}

func badOnShutdown(srv *http.Server, dir string) {
	srv.RegisterOnShutdown(func() {
		os.RemoveAll(dir) // want `error of os.RemoveAll is lost in srv.RegisterOnShutdown`
	})
}

func okLogged(dir string) {
	time.AfterFunc(time.Minute, func() {
		if err := os.RemoveAll(dir); err != nil {
			log.Print(err)
		}
	})
}

// A connection that is closed to end its use.

func okTimeout(c net.Conn) {
	t := time.AfterFunc(time.Minute, func() { c.Close() })
	defer t.Stop()
}

func okUnblocks(ctx context.Context, c net.Conn) {
	stop := context.AfterFunc(ctx, func() { c.Close() })
	defer stop()
}
