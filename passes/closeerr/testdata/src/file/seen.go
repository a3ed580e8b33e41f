package file

import (
	"context"
	"errors"
	"fmt"
	"io"
	"log"
	"os"

	"file/disk"
)

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

func okSyncedByHelper(name string, r io.Reader) error {
	f, err := os.Create(name)
	if err != nil {
		return err
	}
	if _, err = io.Copy(f, r); err == nil {
		err = syncAll(f)
	}
	f.Close()
	return err
}

func syncAll(f *os.File) error { return f.Sync() }

func badLocked(name string, p []byte) error {
	f, err := os.Create(name)
	if err != nil {
		return err
	}
	defer f.Close() // want `error of f.Close is dropped by defer after the write`
	if _, err := f.Write(p); err != nil {
		return err
	}
	return look(f)
}

func look(f *os.File) error {
	_, err := f.Stat()
	return err
}

func okSyncedElsewhere(name string, r io.Reader) error {
	f, err := os.Create(name)
	if err != nil {
		return err
	}
	if _, err = io.Copy(f, r); err == nil {
		err = disk.Flush(f)
	}
	f.Close()
	return err
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

// Who hides a file behind an interface of the program's own has words of his own for what happens to it.

type upload interface {
	io.WriteCloser
	Size() int64
	Commit(ctx context.Context) error
}

type fileUpload struct {
	*os.File
	size int64
}

func (u *fileUpload) Size() int64 { return u.size }

func (u *fileUpload) Commit(context.Context) error { return u.Sync() }

func newUpload(name string) (upload, error) {
	f, err := os.Create(name)
	if err != nil {
		return nil, err
	}
	return &fileUpload{File: f}, nil
}

func okCommitted(ctx context.Context, name string, p []byte) error {
	w, err := newUpload(name)
	if err != nil {
		return err
	}
	defer w.Close()
	if _, err := w.Write(p); err != nil {
		return err
	}
	return w.Commit(ctx)
}

func badCommitDropped(ctx context.Context, name string, p []byte) error {
	w, err := newUpload(name)
	if err != nil {
		return err
	}
	defer w.Close()                       // want `error of w.Close is dropped by defer after the write at line L(upload)`
	if _, err := w.Write(p); err != nil { // L(upload)
		return err
	}
	w.Commit(ctx)
	return nil
}

func badSized(name string, p []byte) (int64, error) {
	w, err := newUpload(name)
	if err != nil {
		return 0, err
	}
	defer w.Close()                       // want `error of w.Close is dropped by defer after the write at line L(sized)`
	if _, err := w.Write(p); err != nil { // L(sized)
		return 0, err
	}
	return w.Size(), nil
}
