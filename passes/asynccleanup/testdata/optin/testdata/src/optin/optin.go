// Package optin has what the check reports on request only.
package optin

import (
	"log"
	"net"
	"os"
)

// With -strict: the error of closing a connection.

func badConnection(c net.Conn) {
	go c.Close() // want `c.Close runs in a goroutine, so its error is lost`
}

// With -panics: a release that a panic skips, because it is not deferred.

func badSkipped(f *os.File, work func(*os.File) error) {
	go func() {
		if err := work(f); err != nil {
			log.Print(err)
		}
		if err := f.Truncate(0); err != nil { // L(work)
			log.Print(err)
		}
		if err := f.Close(); err != nil { // want `f.Close is skipped if the call at line L(work) panics` want-category "panic"
			log.Print(err)
		}
	}()
}

func okDeferred(f *os.File, work func(*os.File) error) {
	go func() {
		defer func() {
			if err := f.Close(); err != nil {
				log.Print(err)
			}
		}()
		if err := work(f); err != nil {
			log.Print(err)
		}
	}()
}

// With -registries: a field that collects what nothing runs.

type badRegistry struct {
	cleanups []func() // want `cleanups collects cleanup that nothing in package optin runs` want-category "undrained"
}

func (r *badRegistry) add(f func()) {
	r.cleanups = append(r.cleanups, f)
}

type okRegistry struct {
	cleanups []func()
}

func (r *okRegistry) add(f func()) {
	r.cleanups = append(r.cleanups, f)
}

func (r *okRegistry) close() {
	for _, f := range r.cleanups {
		f()
	}
}
