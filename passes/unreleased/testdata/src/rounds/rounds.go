// Package rounds has fixtures for guards that loops settle, and for callees that take a function only sometimes.
package rounds

import (
	"errors"
	"fmt"
	"net"
	"net/http"
	"os"
	"sync"

	"rounds/lib"
)

var errAgain = errors.New("again")

type client struct{ conn net.Conn }

// That the loop runs is known to whoever says how many there are.
func okShared(n int, addr string) ([]*client, error) {
	conn, err := net.Dial("tcp", addr)
	if err != nil {
		return nil, err
	}
	clients := make([]*client, n)
	for i := range clients {
		clients[i] = &client{conn: conn}
	}
	return clients, nil
}

func okWaitGroup(work []func()) {
	var wg sync.WaitGroup
	var later []func()
	for _, f := range work {
		wg.Add(1)
		later = append(later, f)
	}
	for _, f := range later {
		go func() {
			defer wg.Done()
			f()
		}()
	}
	wg.Wait()
}

// One round that does not take it is enough.
func badSomeRound(names []string, addr string) (*client, error) {
	conn, err := net.Dial("tcp", addr) // want `conn is not closed if the function returns at line L(none)`
	if err != nil {
		return nil, err
	}
	for _, name := range names {
		if name == addr {
			return &client{conn: conn}, nil
		}
	}
	return nil, os.ErrNotExist // L(none)
}

// The loop has nothing to do with it.
func badBeside(names []string, addr string) error {
	conn, err := net.Dial("tcp", addr) // want `conn is never closed`
	if err != nil {
		return err
	}
	for _, name := range names {
		if _, err := conn.Write([]byte(name)); err != nil {
			return err
		}
	}
	return nil
}

// If it was not started, the caller does it.
func okStarted(work func()) {
	var wg sync.WaitGroup
	wg.Add(1)
	started := lib.Go(func() {
		defer wg.Done()
		work()
	})
	if !started {
		wg.Done()
	}
	wg.Wait()
}

func okInFolder(dir string) (string, error) {
	name, err := lib.Temp(dir)
	if err != nil {
		return "", err
	}
	data, err := os.ReadFile(name)
	return string(data), err
}

type server struct {
	mu sync.Mutex
	wg sync.WaitGroup
}

func (s *server) okStarted(work func()) {
	s.mu.Lock()
	if work == nil {
		s.mu.Unlock()
		return
	}
	s.wg.Add(1)
	s.mu.Unlock()
	started := lib.Go(func() {
		defer s.wg.Done()
		work()
	})
	if !started {
		s.wg.Done()
	}
}

// Functions that release, in a slice that a deferred literal goes through.
func okClosers(names []string) (err error) {
	var closers []func() error
	defer func() {
		for _, c := range closers {
			c()
		}
	}()
	for _, name := range names {
		f, err := os.Open(name)
		if err != nil {
			return err
		}
		closers = append(closers, f.Close)
		if err := stat(f); err != nil {
			return err
		}
	}
	return nil
}

func badClosers(name string) (err error) {
	var closers []func() error
	defer func() {
		for _, c := range closers {
			c()
		}
	}()
	f, err := os.Open(name) // want "f is not closed if the function returns"
	if err != nil {
		return err
	}
	if err := stat(f); err != nil {
		return err // leak
	}
	closers = append(closers, f.Close)
	return stat(f)
}

func stat(f *os.File) error {
	_, err := f.Stat()
	return err
}

// The error that a literal has captured still tells in the next round that there is a file.

func okUntilOpened(name string, more func() bool) (*os.File, error) {
	var x struct{ f *os.File }
	err := errAgain
	report := func() { fmt.Println(err) }
	for more() {
		if err != nil {
			report()
			x.f, err = os.Open(name)
		}
	}
	return x.f, err
}

func badOpenedAgain(name string, more func() bool) (*os.File, error) {
	var x struct{ f *os.File }
	err := errAgain
	report := func() { fmt.Println(err) }
	for more() {
		report()
		x.f, err = os.Open(name) // want `x.f is overwritten at line L(opened) before it is closed` L(opened)
	}
	return x.f, err
}

// That a slice is not empty once something was appended is not known.
func falsePositiveAppended(urls []string) (*http.Response, error) {
	var resp *http.Response
	var seen []string
	last := func() string { return seen[len(seen)-1] }
	for {
		if len(seen) > 0 {
			resp.Body.Close()
			if len(seen) == len(urls) {
				return nil, errors.New(last())
			}
		}
		seen = append(seen, urls[len(seen)])
		var err error
		resp, err = http.Get(last()) // want `resp.Body is overwritten in the next iteration before it is closed`
		if err != nil {
			return nil, err
		}
		if resp.StatusCode < 300 {
			return resp, nil
		}
	}
}
