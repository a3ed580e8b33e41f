// Package earlyreturn has release methods that stop at the first error.
package earlyreturn

import (
	"bufio"
	"compress/gzip"
	"context"
	"errors"
	"net"
	"os"
	"sync"
)

type archive struct {
	zip  *gzip.Writer
	file *os.File
}

func openArchive(name string) (*archive, error) {
	f, err := os.Create(name)
	if err != nil {
		return nil, err
	}
	return &archive{zip: gzip.NewWriter(f), file: f}, nil
}

func (a *archive) badClose() error {
	if err := a.zip.Close(); err != nil {
		return err // want `a.file is not closed if a.zip.Close fails` want-category "early-return"
	}
	return a.file.Close() // want-related "a.file is closed here on other paths"
}

func (a *archive) okJoined() error {
	return errors.Join(a.zip.Close(), a.file.Close())
}

func (a *archive) okClosedOnError() error {
	if err := a.zip.Close(); err != nil {
		a.file.Close()
		return err
	}
	return a.file.Close()
}

func (a *archive) okFirstErrorKept() error {
	err := a.zip.Close()
	if closeErr := a.file.Close(); err == nil {
		err = closeErr
	}
	return err
}

// The step before the release of the file is a flush, or a method of the owner.

type journal struct {
	mu   sync.Mutex
	buf  *bufio.Writer
	file *os.File
	conn net.Conn
	done bool
	refs int
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
	return &journal{buf: bufio.NewWriter(f), file: f, conn: conn}, nil
}

func (j *journal) badFlush() error {
	if err := j.buf.Flush(); err != nil {
		return err // want `j.file and j.conn are not closed if j.buf.Flush fails, and at 1 other return`
	}
	if err := j.file.Close(); err != nil {
		return err
	}
	return j.conn.Close()
}

func (j *journal) badUnderLock() (err error) {
	j.mu.Lock()
	defer j.mu.Unlock()
	if err = j.file.Close(); err != nil {
		return err // want `j.conn is not closed if j.file.Close fails`
	}
	err = j.conn.Close()
	return err
}

func (j *journal) closeFile() error { return j.file.Close() }

func (j *journal) badStep() error {
	err := j.closeFile()
	if err != nil {
		return err // want `j.conn is not closed if j.closeFile fails`
	}
	return j.conn.Close()
}

func (j *journal) okDeferred() error {
	defer j.conn.Close()
	if err := j.file.Close(); err != nil {
		return err
	}
	return nil
}

// What decides is not a failure: the object is closed already, or not to be closed yet.

func (j *journal) okDone() error {
	if j.done {
		return nil
	}
	j.done = true
	return errors.Join(j.file.Close(), j.conn.Close())
}

func (j *journal) okRefs() error {
	j.refs--
	if j.refs > 0 {
		return nil
	}
	return errors.Join(j.file.Close(), j.conn.Close())
}

func (j *journal) okNil() error {
	if j.conn == nil {
		return nil
	}
	return errors.Join(j.file.Close(), j.conn.Close())
}

// A method that checks the state of the object first fails before it releases anything.

func (j *journal) check() error {
	if j.done {
		return errors.New("closed")
	}
	return nil
}

func (j *journal) okChecked() error {
	if err := j.check(); err != nil {
		return err
	}
	return errors.Join(j.file.Close(), j.conn.Close())
}

// A field that callers fill is theirs.

type wrapped struct {
	zip *gzip.Writer
	out net.Conn
}

func wrap(out net.Conn) *wrapped { return &wrapped{zip: gzip.NewWriter(out), out: out} }

func (w *wrapped) okForeign() error {
	if err := w.zip.Close(); err != nil {
		return err
	}
	return w.out.Close()
}

// Cancel functions are called.

type worker struct {
	file   *os.File
	cancel context.CancelFunc
}

func start(ctx context.Context, name string) (*worker, error) {
	f, err := os.Open(name)
	if err != nil {
		return nil, err
	}
	_, cancel := context.WithCancel(ctx)
	return &worker{file: f, cancel: cancel}, nil
}

func (w *worker) badCancel() error {
	if err := w.file.Close(); err != nil {
		return err // want `w.cancel is not called if w.file.Close fails`
	}
	w.cancel()
	return nil
}
