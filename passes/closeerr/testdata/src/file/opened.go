package file

import (
	"os"
	"path/filepath"
)

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
