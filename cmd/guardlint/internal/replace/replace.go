// Package replace writes a set of files so that either all of them change or none does.
//
// Each new content is first written to a temporary file beside its target, where running out of
// space or permissions shows. Only when all are there are they renamed over their targets, which
// readers see as one step per file. A failure in that last phase undoes the renames already made.
package replace

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
)

// A Set collects files to write. The zero value is empty and ready for use.
// After Stage has been called, Commit or Discard must be.
type Set struct {
	staged []staged
}

// staged is a file that is written but not yet in its place.
type staged struct {
	target    string // with symbolic links resolved, so that the link itself survives
	temporary string
	old       []byte
	existed   bool
}

// Stage writes the content beside the file, whose permissions it takes over.
func (s *Set) Stage(file string, content []byte) error {
	target, err := filepath.EvalSymlinks(file)
	if err != nil {
		target = file // does not exist yet
	}
	mode := fs.FileMode(0o644)
	st := staged{target: target}
	if info, err := os.Stat(target); err == nil {
		mode, st.existed = info.Mode().Perm(), true
		if st.old, err = os.ReadFile(target); err != nil {
			return fmt.Errorf("cannot read %s: %w", file, err)
		}
		if err := writable(target); err != nil {
			return fmt.Errorf("cannot write %s: %w", file, err)
		}
	}
	tmp, err := os.CreateTemp(filepath.Dir(target), "."+filepath.Base(target)+".*.tmp")
	if err != nil { // the name of the temporary file tells nothing
		return fmt.Errorf("cannot write %s: no file can be made in its folder: %w", file, cause(err))
	}
	st.temporary = tmp.Name()
	s.staged = append(s.staged, st) // from here on Discard removes it
	_, err = tmp.Write(content)
	if err := errors.Join(err, tmp.Chmod(mode), tmp.Close()); err != nil {
		return fmt.Errorf("cannot write %s: %w", file, err)
	}
	return nil
}

// cause is an error without the name of the file.
func cause(err error) error {
	if path := new(fs.PathError); errors.As(err, &path) {
		return path.Err
	}
	return err
}

// writable reports an error if the file may not be written to. A rename would succeed regardless,
// but a read-only file is read-only for a reason.
func writable(file string) error {
	f, err := os.OpenFile(file, os.O_WRONLY, 0)
	if err != nil {
		return err
	}
	return f.Close()
}

// Commit puts all files in their places.
func (s *Set) Commit() error {
	for i, st := range s.staged {
		if err := os.Rename(st.temporary, st.target); err != nil {
			err = fmt.Errorf("cannot replace %s: %w", st.target, err)
			return errors.Join(err, undo(s.staged[:i]), s.Discard())
		}
	}
	s.staged = nil
	return nil
}

// undo restores files that were already replaced.
func undo(replaced []staged) error {
	var errs []error
	for _, st := range replaced {
		if st.existed {
			errs = append(errs, os.WriteFile(st.target, st.old, 0)) // the file exists: its mode stays
		} else {
			errs = append(errs, os.Remove(st.target))
		}
	}
	return errors.Join(errs...)
}

// Discard removes what was staged and not committed.
func (s *Set) Discard() error {
	var errs []error
	for _, st := range s.staged {
		if err := os.Remove(st.temporary); err != nil && !errors.Is(err, fs.ErrNotExist) {
			errs = append(errs, err)
		}
	}
	s.staged = nil
	return errors.Join(errs...)
}

// File replaces a single file.
func File(file string, content []byte) error {
	var s Set
	if err := s.Stage(file, content); err != nil {
		return errors.Join(err, s.Discard())
	}
	return s.Commit()
}
