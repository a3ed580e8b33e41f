// Package cmdpipe has the fixtures of the kind cmdpipe: a command with pipes, which nothing closes unless it is started.
// Its reports are for strict mode only: they are true, and nobody minds.
package cmdpipe

import (
	"io"
	"os/exec"
)

func okSecondPipeFails(name string) (stdout, stderr io.Reader, err error) {
	cmd := exec.Command(name)
	stdout, err = cmd.StdoutPipe()
	if err != nil {
		return nil, nil, err
	}
	stderr, err = cmd.StderrPipe()
	if err != nil {
		return nil, nil, err
	}
	return stdout, stderr, cmd.Run()
}

// Wait closes the pipes: nothing else is needed.

func okClosedByWait(name, input string) error {
	cmd := exec.Command(name)
	in, err := cmd.StdinPipe()
	if err != nil {
		return err
	}
	if err := cmd.Start(); err != nil {
		return err
	}
	io.WriteString(in, input)
	in.Close()
	return cmd.Wait()
}

func okDefer(name string, use func(io.Reader) error) error {
	cmd := exec.Command(name)
	out, err := cmd.StderrPipe()
	if err != nil {
		return err
	}
	defer cmd.Run()
	return use(out)
}

func okHandOff(name string) (*exec.Cmd, io.ReadCloser, error) {
	cmd := exec.Command(name)
	out, err := cmd.StdoutPipe()
	return cmd, out, err
}
