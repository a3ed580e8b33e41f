//go:build linux

// Package telltale has fixtures for calls that tell by other results than the last error whether there is a guard, and for
// descriptors that are compared with what no descriptor is.
package telltale

import (
	"io"
	"syscall"

	"telltale/lib"
)

// Without an error, the second result tells.
func okFound(s *lib.Store, name string) ([]byte, error) {
	f, ok, err := s.Find(name)
	if err != nil || !ok {
		return nil, err
	}
	defer f.Close()
	return io.ReadAll(f)
}

func okNotMissing(s *lib.Store, name string) ([]byte, error) {
	f, missing, err := s.Read(name)
	if err != nil {
		return nil, err
	}
	if missing {
		return nil, nil
	}
	defer f.Close()
	return io.ReadAll(f)
}

func okLook(s *lib.Store, name string) ([]byte, error) {
	f, missing := s.Look(name)
	if missing {
		return nil, nil
	}
	defer f.Close()
	return io.ReadAll(f)
}

func badLook(s *lib.Store, name string) (int64, error) {
	f, missing := s.Look(name) // want `f is never closed`
	if missing {
		return 0, nil
	}
	info, err := f.Stat()
	if err != nil {
		return 0, err
	}
	return info.Size(), nil
}

func badFound(s *lib.Store, name string, max int64) ([]byte, error) {
	f, ok, err := s.Find(name) // want `f is not closed if the function returns at line L(large)`
	if err != nil || !ok {
		return nil, err
	}
	if info, err := f.Stat(); err != nil || info.Size() > max {
		return nil, err // L(large)
	}
	defer f.Close()
	return io.ReadAll(f)
}

// There is a file whatever the second result says.
func badMade(s *lib.Store, name string) error {
	f, created, err := s.Make(name) // want `f is not closed if the function returns at line L(old)`
	if err != nil {
		return err
	}
	if !created {
		return nil // L(old)
	}
	return f.Close()
}

// Behind an interface it is a convention.
func okFinder(x lib.Finder, name string) ([]byte, error) {
	r, ok, err := x.Find(name)
	if err != nil {
		return nil, err
	}
	if !ok {
		return nil, nil
	}
	defer r.Close()
	return io.ReadAll(r)
}

func badFinder(x lib.Finder, name string) (string, error) {
	r, ok, err := x.Find(name) // want `r is never closed`
	if err != nil {
		return "", err
	}
	if !ok {
		return "none", nil
	}
	_, err = r.Read(make([]byte, 1))
	return "some", err
}

// A number can be the error.
func okErrno(name string) ([]string, syscall.Errno) {
	dir, errno := lib.List(name)
	if errno != 0 {
		return nil, errno
	}
	defer dir.Close()
	names, _ := dir.Readdirnames(-1)
	return names, 0
}

func okErrnoZero(name string) (names []string) {
	if dir, errno := lib.List(name); errno == 0 {
		names, _ = dir.Readdirnames(-1)
		dir.Close()
	}
	return names
}

func badErrno(name string, n int) ([]string, syscall.Errno) {
	dir, errno := lib.List(name) // want `dir is not closed if the function returns at line L(none)`
	if errno != 0 {
		return nil, errno
	}
	if n == 0 {
		return nil, 0 // L(none)
	}
	defer dir.Close()
	names, _ := dir.Readdirnames(n)
	return names, 0
}

// The variable says whether there is a descriptor in it.
func okNotZero(name string, buf []byte) (n int, err error) {
	fd, err := syscall.Open(name, syscall.O_RDONLY, 0)
	if err != nil {
		return 0, err
	}
	defer func() {
		if fd != 0 {
			syscall.Close(fd)
		}
	}()
	if n, err = syscall.Read(fd, buf); err != nil {
		return n, err
	}
	syscall.Close(fd)
	fd = 0
	fd, err = syscall.Open(name+".next", syscall.O_RDONLY, 0)
	if err != nil {
		return n, err
	}
	return syscall.Read(fd, buf[n:])
}

func okNotNegative(name string, buf []byte) (int, error) {
	fd := -1
	defer func() {
		if fd >= 0 {
			syscall.Close(fd)
		}
	}()
	fd, err := syscall.Open(name, syscall.O_RDONLY, 0)
	if err != nil {
		return 0, err
	}
	return syscall.Read(fd, buf)
}

func okPositive(name string, buf []byte) (int, error) {
	fd, err := syscall.Open(name, syscall.O_RDONLY, 0)
	if err != nil {
		return 0, err
	}
	n, err := syscall.Read(fd, buf)
	if fd > 0 {
		syscall.Close(fd)
	}
	return n, err
}

func badNegative(name string, buf []byte) (int, error) {
	fd, err := syscall.Open(name, syscall.O_RDONLY, 0) // want `fd is never closed`
	if err != nil {
		return 0, err
	}
	if fd < 0 {
		syscall.Close(fd)
		return 0, nil
	}
	return syscall.Read(fd, buf)
}
