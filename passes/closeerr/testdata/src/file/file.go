// Package file has files that are written to. What Close has to tell of them, nothing else tells.
package file

import (
	"bufio"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"log"
	"os"
	"path/filepath"
)

func badDeferred(name string, r io.Reader) error {
	f, err := os.Create(name)
	if err != nil {
		return err
	}
	defer f.Close() // want `error of f.Close is dropped by defer after the write at line L(write) \(hides a failed write\)` want-category "deferred"

	_, err = io.Copy(f, r) // want-related "f is written to here" L(write)
	return err             // want-related "nothing has told of a failure when the function returns here"
}

func badStatement(name string, p []byte) error {
	f, err := os.Create(name)
	if err != nil {
		return err
	}
	_, err = f.Write(p) // L(write)
	f.Close()           // want `error of f.Close is dropped after the write at line L(write) \(hides a failed write\)` want-category "statement"
	if err != nil {
		return err
	}
	return nil
}

func badLiteral(name string, v any) error {
	f, err := os.Create(name)
	if err != nil {
		return err
	}
	defer func() {
		f.Close() // want `error of f.Close is dropped after the write`
		log.Print("saved")
	}()
	return json.NewEncoder(f).Encode(v)
}

// The literal returns the error to the defer statement, which drops it.
func badLiteralResult(name string, p []byte) error {
	f, err := os.Create(name)
	if err != nil {
		return err
	}
	defer func() error {
		return f.Close() // want `error of f.Close is dropped`
	}()
	_, err = f.Write(p)
	return err
}

func badEmptyBranch(name string, p []byte) error {
	f, err := os.Create(name)
	if err != nil {
		return err
	}
	_, err = f.Write(p)
	if err := f.Close(); err != nil { // want `error of f.Close is dropped`
	}
	return err
}

// What the function returns is read before the deferred calls run, unless the result has a name.
func badLate(name string, p []byte) error {
	f, err := os.Create(name)
	if err != nil {
		return err
	}
	defer func() {
		err = errors.Join(err, f.Close()) // want `error of f.Close is stored where the function no longer reads it \(hides a failed write\)` want-category "late"
	}()
	_, err = f.Write(p)
	return err
}

func badLateBranch(name string, p []byte) (int, error) {
	f, err := os.Create(name)
	if err != nil {
		return 0, err
	}
	defer func() {
		if closeErr := f.Close(); err == nil && closeErr != nil { // want `error of f.Close is stored where the function no longer reads it`
			err = closeErr
		}
	}()
	n, err := f.Write(p)
	return n, err
}

func badMethodValue(name string, p []byte) error {
	f, err := os.Create(name)
	if err != nil {
		return err
	}
	done := f.Close
	defer done() // want `error of f.Close is dropped by defer`
	_, err = f.Write(p)
	return err
}

func badAppend(name, line string) error {
	f, err := os.OpenFile(name, os.O_APPEND|os.O_CREATE|os.O_WRONLY, 0o644)
	if err != nil {
		return err
	}
	defer f.Close() // want `error of f.Close is dropped by defer`
	_, err = fmt.Fprintln(f, line)
	return err
}

func badRoot(root *os.Root, name string, p []byte) error {
	f, err := root.Create(name)
	if err != nil {
		return err
	}
	defer f.Close() // want `error of f.Close is dropped by defer`
	_, err = f.Write(p)
	return err
}

// The buffer has told what it could tell; the file system has not.
func badBuffered(name string, lines []string) error {
	f, err := os.Create(name)
	if err != nil {
		return err
	}
	defer f.Close() // want `error of f.Close is dropped by defer`
	w := bufio.NewWriter(f)
	for _, line := range lines {
		if _, err := w.WriteString(line); err != nil {
			return err
		}
	}
	return w.Flush()
}

func badTee(name string, r io.Reader) ([]byte, error) {
	f, err := os.Create(name)
	if err != nil {
		return nil, err
	}
	defer f.Close() // want `error of f.Close is dropped by defer`
	return io.ReadAll(io.TeeReader(r, f))
}

func badMulti(name string, h io.Writer, r io.Reader) error {
	f, err := os.Create(name)
	if err != nil {
		return err
	}
	defer f.Close() // want `error of f.Close is dropped by defer`
	_, err = io.Copy(io.MultiWriter(f, h), r)
	return err
}

// What was to become the file that everybody reads is cut short, and replaces it.
func badRenamed(name string, p []byte) error {
	f, err := os.CreateTemp(filepath.Dir(name), "tmp")
	if err != nil {
		return err
	}
	defer os.Remove(f.Name())
	if _, err := f.Write(p); err != nil {
		f.Close()
		return err
	}
	f.Close() // want `error of f.Close is dropped after the write`
	return os.Rename(f.Name(), name)
}

// The write after Sync is in doubt again.
func badAfterSync(name string, p, q []byte) error {
	f, err := os.Create(name)
	if err != nil {
		return err
	}
	defer f.Close() // want `error of f.Close is dropped by defer after the write at line L(second)`
	if _, err := f.Write(p); err != nil {
		return err
	}
	if err := f.Sync(); err != nil {
		return err
	}
	_, err = f.Write(q) // L(second)
	return err
}

func badSyncDropped(name string, p []byte) error {
	f, err := os.Create(name)
	if err != nil {
		return err
	}
	defer f.Close() // want `error of f.Close is dropped by defer`
	if _, err := f.Write(p); err != nil {
		return err
	}
	f.Sync()
	return nil
}

// One of two ways out is right.
func badShortWay(name string, p, q []byte) error {
	f, err := os.Create(name)
	if err != nil {
		return err
	}
	defer f.Close() // want `error of f.Close is dropped by defer`
	if _, err := f.Write(p); err != nil {
		return err
	}
	if len(q) == 0 {
		return nil // want-related "nothing has told of a failure when the function returns here"
	}
	if _, err := f.Write(q); err != nil {
		return err
	}
	return f.Close()
}

func badLoop(names []string, p []byte) error {
	for _, name := range names {
		f, err := os.Create(name)
		if err != nil {
			return err
		}
		_, err = f.Write(p)
		f.Close() // want `error of f.Close is dropped`
		if err != nil {
			return err
		}
	}
	return nil
}

// The only way to succeed is to come to the end of the input, which is no failure.
func badEnd(name string, r io.Reader) error {
	f, err := os.Create(name)
	if err != nil {
		return err
	}
	defer f.Close() // want `error of f.Close is dropped by defer`
	buf := make([]byte, 512)
	for {
		n, err := r.Read(buf)
		if _, err := f.Write(buf[:n]); err != nil {
			return err
		}
		if err == io.EOF {
			return nil
		}
		if err != nil {
			return err
		}
	}
}

func badStandardOutput(name string, v any) error {
	out := os.Stdout
	if name != "-" {
		f, err := os.Create(name)
		if err != nil {
			return err
		}
		defer f.Close() // want `error of f.Close is dropped by defer`
		out = f
	}
	return json.NewEncoder(out).Encode(v)
}

func badReports(name string, p []byte) (ok bool) {
	f, err := os.Create(name)
	if err != nil {
		return false
	}
	defer f.Close() // want `error of f.Close is dropped by defer`
	if _, err := f.Write(p); err != nil {
		return false
	}
	return true
}

// It has no error to return, but looks at that of the write.
func badLogs(name string, p []byte) {
	f, err := os.Create(name)
	if err != nil {
		log.Print(err)
		return
	}
	defer f.Close() // want `error of f.Close is dropped by defer`
	if _, err := f.Write(p); err != nil {
		log.Print(err)
	}
}

// It looks at the error of what writes to the file.
func badLogsEncoder(name string, v any) {
	f, err := os.Create(name)
	if err != nil {
		log.Fatal(err)
	}
	if err := json.NewEncoder(f).Encode(v); err != nil {
		log.Fatal(err)
	}
	f.Close() // want `error of f.Close is dropped`
}

// Somebody sees the error.

func okReturned(name string, p []byte) error {
	f, err := os.Create(name)
	if err != nil {
		return err
	}
	defer f.Close()
	if _, err := f.Write(p); err != nil {
		return err
	}
	return f.Close()
}

func okChecked(name string, p []byte) error {
	f, err := os.Create(name)
	if err != nil {
		return err
	}
	if _, err := f.Write(p); err != nil {
		f.Close()
		return err
	}
	if err := f.Close(); err != nil {
		return fmt.Errorf("closing %s: %w", name, err)
	}
	return nil
}

func okJoined(name string, p []byte) error {
	f, err := os.Create(name)
	if err != nil {
		return err
	}
	_, err = f.Write(p)
	return errors.Join(err, f.Close())
}

func okNamed(name string, p []byte) (err error) {
	f, err := os.Create(name)
	if err != nil {
		return err
	}
	defer func() {
		if closeErr := f.Close(); err == nil {
			err = closeErr
		}
	}()
	_, err = f.Write(p)
	return err
}

func okNamedJoin(name string, p []byte) (err error) {
	f, err := os.Create(name)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, f.Close()) }()
	_, err = f.Write(p)
	return err
}

// Another deferred call reads what this one has stored.
func okLaterDefer(name string, p []byte) error {
	var err error
	defer func() {
		if err != nil {
			log.Print(err)
		}
	}()
	f, err := os.Create(name)
	if err != nil {
		return err
	}
	defer func() { err = f.Close() }()
	_, err = f.Write(p)
	return err
}

func okLogged(name string, p []byte) error {
	f, err := os.Create(name)
	if err != nil {
		return err
	}
	defer func() {
		if err := f.Close(); err != nil {
			log.Printf("closing %s: %v", name, err)
		}
	}()
	_, err = f.Write(p)
	return err
}

func closeOrLog(c io.Closer) {
	if err := c.Close(); err != nil {
		log.Print(err)
	}
}

func okHelper(name string, p []byte) error {
	f, err := os.Create(name)
	if err != nil {
		return err
	}
	defer closeOrLog(f)
	_, err = f.Write(p)
	return err
}

func capture(errp *error, f func() error) {
	if err := f(); *errp == nil {
		*errp = err
	}
}

func okCaptured(name string, p []byte) (err error) {
	f, err := os.Create(name)
	if err != nil {
		return err
	}
	defer capture(&err, f.Close)
	_, err = f.Write(p)
	return err
}

func check(err error) {
	if err != nil {
		panic(err)
	}
}

func okMust(name string, p []byte) {
	f, err := os.Create(name)
	check(err)
	_, err = f.Write(p)
	check(err)
	check(f.Close())
}

func okCompared(name string, p []byte) bool {
	f, err := os.Create(name)
	if err != nil {
		return false
	}
	_, err = f.Write(p)
	return f.Close() == nil && err == nil
}

func okFlag(name string, p []byte) error {
	f, err := os.Create(name)
	if err != nil {
		return err
	}
	closed := false
	defer func() {
		if !closed {
			f.Close()
		}
	}()
	if _, err := f.Write(p); err != nil {
		return err
	}
	closed = true
	return f.Close()
}

func okOnError(name string, p []byte) (err error) {
	f, err := os.Create(name)
	if err != nil {
		return err
	}
	defer func() {
		if err != nil {
			f.Close()
			os.Remove(name)
		}
	}()
	if _, err = f.Write(p); err != nil {
		return err
	}
	return f.Close()
}

func okSynced(name string, p []byte) error {
	f, err := os.Create(name)
	if err != nil {
		return err
	}
	defer f.Close()
	if _, err := f.Write(p); err != nil {
		return err
	}
	return f.Sync()
}

// The program says that it does not want the error.

func okBlank(name string, p []byte) error {
	f, err := os.Create(name)
	if err != nil {
		return err
	}
	_, err = f.Write(p)
	_ = f.Close()
	return err
}

func okBlankDeferred(name string, p []byte) error {
	f, err := os.Create(name)
	if err != nil {
		return err
	}
	defer func() { _ = f.Close() }()
	_, err = f.Write(p)
	return err
}

func okComment(name string, p []byte) error {
	f, err := os.Create(name)
	if err != nil {
		return err
	}
	defer f.Close() // best effort
	_, err = f.Write(p)
	return err
}

func okIgnored(name string, p []byte) error {
	f, err := os.Create(name)
	if err != nil {
		return err
	}
	//guardlint:ignore closeerr the reader checks the length
	defer f.Close()
	_, err = f.Write(p)
	return err
}

func ignore(error) {}

func okIgnoredByName(name string, p []byte) error {
	f, err := os.Create(name)
	if err != nil {
		return err
	}
	defer func() { ignore(f.Close()) }()
	_, err = f.Write(p)
	return err
}

// The function fails anyhow, or nobody is left to be told.

func okFails(name string, r io.Reader) error {
	f, err := os.Create(name)
	if err != nil {
		return err
	}
	if _, err := io.Copy(f, r); err != nil {
		f.Close()
		return err
	}
	f.Close()
	return errors.New("not supported")
}

func okExits(name string, p []byte) {
	f, err := os.Create(name)
	if err != nil {
		log.Fatal(err)
	}
	if _, err := f.Write(p); err != nil {
		f.Close()
		log.Fatal(err)
	}
	if err := f.Close(); err != nil {
		log.Fatal(err)
	}
}

// Who asks a context for its error knows that there is one.
func okCancelled(ctx context.Context, name string, lines <-chan string) error {
	f, err := os.Create(name)
	if err != nil {
		return err
	}
	for {
		select {
		case <-ctx.Done():
			f.Close()
			return ctx.Err()
		case line, ok := <-lines:
			if !ok {
				return f.Close()
			}
			if _, err := f.WriteString(line); err != nil {
				f.Close()
				return err
			}
		}
	}
}

func okPanics(name string, p []byte) {
	f, err := os.Create(name)
	if err != nil {
		panic(err)
	}
	defer f.Close()
	if _, err := f.Write(p); err != nil {
		panic(err)
	}
	if err := f.Sync(); err != nil {
		panic(err)
	}
}

func okSaysNo(name string, p []byte) bool {
	f, err := os.Create(name)
	if err != nil {
		return false
	}
	if n, _ := f.Write(p); n < len(p) {
		f.Close()
		return false
	}
	return f.Close() == nil
}

// The error of the write goes on the list of errors, and the loop goes on.
func okNextFile(names []string, p []byte) error {
	var errs []error
	for _, name := range names {
		f, err := os.Create(name)
		if err != nil {
			errs = append(errs, err)
			continue
		}
		if _, err := f.Write(p); err != nil {
			f.Close()
			errs = append(errs, err)
			continue
		}
		errs = append(errs, f.Close())
	}
	return errors.Join(errs...)
}

// Nobody will read the file.

func okRemoved(r io.Reader) (int64, error) {
	f, err := os.CreateTemp("", "spool")
	if err != nil {
		return 0, err
	}
	defer os.Remove(f.Name())
	defer f.Close()
	if _, err := io.Copy(f, r); err != nil {
		return 0, err
	}
	return f.Seek(0, io.SeekCurrent)
}

func discard(f *os.File) {
	f.Close()
	os.Remove(f.Name())
}

func okDiscarded(r io.Reader) (int64, error) {
	f, err := os.CreateTemp("", "spool")
	if err != nil {
		return 0, err
	}
	defer discard(f)
	return io.Copy(f, r)
}

func removeAll(dir string) { os.RemoveAll(dir) }

func okRemovedByHelper(dir string, r io.Reader) error {
	f, err := os.Create(filepath.Join(dir, "spool"))
	if err != nil {
		return err
	}
	defer removeAll(dir)
	defer f.Close()
	_, err = io.Copy(f, r)
	return err
}

// Nothing is written to it, or not yet.

func okRead(name string) ([]byte, error) {
	f, err := os.Open(name)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	return io.ReadAll(f)
}

func okTouch(name string) error {
	f, err := os.Create(name)
	if err != nil {
		return err
	}
	f.Close()
	return nil
}

func okBefore(name string, p []byte) error {
	f, err := os.Create(name)
	if err != nil {
		return err
	}
	defer f.Close()
	if len(p) == 0 {
		return nil
	}
	if _, err := f.Write(p); err != nil {
		return err
	}
	return f.Close()
}

func okReadBack(name string) ([]byte, error) {
	f, err := os.OpenFile(name, os.O_RDONLY|os.O_CREATE, 0o644)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	return io.ReadAll(f)
}

func describe(f *os.File) string { return f.Name() }

func okName(name string) (string, error) {
	f, err := os.Create(name)
	if err != nil {
		return "", err
	}
	defer f.Close()
	return describe(f), nil
}

// A method expression is no method value: it has no file yet.
func okMethodExpression(name string, p []byte) (*os.File, func(*os.File) error, error) {
	f, err := os.Create(name)
	if err != nil {
		return nil, nil, err
	}
	if _, err := f.Write(p); err != nil {
		f.Close()
		return nil, nil, err
	}
	return f, (*os.File).Close, nil
}

// Somebody else has it.

func okHandedOut(name string, p []byte) (*os.File, error) {
	f, err := os.Create(name)
	if err != nil {
		return nil, err
	}
	if _, err := f.Write(p); err != nil {
		f.Close()
		return nil, err
	}
	return f, nil
}

type sink struct{ f *os.File }

func (s *sink) open(name string, header []byte) error {
	f, err := os.Create(name)
	if err != nil {
		return err
	}
	if _, err := f.Write(header); err != nil {
		f.Close()
		return err
	}
	s.f = f
	return nil
}

func okStored(s *sink, name string) error { return s.open(name, nil) }

func okGoroutine(name string, p []byte) error {
	f, err := os.Create(name)
	if err != nil {
		return err
	}
	go func() {
		f.Write(p)
		f.Close()
	}()
	return nil
}

// Helpers of the package are looked into.

func header(f *os.File) error {
	_, err := f.WriteString("# made by hand\n")
	return err
}

func badHeader(name string) error {
	f, err := os.Create(name)
	if err != nil {
		return err
	}
	defer f.Close()  // want `error of f.Close is dropped by defer after the write at line L(write)`
	return header(f) // L(write)
}

func create(name string) (*os.File, error) { return os.Create(filepath.Clean(name)) }

func open(name string) (*os.File, error) { return os.Open(filepath.Clean(name)) }

func badCreated(name string, p []byte) error {
	f, err := create(name)
	if err != nil {
		return err
	}
	defer f.Close() // want `error of f.Close is dropped by defer`
	_, err = f.Write(p)
	return err
}

// A file that was opened for reading cannot have been written to, whatever is tried.
func okOpened(name string, p []byte) error {
	f, err := open(name)
	if err != nil {
		return err
	}
	defer f.Close()
	_, err = f.Write(p)
	return err
}

// Devices take what they are told at once.

func okDevice(level string) error {
	f, err := os.OpenFile("/proc/self/oom_score_adj", os.O_WRONLY|os.O_TRUNC, 0)
	if err != nil {
		return err
	}
	defer f.Close()
	_, err = f.WriteString(level)
	return err
}

func okInPlace(name, value string) error {
	f, err := os.OpenFile(name, os.O_WRONLY, 0)
	if err != nil {
		return err
	}
	defer f.Close()
	_, err = f.WriteString(value)
	return err
}

func okSynchronous(name string, p []byte) error {
	f, err := os.OpenFile(name, os.O_CREATE|os.O_WRONLY|os.O_SYNC, 0o600)
	if err != nil {
		return err
	}
	defer f.Close()
	_, err = f.Write(p)
	return err
}
