// Package file has files that are written to. What Close has to tell of them, nothing else tells.
package file

import (
	"bufio"
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
