//go:build !unix

package goplsbuild

import (
	"errors"
	"os"
	"os/exec"
)

// become runs the server with our input and output and returns its exit code: there is no way to replace a
// process on this system.
func become(server string, args []string) (int, error) {
	cmd := exec.Command(server, args...)
	cmd.Stdin, cmd.Stdout, cmd.Stderr = os.Stdin, os.Stdout, os.Stderr
	err := cmd.Run()
	var exit *exec.ExitError
	if errors.As(err, &exit) {
		return exit.ExitCode(), nil
	}
	return 0, err
}
