// Package testserver has the fixtures of the kind testserver: servers of httptest.
package testserver

import (
	"errors"
	"io"
	"net/http"
	"net/http/httptest"
	"testing"
)

func TestBadNever(t *testing.T) {
	srv := httptest.NewServer(http.NotFoundHandler()) // want `srv is never closed`
	resp, err := http.Get(srv.URL)
	if err != nil {
		t.Fatal(err)
	}
	resp.Body.Close()
}

func badEarlyReturn(handler http.Handler, short bool) string {
	srv := httptest.NewTLSServer(handler) // want `srv is not closed if the function returns at line L(short)`
	if short {
		return "" // L(short)
	}
	defer srv.Close()
	return srv.Certificate().Subject.CommonName
}

// An unstarted server listens already.

func badErrorBranch(handler http.Handler, configure func(*http.Server) error) (*httptest.Server, error) {
	srv := httptest.NewUnstartedServer(handler) // want `srv is not closed if the function returns at line L(configure)`
	if err := configure(srv.Config); err != nil {
		return nil, errors.Join(errors.New("configure"), err) // L(configure)
	}
	srv.Start()
	return srv, nil
}

func TestOkDefer(t *testing.T) {
	srv := httptest.NewServer(http.NotFoundHandler())
	defer srv.Close()
	resp, err := srv.Client().Get(srv.URL)
	if err != nil {
		t.Fatal(err)
	}
	defer resp.Body.Close()
	io.Copy(io.Discard, resp.Body)
}

func okCleanup(t *testing.T) string {
	srv := httptest.NewServer(http.NotFoundHandler())
	t.Cleanup(srv.Close)
	return srv.URL
}

func okHandOff(handler http.Handler) *httptest.Server {
	return httptest.NewServer(handler)
}

type suite struct{ srv *httptest.Server }

func (s *suite) okStored(handler http.Handler) {
	s.srv = httptest.NewServer(handler)
}

// A recorder holds nothing, and neither does the response it makes.

func okRecorder(handler http.Handler) int {
	rec := httptest.NewRecorder()
	handler.ServeHTTP(rec, httptest.NewRequest("GET", "/", nil))
	resp := rec.Result()
	return resp.StatusCode
}
