// Package listener has the fixtures of the kind listener.
package listener

import (
	"context"
	"crypto/tls"
	"net"
	"net/http"
	"os"
	"testing"
)

func badNever() (net.Addr, error) {
	ln, err := net.Listen("tcp", "localhost:0") // want `ln is never closed`
	if err != nil {
		return nil, err
	}
	return ln.Addr(), nil
}

func badDiscarded(addr string) error {
	_, err := net.Listen("tcp", addr) // want `result of net.Listen is discarded, so the listener is never closed`
	return err
}

func badEarlyReturn(ctx context.Context, path string, check bool) error {
	var config net.ListenConfig
	ln, err := config.Listen(ctx, "unix", path) // want `ln is not closed if the function returns at line L(check)`
	if err != nil {
		return err
	}
	if check {
		return nil // L(check)
	}
	return http.Serve(ln, nil)
}

// The socket is there, its permissions are not.

func badErrorBranch(path string) (net.Listener, error) {
	ln, err := net.Listen("unix", path) // want `ln is not closed if the function returns at line L(chmod)`
	if err != nil {
		return nil, err
	}
	if err := os.Chmod(path, 0o600); err != nil {
		return nil, err // L(chmod)
	}
	return ln, nil
}

// FileListener duplicates the descriptor: closing the file does not close the listener.

func badDuplicate(f *os.File) (string, error) {
	ln, err := net.FileListener(f) // want `ln is never closed`
	if err != nil {
		return "", err
	}
	defer f.Close()
	return ln.Addr().String(), nil
}

// Several addresses, and the second one is taken.

func badPartialBatch(addrs []string) ([]net.Listener, error) {
	var all []net.Listener
	for _, addr := range addrs {
		ln, err := net.Listen("tcp", addr) // want `ln is not closed if the function returns at line L(taken)`
		if err != nil {
			return nil, err // L(taken)
		}
		all = append(all, ln)
	}
	return all, nil
}

func okBatch(addrs []string) ([]net.Listener, error) {
	var all []net.Listener
	for _, addr := range addrs {
		ln, err := net.Listen("tcp", addr)
		if err != nil {
			for _, open := range all {
				open.Close()
			}
			return nil, err
		}
		all = append(all, ln)
	}
	return all, nil
}

// Serve closes its listener when it returns.

func okServe(addr string, handler http.Handler) error {
	ln, err := net.Listen("tcp", addr)
	if err != nil {
		return err
	}
	srv := &http.Server{Handler: handler}
	return srv.Serve(ln)
}

func okServeInGoroutine(addr string, srv *http.Server) (net.Addr, error) {
	ln, err := net.Listen("tcp", addr)
	if err != nil {
		return nil, err
	}
	go srv.Serve(ln)
	return ln.Addr(), nil
}

func okDefer() (int, error) {
	ln, err := net.Listen("tcp", "localhost:0")
	if err != nil {
		return 0, err
	}
	defer ln.Close()
	return ln.Addr().(*net.TCPAddr).Port, nil
}

func okHandOff(addr string, config *tls.Config) (net.Listener, error) {
	return tls.Listen("tcp", addr, config)
}

type server struct{ ln net.Listener }

func (s *server) okStored(addr string) error {
	ln, err := net.Listen("tcp", addr)
	if err != nil {
		return err
	}
	s.ln = ln
	return nil
}

func okTestCleanup(t *testing.T) string {
	ln, err := net.Listen("tcp", "localhost:0")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { ln.Close() })
	return ln.Addr().String()
}
