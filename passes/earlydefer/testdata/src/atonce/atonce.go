// Package atonce has defer statements that panic if there is nothing to release.
package atonce

import (
	"errors"
	"io"
	"log"
	"net"
	"net/http"
	"os"
	"time"
)

// A response is nil if the request fails, and has no body then.

func badBody(url string) ([]byte, error) {
	resp, err := http.Get(url)
	defer resp.Body.Close() // want `resp.Body.Close is deferred before err is tested at line L(test), which panics if http.Get fails` want-category "panic"

	if err != nil { // want-related "err is not tested before here" L(test)
		return nil, err
	}
	return io.ReadAll(resp.Body)
}

func badClient(c *http.Client, req *http.Request) (int, error) {
	start := time.Now()
	resp, err := c.Do(req)
	took := time.Since(start)
	defer resp.Body.Close() // want `resp.Body.Close is deferred before err is tested at line L(test), which panics if c.Do fails`

	if err != nil { // L(test)
		log.Fatal(err)
	}
	log.Print(took)
	return resp.StatusCode, nil
}

// A test that is a function of the program.

func badCheck(url string) {
	resp, err := http.Get(url)
	defer resp.Body.Close() // want `resp.Body.Close is deferred before err is tested at line L(test)`

	check(err) // L(test)
}

func check(err error) {
	if err != nil {
		log.Fatal(err)
	}
}

// The test is on one path only.

func badBranch(url string, strict bool) error {
	resp, err := http.Get(url)
	if strict {
		if err != nil {
			return err
		}
	}
	defer resp.Body.Close() // want `resp.Body.Close is deferred before err is tested at line L(test)`

	if err != nil { // L(test)
		return err
	}
	return nil
}

// In loops, and beside labels.

func badLoop(urls []string) error {
again:
	for _, url := range urls {
		resp, err := http.Get(url)
		defer resp.Body.Close() // want `resp.Body.Close is deferred before err is tested`
		if err != nil {
			continue again
		}
	}
	return nil
}

func badGoto(url string) {
again:
	resp, err := http.Get(url)
	defer resp.Body.Close() // want `resp.Body.Close is deferred before err is tested`
	if err != nil {
		goto again
	}
}

// An interface that is nil has no methods.

func badConn(addr string) error {
	conn, err := net.Dial("tcp", addr)
	defer conn.Close() // want `conn.Close is deferred before err is tested at line L(test), which panics if net.Dial fails`

	if err != nil { // L(test)
		return err
	}
	_, err = io.WriteString(conn, "hello")
	return err
}

// Close of a TCP connection is that of a struct in it.

func badTCP(addr *net.TCPAddr) error {
	conn, err := net.DialTCP("tcp", nil, addr)
	defer conn.Close() // want `conn.Close is deferred before err is tested at line L(test), which panics if net.DialTCP fails`

	if err != nil { // L(test)
		return err
	}
	_, err = io.WriteString(conn, "hello")
	return err
}

// The name of the file is asked for at once.

func badTemporary() error {
	f, err := os.CreateTemp("", "x")
	defer os.Remove(f.Name()) // want `os.Remove is deferred before err is tested at line L(test), which panics if os.CreateTemp fails`

	if err != nil { // L(test)
		return err
	}
	return f.Close()
}

// Functions with type parameters, and literals.

func badGeneric[T any](url string, decode func(io.Reader) (T, error)) (v T, err error) {
	resp, err := http.Get(url)
	defer resp.Body.Close() // want `resp.Body.Close is deferred before err is tested`
	if err != nil {
		return v, err
	}
	return decode(resp.Body)
}

func badLiteral(url string) func() error {
	return func() error {
		resp, err := http.Get(url)
		defer resp.Body.Close() // want `resp.Body.Close is deferred before err is tested`
		if err != nil {
			return err
		}
		return nil
	}
}

// A literal elsewhere has captured the variables.

func badCaptured(url string) (err error) {
	defer func() {
		if err != nil {
			log.Print(err)
		}
	}()
	resp, err := http.Get(url)
	defer resp.Body.Close() // want `resp.Body.Close is deferred before err is tested at line L(test)`

	if err != nil { // L(test)
		return err
	}
	return nil
}

// It is tested, or the response itself is.

func okTested(url string) error {
	resp, err := http.Get(url)
	if err != nil {
		return err
	}
	defer resp.Body.Close()
	return nil
}

func okResponse(url string) error {
	resp, err := http.Get(url)
	if resp != nil {
		defer resp.Body.Close()
	}
	if err != nil {
		return err
	}
	return nil
}

func okChecked(url string) {
	resp, err := http.Get(url)
	check(err)
	defer resp.Body.Close()
}

func okIs(url string) error {
	resp, err := http.Get(url)
	if errors.Is(err, os.ErrDeadlineExceeded) {
		return err
	}
	defer resp.Body.Close()
	if err != nil {
		return err
	}
	return nil
}

func okElse(url string) error {
	if resp, err := http.Get(url); err == nil {
		defer resp.Body.Close()
		return nil
	} else {
		return err
	}
}

// The literal asks whether there is a response.

func okLiteral(url string) error {
	resp, err := http.Get(url)
	defer func() {
		if resp != nil {
			resp.Body.Close()
		}
	}()
	if err != nil {
		return err
	}
	return nil
}

// Who drops the error has decided not to look.

func okDropped(url string) {
	resp, _ := http.Get(url)
	defer resp.Body.Close()
}

func okReturned(url string) (int, error) {
	resp, err := http.Get(url)
	defer resp.Body.Close()
	return resp.StatusCode, err
}

// A file that was not opened can be closed: Close returns ErrInvalid.

func okFile(name string) error {
	f, err := os.Open(name)
	defer f.Close()
	if err != nil {
		return err
	}
	return nil
}

// Some code looks at the error, and goes on.
func falseNegativeLogged(url string) ([]byte, error) {
	resp, err := http.Get(url)
	if err != nil {
		log.Print(err)
	}
	defer resp.Body.Close()
	return io.ReadAll(resp.Body)
}

// The function that is deferred is not looked into.
func falseNegativeHelper(url string) error {
	resp, err := http.Get(url)
	defer closeBody(resp)
	if err != nil {
		return err
	}
	return nil
}

func closeBody(resp *http.Response) { resp.Body.Close() }

// What the function of another package returns beside its error is not known: it may be a value that can be closed.
func falseNegativeField(dial func() (net.Conn, error)) error {
	conn, err := dial()
	defer conn.Close()
	if err != nil {
		return err
	}
	return nil
}
