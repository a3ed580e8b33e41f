// Package exposed has fixtures for local objects that somebody else has before a guard is stored in them, and for guards
// that pointers and type assertions stand in front of.
package exposed

import (
	"io"
	"net"
	"os"
	"os/exec"
	"sync"

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

// A command is started when somebody else has it already, in an object of its own: in a map, a slice, a field.

type job struct {
	cmd *exec.Cmd
	out io.Writer
}

var (
	running sync.Map
	byName  = make(map[string]*job)
	last    *job
)

func okInSyncMap(name string) error {
	cmd := exec.Command(name)
	running.Store(name, &job{cmd: cmd})
	return cmd.Start()
}

func okAloneInSyncMap(name string) error {
	cmd := exec.Command(name)
	running.Store(name, cmd)
	return cmd.Start()
}

func okInMap(name string, out io.Writer) error {
	cmd := exec.Command(name)
	byName[name] = &job{cmd: cmd, out: out}
	return cmd.Start()
}

func okInField(name string) error {
	j := &job{}
	j.cmd = exec.Command(name)
	last = j
	return j.cmd.Start()
}

func badInLocalObject(name string, out io.Writer) error {
	j := &job{cmd: exec.Command(name), out: out}
	return j.cmd.Start() // want `j.cmd is never waited for`
}

// What is stored elsewhere has no command.
func badAnother(name string, out io.Writer) error {
	cmd := exec.Command(name)
	byName[name] = &job{out: out}
	return cmd.Start() // want `cmd is never waited for`
}

// A function that only looks at the command does not have it afterwards.
func badLookedAt(name string) error {
	cmd := exec.Command(name)
	describe(&job{cmd: cmd})
	return cmd.Start() // want `cmd is never waited for`
}

func describe(j *job) string { return j.cmd.Path }

// A function that is not known makes another one of the same type of it, with the guard inside.

type source interface{ Read(p []byte) (int, error) }

var decorate func(source) source

func okDecorated(name string) (source, error) {
	f, err := os.Open(name)
	if err != nil {
		return nil, err
	}
	var s source = f
	if decorate != nil {
		s = decorate(s)
	}
	return s, nil
}

func badDecorated(name string, p []byte) (int, error) {
	f, err := os.Open(name) // want `f is never closed`
	if err != nil {
		return 0, err
	}
	var s source = f
	if decorate != nil {
		s = decorate(s)
	}
	return s.Read(p)
}
