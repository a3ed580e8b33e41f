// Package fdfile has the fixtures of the kind fdfile: files made of a descriptor that is there already. Its reports are
// for strict mode only, because such descriptors are meant to live as long as the process.
package fdfile

import (
	"fmt"
	"net"
	"os"
)

func okStandardOutput() {
	out := os.NewFile(1, "stdout")
	fmt.Fprintln(out, "ready")
}

func okInherited() (net.Listener, error) {
	return net.FileListener(os.NewFile(3, "socket"))
}

func okDefer(fd uintptr) (net.Listener, error) {
	f := os.NewFile(fd, "socket")
	if f == nil {
		return nil, os.ErrInvalid
	}
	defer f.Close()
	return net.FileListener(f)
}

func okHandOff(fd uintptr) *os.File {
	return os.NewFile(fd, "pipe")
}
