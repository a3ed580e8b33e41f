// Package twice has guards whose second release does harm.
package twice

import (
	"context"
	"errors"
	"io"
	"log"
	"os"
	"sync"
	"sync/atomic"
	"syscall"
)

// A channel that is closed again panics.

func badChannel(fail bool) error {
	done := make(chan struct{})
	defer close(done) // want `done is closed a second time after line L(close) \(panics\)` want-category "panic"
	if fail {
		close(done) // want-related "done is closed here" L(close)
		return errors.New("failed")
	}
	return nil
}

func badDeferredLiteral(work func() error) error {
	results := make(chan error, 1)
	defer func() {
		close(results) // want `results is closed a second time after line \d+ \(panics\)`
	}()
	if err := work(); err != nil {
		results <- err
		close(results)
		return err
	}
	return nil
}

func badParameter(out chan<- int, n int) {
	for i := range n {
		out <- i
	}
	close(out)
	if n == 0 {
		close(out) // want `out is closed a second time after line \d+ \(panics\)`
	}
}

type server struct {
	mu   sync.Mutex
	rw   sync.RWMutex
	done chan struct{}
	once sync.Once
	n    int
}

func (s *server) badField(hard bool) {
	close(s.done)
	if hard {
		close(s.done) // want `s.done is closed a second time after line \d+ \(panics\)`
	}
}

// A mutex that is unlocked again ends the program.

func (s *server) badEarlyReturn(n int) int {
	s.mu.Lock()
	defer s.mu.Unlock() // want `s.mu is unlocked a second time after line \d+ \(ends the program\)` want-category "fatal"
	if n == 0 {
		s.mu.Unlock()
		return 0
	}
	return s.n / n
}

func (s *server) badNoReturn(n int) int {
	s.mu.Lock()
	if n == 0 {
		log.Print("zero")
		s.mu.Unlock()
	}
	s.n += n
	s.mu.Unlock() // want `s.mu is unlocked a second time after line \d+ \(ends the program\)`
	return n
}

func (s *server) unlock() { s.mu.Unlock() }

func (s *server) badHelper() {
	s.mu.Lock()
	defer s.unlock() // want `s.mu is unlocked a second time after line \d+ \(ends the program\)`
	s.n++
	s.mu.Unlock()
}

func (s *server) badRead() int {
	s.rw.RLock()
	defer s.rw.RUnlock() // want `s.rw is read-unlocked a second time after line \d+ \(hits somebody else's\)` want-category "another"
	n := s.n
	s.rw.RUnlock()
	return n
}

// A descriptor that is closed again is somebody else's.

func badDescriptor(name string) error {
	fd, err := syscall.Open(name, syscall.O_RDONLY, 0)
	if err != nil {
		return err
	}
	defer syscall.Close(fd) // want `fd is closed a second time after line \d+ \(hits somebody else's\)`
	if _, err := syscall.Seek(fd, 0, io.SeekEnd); err != nil {
		syscall.Close(fd)
		return err
	}
	return nil
}

// The paths differ.

func okPaths(fail bool) error {
	done := make(chan struct{})
	if fail {
		close(done)
		return errors.New("failed")
	}
	close(done)
	return nil
}

func okFlag(names []string) {
	done := make(chan struct{})
	closed := false
	for _, name := range names {
		if name == "" && !closed {
			close(done)
			closed = true
		}
	}
	if !closed {
		close(done)
	}
}

func (s *server) okSelect() {
	select {
	case <-s.done:
	default:
		close(s.done)
	}
}

func (s *server) okSelectAgain() {
	close(s.done)
	select {
	case <-s.done:
	default:
		close(s.done)
	}
}

func okAtomic(work func() error) error {
	done := make(chan struct{})
	var closed atomic.Bool
	stop := func() {
		if closed.CompareAndSwap(false, true) {
			close(done)
		}
	}
	defer stop()
	if err := work(); err != nil {
		stop()
		return err
	}
	return nil
}

func okRecovered(c chan int) (twice bool) {
	defer func() { twice = recover() != nil }()
	close(c)
	close(c)
	return false
}

// Which result comes first is known to who sends them.

func okFirstOfTwo(results chan error, fallback chan struct{}) error {
	for range 2 {
		err := <-results
		if err == nil {
			return nil
		}
		if err == io.EOF {
			close(fallback)
		}
	}
	return io.ErrUnexpectedEOF
}

// A close that was interrupted is tried again.

func okInterrupted(name string) error {
	fd, err := syscall.Open(name, syscall.O_RDONLY, 0)
	if err != nil {
		return err
	}
	for {
		if err := syscall.Close(fd); err != syscall.EINTR {
			return err
		}
	}
}

func (s *server) okOnce() {
	s.once.Do(func() { close(s.done) })
	s.once.Do(func() { close(s.done) })
}

func (s *server) Close() { s.once.Do(func() { close(s.done) }) }

func (s *server) okOnceInCallee() {
	close(s.done)
	s.Close()
}

func (s *server) stop() { close(s.done) }

func (s *server) badCallee() {
	defer s.stop() // want `s.done is closed a second time after line \d+ \(panics\)`
	close(s.done)
}

func (s *server) okNil() {
	if s.done != nil {
		close(s.done)
		s.done = nil
	}
	if s.done != nil {
		close(s.done)
	}
}

// It is another channel.

func okOther(n int) {
	done := make(chan struct{})
	close(done)
	done = make(chan struct{})
	close(done)
}

func okEach(n int) {
	for range n {
		done := make(chan struct{})
		if n > 3 {
			close(done)
			continue
		}
		close(done)
	}
}

func (s *server) restart() { s.done = make(chan struct{}) }

func (s *server) okRestarted() {
	close(s.done)
	s.restart()
	close(s.done)
}

func okSlice(chans []chan int) {
	for _, c := range chans {
		close(c)
	}
	close(chans[0])
}

// The goroutine closes it, and the function does where it does not start one.

func okGoroutine(start bool) chan int {
	c := make(chan int)
	if start {
		go func() {
			defer close(c)
			c <- 1
		}()
		return c
	}
	close(c)
	return c
}

// It is locked again in between.

func (s *server) okRelocked(work func()) {
	s.mu.Lock()
	defer s.mu.Unlock()
	for s.n > 0 {
		s.mu.Unlock()
		work()
		s.mu.Lock()
	}
}

func (s *server) lock() { s.mu.Lock() }

func (s *server) okRelockedByCallee(work func()) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.mu.Unlock()
	work()
	s.lock()
}

func (s *server) perhaps(n int) bool {
	if n > s.n {
		return false
	}
	s.mu.Lock()
	return true
}

func (s *server) okPerhapsRelocked(n int) {
	s.mu.Lock()
	s.mu.Unlock()
	if s.perhaps(n) {
		s.mu.Unlock()
	}
}

func (s *server) okTryLock() {
	s.mu.Lock()
	s.mu.Unlock()
	if s.mu.TryLock() {
		s.mu.Unlock()
	}
}

func (s *server) okWait(c *sync.Cond) {
	s.mu.Lock()
	for s.n == 0 {
		c.Wait()
	}
	s.mu.Unlock()
}

// Wait unlocks and locks again.

type queue struct {
	mu    sync.Mutex
	cond  sync.Cond
	items []int
}

func (q *queue) okCond() int {
	q.mu.Lock()
	defer q.mu.Unlock()
	if q.cond.L == nil {
		q.cond.L = &q.mu
	}
	for {
		if len(q.items) > 0 {
			return q.items[0]
		}
		q.cond.Wait()
	}
}

func without(l sync.Locker, work func()) {
	l.Unlock()
	defer l.Lock()
	work()
}

func (q *queue) okWithout(work func()) {
	q.mu.Lock()
	defer q.mu.Unlock()
	without(&q.mu, work)
}

// Read locks nest.

func (s *server) okNested() int {
	s.rw.RLock()
	s.rw.RLock()
	n := s.n
	s.rw.RUnlock()
	s.rw.RUnlock()
	return n
}

func (s *server) okUpgrade() {
	s.rw.RLock()
	n := s.n
	s.rw.RUnlock()
	s.rw.Lock()
	s.n = n + 1
	s.rw.Unlock()
}

// There are several of them.

func okAll(servers []*server) {
	for _, s := range servers {
		s.mu.Lock()
	}
	for _, s := range servers {
		s.mu.Unlock()
	}
}

var (
	mu    sync.Mutex
	count int
)

func lockAll() { mu.Lock() }

func okPackageLevel() {
	mu.Lock()
	mu.Unlock()
	lockAll()
	mu.Unlock()
}

func badPackageLevel(n int) {
	mu.Lock()
	defer mu.Unlock() // want `mu is unlocked a second time after line \d+ \(ends the program\)`
	if n > count {
		mu.Unlock()
		return
	}
	count -= n
}

// The file has the descriptor.

func okTaken(name string) (*os.File, error) {
	fd, err := syscall.Open(name, syscall.O_RDONLY, 0)
	if err != nil {
		return nil, err
	}
	f := os.NewFile(uintptr(fd), name)
	if f == nil {
		syscall.Close(fd)
		return nil, errors.New(name)
	}
	return f, nil
}

func okGone(name string) error {
	fd, err := syscall.Open(name, syscall.O_RDONLY, 0)
	if err != nil {
		return err
	}
	defer func() {
		if fd >= 0 {
			syscall.Close(fd)
		}
	}()
	if _, err := syscall.Seek(fd, 0, io.SeekEnd); err != nil {
		syscall.Close(fd)
		fd = -1
		return err
	}
	return nil
}

// A second call does nothing.

func okCancel(ctx context.Context) error {
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	cancel()
	return ctx.Err()
}

// How often Done is called for each Add is counted nowhere.
func falseNegativeWaitGroup(work func() error) error {
	var wg sync.WaitGroup
	wg.Add(1)
	defer wg.Done()
	if err := work(); err != nil {
		wg.Done()
		return err
	}
	return nil
}

// What a loop releases in each of its rounds may be one round's business.
func falseNegativeLoop(names []string) {
	done := make(chan struct{})
	for _, name := range names {
		if name == "" {
			close(done)
		}
	}
}
