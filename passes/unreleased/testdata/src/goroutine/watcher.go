package goroutine

import (
	"context"

	"goroutine/watch"
)

// A watcher ends its events by itself when it is closed.
func okWatcher() {
	w := watch.New()
	defer w.Close()
	go func() {
		for e := range w.Events {
			println(e)
		}
	}()
}

func badWatcher() {
	w := watch.New() // want "w is never closed"
	go func() {
		for e := range w.Events {
			println(e)
		}
	}()
}

// A method value that ends it.
func okAfterFunc(ctx context.Context) {
	t := newTicker("a")
	context.AfterFunc(ctx, t.Stop)
}

// A signal that cannot be sent is there already.
func okSignal() error {
	stop := make(chan bool, 1)
	go func() { <-stop }()
	err := work()
	select {
	case stop <- true:
	default:
	}
	return err
}

// A goroutine that has told that it is done need not be stopped.

func run(stop <-chan struct{}, tick <-chan int) error {
	for {
		select {
		case <-tick:
		case <-stop:
			return nil
		}
	}
}

func okToldOfEnd(tick <-chan int, interrupt <-chan struct{}) error {
	stop := make(chan struct{})
	errc := make(chan error, 1)
	go func() { errc <- run(stop, tick) }()
	select {
	case err := <-errc:
		return err
	case <-interrupt:
	}
	close(stop)
	return <-errc
}

func badNotTold(tick <-chan int, interrupt <-chan struct{}) error {
	stop := make(chan struct{})
	errc := make(chan error, 1)
	go func() { errc <- run(stop, tick) }() // want `goroutine waiting for stop is not stopped if the function returns at line L(interrupt)`
	select {
	case err := <-errc:
		close(stop)
		return err
	case <-interrupt:
		return nil // L(interrupt)
	}
}

// Stages of workers, each of which tells the next one that there is no more. The last one says that all have ended.

func startWorker(work func(n int, ok bool)) chan<- int {
	c := make(chan int)
	go func() {
		for n := range c {
			work(n, true)
		}
		work(0, false)
	}()
	return c
}

func okStages(input <-chan int, tick <-chan struct{}) int {
	sum, done := 0, make(chan struct{})
	second := startWorker(func(n int, ok bool) {
		if !ok {
			close(done)
			return
		}
		sum += n
	})
	first := startWorker(func(n int, ok bool) {
		if !ok {
			close(second)
			return
		}
		second <- n
	})
	for {
		select {
		case <-done:
			return sum
		case n, ok := <-input:
			if !ok {
				close(first)
				input = nil
				continue
			}
			first <- n
		case <-tick:
			println("at work")
		}
	}
}

func badStages(input <-chan int, tick <-chan struct{}) int {
	sum, done := 0, make(chan struct{})
	first := startWorker(func(n int, ok bool) { // want `first is not stopped if the function returns at line L(stages)`
		if !ok {
			close(done)
			return
		}
		sum += n
	})
	for {
		select {
		case <-done:
			return sum
		case n, ok := <-input:
			if !ok {
				close(first)
				input = nil
				continue
			}
			first <- n
		case <-tick:
			return 0 // L(stages)
		}
	}
}

// The object is a variable that gets the literal as a whole.

type sweeper struct {
	swept         int
	stop, stopped chan struct{}
}

func okSweeper() *sweeper {
	s := sweeper{stop: make(chan struct{}), stopped: make(chan struct{})}
	go s.run()
	return &s
}

func badSweeper() int {
	s := sweeper{stop: make(chan struct{}), stopped: make(chan struct{})}
	go s.run() // want `goroutine of s is never stopped`
	return s.swept
}

func (s *sweeper) mustStop() {
	close(s.stop)
	<-s.stopped
}

func (s *sweeper) run() {
	for {
		select {
		case <-s.stop:
			close(s.stopped)
			return
		default:
			s.swept++
		}
	}
}
