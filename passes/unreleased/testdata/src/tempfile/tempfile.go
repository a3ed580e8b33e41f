// Package tempfile has the fixtures of the kind tempfile: the file that os.CreateTemp leaves on disk. That it is open as
// well is another duty, of the kind file.
package tempfile

import (
	"io"
	"os"
	"path/filepath"
)

func badNever(data []byte) (err error) {
	f, err := os.CreateTemp("", "upload") // want `f is never removed`
	if err != nil {
		return err
	}
	defer f.Close()
	_, err = f.Write(data)
	return err
}

func badEarlyReturn(data []byte) error {
	f, err := os.CreateTemp("", "upload") // want `f is not removed if the function returns at line L(empty)`
	if err != nil {
		return err
	}
	defer f.Close()
	if len(data) == 0 {
		return nil // L(empty)
	}
	defer os.Remove(f.Name())
	_, err = f.Write(data)
	return err
}

// The file becomes the final one, but only if nothing fails on the way.

func badErrorBranch(final string, r io.Reader) error {
	f, err := os.CreateTemp(filepath.Dir(final), "new") // want `f is not removed if the function returns at line L(copy)`
	if err != nil {
		return err
	}
	if _, err := io.Copy(f, r); err != nil {
		f.Close()
		return err // L(copy)
	}
	if err := f.Close(); err != nil {
		os.Remove(f.Name())
		return err
	}
	return os.Rename(f.Name(), final)
}

// The two duties are separate: this one removes the file and leaves it open.

func badRemovedButOpen(data []byte) error {
	f, err := os.CreateTemp("", "upload") // want `f is never closed`
	if err != nil {
		return err
	}
	defer os.Remove(f.Name())
	_, err = f.Write(data)
	return err
}

func okDefer(data []byte) error {
	f, err := os.CreateTemp("", "upload")
	if err != nil {
		return err
	}
	defer os.Remove(f.Name())
	defer f.Close()
	_, err = f.Write(data)
	return err
}

func okNameInVariable(data []byte) error {
	f, err := os.CreateTemp("", "upload")
	if err != nil {
		return err
	}
	name := f.Name()
	defer func() {
		f.Close()
		os.Remove(name)
	}()
	_, err = f.Write(data)
	return err
}

func okRenamed(final string, data []byte) error {
	f, err := os.CreateTemp(filepath.Dir(final), "new")
	if err != nil {
		return err
	}
	if _, err := f.Write(data); err != nil {
		f.Close()
		os.Remove(f.Name())
		return err
	}
	if err := f.Close(); err != nil {
		os.Remove(f.Name())
		return err
	}
	return os.Rename(f.Name(), final)
}

// Whoever has the file or its path can remove it.

func okHandOff() (*os.File, error) {
	return os.CreateTemp("", "upload")
}

func okPathReturned(data []byte) (string, error) {
	f, err := os.CreateTemp("", "upload")
	if err != nil {
		return "", err
	}
	name := f.Name()
	if _, err := f.Write(data); err != nil {
		f.Close()
		os.Remove(name)
		return "", err
	}
	return name, f.Close()
}

type upload struct{ path string }

func (u *upload) okPathStored(data []byte) error {
	f, err := os.CreateTemp("", "upload")
	if err != nil {
		return err
	}
	defer f.Close()
	u.path = f.Name()
	_, err = f.Write(data)
	return err
}

// To remove the file and to close it are two duties, and a helper may do one of them or both.

func discard(f *os.File) {
	f.Close()
	os.Remove(f.Name())
}

func okDiscarded(data []byte) error {
	f, err := os.CreateTemp("", "upload")
	if err != nil {
		return err
	}
	defer discard(f)
	_, err = f.Write(data)
	return err
}

func moveTo(from, to string) error { return os.Rename(from, to) }

func publish(f *os.File, to string) error { return moveTo(f.Name(), to) }

func okPublished(data []byte, to string) error {
	f, err := os.CreateTemp("", "upload")
	if err != nil {
		return err
	}
	_, err = f.Write(data)
	f.Close()
	if err != nil {
		os.Remove(f.Name())
		return err
	}
	return publish(f, to)
}

func closeOnly(f *os.File) { f.Close() }

func badClosedOnly(data []byte) error {
	f, err := os.CreateTemp("", "upload") // want `f is never removed`
	if err != nil {
		return err
	}
	_, err = f.Write(data)
	closeOnly(f)
	return err
}

type spool struct{ f *os.File }

func newSpool() (*spool, error) {
	f, err := os.CreateTemp("", "spool")
	if err != nil {
		return nil, err
	}
	return &spool{f: f}, nil
}

func (s *spool) Close() error {
	s.f.Close()
	return os.Remove(s.f.Name())
}

func okSpool() error {
	s, err := newSpool()
	if err != nil {
		return err
	}
	return s.Close()
}

func badSpool(data []byte) error {
	s, err := newSpool() // want `s is never closed`
	if err != nil {
		return err
	}
	_, err = s.f.Write(data)
	return err
}

// A function that removes nothing may come in its place, or none.

func hosts(name string, shared bool) (string, func(), error) {
	if shared {
		return "hosts", func() {}, nil
	}
	f, err := os.CreateTemp("", name)
	if err != nil {
		return "", nil, err
	}
	if err := f.Close(); err != nil {
		os.Remove(f.Name())
		return "", nil, err
	}
	return f.Name(), func() { os.Remove(f.Name()) }, nil
}

func okNilCleanup(name string, shared bool, work func(string) error) error {
	path, clean, err := hosts(name, shared)
	if err != nil {
		return err
	}
	if clean != nil {
		defer clean()
	}
	if err := work(path); err != nil {
		return err
	}
	return nil
}

func badNilCleanup(name string, shared bool, work func(string) error) error {
	path, clean, err := hosts(name, shared) // want `clean is not called if the function returns`
	if err != nil {
		return err
	}
	if err := work(path); err != nil {
		return err // leak
	}
	if clean != nil {
		clean()
	}
	return nil
}

// Where there is no file its path is empty.

func stored(data []byte) string {
	f, err := os.CreateTemp("", "upload")
	if err != nil {
		return ""
	}
	defer f.Close()
	f.Write(data)
	return f.Name()
}

func okEmptyPath(data []byte, show func(string) error) error {
	path := stored(data)
	if path == "" {
		return nil
	}
	defer os.Remove(path)
	return show(path)
}

func okNoLength(data []byte, show func(string) error) error {
	path := stored(data)
	if len(path) == 0 {
		return nil
	}
	defer os.Remove(path)
	return show(path)
}

func okSomeLength(data []byte, show func(string) error) (err error) {
	path := stored(data)
	err = show("")
	if len(path) > 0 {
		os.Remove(path)
	}
	return err
}

func badSomePath(data []byte, show func(string)) {
	path := stored(data) // want `path is never removed`
	show("")
	if len(path) == 0 {
		os.Remove(path)
	}
}
