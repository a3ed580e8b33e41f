// Package earlyreturn has release methods that stop at the first error.
package earlyreturn

import (
	"bufio"
	"compress/gzip"
	"context"
	"errors"
	"io"
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

func (a *archive) okCloseJoined() error {
	return errors.Join(a.zip.Close(), a.file.Close())
}

func (a *archive) okCloseOnError() error {
	if err := a.zip.Close(); err != nil {
		a.file.Close()
		return err
	}
	return a.file.Close()
}

func (a *archive) okCloseFirstErrorKept() error {
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

func (j *journal) badCloseFlush() error {
	if err := j.buf.Flush(); err != nil {
		return err // want `j.file and j.conn are not closed if j.buf.Flush fails, and at 1 other return`
	}
	if err := j.file.Close(); err != nil {
		return err
	}
	return j.conn.Close()
}

func (j *journal) badCloseUnderLock() (err error) {
	j.mu.Lock()
	defer j.mu.Unlock()
	if err = j.file.Close(); err != nil {
		return err // want `j.conn is not closed if j.file.Close fails`
	}
	err = j.conn.Close()
	return err
}

func (j *journal) closeFile() error { return j.file.Close() }

func (j *journal) badCloseStep() error {
	err := j.closeFile()
	if err != nil {
		return err // want `j.conn is not closed if j.closeFile fails`
	}
	return j.conn.Close()
}

func (j *journal) okCloseDeferred() error {
	defer j.conn.Close()
	if err := j.file.Close(); err != nil {
		return err
	}
	return nil
}

// What decides is not a failure: the object is closed already, or not to be closed yet.

func (j *journal) okCloseDone() error {
	if j.done {
		return nil
	}
	j.done = true
	return errors.Join(j.file.Close(), j.conn.Close())
}

func (j *journal) okCloseRefs() error {
	j.refs--
	if j.refs > 0 {
		return nil
	}
	return errors.Join(j.file.Close(), j.conn.Close())
}

func (j *journal) okCloseNil() error {
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

func (j *journal) okCloseChecked() error {
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

func (w *wrapped) okCloseForeign() error {
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

func (w *worker) badStopCancel() error {
	if err := w.file.Close(); err != nil {
		return err // want `w.cancel is not called if w.file.Close fails`
	}
	w.cancel()
	return nil
}

// A method that works with the object and closes it in the end leaves the cleanup after a failure to others.

func (a *archive) okRun() error {
	if err := a.zip.Close(); err != nil {
		return err
	}
	a.file.Close()
	return nil
}

// An owner of owners names what it closes, not what is inside.

type index struct {
	symbols, postings *archive
}

func newIndex(name string) (*index, error) {
	symbols, err := openArchive(name)
	if err != nil {
		return nil, err
	}
	postings, err := openArchive(name + "~")
	if err != nil {
		symbols.okCloseOnError()
		return nil, err
	}
	return &index{symbols: symbols, postings: postings}, nil
}

func (x *index) badClose() error {
	if x.symbols != nil {
		if err := x.symbols.okCloseOnError(); err != nil {
			return err // want `x.postings is not .* if x.symbols.okCloseOnError fails`
		}
	}
	if x.postings != nil {
		if err := x.postings.okCloseOnError(); err != nil {
			return err
		}
	}
	return nil
}

// A method that uses the object before it lets go of a part, and fails, has released nothing yet: that it calls a function
// to log is no release of that.

type session struct {
	log  func(format string, args ...any)
	stop func()
	poll context.CancelFunc
	file *os.File
}

func newSession(name string) (*session, error) {
	f, err := os.Open(name)
	if err != nil {
		return nil, err
	}
	s := &session{log: func(string, ...any) {}, file: f}
	_, s.poll = context.WithCancel(context.Background())
	return s, nil
}

func (s *session) logout() error {
	s.log("logging out")
	_, err := s.file.Write([]byte("logout"))
	return err
}

func (s *session) okLogoutAndDisconnect() error {
	if err := s.logout(); err != nil {
		return err // still connected
	}
	s.poll()
	return nil
}

func (s *session) halt() error {
	s.stop()
	_, err := s.file.Write([]byte("halt"))
	return err
}

func (s *session) badHaltAndDisconnect() error {
	if err := s.halt(); err != nil {
		return err // want `s.poll is not called if s.halt fails`
	}
	s.poll()
	return nil
}

// What is only buffered is worth nothing where the rest could not be completed.
type okPacked struct {
	last *os.File
	buf  *bufio.Writer
}

func newPacked(w io.Writer, name string) (*okPacked, error) {
	f, err := os.Create(name)
	if err != nil {
		return nil, err
	}
	return &okPacked{last: f, buf: bufio.NewWriter(w)}, nil
}

func (p *okPacked) Close() error {
	if err := p.last.Close(); err != nil {
		return err
	}
	return p.buf.Flush()
}
