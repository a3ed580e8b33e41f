package earlyreturn

import "time"

type member interface {
	Open() error
	Close() error
}

// A poller has goroutines that only its channel ends.
type poller struct {
	member member
	stop   chan struct{}
	rounds int
}

func (p *poller) Start() error {
	if err := p.member.Open(); err != nil {
		return err
	}
	p.stop = make(chan struct{})
	go p.run()
	return nil
}

func (p *poller) run() {
	t := time.NewTicker(time.Second)
	defer t.Stop()
	for {
		select {
		case <-t.C:
			p.rounds++
		case <-p.stop:
			return
		}
	}
}

func (p *poller) badClose() error {
	if err := p.member.Close(); err != nil {
		return err // want `p.stop is not closed if p.member.Close fails`
	}
	close(p.stop) // want-related "p.stop is closed here on other paths"
	return nil
}

// An orderly thing ends its goroutine first.
type orderly struct {
	member member
	stop   chan struct{}
}

func (o *orderly) Start() {
	o.stop = make(chan struct{})
	go func() {
		<-o.stop
		println("stopped")
	}()
}

func (o *orderly) okClose() error {
	close(o.stop)
	return o.member.Close()
}

// A ticking thing ends by itself, too.
type ticking struct {
	member member
	stop   chan struct{}
	left   int
}

func (t *ticking) Start() {
	t.stop = make(chan struct{})
	go func() {
		for t.left > 0 {
			select {
			case <-t.stop:
				return
			case <-time.After(time.Second):
				t.left--
			}
		}
	}()
}

func (t *ticking) okClose() error {
	if err := t.member.Close(); err != nil {
		return err
	}
	close(t.stop)
	return nil
}

// A guest has its channel from somebody who may end it, too.
type guest struct {
	member member
	stop   chan struct{}
}

func (g *guest) Start(stop chan struct{}) {
	g.stop = stop
	go func() {
		<-g.stop
		println("stopped")
	}()
}

func (g *guest) okClose() error {
	if err := g.member.Close(); err != nil {
		return err
	}
	close(g.stop)
	return nil
}
