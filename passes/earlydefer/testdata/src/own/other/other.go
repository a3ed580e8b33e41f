// Package other is a package of which only the summaries are known.
package other

import "net"

// Dial connects.
func Dial(addr string) (net.Conn, error) {
	conn, err := net.Dial("tcp", addr)
	if err != nil {
		return nil, err
	}
	return conn, nil
}
