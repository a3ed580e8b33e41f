// Package returned has guards that are returned after they were released.
package returned

import (
	"bufio"
	"bytes"
	"compress/gzip"
	"context"
	"database/sql"
	"encoding/json"
	"encoding/pem"
	"errors"
	"fmt"
	"io"
	"iter"
	"log"
	"mime/multipart"
	"net"
	"net/http"
	"os"
	"os/exec"
)

// A deferred release runs before the caller gets the result.

func badFile(name string) (*os.File, error) {
	f, err := os.Open(name)
	if err != nil {
		return nil, err
	}
	defer f.Close() // want-related "f is closed here" L(file)
	return f, nil   // want `f is returned after it is closed by the deferred call at line L(file)` want-category "return"
}

func badInterface(name string) (io.ReadCloser, error) {
	f, err := os.Open(name)
	if err != nil {
		return nil, err
	}
	defer func() {
		if err := f.Close(); err != nil {
			log.Print(err)
		}
	}()
	return f, nil // want `f is returned after it is closed by the deferred call`
}

func badNamedResult(name string) (f *os.File, err error) {
	f, err = os.Open(name)
	if err != nil {
		return
	}
	defer f.Close()
	return // want `f is returned after it is closed by the deferred call`
}

func badExplicit(addr string) (net.Conn, error) {
	conn, err := net.Dial("tcp", addr)
	if err != nil {
		return nil, err
	}
	conn.Close()
	return conn, nil // want `conn is returned after it is closed at line`
}

func badRows(db *sql.DB) (*sql.Rows, error) {
	rows, err := db.Query("select 1")
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	if !rows.Next() {
		return nil, sql.ErrNoRows
	}
	return rows, nil // want `rows is returned after it is closed by the deferred call`
}

// What comes beside it says whether it fails, and is not known to do so.

func badUnknownError(name string) (*os.File, error) {
	f, err := os.Create(name)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	_, err = f.WriteString("header")
	return f, err // want `f is returned after it is closed by the deferred call`
}

// The body is released, and nobody has read it.

func badBody(url string) (io.ReadCloser, error) {
	resp, err := http.Get(url)
	if err != nil {
		return nil, err
	}
	defer resp.Body.Close()
	return resp.Body, nil // want `resp.Body is returned after it is closed by the deferred call`
}

func BadResponse(url string) (*http.Response, error) {
	resp, err := http.Get(url)
	if err != nil {
		return nil, err
	}
	defer resp.Body.Close()
	if resp.StatusCode != http.StatusOK {
		return nil, errors.New(resp.Status)
	}
	return resp, nil // want `resp is returned after resp.Body is closed by the deferred call`
}

func badWanted(url string) (*http.Response, error) {
	resp, err := http.Get(url)
	if err != nil {
		return nil, err
	}
	defer resp.Body.Close()
	return resp, nil // want `resp is returned after resp.Body is closed by the deferred call`
}

func wants(url string) ([]byte, error) {
	resp, err := badWanted(url)
	if err != nil {
		return nil, err
	}
	return io.ReadAll(resp.Body)
}

// A reader around it reads it when it is read.

func badWrapper(name string) (*bufio.Reader, error) {
	f, err := os.Open(name)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	return bufio.NewReader(f), nil // want `f is closed by the deferred call at line \d+ before the \*bufio.Reader with it is returned` want-category "inside"
}

func badDecompressor(name string) (io.Reader, error) {
	f, err := os.Open(name)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	z, err := gzip.NewReader(f)
	if err != nil {
		return nil, err
	}
	return z, nil // want `f is closed by the deferred call at line \d+ before the \*compress/gzip.Reader with it is returned`
}

func badDecoder(url string) (*json.Decoder, error) {
	resp, err := http.Get(url)
	if err != nil {
		return nil, err
	}
	defer resp.Body.Close()
	return json.NewDecoder(resp.Body), nil // want `resp.Body is closed by the deferred call at line \d+ before the \*encoding/json.Decoder with it is returned`
}

type store struct {
	f    *os.File
	name string
}

func (s *store) get(p []byte) (int, error) { return s.f.Read(p) }

func badOwner(name string) (*store, error) {
	f, err := os.Open(name)
	if err != nil {
		return nil, err
	}
	s := &store{f: f, name: name}
	defer f.Close()
	return s, nil // want `f is closed by the deferred call at line \d+ before the \*store with it is returned`
}

type buffered struct {
	r *bufio.Reader
}

func (b *buffered) line() (string, error) { return b.r.ReadString('\n') }

func badOwnerOfReader(name string) (*buffered, error) {
	f, err := os.Open(name)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	return &buffered{r: bufio.NewReader(f)}, nil // want `f is closed by the deferred call at line \d+ before the \*buffered with it is returned`
}

type Download struct {
	Name string
	Body io.Reader
}

func badExported(url string) (*Download, error) {
	resp, err := http.Get(url)
	if err != nil {
		return nil, err
	}
	defer resp.Body.Close()
	return &Download{Name: url, Body: resp.Body}, nil // want `resp.Body is closed by the deferred call at line \d+ before the \*Download with it is returned`
}

// An iterator runs when its function has returned.

func badIterator(name string) (iter.Seq[[]byte], error) {
	f, err := os.Open(name)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	return func(yield func([]byte) bool) {
		p := make([]byte, 512)
		for {
			n, err := f.Read(p) // want `f.Read is called after f is closed by the deferred call`
			if err != nil || !yield(p[:n]) {
				return
			}
		}
	}, nil
}

func okIterator(name string) (iter.Seq[[]byte], error) {
	f, err := os.Open(name)
	if err != nil {
		return nil, err
	}
	return func(yield func([]byte) bool) {
		defer f.Close()
		p := make([]byte, 512)
		for {
			n, err := f.Read(p)
			if err != nil || !yield(p[:n]) {
				return
			}
		}
	}, nil
}

func okCleanup(name string) (func() error, error) {
	f, err := os.Open(name)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	return func() error { return f.Close() }, nil
}

// Somebody who owns it is released as a whole.

func (s *store) Close() error { return s.f.Close() }

func openStore(name string) (*store, error) {
	f, err := os.Open(name)
	if err != nil {
		return nil, err
	}
	return &store{f: f}, nil
}

func badOwnersRelease(name string) (*store, error) {
	s, err := openStore(name)
	if err != nil {
		return nil, err
	}
	defer s.Close()
	return s, nil // want `s is returned after it is closed by the deferred call`
}

// A return that fails hands out nothing that is of use.

func okFails(name string) (*os.File, error) {
	f, err := os.Create(name)
	if err != nil {
		return f, err
	}
	if _, err := f.WriteString("header"); err != nil {
		f.Close()
		return f, err
	}
	return f, nil
}

func okDeferredIfFailed(name string) (f *os.File, err error) {
	f, err = os.Create(name)
	if err != nil {
		return nil, err
	}
	defer func() {
		if err != nil {
			f.Close()
		}
	}()
	if _, err := f.WriteString("header"); err != nil {
		return nil, err
	}
	return f, nil
}

func okFlag(name string) (*os.File, error) {
	f, err := os.Create(name)
	if err != nil {
		return nil, err
	}
	done := false
	defer func() {
		if !done {
			f.Close()
		}
	}()
	if _, err := f.WriteString("header"); err != nil {
		return nil, err
	}
	done = true
	return f, nil
}

func okNil(name string) (*os.File, error) {
	f, err := os.Create(name)
	if err != nil {
		return nil, err
	}
	defer func() {
		if f != nil {
			f.Close()
		}
	}()
	if _, err := f.WriteString("header"); err != nil {
		return nil, err
	}
	got := f
	f = nil
	return got, nil
}

// The result is another one.

func okOther(name string) (*os.File, error) {
	f, err := os.Open(name)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	g, err := os.Create(name + "~")
	if err != nil {
		return nil, err
	}
	if _, err := io.Copy(g, f); err != nil {
		g.Close()
		return nil, err
	}
	return g, nil
}

func okContents(name string) ([]byte, string, error) {
	f, err := os.Open(name)
	if err != nil {
		return nil, "", err
	}
	defer f.Close()
	b, err := io.ReadAll(f)
	return b, f.Name(), err
}

func okRetry(names []string) (*os.File, error) {
	for _, name := range names {
		f, err := os.Open(name)
		if err != nil {
			continue
		}
		if _, err := f.Stat(); err == nil {
			return f, nil
		}
		f.Close()
	}
	return nil, errors.New("none")
}

// The body was read: the caller gets the rest of the response.

func OkRead(url string, v any) (*http.Response, error) {
	resp, err := http.Get(url)
	if err != nil {
		return nil, err
	}
	defer resp.Body.Close()
	if err := json.NewDecoder(resp.Body).Decode(v); err != nil {
		return nil, err
	}
	return resp, nil
}

// So is an object of the program's own that has been read: it has more than the guard in it.

type result struct {
	io.ReadCloser
	Header http.Header
	done   bool
}

func query(url string) (io.ReadCloser, error) {
	resp, err := http.Get(url)
	if err != nil {
		return nil, err
	}
	return &result{ReadCloser: resp.Body, Header: resp.Header}, nil
}

func OkQueried(w io.Writer, url string) (*result, error) {
	r, err := query(url)
	if err != nil {
		return nil, err
	}
	res, _ := r.(*result)
	defer r.Close()
	_, err = io.Copy(w, r)
	res.done = true
	return res, err
}

func BadQueried(url string) (*result, error) {
	r, err := query(url)
	if err != nil {
		return nil, err
	}
	res, _ := r.(*result)
	defer r.Close()
	return res, nil // want `r is returned after it is closed by the deferred call`
}

// A loop returns the last response when its context ends.

func OkContextErr(ctx context.Context, req *http.Request) (*http.Response, error) {
	var resp *http.Response
	var err error
	for {
		select {
		case <-ctx.Done():
			return resp, ctx.Err()
		default:
		}
		resp, err = http.DefaultClient.Do(req)
		if err == nil && resp.StatusCode != http.StatusServiceUnavailable {
			return resp, nil
		}
		if err == nil {
			resp.Body.Close()
		}
	}
}

func OkDeferredContextErr(ctx context.Context, req *http.Request) (*http.Response, error) {
	resp, err := http.DefaultClient.Do(req)
	if err != nil {
		return nil, err
	}
	defer resp.Body.Close()
	<-ctx.Done()
	return resp, ctx.Err()
}

func BadLastResponse(req *http.Request) (*http.Response, error) {
	var resp *http.Response
	var err error
	for range 3 {
		resp, err = http.DefaultClient.Do(req)
		if err != nil {
			return nil, err
		}
		if resp.StatusCode != http.StatusServiceUnavailable {
			return resp, nil
		}
		resp.Body.Close()
	}
	return resp, nil // want `resp is returned after resp.Body is closed at line`
}

// The body is another one.

func OkReplaced(url string) (*http.Response, error) {
	resp, err := http.Get(url)
	if err != nil {
		return nil, err
	}
	resp.Body.Close()
	resp.Body = http.NoBody
	return resp, nil
}

// No caller looks at the body.

func okHeader(url string) (*http.Response, error) {
	resp, err := http.Get(url)
	if err != nil {
		return nil, err
	}
	defer resp.Body.Close()
	return resp, nil
}

func ping(url string) bool {
	resp, err := okHeader(url)
	return err == nil && resp.StatusCode == http.StatusOK
}

// The struct has the file for its name.

type record struct {
	f *os.File
}

func (r record) String() string { return fmt.Sprint("record of ", r.f.Name()) }

func okForName(name string) (record, error) {
	f, err := os.Create(name)
	if err != nil {
		return record{}, err
	}
	defer f.Close()
	return record{f: f}, nil
}

// What closes an encoder around it does not close it.

func okEncoded(name string, b *pem.Block) (*os.File, error) {
	f, err := os.Create(name)
	if err != nil {
		return nil, err
	}
	if err := pem.Encode(f, b); err != nil {
		f.Close()
		return nil, err
	}
	return f, nil
}

func compress(w io.WriteCloser, p []byte) {
	z := gzip.NewWriter(w)
	z.Write(p)
	z.Close()
}

func okCompressed(name string, p []byte) (*os.File, error) {
	f, err := os.Create(name)
	if err != nil {
		return nil, err
	}
	compress(f, p)
	return f, nil
}

// A context has its values, whatever has become of them.

func okContext(ctx context.Context, addr string) (context.Context, error) {
	conn, err := net.Dial("tcp", addr)
	if err != nil {
		return nil, err
	}
	defer conn.Close()
	return context.WithValue(ctx, "conn", conn), nil
}

// A writer that is complete still knows what it wrote.

func okForm(fields map[string]string) (*bytes.Buffer, *multipart.Writer, error) {
	body := new(bytes.Buffer)
	w := multipart.NewWriter(body)
	defer w.Close()
	for name, value := range fields {
		if err := w.WriteField(name, value); err != nil {
			return nil, nil, err
		}
	}
	return body, w, nil
}

// A command that has ended has a result.

func okCommand(name string) (*exec.Cmd, error) {
	cmd := exec.Command(name)
	if err := cmd.Start(); err != nil {
		return nil, err
	}
	if err := cmd.Wait(); err != nil {
		return nil, err
	}
	return cmd, nil
}

// What decides is the value of a variable that comes from two places.

type rolling struct {
	roll *bool
	name string
}

func (r rolling) okRoll() (*os.File, error) {
	roll := r.roll == nil || *r.roll
	f, err := os.Open(r.name)
	if err != nil {
		return nil, err
	}
	if roll {
		f.Close() // somebody else opens it again
	}
	if r.name == "" {
		return nil, nil
	}
	if !roll {
		return f, nil
	}
	return nil, nil
}
