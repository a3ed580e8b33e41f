// Package process has the fixtures of the kind process: children started by os.StartProcess.
package process

import (
	"fmt"
	"os"
)

func badNever(path string, argv []string) error {
	p, err := os.StartProcess(path, argv, &os.ProcAttr{}) // want `p is never waited for`
	if err != nil {
		return err
	}
	fmt.Println("started", p.Pid)
	return nil
}

func badEarlyReturn(path string, argv []string, detach bool) error {
	p, err := os.StartProcess(path, argv, &os.ProcAttr{}) // want `p is not waited for if the function returns at line L(detach)`
	if err != nil {
		return err
	}
	if detach {
		return nil // L(detach)
	}
	_, err = p.Wait()
	return err
}

// A child that was killed still has to be waited for.

func badErrorBranch(path string, argv []string, feed func() error) error {
	p, err := os.StartProcess(path, argv, &os.ProcAttr{}) // want `p is not waited for if the function returns at line L(killed)`
	if err != nil {
		return err
	}
	if err := feed(); err != nil {
		p.Kill()
		return err // L(killed)
	}
	_, err = p.Wait()
	return err
}

func okDefer(path string, argv []string, feed func() error) error {
	p, err := os.StartProcess(path, argv, &os.ProcAttr{})
	if err != nil {
		return err
	}
	defer p.Wait()
	return feed()
}

func okDetached(path string, argv []string) error {
	p, err := os.StartProcess(path, argv, &os.ProcAttr{})
	if err != nil {
		return err
	}
	return p.Release()
}

func okWaitedForInGoroutine(path string, argv []string, done chan<- error) error {
	p, err := os.StartProcess(path, argv, &os.ProcAttr{})
	if err != nil {
		return err
	}
	go func() {
		_, err := p.Wait()
		done <- err
	}()
	return nil
}

func okHandOff(path string, argv []string) (*os.Process, error) {
	return os.StartProcess(path, argv, &os.ProcAttr{})
}

// Another process's child needs no Wait.

func okFound(pid int) error {
	p, err := os.FindProcess(pid)
	if err != nil {
		return err
	}
	return p.Signal(os.Interrupt)
}
