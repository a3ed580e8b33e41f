// Package finalizer has cleanup that the garbage collector runs, or does not run.
package finalizer

import (
	"compress/gzip"
	"log"
	"os"
	"runtime"
)

type handle struct{ f *os.File }

func (h *handle) Close() error { return h.f.Close() }

// Nothing runs finalizers at the exit of the process, and what they return is dropped.

func badMethod(h *handle) {
	runtime.SetFinalizer(h, (*handle).Close) // want `handle.Close runs in a finalizer, so its error is lost`
}

func badLiteral(h *handle) {
	runtime.SetFinalizer(h, func(h *handle) {
		h.Close() // want `error of h.Close is lost in a finalizer`
	})
}

func okLogged(h *handle) {
	runtime.SetFinalizer(h, func(h *handle) {
		if err := h.Close(); err != nil {
			log.Print(err)
		}
	})
}

func okCleared(h *handle) {
	runtime.SetFinalizer(h, nil)
}

func badCleanup(h *handle) {
	runtime.AddCleanup(h, func(f *os.File) { f.Close() }, h.f) // want `error of f.Close is lost in runtime.AddCleanup`
}

func badRemove(h *handle, dir string) {
	runtime.AddCleanup(h, func(dir string) { os.RemoveAll(dir) }, dir) // want `error of os.RemoveAll is lost in runtime.AddCleanup`
}

func okNoRelease(h *handle) {
	runtime.AddCleanup(h, func(n int) { println(n) }, 1)
}

// Where the object has its own Close, and that takes the finalizer off, the finalizer is a net for those who forgot it. They
// would not have looked at the error either.

type net struct{ f *os.File }

func (n *net) Close() error {
	runtime.SetFinalizer(n, nil)
	return n.f.Close()
}

func okNet(n *net) {
	runtime.SetFinalizer(n, (*net).Close)
}

func okNetLiteral(n *net) {
	runtime.SetFinalizer(n, func(n *net) { n.Close() })
}

// A net that has data to write loses it all the same.

type spool struct{ w *gzip.Writer }

func (s *spool) Close() error {
	runtime.SetFinalizer(s, nil)
	return s.w.Close()
}

func badNetWithData(s *spool) {
	runtime.SetFinalizer(s, (*spool).Close) // want `spool.Close runs in a finalizer, so its error is lost`
}

// A cleanup is a net, too, if the object stops it when it is closed.

type poller struct {
	f       *os.File
	cleanup runtime.Cleanup
}

func okStopped(name string) (*poller, error) {
	f, err := os.Open(name)
	if err != nil {
		return nil, err
	}
	p := &poller{f: f}
	p.cleanup = runtime.AddCleanup(p, func(f *os.File) { f.Close() }, f)
	return p, nil
}

func (p *poller) Close() error {
	p.cleanup.Stop()
	return p.f.Close()
}

// One that nobody stops is all there is.

type image struct{ path string }

func badTempFile(i *image) {
	runtime.AddCleanup(i, func(path string) { os.Remove(path) }, i.path) // want `error of os.Remove is lost in runtime.AddCleanup`
}
