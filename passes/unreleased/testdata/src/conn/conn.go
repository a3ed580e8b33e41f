// Package conn has the fixtures of the kind conn: connections that were dialled, accepted or hijacked.
package conn

import (
	"bufio"
	"context"
	"crypto/tls"
	"errors"
	"fmt"
	"io"
	"log"
	"net"
	"net/http"
	"net/smtp"
	"time"
)

func greet(w io.Writer) error {
	_, err := io.WriteString(w, "HELLO\r\n")
	return err
}

func badNever(addr string) error {
	conn, err := net.Dial("tcp", addr) // want `conn is never closed`
	if err != nil {
		return err
	}
	return greet(conn)
}

// Reachability is all that is asked, and the answer costs a descriptor.

func badDiscarded(addr string) bool {
	_, err := net.DialTimeout("tcp", addr, time.Second) // want `result of net.DialTimeout is discarded, so the connection is never closed`
	return err == nil
}

func badEarlyReturn(ctx context.Context, addr string, probe bool) error {
	var d net.Dialer
	conn, err := d.DialContext(ctx, "tcp", addr) // want `conn is not closed if the function returns at line L(probe)`
	if err != nil {
		return err
	}
	if probe {
		return nil // L(probe)
	}
	defer conn.Close()
	return greet(conn)
}

func badErrorBranch(addr string) (net.Conn, error) {
	conn, err := net.Dial("tcp", addr) // want `conn is not closed if the function returns at line L(deadline)`
	if err != nil {
		return nil, err
	}
	if err := conn.SetDeadline(time.Now().Add(time.Minute)); err != nil {
		return nil, err // L(deadline)
	}
	return conn, nil
}

// The TLS handshake fails, and with it goes the connection below.

func badHandshake(addr string, config *tls.Config) (*tls.Conn, error) {
	raw, err := net.Dial("tcp", addr) // want `raw is not closed if the function returns at line L(handshake)`
	if err != nil {
		return nil, err
	}
	conn := tls.Client(raw, config)
	if err := conn.Handshake(); err != nil {
		return nil, err // L(handshake)
	}
	return conn, nil
}

func badTLS(addr string) ([]byte, error) {
	conn, err := tls.Dial("tcp", addr, nil) // want `conn is never closed`
	if err != nil {
		return nil, err
	}
	return conn.ConnectionState().TLSUnique, nil
}

// A connection that is turned away must still be closed.

func badAccept(ln net.Listener, allowed func(net.Addr) bool) error {
	for {
		conn, err := ln.Accept() // want `conn is overwritten in the next iteration before it is closed`
		if err != nil {
			return err
		}
		if !allowed(conn.RemoteAddr()) {
			continue
		}
		go serve(conn)
	}
}

func serve(conn net.Conn) {
	defer conn.Close()
	greet(conn)
}

// Hijack makes the handler the owner.

func badHijack(w http.ResponseWriter, r *http.Request) {
	conn, buf, err := http.NewResponseController(w).Hijack() // want `conn is not closed if the function returns at line L(write)`
	if err != nil {
		http.Error(w, err.Error(), http.StatusInternalServerError)
		return
	}
	if _, err := buf.WriteString("HTTP/1.1 101 Switching Protocols\r\n\r\n"); err != nil {
		log.Print(err)
		return // L(write)
	}
	go serve(conn)
}

// Retrying without closing what the failed attempt has opened.

func badRetry(addr string) net.Conn {
	for {
		conn, err := net.Dial("tcp", addr) // want `conn is overwritten in the next iteration before it is closed`
		if err != nil {
			time.Sleep(time.Second)
			continue
		}
		if greet(conn) == nil {
			return conn
		}
	}
}

func okRetry(addr string) (net.Conn, error) {
	for range 3 {
		conn, err := net.Dial("tcp", addr)
		if err != nil {
			continue
		}
		if greet(conn) == nil {
			return conn, nil
		}
		conn.Close()
	}
	return nil, errors.New("no greeting")
}

func okDefer(addr string) (string, error) {
	conn, err := net.Dial("tcp", addr)
	if err != nil {
		return "", err
	}
	defer conn.Close()
	return bufio.NewReader(conn).ReadString('\n')
}

// Close of a TCPConn is promoted from a struct inside it, and closes the same connection.

func okPromoted(addr *net.TCPAddr) error {
	conn, err := net.DialTCP("tcp", nil, addr)
	if err != nil {
		return err
	}
	defer conn.Close()
	return greet(conn)
}

func badPromoted(addr *net.TCPAddr) error {
	conn, err := net.DialTCP("tcp", nil, addr) // want `conn is not closed if the function returns at line L(delay)`
	if err != nil {
		return err
	}
	if err := conn.SetNoDelay(true); err != nil {
		return err // L(delay)
	}
	return conn.Close()
}

func okReachable(addr string) bool {
	conn, err := net.DialTimeout("tcp", addr, time.Second)
	if err != nil {
		return false
	}
	return conn.Close() == nil
}

// tls.Client closes the connection that it wraps.

func okWrapped(addr string, config *tls.Config) error {
	raw, err := net.Dial("tcp", addr)
	if err != nil {
		return err
	}
	conn := tls.Client(raw, config)
	defer conn.Close()
	return greet(conn)
}

func okAccept(ln net.Listener) error {
	for {
		conn, err := ln.Accept()
		if err != nil {
			return err
		}
		go serve(conn)
	}
}

func okHandOff(addr string) (net.Conn, error) {
	conn, err := net.Dial("tcp", addr)
	if err != nil {
		return nil, fmt.Errorf("dial %s: %w", addr, err)
	}
	return conn, nil
}

type peer struct {
	conn net.Conn
	r    *bufio.Reader
}

func okOwner(addr string) (*peer, error) {
	conn, err := net.Dial("tcp", addr)
	if err != nil {
		return nil, err
	}
	return &peer{conn: conn, r: bufio.NewReader(conn)}, nil
}

func (p *peer) Close() error { return p.conn.Close() }

// A half-built owner is dropped together with its connection.

func badHalfBuilt(addr string) (*peer, error) {
	conn, err := net.Dial("tcp", addr) // want `conn is not closed if the function returns at line L(greet)`
	if err != nil {
		return nil, err
	}
	p := &peer{conn: conn, r: bufio.NewReader(conn)}
	if err := p.greet(); err != nil {
		return nil, err // L(greet)
	}
	return p, nil
}

func (p *peer) greet() error { return greet(p.conn) }

func okHalfBuilt(addr string) (*peer, error) {
	conn, err := net.Dial("tcp", addr)
	if err != nil {
		return nil, err
	}
	p := &peer{conn: conn, r: bufio.NewReader(conn)}
	if err := p.greet(); err != nil {
		p.Close()
		return nil, err
	}
	return p, nil
}

// A client keeps the connection twice, in a field of its own and in that of its reader, and closes the reader's.

func okMailClient(addr string) error {
	conn, err := net.Dial("tcp", addr)
	if err != nil {
		return err
	}
	client, err := smtp.NewClient(conn, "localhost")
	if err != nil {
		return err
	}
	defer client.Close()
	return client.Noop()
}

// Its Noop closes nothing.
func badMailClient(addr string) error {
	conn, err := net.Dial("tcp", addr) // want `conn is not closed if the function returns at line L(noop)`
	if err != nil {
		return err
	}
	client, err := smtp.NewClient(conn, "localhost")
	if err != nil {
		return err
	}
	return client.Noop() // L(noop)
}
