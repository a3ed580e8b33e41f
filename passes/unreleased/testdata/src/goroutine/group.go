package goroutine

import "sync"

// A group starts goroutines as a go statement does.

type reaper struct {
	wg   sync.WaitGroup
	reap chan struct{}
	done chan struct{}
}

func newReaper() (*reaper, error) {
	r := &reaper{reap: make(chan struct{}, 1), done: make(chan struct{})}
	if err := work(); err != nil {
		return nil, err
	}
	r.wg.Go(r.loop)
	return r, nil
}

func (r *reaper) loop() {
	for {
		select {
		case <-r.reap:
			work()
		case <-r.done:
			return
		}
	}
}

func (r *reaper) Close() error {
	close(r.done)
	r.wg.Wait()
	return nil
}

func badGroupOwner() error {
	r, err := newReaper() // want `r is not closed if the function returns at line L(group)`
	if err != nil {
		return err
	}
	if err := work(); err != nil {
		return err // L(group)
	}
	return r.Close()
}

func okGroupOwner() error {
	r, err := newReaper()
	if err != nil {
		return err
	}
	defer r.Close()
	return work()
}

func badGroupLiteral() error {
	var wg sync.WaitGroup
	done := make(chan struct{})
	wg.Go(func() { <-done }) // want `goroutine waiting for done is not stopped if the function returns at line L(early)`
	if err := work(); err != nil {
		return err // L(early)
	}
	close(done)
	wg.Wait()
	return nil
}

func okGroupLiteral() error {
	var wg sync.WaitGroup
	defer wg.Wait()
	done := make(chan struct{})
	defer close(done)
	wg.Go(func() { <-done })
	return work()
}

// What starts goroutines for others does so, too.
func (r *reaper) run(f func()) {
	r.wg.Add(1)
	go func() {
		defer r.wg.Done()
		f()
	}()
}

func badHelper() error {
	r := &reaper{done: make(chan struct{})}
	r.run(r.loop) // want `goroutine of r is not stopped if the function returns at line L(helper)`
	if err := work(); err != nil {
		return err // L(helper)
	}
	return r.Close()
}
