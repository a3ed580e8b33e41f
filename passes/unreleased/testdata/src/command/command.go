// Package command has the fixtures of the kind command: an exec.Cmd that was started and must be waited for.
package command

import (
	"bufio"
	"context"
	"io"
	"os/exec"
)

func badNever(name string) error {
	cmd := exec.Command(name)
	return cmd.Start() // want `cmd is never waited for`
}

func badEarlyReturn(name string, background bool) error {
	cmd := exec.Command(name)
	if err := cmd.Start(); err != nil { // want `cmd is not waited for if the function returns at line L(background)`
		return err
	}
	if background {
		return nil // L(background)
	}
	return cmd.Wait()
}

// The pipe fails, or its reader does, and the child stays a zombie.

func badErrorBranch(ctx context.Context, name string) ([]byte, error) {
	cmd := exec.CommandContext(ctx, name)
	out, err := cmd.StdoutPipe()
	if err != nil {
		return nil, err
	}
	if err := cmd.Start(); err != nil { // want `cmd is not waited for if the function returns at line L(read)`
		return nil, err
	}
	data, err := io.ReadAll(out)
	if err != nil {
		return nil, err // L(read)
	}
	return data, cmd.Wait()
}

// Killing is not waiting.

func badKilled(name string, ready func() error) error {
	cmd := exec.Command(name)
	if err := cmd.Start(); err != nil { // want `cmd is not waited for if the function returns at line L(killed)`
		return err
	}
	if err := ready(); err != nil {
		cmd.Process.Kill()
		return err // L(killed)
	}
	return cmd.Wait()
}

func okDefer(name string, use func(io.Reader) error) error {
	cmd := exec.Command(name)
	out, err := cmd.StdoutPipe()
	if err != nil {
		return err
	}
	if err := cmd.Start(); err != nil {
		return err
	}
	defer cmd.Wait()
	return use(out)
}

func okWait(name string) (lines int, err error) {
	cmd := exec.Command(name)
	out, err := cmd.StdoutPipe()
	if err != nil {
		return 0, err
	}
	if err := cmd.Start(); err != nil {
		return 0, err
	}
	for s := bufio.NewScanner(out); s.Scan(); {
		lines++
	}
	return lines, cmd.Wait()
}

func okKilledAndWaitedFor(name string, ready func() error) error {
	cmd := exec.Command(name)
	if err := cmd.Start(); err != nil {
		return err
	}
	if err := ready(); err != nil {
		cmd.Process.Kill()
		cmd.Wait()
		return err
	}
	return cmd.Wait()
}

// The process below the command can be waited for, or released, as well.

func okDetached(name string) error {
	cmd := exec.Command(name)
	if err := cmd.Start(); err != nil {
		return err
	}
	return cmd.Process.Release()
}

func okProcessWait(name string) error {
	cmd := exec.Command(name)
	if err := cmd.Start(); err != nil {
		return err
	}
	_, err := cmd.Process.Wait()
	return err
}

func okWaitedForInGoroutine(name string) (<-chan error, error) {
	cmd := exec.Command(name)
	if err := cmd.Start(); err != nil {
		return nil, err
	}
	done := make(chan error, 1)
	go func() { done <- cmd.Wait() }()
	return done, nil
}

// Run starts and waits.

func okRun(name string) error {
	return exec.Command(name).Run()
}

func okHandOff(name string) (*exec.Cmd, error) {
	cmd := exec.Command(name)
	if err := cmd.Start(); err != nil {
		return nil, err
	}
	return cmd, nil
}

type daemon struct{ cmd *exec.Cmd }

func (d *daemon) okStored(name string) error {
	d.cmd = exec.Command(name)
	return d.cmd.Start()
}

// The command is the caller's, and so is the duty.

func okCallersCommand(cmd *exec.Cmd) error {
	return cmd.Start()
}
