// Package mutex has the fixtures of the kind mutex: a lock is still held where other exits have unlocked it.
package mutex

import (
	"errors"
	"sync"
)

type counter struct {
	mu sync.Mutex
	n  map[string]int
}

var errUnknown = errors.New("unknown name")

func (c *counter) badEarlyReturn(name string) int {
	c.mu.Lock() // want `c.mu is not unlocked if the function returns at line L(missing)`
	n, ok := c.n[name]
	if !ok {
		return 0 // L(missing)
	}
	c.mu.Unlock()
	return n
}

func (c *counter) badErrorBranch(name string, check func(int) error) error {
	c.mu.Lock() // want `c.mu is not unlocked if the function returns at line L(check)`
	if err := check(c.n[name]); err != nil {
		return err // L(check)
	}
	delete(c.n, name)
	c.mu.Unlock()
	return nil
}

// One of several branches forgets what its siblings do.

func (c *counter) badSibling(name string, op byte) error {
	c.mu.Lock() // want `c.mu is not unlocked if the function returns at line L(default)`
	switch op {
	case '+':
		c.n[name]++
		c.mu.Unlock()
		return nil
	case '-':
		c.n[name]--
		c.mu.Unlock()
		return nil
	default:
		return errUnknown // L(default)
	}
}

func badLocal(names []string) (n int) {
	var mu sync.Mutex
	mu.Lock() // want `mu is not unlocked if the function returns at line L(empty)`
	if len(names) == 0 {
		return 0 // L(empty)
	}
	n = len(names[0])
	mu.Unlock()
	return n
}

// The second iteration waits for what the first one has not given back.

func (c *counter) badContinue(names []string) {
	for _, name := range names {
		c.mu.Lock() // want `c.mu is locked again at line L(again) before it is unlocked` L(again)
		if c.n[name] == 0 {
			continue
		}
		c.n[name]--
		c.mu.Unlock()
	}
}

func (c *counter) badBreak(names []string) {
	for _, name := range names {
		c.mu.Lock() // want `c.mu is not unlocked`
		if c.n[name] == 0 {
			break
		}
		c.mu.Unlock()
	}
}

// Locked instead of unlocked: the deferred call waits for ever.

func (c *counter) badDeferredLock(name string) int {
	c.mu.Lock()       // want `c.mu is locked again at line L(defer) before it is unlocked` want-category "relock"
	defer c.mu.Lock() // want-related "c.mu is locked again here" L(defer)
	return c.n[name]
}

func badTryLock(mu *sync.Mutex, work func() error) error {
	if !mu.TryLock() { // want `mu is not unlocked if the function returns at line L(work)`
		return nil
	}
	if err := work(); err != nil {
		return err // L(work)
	}
	mu.Unlock()
	return nil
}

func badLocker(l sync.Locker, work func() bool) {
	l.Lock() // want `l is not unlocked if the function returns at line L(idle)`
	if !work() {
		return // L(idle)
	}
	l.Unlock()
}

func (c *counter) okDefer(name string) int {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.n[name]
}

func (c *counter) okEachBranch(name string) int {
	c.mu.Lock()
	n, ok := c.n[name]
	if !ok {
		c.mu.Unlock()
		return 0
	}
	c.mu.Unlock()
	return n
}

func (c *counter) okTryLock(name string) (int, bool) {
	if !c.mu.TryLock() {
		return 0, false
	}
	defer c.mu.Unlock()
	return c.n[name], true
}

// Given up for a while and taken again.

func (c *counter) okUnlockedMeanwhile(name string, slow func() int) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.n[name] != 0 {
		return
	}
	c.mu.Unlock()
	n := slow()
	c.mu.Lock()
	c.n[name] = n
}

func (c *counter) okLoop(names []string) {
	for _, name := range names {
		c.mu.Lock()
		c.n[name]++
		c.mu.Unlock()
	}
}

// A function that locks for its caller holds the lock on every path: that is its purpose.

func (c *counter) okLock() {
	c.mu.Lock()
}

func (c *counter) okLocked() map[string]int {
	c.mu.Lock()
	return c.n
}

func (c *counter) okUnlockFunc() (map[string]int, func()) {
	c.mu.Lock()
	return c.n, c.mu.Unlock
}

func (c *counter) okHandOff(done chan<- struct{}) {
	c.mu.Lock()
	go func() {
		defer c.mu.Unlock()
		c.n = nil
		close(done)
	}()
}

// Locked on success only, and the caller knows.

func (c *counter) okLockIfPresent(name string) bool {
	c.mu.Lock()
	if _, ok := c.n[name]; !ok {
		c.mu.Unlock()
		return false
	}
	return true
}

func okSameCondition(mu *sync.Mutex, shared bool, work func()) {
	if shared {
		mu.Lock()
	}
	work()
	if shared {
		mu.Unlock()
	}
}

// A lock behind an interface is unlocked as it is locked.

type waiter struct {
	cond *sync.Cond
	n    int
}

func (w *waiter) okStart(run func()) {
	w.cond.L.Lock()
	defer w.cond.L.Unlock()
	switch w.n {
	case 0:
		w.n = 1
		go w.loop()
	case 1:
		w.n = 0
	}
}

func (w *waiter) loop() {
	w.cond.L.Lock()
	for w.n > 0 {
		w.cond.Wait()
	}
	w.cond.L.Unlock()
}

func (w *waiter) badEarly() int {
	w.cond.L.Lock() // want `w.cond.L is not unlocked if the function returns at line L(early)`
	if w.n > 0 {
		return w.n // L(early)
	}
	w.cond.L.Unlock()
	return 0
}

// The lock is taken in the first round only.
func okFirstRound(mu *sync.Mutex, next func() bool) int {
	n := 0
	for next() {
		n++
		if n == 1 {
			mu.Lock()
			defer mu.Unlock()
		}
	}
	return n
}

func badEachRound(mu *sync.Mutex, next func() bool) int {
	n := 0
	for next() {
		n++
		if n > 1 {
			mu.Lock() // want `mu is locked again at line L(each) before it is unlocked` L(each)
			defer mu.Unlock()
		}
	}
	return n
}

// That it is unlocked in the end helps nobody who locks it before.
func badDeferred(mu *sync.Mutex, again bool) {
	mu.Lock() // want `mu is locked again at line L(later) before it is unlocked`
	defer mu.Unlock()
	if again {
		mu.Lock() // L(later)
		mu.Unlock()
	}
}
