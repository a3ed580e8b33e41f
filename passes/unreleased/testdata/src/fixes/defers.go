// Package fixes has leaks with the fix that is offered, in the golden files, and leaks for which there is none.
package fixes

import (
	"bufio"
	"errors"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"os"
)

func parse(r io.Reader) error { _, err := io.ReadAll(r); return err }

// The release is deferred where the acquisition is known to have succeeded.

func badAfterCheck(name string) error {
	f, err := os.Open(name) // want `f is never closed`
	if err != nil {
		return err
	}
	return parse(f)
}

func badAfterCall(h http.Handler) (int, error) {
	srv := httptest.NewServer(h) // want `srv is never closed`

	return badField(srv.URL)
}

func badField(url string) (int, error) {
	resp, err := http.Get(url) // want `resp.Body is never closed`
	if err != nil {
		return 0, err
	}
	// Only the status matters.
	return resp.StatusCode, nil
}

func badDeclared(name string) error {
	var f, err = os.Open(name) // want `f is never closed`
	if err != nil {
		return err
	}
	return parse(f)
}

func badInBranch(name string) error {
	if name != "" {
		f, err := os.Open(name) // want `f is never closed`
		if err != nil {
			return err
		}
		return parse(f)
	}
	return nil
}

func badInClause(name string) error {
	switch name {
	case "":
	default:
		f, err := os.Open(name) // want `f is never closed`
		if err != nil {
			return err
		}
		return parse(f)
	}
	return nil
}

func badSucceeded(name string) error {
	if f, err := os.Open(name); err == nil { // want `f is never closed`
		return parse(f)
	}
	return nil
}

func badElse(name string) error {
	if f, err := os.Open(name); err != nil { // want `f is never closed`
		return err
	} else {
		return parse(f)
	}
}

func must(err error) {
	if err != nil {
		panic(err)
	}
}

func badMust(name string) error {
	f, err := os.Open(name) // want `f is never closed`
	must(err)
	return parse(f)
}

func badLiteral(names []string) error {
	for _, name := range names {
		err := func() error {
			f, err := os.Open(name) // want `f is never closed`
			if err != nil {
				return err
			}
			return parse(f)
		}()
		if err != nil {
			return err
		}
	}
	return nil
}

// What else is deferred needs the file, and runs before it is closed.

func badOtherDefer(name, text string) error {
	f, err := os.Create(name) // want `f is never closed`
	if err != nil {
		return err
	}
	w := bufio.NewWriter(f)
	defer w.Flush()
	_, err = w.WriteString(text)
	return err
}

// A second Close of a file does no harm.

func badSometimesClosed(name string) error {
	f, err := os.Open(name) // want `f is not closed if the function returns at line L(parse)`
	if err != nil {
		return err
	}
	if err := parse(f); err != nil {
		return err // L(parse)
	}
	return f.Close()
}

// The defer comes too late.

func badDeferredLate(url string) error {
	resp, err := http.Get(url) // want `resp.Body is not closed if the function returns at line L(late)`
	if err != nil {
		return err
	}
	if resp.StatusCode != http.StatusOK {
		return errors.New(resp.Status) // L(late)
	}
	defer resp.Body.Close()
	return parse(resp.Body)
}

func badDeferredForAnother(name, other string, again bool) error {
	f, err := os.Open(name) // want `f is overwritten at line L(other) before it is closed`
	if err != nil {
		return err
	}
	if again {
		f, err = os.Open(other) // L(other)
		if err != nil {
			return err
		}
	}
	defer f.Close()
	return parse(f)
}

// A literal that decides by itself when to close is meant so.

func badKeptOnFailure(dir string, keep bool) error {
	tmp, err := os.MkdirTemp(dir, "x") // want `tmp is not removed if the function returns at line L(kept)`
	if err != nil {
		return err
	}
	defer func() {
		if !keep {
			os.RemoveAll(tmp)
		}
	}()
	return os.Chmod(tmp, 0o700) // L(kept)
}

// Not before it is known that there is a file: nobody looks at the error, or another condition is looked at, too.

func badUnchecked(name string) error {
	f, _ := os.Open(name) // want `f is never closed`
	return parse(f)
}

func badCheckedTogether(url string) error {
	resp, err := http.Get(url) // want `resp.Body is not closed if the function returns at line L(both)`
	if err != nil || resp.StatusCode != http.StatusOK {
		return errors.New("no answer") // L(both)
	}
	defer resp.Body.Close()
	return parse(resp.Body)
}

func badCheckedLater(name string, n int) error {
	f, err := os.Open(name) // want `f is never closed`
	n++
	println(n)
	if err != nil {
		return err
	}
	return parse(f)
}

// Not where the guard has no name.

func badNoName(name string) error {
	_, err := os.Lstat(name)
	if err != nil {
		return err
	}
	return parse(first(os.Open(name))) // want `os.Open result is never closed`
}

func first(f *os.File, err error) io.Reader { return f }

// Not while somebody else may still work with it when the function has returned.

func badGoroutine(addr string) error {
	conn, err := net.Dial("tcp", addr) // want `conn is never closed`
	if err != nil {
		return err
	}
	go io.Copy(io.Discard, conn)
	return nil
}

func badDescriptor(name string) (uintptr, error) {
	f, err := os.Open(name) // want `f is never closed`
	if err != nil {
		return 0, err
	}
	fd := f.Fd()
	return fd, nil
}

func badWrapped(url string) (io.Reader, error) {
	resp, err := http.Get(url) // want `resp.Body is not closed by the \*bufio.Reader returned at line L(wrapped)`
	if err != nil {
		return nil, err
	}
	return bufio.NewReader(resp.Body), nil // L(wrapped)
}

// Who reads from what is around the file lets go of it.

func line(r *bufio.Reader) (string, error) { return r.ReadString('\n') }

func badLine(name string) (string, error) {
	f, err := os.Open(name) // want `f is never closed`
	if err != nil {
		return "", err
	}
	return line(bufio.NewReader(f))
}

// Not past a jump.

func badGoto(name string, again bool) error {
retry:
	f, err := os.Open(name) // want `f is .*`
	if err != nil {
		return err
	}
	if again {
		again = false
		goto retry
	}
	return parse(f)
}
