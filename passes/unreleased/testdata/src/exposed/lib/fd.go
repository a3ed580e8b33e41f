package lib

import "syscall"

func closeFd(fd int) error { return syscall.Close(fd) }

// Open opens.
func Open(name string) (Descriptor, error) {
	fd, err := syscall.Open(name, syscall.O_RDONLY, 0)
	if err != nil {
		return -1, err
	}
	return Descriptor(fd), nil
}
