// Package waitgroup has the fixtures of the kind waitgroup: each Add needs a Done, else Wait never returns.
package waitgroup

import (
	"errors"
	"sync"
)

func badEarlyReturn(wg *sync.WaitGroup, work func(), skip bool) {
	wg.Add(1) // want `wg is not marked done if the function returns at line L(skip)`
	if skip {
		return // L(skip)
	}
	defer wg.Done()
	work()
}

// The goroutine that would call Done is not started on this path.

func badErrorBranch(wg *sync.WaitGroup, open func() error, work func()) error {
	wg.Add(1) // want `wg is not marked done if the function returns at line L(open)`
	if err := open(); err != nil {
		return err // L(open)
	}
	go func() {
		defer wg.Done()
		work()
	}()
	return nil
}

type pool struct{ wg sync.WaitGroup }

func (p *pool) badField(work func() error) error {
	p.wg.Add(1) // want `p.wg is not marked done if the function returns at line L(work)`
	if err := work(); err != nil {
		return err // L(work)
	}
	p.wg.Done()
	return nil
}

// Add here and Done elsewhere is how a counter is used by an object.

func (p *pool) okBegin() {
	p.wg.Add(1)
}

func (p *pool) okEnd() {
	p.wg.Done()
}

func okDefer(wg *sync.WaitGroup, work func()) {
	wg.Add(1)
	defer wg.Done()
	work()
}

func okHandOff(work func()) {
	var wg sync.WaitGroup
	for range 10 {
		wg.Add(1)
		go func() {
			defer wg.Done()
			work()
		}()
	}
	wg.Wait()
}

func okAddAll(work []func()) {
	var wg sync.WaitGroup
	wg.Add(len(work))
	for _, w := range work {
		go func() {
			defer wg.Done()
			w()
		}()
	}
	wg.Wait()
}

func okPassedOn(wg *sync.WaitGroup) {
	wg.Add(1)
	go run(wg)
}

func run(wg *sync.WaitGroup) {
	defer wg.Done()
	println("running")
}

// Whoever takes the job is the one who is done with it.
func okSent(wg *sync.WaitGroup, jobs chan func(), job func()) {
	wg.Add(1)
	select {
	case jobs <- job:
	default:
		wg.Done()
	}
}

// A method that was started marks it done, whatever it has told before.

func (p *pool) loop(ready chan<- error, stop chan struct{}) {
	defer p.wg.Done()
	if stop == nil {
		ready <- errors.New("nothing would stop it")
		return
	}
	ready <- nil
	<-stop
}

func okMethod(stop chan struct{}) (*pool, error) {
	p := new(pool)
	ready := make(chan error, 1)
	p.wg.Add(1)
	go p.loop(ready, stop)
	if err := <-ready; err != nil {
		return nil, err
	}
	return p, nil
}

// Nobody waits for what was not handed over.

func okNobodyWaits(jobs chan<- func(), stop <-chan struct{}, job func()) {
	var wg sync.WaitGroup
	wg.Add(1)
	run := func() {
		defer wg.Done()
		job()
	}
	select {
	case jobs <- run:
		wg.Wait()
	case <-stop:
	}
}

func badSomebodyWaits(open func() error, job func(), ended chan<- bool) error {
	var wg sync.WaitGroup
	go func() {
		wg.Wait()
		ended <- true
	}()
	wg.Add(1) // want `wg is not marked done if the function returns at line L(failed)`
	if err := open(); err != nil {
		return err // L(failed)
	}
	go func() {
		defer wg.Done()
		job()
	}()
	return nil
}
