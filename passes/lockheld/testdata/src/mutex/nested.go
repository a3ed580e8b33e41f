package mutex

import "sync"

// A mutex in a mutex in a mutex: each has Lock and Unlock of its own, which call those of the next.

type crossMutex struct{ m sync.Mutex }

func (m *crossMutex) Lock()   { m.m.Lock() }
func (m *crossMutex) Unlock() { m.m.Unlock() }

type notedMutex struct{ m crossMutex }

func (m *notedMutex) Lock()   { m.m.Lock() }
func (m *notedMutex) Unlock() { m.m.Unlock() }

type deepMutex struct{ w notedMutex }

func (m *deepMutex) Lock()   { m.w.Lock() }
func (m *deepMutex) Unlock() { m.w.Unlock() }

type deepQueue struct {
	mu   deepMutex
	list []int
}

func (q *deepQueue) okAdd(n int) {
	q.mu.Lock()
	q.list = append(q.list, n)
	q.mu.Unlock()
}

func (q *deepQueue) okTwice() {
	q.okAdd(1)
	q.okAdd(2)
}

func (q *deepQueue) okDefer() int {
	q.mu.Lock()
	defer q.mu.Unlock()
	return len(q.list)
}

func (q *deepQueue) badReturn(n int) bool {
	q.mu.Lock() // want "q.mu is not unlocked if the function returns"
	if n < 0 {
		return false // leak
	}
	q.list = append(q.list, n)
	q.mu.Unlock()
	return true
}

// What a loop locks, a deferred loop unlocks.

type process struct {
	mu   sync.Mutex
	done bool
}

func okAll(ps ...*process) bool {
	for _, p := range ps {
		p.mu.Lock()
	}
	defer func() {
		for _, p := range ps {
			p.mu.Unlock()
		}
	}()
	for i := range ps {
		if !ps[i].done {
			return false
		}
	}
	return true
}
