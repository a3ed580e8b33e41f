//go:build linux

// Package fd has the fixtures of the kind fd: descriptors that are plain numbers.
package fd

import (
	"os"
	"syscall"
)

func badNever(name string) (int64, error) {
	fd, err := syscall.Open(name, syscall.O_RDONLY, 0) // want `fd is never closed`
	if err != nil {
		return 0, err
	}
	var st syscall.Stat_t
	err = syscall.Fstat(fd, &st)
	return st.Size, err
}

func badEarlyReturn(events int) error {
	fd, err := syscall.EpollCreate1(syscall.EPOLL_CLOEXEC) // want `fd is not closed if the function returns at line L(none)`
	if err != nil {
		return err
	}
	if events == 0 {
		return nil // L(none)
	}
	_, err = syscall.EpollWait(fd, make([]syscall.EpollEvent, events), -1)
	syscall.Close(fd)
	return err
}

func badErrorBranch(addr syscall.Sockaddr) (int, error) {
	fd, err := syscall.Socket(syscall.AF_INET, syscall.SOCK_STREAM, 0) // want `fd is not closed if the function returns at line L(bind)`
	if err != nil {
		return -1, err
	}
	if err := syscall.Bind(fd, addr); err != nil {
		return -1, os.NewSyscallError("bind", err) // L(bind)
	}
	return fd, nil
}

func okErrorBranch(addr syscall.Sockaddr) (int, error) {
	fd, err := syscall.Socket(syscall.AF_INET, syscall.SOCK_STREAM, 0)
	if err != nil {
		return -1, err
	}
	if err := syscall.Bind(fd, addr); err != nil {
		syscall.Close(fd)
		return -1, os.NewSyscallError("bind", err)
	}
	return fd, nil
}

func okDefer(name string, buf []byte) (int, error) {
	fd, err := syscall.Open(name, syscall.O_RDONLY, 0)
	if err != nil {
		return 0, err
	}
	defer syscall.Close(fd)
	return syscall.Read(fd, buf)
}

// A File takes the descriptor over.

func okFile(name string) (*os.File, error) {
	fd, err := syscall.Open(name, syscall.O_RDONLY, 0)
	if err != nil {
		return nil, err
	}
	return os.NewFile(uintptr(fd), name), nil
}

func okHandOff(name string) (int, error) {
	return syscall.Open(name, syscall.O_RDONLY, 0)
}

type poller struct{ epoll int }

func okOwner() (*poller, error) {
	fd, err := syscall.EpollCreate1(0)
	if err != nil {
		return nil, err
	}
	return &poller{epoll: fd}, nil
}

// falsePositiveNumbers: descriptors of files are numbers, and what is done with numbers in a slice is not followed.
func falsePositiveNumbers(uid int) (err error) {
	var fds []uintptr
	defer func() {
		for _, fd := range fds {
			syscall.Close(int(fd))
		}
	}()
	f, err := os.Open("/dev/null") // want `f is never closed`
	if err != nil {
		return err
	}
	fds = append(fds, f.Fd())
	return syscall.Fchown(int(f.Fd()), uid, -1)
}
