// Package vol has files of a volume, whose methods take a context and return error numbers.
package vol

import (
	"context"
	"sync"
	"syscall"
)

// A File is locked while it is used.
type File struct {
	sync.Mutex
	close func(context.Context) syscall.Errno
	Size  int64
}

// Close closes it.
func (f *File) Close(ctx context.Context) syscall.Errno {
	f.Lock()
	defer f.Unlock()
	return f.close(ctx)
}

// A Volume has files.
type Volume struct {
	open func(name string) (*File, syscall.Errno)
}

// Open opens a file.
func (v *Volume) Open(name string) (*File, syscall.Errno) { return v.open(name) }
