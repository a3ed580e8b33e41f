package file

import (
	"context"
	"errors"
	"io"
	"log"
	"os"
	"path/filepath"
)

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

func okMethodValue(name string, p []byte) (func([]byte) (int, error), func() error, error) {
	f, err := os.Create(name)
	if err != nil {
		return nil, nil, err
	}
	if _, err := f.Write(p); err != nil {
		f.Close()
		return nil, nil, err
	}
	return f.Write, f.Close, nil
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

// A function without an error acts on this one if what follows is not done.
func okRenamedAfterwards(name string, p []byte) {
	f, err := os.Create(name + ".tmp")
	if err != nil {
		return
	}
	committed := false
	defer func() {
		if !committed {
			os.Remove(name + ".tmp")
		}
	}()
	if _, err := f.Write(p); err != nil {
		f.Close()
		return
	}
	if err := f.Close(); err != nil {
		return
	}
	if err := os.Rename(name+".tmp", name); err != nil {
		return
	}
	committed = true
}
