// Package unowned has types that own a guard and have no way to release it.
package unowned

import (
	"net"
	"os"
)

type badCache struct {
	dir  string
	file *os.File // want `file of badCache, opened by newCache, is not closed by any function of the package` want-category "unowned"
}

func newCache(dir string) (*badCache, error) {
	f, err := os.Create(dir + "/index")
	if err != nil {
		return nil, err
	}
	return &badCache{dir: dir, file: f}, nil
}

func (c *badCache) put(line string) error {
	_, err := c.file.WriteString(line)
	return err
}

// An exported field is for the users of the package to release.

type okPeer struct {
	Conn net.Conn
}

func dial(addr string) (*okPeer, error) {
	conn, err := net.Dial("tcp", addr)
	if err != nil {
		return nil, err
	}
	return &okPeer{Conn: conn}, nil
}

// A method hands it out.

type okHolder struct {
	conn net.Conn
}

func hold(addr string) (*okHolder, error) {
	conn, err := net.Dial("tcp", addr)
	if err != nil {
		return nil, err
	}
	return &okHolder{conn: conn}, nil
}

func (h *okHolder) take() net.Conn { return h.conn }
