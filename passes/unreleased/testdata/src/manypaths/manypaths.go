// Package manypaths has fixtures for functions with more paths than can be told apart: those that start a server are.
package manypaths

import (
	"log"
	"net"
	"os"
)

type options struct {
	addr, cert, key, root, user, group, pid string
}

// The options are read into variables, and what follows asks for them one by one: 128 ways to come to the listener.
func badConfigured(o options) error {
	secure, keyed, rooted, owned, grouped, numbered, named := false, false, false, false, false, false, false
	if o.cert != "" {
		secure = true
	}
	if o.key != "" {
		keyed = true
	}
	if o.root != "" {
		rooted = true
	}
	if o.user != "" {
		owned = true
	}
	if o.group != "" {
		grouped = true
	}
	if o.pid != "" {
		numbered = true
	}
	if o.addr != "" {
		named = true
	}
	l, err := net.Listen("tcp", o.addr) // want `l is not closed if the function returns at line L(cert)`
	if err != nil {
		return err
	}
	cert, err := os.ReadFile(o.cert)
	if err != nil {
		return err // L(cert)
	}
	say(secure, keyed, rooted, owned, grouped, numbered, named)
	say(secure, keyed, rooted, owned, grouped, numbered, named)
	defer l.Close()
	return serve(l, cert)
}

func say(secure, keyed, rooted, owned, grouped, numbered, named bool) {
	log.Print(secure, keyed, rooted, owned, grouped, numbered, named)
}

func serve(l net.Listener, cert []byte) error {
	conn, err := l.Accept()
	if err != nil {
		return err
	}
	conn.Write(cert)
	return conn.Close()
}

// To the return come those who have closed the listener, too: that the others have not got one nobody can tell any more.
func okConfigured(o options) error {
	secure, keyed, rooted, owned, grouped, numbered, named := false, false, false, false, false, false, false
	if o.cert != "" {
		secure = true
	}
	if o.key != "" {
		keyed = true
	}
	if o.root != "" {
		rooted = true
	}
	if o.user != "" {
		owned = true
	}
	if o.group != "" {
		grouped = true
	}
	if o.pid != "" {
		numbered = true
	}
	if o.addr != "" {
		named = true
	}
	l, err := net.Listen("tcp", o.addr)
	if err != nil {
		return err
	}
	if secure {
		l.Close()
	}
	cert, err := os.ReadFile(o.cert)
	if err != nil {
		if !secure {
			l.Close()
		}
		return err
	}
	say(secure, keyed, rooted, owned, grouped, numbered, named)
	say(secure, keyed, rooted, owned, grouped, numbered, named)
	if secure {
		return nil
	}
	defer l.Close()
	return serve(l, cert)
}

// A listener that there is only with some options: the return is also that of those without.
func okOptional(o options) error {
	secure, keyed, rooted, owned, grouped, numbered, named := false, false, false, false, false, false, false
	if o.cert != "" {
		secure = true
	}
	if o.key != "" {
		keyed = true
	}
	if o.root != "" {
		rooted = true
	}
	if o.user != "" {
		owned = true
	}
	if o.group != "" {
		grouped = true
	}
	if o.pid != "" {
		numbered = true
	}
	if o.addr != "" {
		named = true
	}
	var l net.Listener
	var err error
	if named {
		if l, err = net.Listen("tcp", o.addr); err != nil {
			return err
		}
	}
	say(secure, keyed, rooted, owned, grouped, numbered, named)
	if !named {
		return nil
	}
	say(secure, keyed, rooted, owned, grouped, numbered, named)
	defer l.Close()
	return serve(l, nil)
}

// Who closes it is a function that was made before.
func okCleanup(o options) error {
	secure, keyed, rooted, owned, grouped, numbered, named := false, false, false, false, false, false, false
	if o.cert != "" {
		secure = true
	}
	if o.key != "" {
		keyed = true
	}
	if o.root != "" {
		rooted = true
	}
	if o.user != "" {
		owned = true
	}
	if o.group != "" {
		grouped = true
	}
	if o.pid != "" {
		numbered = true
	}
	if o.addr != "" {
		named = true
	}
	var l net.Listener
	cleanup := func() {
		if l != nil {
			l.Close()
		}
	}
	l, err := net.Listen("tcp", o.addr)
	if err != nil {
		return err
	}
	cert, err := os.ReadFile(o.cert)
	if err != nil {
		cleanup()
		return err
	}
	say(secure, keyed, rooted, owned, grouped, numbered, named)
	say(secure, keyed, rooted, owned, grouped, numbered, named)
	defer cleanup()
	return serve(l, cert)
}
