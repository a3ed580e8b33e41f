// Package files has fixtures for afero, fsnotify, and the descriptors of golang.org/x/sys/unix.
package files

import (
	"io"

	"github.com/fsnotify/fsnotify"
	"github.com/spf13/afero"
	"golang.org/x/sys/unix"
)

func badFile(fs afero.Fs, name string) ([]byte, error) {
	f, err := fs.Open(name) // want `f is never closed`
	if err != nil {
		return nil, err
	}
	return io.ReadAll(f)
}

func okDefer(fs afero.Fs, name string) ([]byte, error) {
	f, err := fs.Open(name)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	return io.ReadAll(f)
}

func badWatcher(dir string) (*fsnotify.Watcher, error) {
	w, err := fsnotify.NewWatcher() // want `w is not closed if the function returns at line L(add)`
	if err != nil {
		return nil, err
	}
	if err := w.Add(dir); err != nil {
		return nil, err // L(add)
	}
	return w, nil
}

func okWatcher(dir string) (*fsnotify.Watcher, error) {
	w, err := fsnotify.NewWatcher()
	if err != nil {
		return nil, err
	}
	if err := w.Add(dir); err != nil {
		w.Close()
		return nil, err
	}
	return w, nil
}

func badDescriptor(name string) (int64, error) {
	fd, err := unix.Open(name, unix.O_RDONLY|unix.O_CLOEXEC, 0) // want `fd is not closed if the function returns at line L(stat)`
	if err != nil {
		return 0, err
	}
	var st unix.Stat_t
	if err := unix.Fstat(fd, &st); err != nil {
		return 0, err // L(stat)
	}
	return st.Size, unix.Close(fd)
}

func okHandOff(fs afero.Fs, name string) (afero.File, error) {
	return fs.Create(name)
}

func badTempDir(fs afero.Fs, fill func(string) error) (string, error) {
	dir, err := afero.TempDir(fs, "", "pages-") // want `dir is not removed if the function returns at line L(fill)`
	if err != nil {
		return "", err
	}
	if err := fill(dir + "/first"); err != nil {
		return "", err // L(fill)
	}
	return dir, nil
}

func okTempDir(fs afero.Fs, fill func(string) error) error {
	dir, err := afero.TempDir(fs, "", "pages-")
	if err != nil {
		return err
	}
	defer fs.RemoveAll(dir)
	return fill(dir + "/first")
}

// Who chose the place may clean it as a whole.
func okTempDirInside(fs afero.Fs, parent string, fill func(string) error) error {
	dir, err := afero.TempDir(fs, parent, "pages-")
	if err != nil {
		return err
	}
	return fill(dir + "/first")
}
