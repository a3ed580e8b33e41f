//go:build linux

// Package mmap has the fixtures of the kind mmap: memory that maps a file.
package mmap

import (
	"bytes"
	"os"
	"syscall"
	"unsafe"
)

func badNever(f *os.File, size int) (int, error) {
	data, err := syscall.Mmap(int(f.Fd()), 0, size, syscall.PROT_READ, syscall.MAP_SHARED) // want `data is never unmapped`
	if err != nil {
		return 0, err
	}
	return bytes.Count(data, []byte("\n")), nil
}

func badEarlyReturn(f *os.File, size int) (int, error) {
	data, err := syscall.Mmap(int(f.Fd()), 0, size, syscall.PROT_READ, syscall.MAP_SHARED) // want `data is not unmapped if the function returns at line L(magic)`
	if err != nil {
		return 0, err
	}
	if !bytes.HasPrefix(data, []byte("%PDF")) {
		return 0, nil // L(magic)
	}
	n := bytes.Count(data, []byte("\n"))
	return n, syscall.Munmap(data)
}

func badErrorBranch(f *os.File, size int, check func([]byte) error) (err error) {
	data, err := syscall.Mmap(int(f.Fd()), 0, size, syscall.PROT_READ, syscall.MAP_SHARED) // want `data is not unmapped if the function returns at line L(lock)`
	if err != nil {
		return err
	}
	if err := syscall.Mlock(data); err != nil {
		return err // L(lock)
	}
	defer syscall.Munmap(data)
	return check(data)
}

func okDefer(f *os.File, size int) (int, error) {
	data, err := syscall.Mmap(int(f.Fd()), 0, size, syscall.PROT_READ, syscall.MAP_SHARED)
	if err != nil {
		return 0, err
	}
	defer syscall.Munmap(data)
	return bytes.Count(data, []byte("\n")), nil
}

type mapped struct{ data []byte }

func okHandOff(f *os.File, size int) (*mapped, error) {
	data, err := syscall.Mmap(int(f.Fd()), 0, size, syscall.PROT_READ, syscall.MAP_SHARED)
	if err != nil {
		return nil, err
	}
	return &mapped{data}, nil
}

func okReturned(f *os.File, size int) ([]byte, error) {
	return syscall.Mmap(int(f.Fd()), 0, size, syscall.PROT_READ, syscall.MAP_SHARED)
}

// Who has the address of an element has the mapping.

func okAddress(f *os.File, size int) *header {
	data, err := syscall.Mmap(int(f.Fd()), 0, size, syscall.PROT_READ, syscall.MAP_SHARED)
	if err != nil {
		return nil
	}
	return (*header)(unsafe.Pointer(&data[0]))
}

type header struct{ magic uint32 }
