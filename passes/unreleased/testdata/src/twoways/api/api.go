// Package api has a client as generated ones are: each call returns the response beside what is in it.
package api

import (
	"bytes"
	"fmt"
	"io"
	"net"
	"net/http"
)

// A Response says what the server said.
type Response struct {
	*http.Response
	NextPage int
}

// Get returns what is to be read, and the response. Where the server reports an error, what is to be read is its text.
func Get(url string) (io.ReadCloser, *Response, error) {
	resp, err := http.Get(url)
	if err != nil {
		return nil, nil, err
	}
	r := &Response{Response: resp}
	if resp.StatusCode/100 != 2 {
		defer resp.Body.Close()
		data, _ := io.ReadAll(resp.Body)
		return io.NopCloser(bytes.NewReader(data)), r, fmt.Errorf("the server says: %s", data)
	}
	return resp.Body, r, nil
}

// An Agent answers over a connection, which it does not close.
type Agent interface {
	Ask(question string) (string, error)
}

type agent struct{ c net.Conn }

func (a agent) Ask(question string) (string, error) {
	if _, err := io.WriteString(a.c, question); err != nil {
		return "", err
	}
	b, err := io.ReadAll(a.c)
	return string(b), err
}

// Dial returns an agent and its connection.
func Dial(addr string) (Agent, net.Conn, error) {
	c, err := net.Dial("unix", addr)
	if err != nil {
		return nil, nil, err
	}
	return agent{c}, c, nil
}
