// Package containers has guards in containers of the standard library, which hold them in ways that no body shows.
package containers

import (
	"container/heap"
	"container/list"
	"context"
	"net"
	"os"
	"reflect"
	"sync"
	"sync/atomic"
)

var files sync.Map

func okMap(name string) error {
	f, err := os.Open(name)
	if err != nil {
		return err
	}
	files.Store(name, f)
	return nil
}

func okMapLoaded(name string) error {
	f, err := os.Open(name)
	if err != nil {
		return err
	}
	if _, loaded := files.LoadOrStore(name, f); loaded {
		return f.Close()
	}
	return nil
}

func badMap(name string) error {
	f, err := os.Open(name) // want "f is not closed if the function returns"
	if err != nil {
		return err
	}
	if _, found := files.Load(name); found {
		return nil // leak
	}
	files.Store(name, f)
	return nil
}

func okPool(p *sync.Pool, name string) error {
	f, err := os.Open(name)
	if err != nil {
		return err
	}
	p.Put(f)
	return nil
}

func okList(l *list.List, name string) error {
	f, err := os.Open(name)
	if err != nil {
		return err
	}
	l.PushBack(f)
	return nil
}

func okContext(ctx context.Context, key any, name string) (context.Context, error) {
	f, err := os.Open(name)
	if err != nil {
		return nil, err
	}
	return context.WithValue(ctx, key, f), nil
}

type conns []net.Conn

func (c conns) Len() int           { return len(c) }
func (c conns) Less(i, j int) bool { return i < j }
func (c conns) Swap(i, j int)      { c[i], c[j] = c[j], c[i] }
func (c *conns) Push(x any)        { *c = append(*c, x.(net.Conn)) }
func (c *conns) Pop() any          { return nil }

func okHeap(h *conns, addr string) error {
	c, err := net.Dial("tcp", addr)
	if err != nil {
		return err
	}
	heap.Push(h, c)
	return nil
}

func okReflect(v reflect.Value, name string) error {
	f, err := os.Open(name)
	if err != nil {
		return err
	}
	v.Set(reflect.ValueOf(f))
	return nil
}

type server struct {
	node atomic.Pointer[node]
	file atomic.Value
}

type node struct {
	ctx  context.Context
	stop context.CancelFunc
}

func newNode() *node {
	ctx, stop := context.WithCancel(context.Background())
	return &node{ctx, stop}
}

func (n *node) shutdown() { n.stop() }

func okStore(s *server) {
	s.node.Store(newNode())
}

func okSwap(s *server) {
	if old := s.node.Swap(newNode()); old != nil {
		old.shutdown()
	}
}

func okCompareAndSwap(s *server) {
	n := newNode()
	s.node.CompareAndSwap(nil, n)
}

func okNew() *server {
	s := &server{}
	s.node.Store(newNode())
	return s
}

func okValue(name string) (*server, error) {
	s := &server{}
	f, err := os.Open(name)
	if err != nil {
		return nil, err
	}
	s.file.Store(f)
	return s, nil
}

func badValue(name string) (*server, error) {
	s := &server{}
	f, err := os.Open(name) // want "f is not closed if the function returns"
	if err != nil {
		return nil, err
	}
	s.file.Store(f)
	if _, err := f.Stat(); err != nil {
		return nil, err // leak
	}
	return s, nil
}

// An option is a function that has what it was made with.

type options struct{ out chan<- int }

type option func(*options) error

func withOutput(out chan<- int) option {
	return func(o *options) error {
		o.out = out
		return nil
	}
}

func write(opts ...option) error {
	var o options
	for _, opt := range opts {
		if err := opt(&o); err != nil {
			return err
		}
	}
	if o.out != nil {
		defer close(o.out)
	}
	return nil
}

func okOption() error {
	out := make(chan int, 10)
	opts := []option{withOutput(out)}
	go func() {
		for n := range out {
			println(n)
		}
	}()
	return write(opts...)
}
