package goroutine

import (
	"errors"
	"os"
	"time"
)

var broken bool

func work() error {
	if broken {
		return errors.New("no")
	}
	return nil
}

// A goroutine that a local channel ends.

func badLocal() error {
	done := make(chan struct{})
	go func() { // want "goroutine waiting for done is not stopped if the function returns at line 33"
		for {
			select {
			case <-time.After(time.Second):
				println("tick")
			case <-done:
				return
			}
		}
	}()
	if err := work(); err != nil {
		return err // leak
	}
	close(done)
	return nil
}

func badNever() {
	done := make(chan struct{})
	go func() { // want "goroutine waiting for done is never stopped"
		<-done
		println("done")
	}()
}

func okDefer() error {
	done := make(chan struct{})
	defer close(done)
	go func() { <-done }()
	return work()
}

func okSend() {
	done := make(chan bool)
	go func() { println(<-done) }()
	done <- true
}

func okHandOff() chan struct{} {
	done := make(chan struct{})
	go func() { <-done }()
	return done
}

// A goroutine that ends in another way as well.

func okOther(lines []string) {
	done := make(chan struct{})
	go func() {
		for range lines {
			select {
			case <-done:
				return
			default:
			}
		}
	}()
}

func okTimeout() {
	done := make(chan struct{})
	go func() {
		select {
		case <-done:
		case <-time.After(time.Minute):
		}
	}()
}

// An object that owns a goroutine.

type ticker struct {
	stop chan struct{}
	name string
}

func newTicker(name string) *ticker {
	t := &ticker{stop: make(chan struct{}), name: name}
	go t.run()
	return t
}

func (t *ticker) run() {
	clock := time.NewTicker(time.Second)
	defer clock.Stop()
	for {
		select {
		case <-clock.C:
			println(t.name)
		case <-t.stop:
			return
		}
	}
}

func (t *ticker) Stop() { close(t.stop) }

func badOwner() error {
	t := newTicker("a") // want "t is not stopped if the function returns at line 122"
	if err := work(); err != nil {
		return err // leak
	}
	t.Stop()
	return nil
}

func okOwner() error {
	t := newTicker("a")
	defer t.Stop()
	return work()
}

func okOwnerReturned() *ticker { return newTicker("a") }

// A half-built owner.

type server struct {
	t *ticker
	f *os.File
}

func badHalfBuilt(path string) (*server, error) {
	s := &server{t: newTicker("a")} // want "newTicker result is not stopped if the function returns at line 148"
	var err error
	s.f, err = os.Open(path)
	if err != nil {
		return nil, err // leak
	}
	return s, nil
}

func (s *server) Close() error {
	s.t.Stop()
	return s.f.Close()
}

// The goroutine starts later than its channel is made.

type poller struct{ quit chan struct{} }

func newPoller() *poller { return &poller{quit: make(chan struct{})} }

func (p *poller) Start() { go p.loop() }

func (p *poller) loop() { <-p.quit }

func (p *poller) Stop() { p.quit <- struct{}{} }

func badStart() error {
	p := newPoller()
	if err := work(); err != nil {
		return err
	}
	p.Start() // want "p is not stopped if the function returns at line 177"
	if err := work(); err != nil {
		return err // leak
	}
	p.Stop()
	return nil
}

func okStart() error {
	p := newPoller()
	p.Start()
	defer p.Stop()
	return work()
}

type lazy struct{ quit chan struct{} }

func (p *lazy) Start() {
	p.quit = make(chan struct{})
	go p.loop()
}

func (p *lazy) loop() { <-p.quit }

func (p *lazy) Stop() { close(p.quit) }

func badLazy() error {
	var p lazy
	p.Start() // want "p is not stopped if the function returns at line 205"
	if err := work(); err != nil {
		return err // leak
	}
	p.Stop()
	return nil
}

// It may be meant to run for ever.
func okForEver() {
	p := newPoller()
	p.Start()
}

// The goroutine of an object that is not handed out.
func badDropped(path string) (*server, error) {
	t := &ticker{stop: make(chan struct{})}
	go t.run() // want "goroutine of t is not stopped if the function returns at line 223"
	f, err := os.Open(path)
	if err != nil {
		return nil, err // leak
	}
	return &server{t: t, f: f}, nil
}

// A channel that somebody else can close.

var stops []chan struct{}

func okRegistered() {
	stop := make(chan struct{})
	stops = append(stops, stop)
	go func() { <-stop }()
}

func okCallback(register func(func())) {
	stop := make(chan struct{})
	go func() { <-stop }()
	register(func() { close(stop) })
}

// A channel that the caller made.
func okParam(stop chan struct{}) {
	go func() { <-stop }()
}

// A signal that objects share, which hands out its channel.

type signal struct{ closed chan struct{} }

func newSignal() *signal { return &signal{closed: make(chan struct{})} }

func (s *signal) Done() <-chan struct{} { return s.closed }

func (s *signal) Close() { close(s.closed) }

type mark struct{ in chan int }

func (m *mark) init(s *signal) {
	m.in = make(chan int)
	go m.process(s)
}

func (m *mark) process(s *signal) {
	for {
		select {
		case <-s.Done():
			return
		case n := <-m.in:
			println(n)
		}
	}
}

type oracle struct {
	read, write mark
	s           *signal
}

func newOracle() *oracle {
	o := &oracle{s: newSignal()}
	o.read.init(o.s)
	o.write.init(o.s)
	return o
}

func (o *oracle) Stop() { o.s.Close() }

func badOracle() error {
	o := newOracle() // want "o is not stopped if the function returns"
	if err := work(); err != nil {
		return err // leak
	}
	o.Stop()
	return nil
}

func okOracle() error {
	o := newOracle()
	defer o.Stop()
	return work()
}

// A goroutine that closes what it waits for at the end.
func okDrain(s *signal) {
	reqs := make(chan int)
	go func() {
		<-s.Done()
		close(reqs)
		for r := range reqs {
			println(r)
		}
	}()
}
