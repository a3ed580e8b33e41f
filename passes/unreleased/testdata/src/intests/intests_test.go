package intests

import (
	"bufio"
	"context"
	"net"
	"os"
	"reflect"
	"strings"
	"testing"
)

func TestBadNever(t *testing.T) {
	f, err := os.Open("x") // want "f is never closed"
	if err != nil {
		t.Fatal(err)
	}
	println(f.Name())
}

func TestBadDiscarded(t *testing.T) {
	_, err := os.Open("x") // want "result of os.Open is discarded, so the file is never closed"
	if err != nil {
		t.Fatal(err)
	}
}

// TestingT is what assertions need of *testing.T.
type TestingT interface {
	Errorf(format string, args ...any)
}

func fail(t TestingT, message string) bool {
	t.Errorf("%s", message)
	return false
}

func wantError(t TestingT, err error) bool {
	if err == nil {
		return fail(t, "no error")
	}
	return true
}

// It wants the error: where there is a guard, it has failed.
func TestOKDiscarded(t *testing.T) {
	_, err := os.Open("x")
	wantError(t, err)
}

// What an assertion does that nobody can look into is not known.
func TestOKAsserted(t *testing.T) {
	_, err := os.Open("x")
	notNil(t, err)
}

func notNil(t *testing.T, x any) {
	if x == nil || reflect.ValueOf(x).IsNil() {
		t.FailNow()
	}
}

// What was written so far is what it looks at.
func TestOKUnflushed(t *testing.T) {
	var b strings.Builder
	w := bufio.NewWriter(&b)
	w.WriteString("x")
	if b.Len() > 0 {
		t.Error("written at once")
	}
}

// The process ends soon.
func TestOKGoroutine(t *testing.T) {
	done := make(chan struct{})
	go func() { <-done }()
}

// A stub has nothing to release.
func TestOKStub(t *testing.T) {
	var dial func(string) (net.Conn, error) = stub
	c, err := dial("x")
	if err == nil {
		t.Error(c.LocalAddr())
	}
}

var stub func(string) (net.Conn, error)

type scope struct {
	ctx    context.Context
	cancel context.CancelFunc
}

func newScope() *scope {
	ctx, cancel := context.WithCancel(context.Background())
	return &scope{ctx, cancel}
}

func (s *scope) close() { s.cancel() }

// The same for a context.
func TestOKContext(t *testing.T) {
	s := newScope()
	t.Log(s.ctx.Err())
}
