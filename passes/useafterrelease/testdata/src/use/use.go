// Package use has guards that are used after they were released.
package use

import (
	"bufio"
	"compress/gzip"
	"context"
	"database/sql"
	"encoding/base64"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"log"
	"net"
	"net/http"
	"os"
	"syscall"
)

// The file is closed on the path to the use.

func badRead(name string) (int, error) {
	f, err := os.Open(name)
	if err != nil {
		return 0, err
	}
	f.Close()                      // want-related "f is closed here" L(read)
	return f.Read(make([]byte, 8)) // want `f.Read is called after f is closed at line L(read)` want-category "use"
}

func badCopy(w io.Writer, name string) error {
	f, err := os.Open(name)
	if err != nil {
		return err
	}
	if err := f.Close(); err != nil {
		return err
	}
	_, err = io.Copy(w, f) // want `f is passed to io.Copy after it is closed`
	return err
}

func badReadAll(url string) ([]byte, error) {
	resp, err := http.Get(url)
	if err != nil {
		return nil, err
	}
	resp.Body.Close()
	return io.ReadAll(resp.Body) // want `resp.Body is passed to io.ReadAll after it is closed`
}

// One of two branches closes it.

func badBranch(name string, check bool) error {
	f, err := os.Create(name)
	if err != nil {
		return err
	}
	if check {
		f.Close()
	}
	_, err = f.WriteString("x") // want `f.WriteString is called after f is closed`
	if !check {
		f.Close()
	}
	return err
}

// Deferred calls run last first.

func badDeferred(name string) (err error) {
	f, err := os.Create(name)
	if err != nil {
		return err
	}
	defer f.Sync() // want `f.Sync is called after f is closed by the deferred call`
	defer f.Close()
	_, err = f.WriteString("x")
	return err
}

func badRows(db *sql.DB) (n int, err error) {
	rows, err := db.Query("select n from t")
	if err != nil {
		return 0, err
	}
	rows.Close()
	for rows.Next() { // want `rows.Next is called after rows is closed`
		if err := rows.Scan(&n); err != nil {
			return 0, err
		}
	}
	return n, rows.Err()
}

func badTx(ctx context.Context, db *sql.DB) error {
	tx, err := db.BeginTx(ctx, nil)
	if err != nil {
		return err
	}
	if err := tx.Commit(); err != nil {
		return err
	}
	_, err = tx.ExecContext(ctx, "vacuum") // want `tx.ExecContext is called after tx is committed or rolled back`
	return err
}

func badStmt(db *sql.DB) error {
	stmt, err := db.Prepare("delete from t")
	if err != nil {
		return err
	}
	if err := stmt.Close(); err != nil {
		return err
	}
	_, err = stmt.Exec() // want `stmt.Exec is called after stmt is closed`
	return err
}

func badConn(addr string) error {
	conn, err := net.Dial("tcp", addr)
	if err != nil {
		return err
	}
	conn.Close()
	fmt.Fprintln(conn, "bye") // want `conn is passed to fmt.Fprintln after it is closed`
	return nil
}

func badListener(addr string) (net.Conn, error) {
	l, err := net.Listen("tcp", addr)
	if err != nil {
		return nil, err
	}
	l.Close()
	return l.Accept() // want `l.Accept is called after l is closed`
}

func badDescriptor(name string) error {
	fd, err := syscall.Open(name, syscall.O_RDONLY, 0)
	if err != nil {
		return err
	}
	syscall.Close(fd)
	_, err = syscall.Read(fd, make([]byte, 8)) // want `fd is passed to syscall.Read after it is closed`
	return err
}

// A callee closes it on all its paths; so does a literal.

func closeQuietly(c io.Closer) {
	if err := c.Close(); err != nil {
		log.Print(err)
	}
}

func badHelper(name string) error {
	f, err := os.Open(name)
	if err != nil {
		return err
	}
	closeQuietly(f)
	_, err = f.Seek(0, io.SeekStart) // want `f.Seek is called after f is closed`
	return err
}

func closeIfAny(f *os.File) {
	if f != nil {
		f.Close()
	}
}

func badHelperForNil(name string) error {
	f, err := os.Open(name)
	if err != nil {
		return err
	}
	closeIfAny(f)
	_, err = f.Seek(0, io.SeekStart) // want `f.Seek is called after f is closed`
	return err
}

func closeOrWait(f *os.File, wrap func(io.Closer)) {
	if wrap != nil {
		z, err := gzip.NewReader(f)
		if err != nil {
			return
		}
		z.Close()
		return
	}
	f.Close()
}

func okHelperAround(name string) error {
	f, err := os.Open(name)
	if err != nil {
		return err
	}
	closeOrWait(f, nil)
	_, err = f.Seek(0, io.SeekStart)
	return err
}

func badLiteral(name string) error {
	f, err := os.Open(name)
	if err != nil {
		return err
	}
	func() { f.Close() }()
	_, err = f.Seek(0, io.SeekStart) // want `f.Seek is called after f is closed`
	return err
}

// What comes in through a parameter, or lies in a field of one.

func badParam(f *os.File) error {
	f.Close()
	return f.Sync() // want `f.Sync is called after f is closed`
}

type writer struct {
	f *os.File
	n int
}

func (w *writer) badField(p []byte) error {
	if err := w.f.Close(); err != nil {
		return err
	}
	_, err := w.f.Write(p) // want `w.f.Write is called after w.f is closed`
	return err
}

// A released guard still answers some questions.

func okName(name string) (string, error) {
	f, err := os.CreateTemp("", name)
	if err != nil {
		return "", err
	}
	defer os.Remove(f.Name())
	f.Close()
	log.Print(f)
	return f.Name(), nil
}

func okRowsErr(db *sql.DB) error {
	rows, err := db.Query("select 1")
	if err != nil {
		return err
	}
	for rows.Next() {
	}
	rows.Close()
	return rows.Err()
}

func okStatus(url string) (int, error) {
	resp, err := http.Get(url)
	if err != nil {
		return 0, err
	}
	resp.Body.Close()
	log.Print(resp.Header)
	return resp.StatusCode, nil
}

func okAgain(name string) error {
	f, err := os.Open(name)
	if err != nil {
		return err
	}
	f.Close()
	return f.Close()
}

// The path that closes it does not come to the use.

func okEarlyReturn(name string, check bool) error {
	f, err := os.Create(name)
	if err != nil {
		return err
	}
	if check {
		f.Close()
		return errors.New("checked")
	}
	_, err = f.WriteString("x")
	f.Close()
	return err
}

func okSameCondition(name string, check bool) error {
	f, err := os.Create(name)
	if err != nil {
		return err
	}
	if check {
		f.Close()
	}
	if !check {
		_, err = f.WriteString("x")
		f.Close()
	}
	return err
}

func okFlag(name string, lines []string) error {
	f, err := os.Create(name)
	if err != nil {
		return err
	}
	closed := false
	for _, line := range lines {
		if line == "" && !closed {
			f.Close()
			closed = true
		}
		if !closed {
			f.WriteString(line)
		}
	}
	if !closed {
		return f.Close()
	}
	return nil
}

func okNil(names []string) {
	var f *os.File
	for _, name := range names {
		if f != nil {
			f.WriteString(name)
			f.Close()
			f = nil
			continue
		}
		f, _ = os.Create(name)
	}
	if f != nil {
		f.Close()
	}
}

func okNext(names []string) error {
	var f *os.File
	var err error
	for _, name := range names {
		if f, err = os.Create(name); err != nil {
			return err
		}
		f.WriteString("x")
		f.Close()
	}
	return nil
}

func okReopened(name string) error {
	f, err := os.Create(name)
	if err != nil {
		return err
	}
	f.Close()
	f, err = os.Open(name)
	if err != nil {
		return err
	}
	defer f.Close()
	_, err = f.Read(make([]byte, 8))
	return err
}

func reopen(f **os.File) {
	*f, _ = os.Open("x")
}

func okReopenedByCallee(name string) error {
	f, err := os.Create(name)
	if err != nil {
		return err
	}
	f.Close()
	reopen(&f)
	defer f.Close()
	_, err = f.Read(make([]byte, 8))
	return err
}

func (w *writer) rotate() error {
	f, err := os.Create("next")
	if err != nil {
		return err
	}
	w.f = f
	return nil
}

func (w *writer) okRotated(p []byte) error {
	if err := w.f.Close(); err != nil {
		return err
	}
	if err := w.rotate(); err != nil {
		return err
	}
	_, err := w.f.Write(p)
	return err
}

func okReset(w io.Writer, p []byte) error {
	z := gzip.NewWriter(w)
	z.Write(p)
	if err := z.Close(); err != nil {
		return err
	}
	z.Reset(w)
	z.Write(p)
	return z.Close()
}

func badCompressor(w io.Writer, p []byte) error {
	z := gzip.NewWriter(w)
	if err := z.Close(); err != nil {
		return err
	}
	_, err := z.Write(p) // want `z.Write is called after z is closed`
	return err
}

// What is behind an interface may have a Reset of its own.

type encoder interface {
	io.WriteCloser
	Reset(w io.Writer)
}

type encoding interface {
	NewEncoder() (encoder, error)
}

func okResetByInterface(e encoding, w io.Writer, p []byte) error {
	z, err := e.NewEncoder()
	if err != nil {
		return err
	}
	for range 3 {
		z.Reset(w)
		if _, err := z.Write(p); err != nil {
			return err
		}
		if err := z.Close(); err != nil {
			return err
		}
	}
	return nil
}

func badByInterface(e encoding, p []byte) error {
	z, err := e.NewEncoder()
	if err != nil {
		return err
	}
	if err := z.Close(); err != nil {
		return err
	}
	_, err = z.Write(p) // want `z.Write is called after z is closed`
	return err
}

type maker interface {
	Make() encoder
}

func closed1(m maker) error { return m.Make().Close() }

func closed2(m maker) error { return m.Make().Close() }

func okMade(m maker, w io.Writer, p []byte) error {
	z := m.Make()
	for range 3 {
		z.Reset(w)
		if _, err := z.Write(p); err != nil {
			return err
		}
		if err := z.Close(); err != nil {
			return err
		}
	}
	return nil
}

// What other callers of a function release need not be of no use then.

type span struct{ from, size int }

func (s span) End() int { return s.from + s.size }

func (s span) Intersection(t span) span { return span{max(s.from, t.from), min(s.size, t.size)} }

func okNoRelease(s, t span) (span, int) {
	both := s.Intersection(t)
	if both.size == 0 {
		return span{}, 0
	}
	return both, both.End()
}

func okNoReleaseEither(s, t span) (span, span, bool) {
	both := s.Intersection(t)
	if both.size > 0 {
		t.from = both.End()
		t.size -= both.size
		return both, t, true
	}
	return s, t, false
}

// Closing what is around it need not close it.

func okAround(name string) error {
	f, err := os.Open(name)
	if err != nil {
		return err
	}
	defer f.Close()
	z, err := gzip.NewReader(f)
	if err != nil {
		return err
	}
	z.Close()
	_, err = f.Seek(0, io.SeekStart)
	return err
}

// A callee may close it.

func maybe(f *os.File, sure bool) {
	if sure {
		f.Close()
	}
}

func okMaybe(name string, sure bool) error {
	f, err := os.Open(name)
	if err != nil {
		return err
	}
	maybe(f, sure)
	_, err = f.Seek(0, io.SeekStart)
	return err
}

// The goroutine closes it when it is done.

func okGoroutine(name string, done chan bool) error {
	f, err := os.Open(name)
	if err != nil {
		return err
	}
	go func() {
		<-done
		f.Close()
	}()
	_, err = f.Seek(0, io.SeekStart)
	return err
}

// An encoder begins anew, though its documentation does not promise it.

func okEncoder(w io.Writer, words []string) error {
	e := base64.NewEncoder(base64.StdEncoding, w)
	for _, word := range words {
		if _, err := io.WriteString(e, word); err != nil {
			return err
		}
		if err := e.Close(); err != nil {
			return err
		}
	}
	return nil
}

// A file behind an interface may know its size when it is closed.

func okSize(fsys fs.FS, name string) (int64, error) {
	f, err := fsys.Open(name)
	if err != nil {
		return 0, err
	}
	if err := f.Close(); err != nil {
		return 0, err
	}
	info, err := f.Stat()
	if err != nil {
		return 0, err
	}
	return info.Size(), nil
}

// The descriptor belongs to the file.

func okNewFile(name string) error {
	fd, err := syscall.Open(name, syscall.O_RDONLY, 0)
	if err != nil {
		return err
	}
	f := os.NewFile(uintptr(fd), name)
	defer f.Close()
	_, err = syscall.Read(fd, make([]byte, 8))
	return err
}

// The loop ends when it has closed them.

func okCloseToStop(db *sql.DB) (n int, err error) {
	rows, err := db.Query("select n from t")
	if err != nil {
		return 0, err
	}
	for rows.Next() {
		if err := rows.Scan(&n); err != nil || n > 3 {
			rows.Close()
		}
	}
	return n, rows.Err()
}

// Rows that end by themselves are closed, and answer false.

func okNextAgain(db *sql.DB) error {
	rows, err := db.Query("select 1")
	if err != nil {
		return err
	}
	defer rows.Close()
	for rows.Next() {
	}
	if rows.Next() {
		return errors.New("more")
	}
	return rows.Err()
}

// What reads a guard is not the guard: that it has not read all of it before is not known.
func falseNegativeReader(name string) (string, error) {
	f, err := os.Open(name)
	if err != nil {
		return "", err
	}
	r := bufio.NewReader(f)
	f.Close()
	return r.ReadString('\n')
}

// The order of deferred calls makes Flush write to a closed file.
func falseNegativeFlush(name string) error {
	f, err := os.Create(name)
	if err != nil {
		return err
	}
	w := bufio.NewWriter(f)
	defer w.Flush()
	defer f.Close()
	_, err = w.WriteString("x")
	return err
}

// When the goroutine runs is not known.
func falseNegativeGoroutine(w io.Writer, name string) error {
	f, err := os.Open(name)
	if err != nil {
		return err
	}
	defer f.Close()
	go io.Copy(w, f)
	return nil
}

// However many paths there are through the method, it closes once on each: a flag says whether it has.

type transfer struct {
	body   io.Reader
	closer io.Closer
	head   bool
	length int64
	enc    []string
}

func (t *transfer) write(w io.Writer) (err error) {
	var n int64
	closed := false
	defer func() {
		if closed || t.closer == nil {
			return
		}
		if e := t.closer.Close(); e != nil && err == nil {
			err = e
		}
	}()
	if !t.head && t.body != nil {
		if len(t.enc) > 0 {
			if bw, ok := w.(*bufio.Writer); ok && !t.head {
				w = bw
			}
			_, err = io.Copy(w, t.body)
		} else if t.length == -1 {
			n, err = io.Copy(w, t.body)
		} else {
			n, err = io.Copy(w, io.LimitReader(t.body, t.length))
			if err != nil {
				return err
			}
			var more int64
			more, err = io.Copy(io.Discard, t.body)
			n += more
		}
		if err != nil {
			return err
		}
	}
	if t.closer != nil {
		closed = true
		if err := t.closer.Close(); err != nil {
			return err
		}
	}
	if !t.head && t.length != -1 && t.length != n {
		return errors.New("length")
	}
	_, err = io.WriteString(w, "\r\n")
	return err
}

func badTransfer(name string, w io.Writer) (int, error) {
	f, err := os.Open(name)
	if err != nil {
		return 0, err
	}
	t := &transfer{body: f, closer: f}
	t.write(w)
	return f.Read(make([]byte, 8)) // want `f.Read is called after f is closed`
}
