package intests

import (
	"bufio"
	"net"
	"os"
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

// It wants the error.
func TestOKDiscarded(t *testing.T) {
	_, err := os.Open("x")
	t.Log(err)
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
