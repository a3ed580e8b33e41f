// Package file has the fixtures of the kind file: descriptors that package os and its relatives open.
package file

import (
	"archive/zip"
	"bufio"
	"debug/elf"
	"errors"
	"fmt"
	"io"
	"net"
	"os"
	"path/filepath"
)

// parse only reads: the file stays its caller's.
func parse(r io.Reader) error {
	_, err := bufio.NewReader(r).ReadString('\n')
	return err
}

// Nothing on any path closes the file, and nobody else has it.

func badNever(name string) ([]byte, error) {
	f, err := os.Open(name) // want `f is never closed` want-category "never"
	if err != nil {
		return nil, err
	}
	return io.ReadAll(f)
}

func badNeverCreated(name string) error {
	out, err := os.Create(name) // want `out is never closed`
	if err != nil {
		return err
	}
	_, err = fmt.Fprintln(out, "hello")
	return err
}

func badNeverInExpression(name string) error {
	return parse(mustOpen(name)) // want `mustOpen result.* is never closed`
}

// mustOpen hands its file to its caller, which is where badNeverInExpression loses it.
func mustOpen(name string) *os.File {
	f, err := os.Open(name)
	if err != nil {
		panic(err)
	}
	return f
}

// A file that exists in the file system but in no variable cannot be closed.

func badDiscarded(name string) error {
	_, err := os.Create(name) // want `result of os.Create is discarded, so the file is never closed` want-category "discarded"
	return err
}

func badDiscardedStatement(name string) {
	os.Create(name) // want `result of os.Create is discarded, so the file is never closed`
}

// One path out of the function is left without Close.

func badEarlyReturn(name string, dryRun bool) error {
	f, err := os.Open(name) // want `f is not closed if the function returns at line L(early)` want-category "early-return"
	if err != nil {
		return err
	}
	if dryRun {
		return nil // want-related "f" L(early)
	}
	if err := parse(f); err != nil {
		f.Close()
		return err
	}
	return f.Close()
}

func badErrorBranch(name string) error {
	f, err := os.Open(name) // want `f is not closed if the function returns at line L(parse)`
	if err != nil {
		return err
	}
	if err := parse(f); err != nil {
		return fmt.Errorf("%s: %w", name, err) // L(parse)
	}
	return f.Close()
}

// Success hands the file to the caller; the error of the call between does not.

func badErrorBranchOfConstructor(name string) (*os.File, error) {
	f, err := os.Open(name) // want `f is not closed if the function returns at line L(seek)`
	if err != nil {
		return nil, err
	}
	if _, err := f.Seek(0, io.SeekEnd); err != nil {
		return nil, err // L(seek)
	}
	return f, nil
}

func badSecondOpen(from, to string) error {
	in, err := os.Open(from) // want `in is not closed if the function returns at line L(create)`
	if err != nil {
		return err
	}
	out, err := os.Create(to)
	if err != nil {
		return err // L(create)
	}
	defer in.Close()
	defer out.Close()
	_, err = io.Copy(out, in)
	return err
}

// The next iteration, or the next assignment, takes the variable while the file is still open.

func badContinue(names []string) error {
	for _, name := range names {
		f, err := os.Open(name) // want `f is overwritten in the next iteration before it is closed` want-category "loop"
		if err != nil {
			return err
		}
		if info, err := f.Stat(); err != nil || info.IsDir() {
			continue
		}
		if err := f.Close(); err != nil {
			return err
		}
	}
	return nil
}

func badOverwritten(first, second string) error {
	f, err := os.Open(first) // want `f is overwritten at line L(again) before it is closed` want-category "overwritten"
	if err != nil {
		return err
	}
	if err := parse(f); err != nil {
		f, err = os.Open(second) // L(again)
		if err != nil {
			return err
		}
	}
	defer f.Close()
	return parse(f)
}

// The deferred Close looks at another variable than the file's.

func badShadowedInDefer(name string) (err error) {
	var f *os.File
	if name != "" {
		f, err := os.Open(name) // want `f is never closed`
		if err != nil {
			return err
		}
		if err := parse(f); err != nil {
			return err
		}
	}
	defer func() {
		if f != nil {
			f.Close()
		}
	}()
	return nil
}

// A reader around the file offers no way to close it.

func badWrapperReturned(name string) (io.Reader, error) {
	f, err := os.Open(name) // want `f is not closed by the \*bufio.Reader returned at line L(reader)` want-category "wrapper"
	if err != nil {
		return nil, err
	}
	return bufio.NewReader(f), nil // L(reader)
}

// Both ends of a pipe are files.

func badPipeEnd() (*os.File, error) {
	r, w, err := os.Pipe() // want `w is never closed`
	if err != nil {
		return nil, err
	}
	if _, err := w.WriteString("ready"); err != nil {
		r.Close()
		return nil, err
	}
	return r, nil
}

func okPipe() (string, error) {
	r, w, err := os.Pipe()
	if err != nil {
		return "", err
	}
	defer r.Close()
	if _, err := w.WriteString("ready"); err != nil {
		w.Close()
		return "", err
	}
	w.Close()
	b, err := io.ReadAll(r)
	return string(b), err
}

// Relatives of os.Open: the archive and the object file own a descriptor, and File duplicates the connection's.

func badZipReader(name string) (int, error) {
	zr, err := zip.OpenReader(name) // want `zr is never closed`
	if err != nil {
		return 0, err
	}
	return len(zr.File), nil
}

func badObjectFile(name string) ([]string, error) {
	obj, err := elf.Open(name) // want `obj is never closed`
	if err != nil {
		return nil, err
	}
	return obj.ImportedLibraries()
}

func badDuplicate(conn *net.TCPConn) (uintptr, error) {
	f, err := conn.File() // want `f is never closed`
	if err != nil {
		return 0, err
	}
	return f.Fd(), nil
}

func badInRoot(root *os.Root, name string) error {
	f, err := root.Open(name) // want `f is never closed`
	if err != nil {
		return err
	}
	return parse(f)
}

// Every path closes.

func okDefer(name string) error {
	f, err := os.Open(name)
	if err != nil {
		return err
	}
	defer f.Close()
	return parse(f)
}

func okDeferredClosure(name string) (err error) {
	f, err := os.Create(name)
	if err != nil {
		return err
	}
	defer func() {
		err = errors.Join(err, f.Close())
	}()
	_, err = f.WriteString("hello")
	return err
}

func okJoined(name string) error {
	f, err := os.Open(name)
	if err != nil {
		return err
	}
	return errors.Join(parse(f), f.Close())
}

func okEachBranch(name string) error {
	f, err := os.Open(name)
	if err != nil {
		return err
	}
	if err := parse(f); err != nil {
		_ = f.Close()
		return err
	}
	return f.Close()
}

func okMethodValue(name string) error {
	f, err := os.Open(name)
	if err != nil {
		return err
	}
	closeFile := f.Close
	defer closeFile()
	return parse(f)
}

func okThroughInterface(name string) error {
	var r io.ReadCloser
	r, err := os.Open(name)
	if err != nil {
		return err
	}
	defer r.Close()
	return parse(r)
}

func okHelper(name string) error {
	f, err := os.Open(name)
	if err != nil {
		return err
	}
	defer closeQuietly(f)
	return parse(f)
}

func closeQuietly(c io.Closer) {
	if err := c.Close(); err != nil {
		fmt.Fprintln(os.Stderr, err)
	}
}

// Close is promoted from the file inside.

type spool struct {
	*os.File
	size int64
}

func okEmbedded(name string) error {
	f, err := os.Open(name)
	if err != nil {
		return err
	}
	s := spool{File: f}
	defer s.Close()
	return parse(s)
}

// The file is there only where the condition holds, and is closed under the same one.

func okSameCondition(name string) error {
	var in io.Reader = os.Stdin
	var f *os.File
	if name != "-" {
		var err error
		if f, err = os.Open(name); err != nil {
			return err
		}
		in = f
	}
	err := parse(in)
	if name != "-" {
		f.Close()
	}
	return err
}

func okNilCheckInDefer(name string) error {
	var f *os.File
	defer func() {
		if f != nil {
			f.Close()
		}
	}()
	var err error
	if f, err = os.Open(name); err != nil {
		return err
	}
	return parse(f)
}

// The edges on which Open has failed hold nothing, however the error is tested.

func okErrorLadder(name string) error {
	f, err := os.Open(name)
	switch {
	case errors.Is(err, os.ErrNotExist):
		return nil
	case err != nil:
		return err
	}
	defer f.Close()
	return parse(f)
}

func okExists(name string) bool {
	f, err := os.Open(name)
	if err == nil {
		f.Close()
		return true
	}
	return false
}

func okRetry(name string, times int) (*os.File, error) {
	var err error
	for range times {
		var f *os.File
		if f, err = os.Open(name); err == nil {
			return f, nil
		}
	}
	return nil, err
}

// The loop closes what it opens before it goes on.

func okLoop(names []string) error {
	for _, name := range names {
		f, err := os.Open(name)
		if err != nil {
			return err
		}
		err = parse(f)
		f.Close()
		if err != nil {
			return err
		}
	}
	return nil
}

// Somebody else has the file when the function is left.

func okHandOff(name string) (*os.File, error) {
	return os.Open(filepath.Clean(name))
}

type log struct {
	file *os.File
	seen map[string]*os.File
}

func (l *log) okStoredInReceiver(name string) error {
	f, err := os.OpenFile(name, os.O_APPEND|os.O_CREATE|os.O_WRONLY, 0o644)
	if err != nil {
		return err
	}
	l.file = f
	return nil
}

func (l *log) okStoredInMap(name string) error {
	f, err := os.Open(name)
	if err != nil {
		return err
	}
	l.seen[name] = f
	return nil
}

func okReturnedInStruct(name string) (*log, error) {
	f, err := os.Open(name)
	if err != nil {
		return nil, err
	}
	return &log{file: f}, nil
}

func okSent(name string, files chan<- *os.File) error {
	f, err := os.Open(name)
	if err != nil {
		return err
	}
	files <- f
	return nil
}

func okCommitFlag(name string) (*os.File, error) {
	f, err := os.Create(name)
	if err != nil {
		return nil, err
	}
	ok := false
	defer func() {
		if !ok {
			f.Close()
		}
	}()
	if _, err := f.WriteString("header\n"); err != nil {
		return nil, err
	}
	ok = true
	return f, nil
}

// The process ends here, and the kernel closes everything.

func okExit(name string) {
	f, err := os.Open(name)
	if err != nil {
		os.Exit(1)
	}
	if err := parse(f); err != nil {
		os.Exit(1)
	}
	os.Exit(0)
}

// A function that returns has not panicked, and recover says so.

func okRecover(name string) (f *os.File, err error) {
	defer func() {
		if r := recover(); r != nil {
			err = fmt.Errorf("%v", r)
		}
		if err != nil {
			f, err = os.Create(name)
		}
	}()
	return os.Open(name)
}

// An error that is made of one which is just made is one.

func traced(err error) error {
	if err == nil {
		return nil
	}
	return fmt.Errorf("here: %w", err)
}

func coded(code int, text string) error {
	if code == 0 {
		return nil
	}
	return errors.New(text)
}

func okTraced(open map[string]*os.File, name string) (_ *os.File, err error) {
	f, err := os.Open(name)
	if err != nil {
		return nil, traced(err)
	}
	defer func() {
		if err != nil {
			f.Close()
		}
	}()
	if _, ok := open[name]; ok {
		return nil, traced(coded(6, "open already"))
	}
	open[name] = f
	return f, nil
}
