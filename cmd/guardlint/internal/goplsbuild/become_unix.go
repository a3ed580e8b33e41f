//go:build unix

package goplsbuild

import (
	"os"
	"syscall"
)

// become replaces this process by the server. It returns only if that fails.
func become(server string, args []string) (int, error) {
	return 0, syscall.Exec(server, append([]string{server}, args...), os.Environ())
}
