// Package memconn has the fixtures of the kind memconn: the ends of net.Pipe. Its reports are for strict mode only,
// because both ends live in memory.
package memconn

import (
	"io"
	"net"
)

func okNever() error {
	client, server := net.Pipe()
	go io.Copy(io.Discard, server)
	_, err := client.Write([]byte("hello"))
	return err
}

func okDefer() error {
	client, server := net.Pipe()
	defer client.Close()
	defer server.Close()
	go io.Copy(io.Discard, server)
	_, err := client.Write([]byte("hello"))
	return err
}

func okHandOff() (net.Conn, net.Conn) {
	return net.Pipe()
}
