// Package fixes has release methods that stop at the first error with the fix that is offered, in the golden file, and those
// for which there is none.
package fixes

import (
	"bufio"
	"compress/gzip"
	"fmt"
	"net"
	"os"
)

type archive struct {
	zip  *gzip.Writer
	file *os.File
}

func open(name string) (*archive, error) {
	f, err := os.Create(name)
	if err != nil {
		return nil, err
	}
	return &archive{zip: gzip.NewWriter(f), file: f}, nil
}

func (a *archive) badClose() error {
	if err := a.zip.Close(); err != nil {
		return err // want `a.file is not closed if a.zip.Close fails`
	}
	return a.file.Close()
}

type journal struct {
	buf        *bufio.Writer
	file       *os.File
	connection net.Conn
	name       string
}

func newJournal(name, addr string) (*journal, error) {
	f, err := os.Create(name)
	if err != nil {
		return nil, err
	}
	conn, err := net.Dial("tcp", addr)
	if err != nil {
		f.Close()
		return nil, err
	}
	return &journal{buf: bufio.NewWriter(f), file: f, connection: conn}, nil
}

func (j *journal) badClose() error {
	println("close", j.name)
	if err := j.buf.Flush(); err != nil {
		return err // want `j.file and j.connection are not closed if j.buf.Flush fails, and at 1 other return`
	}
	if err := j.file.Close(); err != nil {
		return err
	}
	return j.connection.Close()
}

func (j *journal) flush(message, separator string) error {
	_, err := j.buf.WriteString(message + separator)
	return err
}

func (j *journal) badCloseLong() error {
	if err := j.flush("this is the end of the journal, nothing will be written after this line", "\n"); err != nil {
		return err
	}
	if err := j.file.Close(); err != nil {
		return err // want `j.connection is not closed if j.file.Close fails`
	}
	return j.connection.Close()
}

// Other shapes have their reasons: the error says more, the steps are not the end, or not all of it.

func (a *archive) badCloseWrapped() error {
	if err := a.zip.Close(); err != nil {
		return fmt.Errorf("archive: %w", err) // want `a.file is not closed if a.zip.Close fails`
	}
	return a.file.Close()
}

func (j *journal) badCloseLogged() error {
	if err := j.file.Close(); err != nil {
		println("cannot close", j.name)
		return err // want `j.connection is not closed if j.file.Close fails`
	}
	return j.connection.Close()
}

func (j *journal) badCloseRest() error {
	if err := j.file.Close(); err != nil {
		return err // want `j.connection is not closed if j.file.Close fails`
	}
	err := j.connection.Close()
	println("closed", j.name)
	return err
}
