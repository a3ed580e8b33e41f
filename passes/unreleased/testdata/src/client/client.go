// Package client has the fixtures of the kind client: net/rpc and net/textproto over a connection of their own.
package client

import (
	"net/rpc"
	"net/rpc/jsonrpc"
	"net/textproto"
)

func badNever(addr string) (sum int, err error) {
	client, err := rpc.Dial("tcp", addr) // want `client is never closed`
	if err != nil {
		return 0, err
	}
	err = client.Call("Arith.Add", []int{1, 2}, &sum)
	return sum, err
}

func badEarlyReturn(addr string, args []int) (sum int, err error) {
	client, err := rpc.DialHTTP("tcp", addr) // want `client is not closed if the function returns at line L(empty)`
	if err != nil {
		return 0, err
	}
	if len(args) == 0 {
		return 0, nil // L(empty)
	}
	err = client.Call("Arith.Add", args, &sum)
	client.Close()
	return sum, err
}

func badErrorBranch(addr string) (*textproto.Conn, error) {
	c, err := textproto.Dial("tcp", addr) // want `c is not closed if the function returns at line L(greeting)`
	if err != nil {
		return nil, err
	}
	if _, _, err := c.ReadResponse(220); err != nil {
		return nil, err // L(greeting)
	}
	return c, nil
}

func okDefer(addr string) (sum int, err error) {
	client, err := jsonrpc.Dial("tcp", addr)
	if err != nil {
		return 0, err
	}
	defer client.Close()
	err = client.Call("Arith.Add", []int{1, 2}, &sum)
	return sum, err
}

func okHandOff(addr string) (*rpc.Client, error) {
	return rpc.Dial("tcp", addr)
}

type remote struct{ *rpc.Client }

func okOwner(addr string) (*remote, error) {
	client, err := rpc.Dial("tcp", addr)
	if err != nil {
		return nil, err
	}
	return &remote{client}, nil
}
