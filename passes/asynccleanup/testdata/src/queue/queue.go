// Package queue has cleanup that is sent to a worker.
package queue

import (
	"log"
	"os"
	"sync"
)

var queue = make(chan func(), 8)

func init() {
	go func() {
		for f := range queue {
			f()
		}
	}()
}

// A full queue must not make cleanup disappear.

func badDropped(f *os.File) {
	select { // want `f.Close never runs if queue is full` want-category "refused"
	case queue <- func() {
		if err := f.Close(); err != nil {
			log.Print(err)
		}
	}:
	default:
		log.Print("queue is full")
	}
}

func okFallback(f *os.File) {
	select {
	case queue <- func() {
		if err := f.Close(); err != nil {
			log.Print(err)
		}
	}:
	default:
		if err := f.Close(); err != nil {
			log.Print(err)
		}
	}
}

func okBlocks(f *os.File) {
	queue <- func() {
		if err := f.Close(); err != nil {
			log.Print(err)
		}
	}
}

// What a worker runs has nobody to return its error to.

func badLostInQueue(f *os.File) {
	queue <- func() {
		f.Close() // want `error of f.Close is lost in a worker of queue`
	}
}

func badLostInSelect(f *os.File, done chan struct{}) {
	select {
	case queue <- func() {
		f.Close() // want `error of f.Close is lost in a worker of queue`
	}:
	case <-done:
	}
}

// If the queue takes functions that return errors, the worker has them.

func okErrorsForWorker(errs chan func() error, f *os.File) {
	errs <- f.Close
	errs <- func() error { return f.Close() }
}

func logged(err error) {
	if err != nil {
		log.Print(err)
	}
}

// Nobody receives from the queue.

type forgotten struct{ tasks chan func() }

func newForgotten() *forgotten { return &forgotten{tasks: make(chan func(), 8)} }

func (q *forgotten) badNoReceiver(f *os.File) {
	q.tasks <- func() { // want `f.Close never runs, because nothing receives from q.tasks` want-category "refused"
		logged(f.Close())
	}
}

func badLocalQueue(f *os.File) {
	tasks := make(chan func(), 1)
	tasks <- func() { // want `f.Close never runs, because nothing receives from tasks`
		logged(f.Close())
	}
}

func okLocalQueue(f *os.File) {
	tasks := make(chan func(), 1)
	tasks <- func() { logged(f.Close()) }
	close(tasks)
	for task := range tasks {
		task()
	}
}

// Others may receive from it.

type shared struct{ tasks chan func() }

func newShared(tasks chan func()) *shared { return &shared{tasks: tasks} }

func (q *shared) okMaybeReceived(f *os.File) {
	q.tasks <- func() { logged(f.Close()) }
}

type public struct{ Tasks chan func() }

func (q *public) okExported(f *os.File) {
	q.Tasks <- func() { logged(f.Close()) }
}

// A send on a closed channel panics, and the cleanup never runs.

type closing struct {
	mu     sync.Mutex
	closed bool
	tasks  chan func()
}

func newClosing() *closing {
	q := &closing{tasks: make(chan func(), 8)}
	go q.work()
	return q
}

func (q *closing) work() {
	for task := range q.tasks {
		task()
	}
}

func (q *closing) stop() {
	q.mu.Lock()
	defer q.mu.Unlock()
	q.closed = true
	close(q.tasks)
}

func (q *closing) badMayBeClosed(f *os.File) {
	q.tasks <- func() { // want `f.Close never runs if q.tasks is closed` want-category "refused"
		logged(f.Close())
	}
}

func (q *closing) okTested(f *os.File) {
	q.mu.Lock()
	defer q.mu.Unlock()
	if q.closed {
		logged(f.Close())
		return
	}
	q.tasks <- func() { logged(f.Close()) }
}

// The queue is closed once all senders are done.

type counted struct {
	senders sync.WaitGroup
	tasks   chan func()
}

func newCounted() *counted {
	q := &counted{tasks: make(chan func(), 8)}
	go func() {
		for task := range q.tasks {
			task()
		}
	}()
	return q
}

func (q *counted) stop() {
	q.senders.Wait()
	close(q.tasks)
}

func (q *counted) okClosedAfterwards(f *os.File) {
	q.tasks <- func() { logged(f.Close()) }
}
