package worker

import (
	"errors"
	"sync"
)

var broken bool

func work() error {
	if broken {
		return errors.New("no")
	}
	return nil
}

func badLocal(items []string) error {
	jobs := make(chan string)
	for range 4 {
		go func() { // want "goroutine waiting for jobs is not stopped if the function returns at line 28"
			for j := range jobs {
				println(j)
			}
		}()
	}
	for _, item := range items {
		if err := work(); err != nil {
			return err // leak
		}
		jobs <- item
	}
	close(jobs)
	return nil
}

func okDefer(items []string) error {
	jobs := make(chan string)
	defer close(jobs)
	go consume(jobs)
	for _, item := range items {
		if err := work(); err != nil {
			return err
		}
		jobs <- item
	}
	return nil
}

func consume(jobs chan string) {
	for j := range jobs {
		println(j)
	}
}

func badNamed(items []string) error {
	jobs := make(chan string)
	go consume(jobs) // want "goroutine waiting for jobs is not stopped if the function returns at line 59"
	if err := work(); err != nil {
		return err // leak
	}
	close(jobs)
	return nil
}

func okHandOff() chan<- string {
	jobs := make(chan string)
	go consume(jobs)
	return jobs
}

// Another goroutine closes it.
func okProducer(items []string) {
	jobs := make(chan string)
	go func() {
		defer close(jobs)
		for _, item := range items {
			jobs <- item
		}
	}()
	go consume(jobs)
}

type queue struct {
	jobs chan string
	once sync.Once
	wg   sync.WaitGroup
}

func newQueue(n int) *queue {
	q := &queue{jobs: make(chan string, n)}
	for range n {
		q.wg.Add(1)
		go q.run()
	}
	return q
}

func (q *queue) run() {
	defer q.wg.Done()
	for {
		select {
		case j, ok := <-q.jobs:
			if !ok {
				return
			}
			println(j)
		}
	}
}

func (q *queue) Close() {
	q.once.Do(func() { close(q.jobs) })
	q.wg.Wait()
}

func badOwner() error {
	q := newQueue(3) // want "q is not closed if the function returns at line 119"
	if err := work(); err != nil {
		return err // leak
	}
	q.Close()
	return nil
}

func okOwner() error {
	q := newQueue(3)
	defer q.Close()
	return work()
}

// The goroutine captures the object.

type fetcher struct {
	n    int
	in   chan int
	quit chan struct{}
}

func newFetcher(n int) *fetcher {
	c := &fetcher{n: n}
	c.in = make(chan int)
	c.quit = make(chan struct{})
	for range n {
		go func() {
			for {
				select {
				case <-c.quit:
					return
				case x := <-c.in:
					println(x)
				}
			}
		}()
	}
	return c
}

func (c *fetcher) stop() { close(c.quit) }

func okCaptured() int {
	c := newFetcher(3)
	defer c.stop()
	return c.n
}

func badCaptured() {
	c := newFetcher(3) // want "c is never released by stop"
	println(c.n)
}

// falsePositiveTurns: that the loop was stopped before it is started again follows from what a method remembers.
func (p *turns) falsePositiveTurns(leads <-chan bool) {
	var stop chan struct{}
	end := func() {
		if stop != nil {
			close(stop)
			stop = nil
		}
	}
	defer end()
	for now := range leads {
		if now == p.is() {
			continue
		}
		p.set(now)
		if now {
			end()
			continue
		}
		stop = p.follow() // want `stop is overwritten at line 190 before it is stopped`
	}
}

type turns struct {
	mu    sync.Mutex
	leads bool
}

func (p *turns) is() bool {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.leads
}

func (p *turns) set(now bool) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.leads = now
}

func (p *turns) follow() chan struct{} {
	stop := make(chan struct{})
	go func() { <-stop }()
	return stop
}
