// Package loop has releases that are deferred in loops.
package loop

import (
	"context"
	"errors"
	"io"
	"net"
	"net/http"
	"os"
	"time"
)

var errLast = errors.New("last")

// The files stay open until all of them have been read.

func badFiles(names []string) (total int64, err error) {
	for _, name := range names {
		f, err := os.Open(name) // want-related "f is another one in each iteration"
		if err != nil {
			return 0, err
		}
		defer f.Close() // want `f is closed only when badFiles returns, not after each iteration` want-category "loop"
		n, err := io.Copy(io.Discard, f)
		if err != nil {
			return 0, err
		}
		total += n
	}
	return total, nil
}

// The release takes its guard as a method value, from a literal, from a function that releases what it is given.

func badMethodValue(names []string) {
	for _, name := range names {
		f, err := os.Open(name)
		if err != nil {
			continue
		}
		release := f.Close
		defer release() // want `f is closed only when badMethodValue returns`
	}
}

func badLiteral(names []string) {
	for _, name := range names {
		f, err := os.Open(name)
		if err != nil {
			continue
		}
		defer func() { // want `f is closed only when badLiteral returns`
			_ = f.Close()
		}()
	}
}

func badHelper(names []string) {
	for _, name := range names {
		f, err := os.Open(name)
		if err != nil {
			continue
		}
		defer closeQuietly(f) // want `f is closed only when badHelper returns`
	}
}

func closeQuietly(c io.Closer) { _ = c.Close() }

// Other kinds pile up just as well.

func badBodies(urls []string) error {
	for _, url := range urls {
		resp, err := http.Get(url)
		if err != nil {
			return err
		}
		defer resp.Body.Close() // want `resp.Body is closed only when badBodies returns`
		if _, err := io.ReadAll(resp.Body); err != nil {
			return err
		}
	}
	return nil
}

func badContexts(ctx context.Context, work []func(context.Context) error) error {
	for _, do := range work {
		ctx, cancel := context.WithTimeout(ctx, time.Second)
		defer cancel() // want `cancel is called only when badContexts returns`
		if err := do(ctx); err != nil {
			return err
		}
	}
	return nil
}

func badTemporary(contents [][]byte) error {
	for _, c := range contents {
		dir, err := os.MkdirTemp("", "x")
		if err != nil {
			return err
		}
		defer os.RemoveAll(dir) // want `dir is removed only when badTemporary returns`
		if err := os.WriteFile(dir+"/x", c, 0o600); err != nil {
			return err
		}
	}
	return nil
}

// A literal is a function of its own: what it defers in a loop of its own piles up.

func badInLiteral(names []string) func() {
	return func() {
		for _, name := range names {
			f, err := os.Open(name)
			if err != nil {
				continue
			}
			defer f.Close() // want `f is closed only when the function literal returns`
		}
	}
}

// A function that serves for ever never closes what it serves.

func badServe(l net.Listener) {
	for {
		conn, err := l.Accept()
		if err != nil {
			continue
		}
		defer conn.Close() // want `conn is closed only when badServe returns, which it never does` want-category "endless"
		io.WriteString(conn, "hello")
	}
}

// Retries leave what they got from the attempts that failed.

func badRetry(url string) ([]byte, error) {
	for {
		resp, err := http.Get(url)
		if err != nil {
			return nil, err
		}
		defer resp.Body.Close() // want `resp.Body is closed only when badRetry returns`
		if resp.StatusCode == http.StatusOK {
			return io.ReadAll(resp.Body)
		}
	}
}

// Nested loops, and loops with labels.

func badNested(groups [][]string) {
	for _, names := range groups {
		for _, name := range names {
			f, err := os.Open(name)
			if err != nil {
				return
			}
			defer f.Close() // want `f is closed only when badNested returns`
		}
	}
}

func badOuter(groups map[string][2]string) {
	for name := range groups {
		for range 2 {
			f, err := os.Open(name)
			if err != nil {
				return
			}
			defer f.Close() // want `f is closed only when badOuter returns`
		}
	}
}

func badLabel(groups [][]string) {
groups:
	for _, names := range groups {
		for _, name := range names {
			f, err := os.Open(name)
			if err != nil {
				return
			}
			defer f.Close() // want `f is closed only when badLabel returns`
			continue groups
		}
	}
}

// What makes the loop go round can stand before the guard is acquired, and in a switch.

func badSwitch(names <-chan string) error {
	for {
		switch name, ok := <-names; {
		case !ok:
			return nil
		case name != "":
			f, err := os.Open(name)
			if err != nil {
				return err
			}
			defer f.Close() // want `f is closed only when badSwitch returns`
		}
	}
}

// Functions with type parameters.

func badGeneric[T any](names []string, read func(io.Reader) (T, error)) error {
	for _, name := range names {
		f, err := os.Open(name)
		if err != nil {
			return err
		}
		defer f.Close() // want `f is closed only when badGeneric returns`
		if _, err := read(f); err != nil {
			return err
		}
	}
	return nil
}

// A guard of the program's own, that a function hands out.

type session struct{ conn net.Conn }

func dial(addr string) (*session, error) {
	conn, err := net.Dial("tcp", addr)
	if err != nil {
		return nil, err
	}
	return &session{conn}, nil
}

func (s *session) End() { s.conn.Close() }

func (s *session) ping() error {
	_, err := s.conn.Write([]byte("ping"))
	return err
}

func badOwn(addrs []string) error {
	for _, addr := range addrs {
		s, err := dial(addr)
		if err != nil {
			return err
		}
		defer s.End() // want `s is ended only when badOwn returns`
		if err := s.ping(); err != nil {
			return err
		}
	}
	return nil
}

// A literal that is called in each iteration ends with it.

func okLiteral(names []string) error {
	for _, name := range names {
		err := func() error {
			f, err := os.Open(name)
			if err != nil {
				return err
			}
			defer f.Close()
			_, err = io.Copy(io.Discard, f)
			return err
		}()
		if err != nil {
			return err
		}
	}
	return nil
}

// The loop does not come round after the defer statement.

func okFirst(names []string) ([]byte, error) {
	for _, name := range names {
		f, err := os.Open(name)
		if err != nil {
			continue
		}
		defer f.Close()
		return io.ReadAll(f)
	}
	return nil, errLast
}

func okBreak(names []string) {
	for _, name := range names {
		f, err := os.Open(name)
		if err != nil {
			continue
		}
		defer f.Close()
		_, _ = io.Copy(io.Discard, f)
		break
	}
}

func okLabel(groups [][]string) {
groups:
	for _, names := range groups {
		for _, name := range names {
			f, err := os.Open(name)
			if err != nil {
				continue groups
			}
			defer f.Close()
			_, _ = io.Copy(io.Discard, f)
			break groups
		}
	}
}

func okFlag(addr string) error {
	for done := false; !done; {
		conn, err := net.Dial("tcp", addr)
		if err != nil {
			time.Sleep(time.Second)
			continue
		}
		defer conn.Close()
		if _, err := io.WriteString(conn, "hello"); err != nil {
			return err
		}
		done = true
	}
	return nil
}

// What is acquired before the loop is one guard.

func okBefore(name string, n int) error {
	f, err := os.Open(name)
	if err != nil {
		return err
	}
	for i := range n {
		if i == 0 {
			defer f.Close()
		}
	}
	return nil
}

// It is closed in each iteration, and the deferred call is for those that fail.

func okBoth(names []string) error {
	for _, name := range names {
		f, err := os.Open(name)
		if err != nil {
			return err
		}
		defer f.Close()
		if _, err := io.Copy(io.Discard, f); err != nil {
			return err
		}
		f.Close()
	}
	return nil
}

// The deferred release is for failures only: on success all the files go to the caller.

func okOnFailure(names []string) (files []*os.File, err error) {
	for _, name := range names {
		f, err := os.Open(name)
		if err != nil {
			return nil, err
		}
		files = append(files, f)
		defer func() {
			if err != nil {
				f.Close()
			}
		}()
	}
	return files, nil
}

// The head of the loop says that it runs a few times.

func okFew(url string) error {
	for range 3 {
		resp, err := http.Get(url)
		if err != nil {
			return err
		}
		defer resp.Body.Close()
	}
	for i := 0; i < 3; i++ {
		resp, err := http.Get(url)
		if err != nil {
			return err
		}
		defer resp.Body.Close()
	}
	for _, name := range []string{"a", "b"} {
		f, err := os.Open(name)
		if err != nil {
			return err
		}
		defer f.Close()
	}
	for _, name := range [...]string{"a", "b"} {
		f, err := os.Open(name)
		if err != nil {
			return err
		}
		defer f.Close()
	}
	return nil
}

func badMany(url string) error {
	for range 1000 {
		resp, err := http.Get(url)
		if err != nil {
			return err
		}
		defer resp.Body.Close() // want `resp.Body is closed only when badMany returns`
	}
	return nil
}

// Anything may be called Close: what was acquired in the loop counts.

type window struct{ open bool }

func (w *window) Close() { w.open = false }

func okName(n int) {
	for range n {
		w := &window{open: true}
		defer w.Close()
	}
}

// The analysis looks for loops in the text, where this one is none.
func falseNegativeGoto(names []string) error {
	i := 0
again:
	f, err := os.Open(names[i])
	if err != nil {
		return err
	}
	defer f.Close()
	if i++; i < len(names) {
		goto again
	}
	return nil
}

// A loop with a goto in it is one all the same.

func badGoto(names []string) error {
	for _, name := range names {
	again:
		f, err := os.Open(name)
		if err != nil {
			goto again
		}
		defer f.Close() // want `f is closed only when badGoto returns`
	}
	return nil
}

// A counter is zero in one round.

func okFirstRound(names []string) error {
	for i, name := range names {
		switch i {
		case 0:
			f, err := os.Open(name)
			if err != nil {
				return err
			}
			defer f.Close()
		default:
			if name == "" {
				return errLast
			}
		}
	}
	return nil
}

func okCounted(names []string) error {
	n := 0
	for _, name := range names {
		if name == "" {
			continue
		}
		n++
		if n == 1 {
			f, err := os.Open(name)
			if err != nil {
				return err
			}
			defer f.Close()
		}
	}
	return nil
}

// A counter that begins anew is zero again, and one that takes no step stays what it is.

func badEachGroup(groups [][]string) error {
	for _, names := range groups {
		for i, name := range names {
			if i == 0 {
				f, err := os.Open(name)
				if err != nil {
					return err
				}
				defer f.Close() // want `f is closed only when badEachGroup returns`
			}
		}
	}
	return nil
}

func badNoStep(names []string) error {
	n := 0
	for _, name := range names {
		if n == 1 {
			f, err := os.Open(name)
			if err != nil {
				return err
			}
			defer f.Close() // want `f is closed only when badNoStep returns`
		}
		if name != "" {
			n++
		}
	}
	return nil
}
