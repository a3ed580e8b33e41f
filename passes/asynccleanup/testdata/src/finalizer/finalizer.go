// Package finalizer has cleanup that the garbage collector runs, or does not run.
package finalizer

import (
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
