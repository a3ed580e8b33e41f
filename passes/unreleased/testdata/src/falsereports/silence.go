// Package falsereports has the code that leak checkers are known to report wrongly, each group with a twin that is to
// be reported.
package falsereports

import (
	"bufio"
	"bytes"
	"errors"
	"io"
	"net/http"
	"net/http/httptest"
	"os"
	"runtime"
	"strings"
	"sync"

	"falsereports/closer"
)

// Closed in a callee: in this package, in another, before it returns what it read.

func readAndClose(rc io.ReadCloser) ([]byte, error) {
	defer rc.Close()
	return io.ReadAll(rc)
}

func okCallee(url string) ([]byte, error) {
	resp, err := http.Get(url)
	if err != nil {
		return nil, err
	}
	return readAndClose(resp.Body)
}

func okCalleeOfResponse(url string) ([]byte, error) {
	resp, err := http.Get(url)
	if err != nil {
		return nil, err
	}
	return closer.Read(resp)
}

func okCalleeOfCallee(url string) error {
	resp, err := http.Get(url)
	if err != nil {
		return err
	}
	defer closer.DrainAndClose(resp)
	return nil
}

func badCallee(url string) (int, error) {
	resp, err := http.Get(url) // want `resp.Body is never closed`
	if err != nil {
		return 0, err
	}
	return closer.Status(resp), nil
}

// fetch closes the body before it returns the response.
func fetch(url string) (*http.Response, []byte, error) {
	resp, err := http.Get(url)
	if err != nil {
		return nil, nil, err
	}
	defer resp.Body.Close()
	data, err := io.ReadAll(resp.Body)
	return resp, data, err
}

func okClosedBefore(url string) (string, error) {
	resp, data, err := fetch(url)
	if err != nil {
		return "", err
	}
	return resp.Status + string(data), nil
}

// Responses that were made in memory hold nothing.

func okRecorder(h http.Handler, req *http.Request) int {
	rec := httptest.NewRecorder()
	h.ServeHTTP(rec, req)
	resp := rec.Result()
	return resp.StatusCode
}

func stub(status int) *http.Response {
	return &http.Response{StatusCode: status, Body: io.NopCloser(strings.NewReader(""))}
}

func okStub() int {
	resp := stub(200)
	return resp.StatusCode
}

func okParsed(raw []byte) (int, error) {
	resp, err := http.ReadResponse(bufio.NewReader(bytes.NewReader(raw)), nil)
	if err != nil {
		return 0, err
	}
	return resp.StatusCode, nil
}

func okNopCloser(data string) ([]byte, error) {
	rc := io.NopCloser(strings.NewReader(data))
	return io.ReadAll(rc)
}

// A getter hands out what is owned elsewhere.

type holder struct {
	f    *os.File
	resp *http.Response
}

func (h *holder) file() *os.File           { return h.f }
func (h *holder) response() *http.Response { return h.resp }

func (h *holder) Close() error { return errors.Join(h.f.Close(), h.resp.Body.Close()) }

func okGetter(h *holder) (string, int) {
	f, resp := h.file(), h.response()
	return f.Name(), resp.StatusCode
}

func okOwnerKeeps(name string) (*holder, error) {
	f, err := os.Open(name)
	if err != nil {
		return nil, err
	}
	h := &holder{f: f}
	println(h.file().Name())
	return h, nil
}

// open keeps the file in the holder and returns it as well.
func (h *holder) open(name string) (*os.File, error) {
	f, err := os.Open(name)
	if err != nil {
		return nil, err
	}
	h.f = f
	return f, nil
}

func okKeptAndReturned(h *holder, name string) (string, error) {
	f, err := h.open(name)
	if err != nil {
		return "", err
	}
	return f.Name(), nil
}

// A call that returns a function has opened nothing yet.

func opener(name string) func() (*os.File, error) {
	return func() (*os.File, error) { return os.Open(name) }
}

func okReturnsFunction(name string) func() (*os.File, error) {
	open := opener(name)
	return open
}

// What the function that a function returned acquires is not known, but its type tells.
func badFunctionCalled(name string) error {
	open := opener(name)
	f, err := open() // want `f is never closed`
	if err != nil {
		return err
	}
	_, err = f.Stat()
	return err
}

// Released on all paths, if not by defer.

func okWithoutDefer(name string, quick bool) error {
	f, err := os.Open(name)
	if err != nil {
		return err
	}
	if quick {
		f.Close()
		return nil
	}
	_, err = f.Stat()
	if cerr := f.Close(); err == nil {
		err = cerr
	}
	return err
}

func okGoto(name string) error {
	f, err := os.Open(name)
	if err != nil {
		return err
	}
	if _, err = f.Stat(); err != nil {
		goto done
	}
	_, err = f.WriteString("x")
done:
	f.Close()
	return err
}

// Kept in a field, and released by a later method.

func (h *holder) okField(name string) (err error) {
	h.f, err = os.Open(name)
	return err
}

func (h *holder) okFieldAfterTest(name string) error {
	f, err := os.Open(name)
	if err != nil {
		return err
	}
	h.f = f
	_, err = h.f.Stat()
	return err
}

// Moved into a value that owns it, returned by a thin wrapper, or handed back by the function that got it.

type reader struct {
	*bufio.Reader
	io.Closer
}

func okMoved(name string) (io.ReadCloser, error) {
	f, err := os.Open(name)
	if err != nil {
		return nil, err
	}
	return &reader{bufio.NewReader(f), f}, nil
}

func okMovedAndClosed(name string) error {
	f, err := os.Open(name)
	if err != nil {
		return err
	}
	r := reader{bufio.NewReader(f), f}
	defer r.Close()
	_, err = r.ReadByte()
	return err
}

func openLog(name string) (*os.File, error) { return os.OpenFile(name, os.O_APPEND, 0o666) }

func okThinWrapper(name string) (*os.File, error) {
	return openLog(name)
}

func badThinWrapper(name string) error {
	f, err := openLog(name) // want `f is never closed`
	if err != nil {
		return err
	}
	_, err = f.WriteString("x")
	return err
}

// rewind returns what it gets.
func rewind(f *os.File) *os.File {
	f.Seek(0, io.SeekStart)
	return f
}

func okSameBack(name string) error {
	f, err := os.Open(name)
	if err != nil {
		return err
	}
	defer f.Close()
	g := rewind(f)
	_, err = g.Stat()
	return err
}

func okSameBackReleased(name string) error {
	f, err := os.Open(name)
	if err != nil {
		return err
	}
	return rewind(f).Close()
}

// Released by a literal that captured it, through another variable, or through an interface.

func okCapturing(name string) (read func() error, done func(), err error) {
	f, err := os.Open(name)
	if err != nil {
		return nil, nil, err
	}
	read = func() error { _, err := f.Stat(); return err }
	done = func() { f.Close() }
	return read, done, nil
}

func okOtherVariable(name string) error {
	f, err := os.Open(name)
	if err != nil {
		return err
	}
	g := f
	_, err = f.Stat()
	g.Close()
	return err
}

func okInterface(name string) error {
	f, err := os.Open(name)
	if err != nil {
		return err
	}
	var r io.Reader = f
	_, err = io.ReadAll(r)
	if c, ok := r.(io.Closer); ok {
		c.Close()
	}
	return err
}

func okOneOfTwo(name string) error {
	var r io.ReadCloser = io.NopCloser(strings.NewReader(""))
	if name != "" {
		f, err := os.Open(name)
		if err != nil {
			return err
		}
		r = f
	}
	defer r.Close()
	_, err := io.ReadAll(r)
	return err
}

func badNoInterface(name string) error {
	f, err := os.Open(name) // want `f is never closed`
	if err != nil {
		return err
	}
	var r io.Reader = f
	_, err = io.ReadAll(r)
	return err
}

// Kept in a slice or map, whose elements are released together.

func okSlice(names []string) (err error) {
	var files []*os.File
	defer func() {
		for _, f := range files {
			f.Close()
		}
	}()
	for _, name := range names {
		f, err := os.Open(name)
		if err != nil {
			return err
		}
		files = append(files, f)
	}
	return nil
}

func okMap(names []string) error {
	files := make(map[string]*os.File)
	for _, name := range names {
		f, err := os.Open(name)
		if err != nil {
			closeAll(files)
			return err
		}
		files[name] = f
	}
	closeAll(files)
	return nil
}

func closeAll(files map[string]*os.File) {
	for _, f := range files {
		f.Close()
	}
}

func badSlice(names []string) ([]*os.File, error) {
	var files []*os.File
	for _, name := range names {
		f, err := os.Open(name) // want `f is not closed if the function returns at line L(open)`
		if err != nil {
			return nil, err // L(open)
		}
		files = append(files, f)
	}
	return files, nil
}

// Released in a goroutine that is waited for, or that runs on.

func okGoroutine(name string) error {
	f, err := os.Open(name)
	if err != nil {
		return err
	}
	var wg sync.WaitGroup
	wg.Add(1)
	go func() {
		defer wg.Done()
		io.Copy(io.Discard, f)
		f.Close()
	}()
	wg.Wait()
	return nil
}

func badGoroutine(name string) error {
	f, err := os.Open(name) // want `f is never closed`
	if err != nil {
		return err
	}
	done := make(chan error)
	go func() {
		_, err := io.Copy(io.Discard, f)
		done <- err
	}()
	return <-done
}

// A call that never returns.

func fatal(err error) {
	println(err.Error())
	os.Exit(1)
}

func okNeverReturns(name string) {
	f, err := os.Open(name)
	if err != nil {
		fatal(err)
	}
	if _, err := f.Stat(); err != nil {
		fatal(err)
	}
	f.Close()
}

func okGoexit(name string) {
	f, err := os.Open(name)
	if err != nil {
		runtime.Goexit()
	}
	f.Close()
}

func badMayReturn(name string) {
	f, err := os.Open(name) // want `f is not closed if the function returns at line L(warn)`
	if err != nil {
		fatal(err)
	}
	if _, err := f.Stat(); err != nil {
		warn(err)
		return // L(warn)
	}
	f.Close()
}

func warn(err error) { println(err.Error()) }
