// Package exposed has fixtures for local objects that somebody else has before a guard is stored in them, and for guards
// that pointers and type assertions stand in front of.
package exposed

import (
	"net"
	"os"
	"os/exec"

	"exposed/lib"
)

// The function that was handed on closes whatever is in the slice by then.
func okRegisteredBefore(names []string) error {
	var files []*os.File
	lib.Later(func() {
		for _, f := range files {
			f.Close()
		}
	})
	for _, name := range names {
		f, err := os.Open(name)
		if err != nil {
			return err
		}
		files = append(files, f)
	}
	return nil
}

// The session has the object that gets the file.
func okObjectKept(name string) (*lib.Session, error) {
	conf := new(lib.Config)
	s := lib.Start(lib.Options{Config: conf})
	f, err := os.Open(name)
	if err != nil {
		return nil, err
	}
	conf.File = f
	return s, nil
}

func badObjectNotKept(name string) error {
	conf := new(lib.Config)
	f, err := os.Open(name) // want `f is never closed`
	if err != nil {
		return err
	}
	conf.File = f
	return nil
}

func okDescriptor(name string) error {
	fd, err := lib.Open(name)
	if err != nil {
		return err
	}
	defer fd.Close()
	return nil
}

func badDescriptor(name string) error {
	_, err := lib.Open(name) // want `result of lib.Open is discarded, so the file descriptor is never closed`
	return err
}

// The type assertion gives the same connection, whose Close is that of a struct inside it.
func okAsserted(f *os.File) error {
	c, err := net.FileConn(f)
	if err != nil {
		return err
	}
	conn := c.(*net.UnixConn)
	defer conn.Close()
	return conn.CloseRead()
}

// Waiting for the process is waiting for the command.
func okProcess(name string, check func(int) error) error {
	cmd := exec.Command(name)
	if err := cmd.Start(); err != nil {
		return err
	}
	process := cmd.Process
	var state *os.ProcessState
	defer func() {
		if state == nil {
			process.Wait()
		}
	}()
	if err := check(process.Pid); err != nil {
		return err
	}
	var err error
	state, err = process.Wait()
	return err
}

func okNested(name string) (int, error) {
	o, err := lib.NewOuter(name)
	if err != nil {
		return 0, err
	}
	defer o.Close()
	return o.Len(), nil
}

func badNested(name string) (int, error) {
	o, err := lib.NewOuter(name) // want `o is never closed`
	if err != nil {
		return 0, err
	}
	return o.Len(), nil
}
