// Package rlock has the fixtures of the kind rlock: read locks, and the write lock of the same RWMutex beside them.
package rlock

import "sync"

type table struct {
	mu   sync.RWMutex
	rows map[string]string
}

func (t *table) badEarlyReturn(key string) string {
	t.mu.RLock() // want `t.mu is not read-unlocked if the function returns at line L(missing)`
	row, ok := t.rows[key]
	if !ok {
		return "" // L(missing)
	}
	t.mu.RUnlock()
	return row
}

func (t *table) badErrorBranch(key string, check func(string) error) error {
	t.mu.RLock() // want `t.mu is not read-unlocked if the function returns at line L(check)`
	if err := check(t.rows[key]); err != nil {
		return err // L(check)
	}
	t.mu.RUnlock()
	return nil
}

// The write lock of the same mutex.

func (t *table) badWriteLock(key, row string) bool {
	t.mu.Lock() // want `t.mu is not unlocked if the function returns at line L(present)`
	if _, ok := t.rows[key]; ok {
		return false // L(present)
	}
	t.rows[key] = row
	t.mu.Unlock()
	return true
}

// From the read lock to the write lock, which one path does not reach.

func (t *table) badUpgrade(key string, make func() string) string {
	t.mu.RLock()
	row, ok := t.rows[key]
	t.mu.RUnlock()
	if ok {
		return row
	}
	t.mu.Lock() // want `t.mu is not unlocked if the function returns at line L(raced)`
	if row, ok := t.rows[key]; ok {
		return row // L(raced)
	}
	row = make()
	t.rows[key] = row
	t.mu.Unlock()
	return row
}

// Unlock is for writers: the read lock stays.

func (t *table) badWrongUnlock(key string) string {
	t.mu.RLock()        // want `t.mu is not read-unlocked by Unlock at line L(unlock)` want-category "mismatch"
	defer t.mu.Unlock() // want-related "Unlock is the release of the other lock" L(unlock)
	return t.rows[key]
}

func (t *table) okDefer(key string) string {
	t.mu.RLock()
	defer t.mu.RUnlock()
	return t.rows[key]
}

func (t *table) okUpgrade(key string, make func() string) string {
	t.mu.RLock()
	if row, ok := t.rows[key]; ok {
		t.mu.RUnlock()
		return row
	}
	t.mu.RUnlock()
	t.mu.Lock()
	defer t.mu.Unlock()
	if _, ok := t.rows[key]; !ok {
		t.rows[key] = make()
	}
	return t.rows[key]
}

func (t *table) okTryRLock(key string) (string, bool) {
	if !t.mu.TryRLock() {
		return "", false
	}
	defer t.mu.RUnlock()
	row, ok := t.rows[key]
	return row, ok
}

func (t *table) okHandOff() (rows map[string]string, release func()) {
	t.mu.RLock()
	return t.rows, t.mu.RUnlock
}

func (t *table) okRLock() {
	t.mu.RLock()
}

// In a loop, a test of the context comes between.

func (t *table) badCancelled(done <-chan struct{}, keys []string) []string {
	t.mu.RLock() // want `t.mu is not read-unlocked if the function returns at line L(cancelled)`
	var found []string
	for i, key := range keys {
		if i%100 == 0 {
			select {
			case <-done:
				return nil // L(cancelled)
			default:
			}
		}
		found = append(found, t.rows[key])
	}
	t.mu.RUnlock()
	return found
}

// Each of several locks is taken in turn.

func badEach(tables []*table, check func(*table) error) bool {
	ok := 0
	for _, t := range tables {
		t.mu.RLock() // want `t.mu is not read-unlocked if the function returns at line L(each)`
		switch err := check(t); {
		case err != nil:
			return false // L(each)
		default:
			ok++
		}
		t.mu.RUnlock()
	}
	return ok > 0
}

// A callee lets readers through for a moment.

func (t *table) pause() {
	t.mu.Unlock()
	t.mu.RLock()
	t.mu.RUnlock()
	t.mu.Lock()
}

func (t *table) okPaused(keys []string) {
	t.mu.Lock()
	defer t.mu.Unlock()
	for i, key := range keys {
		if i%100 == 0 {
			t.pause()
		}
		delete(t.rows, key)
	}
}

// A loop with more to keep apart than the analysis can hold: each lock is followed to its first release.

type peer struct {
	mu      sync.RWMutex
	version string
	urls    []string
}

func badManyStates(peers []*peer, encode func() ([]byte, error), send func(string, []byte) error) bool {
	var v1, v2 []byte
	var sent int
	var wg sync.WaitGroup
	for _, p := range peers {
		var body []byte
		var err error
		p.mu.RLock() // want `p.mu is not read-unlocked if the function returns at line L(v1), and at 2 other returns`
		switch p.version {
		case "v1":
			if v1 == nil {
				if v1, err = encode(); err != nil {
					return false // L(v1)
				}
			}
			body = v1
		case "v2":
			if v2 == nil {
				if v2, err = encode(); err != nil {
					return false
				}
			}
			body = v2
		default:
			return false
		}
		for _, url := range p.urls {
			wg.Add(1)
			stop := func() { wg.Wait() }
			defer stop()
			go func(url string) {
				if send(url, body) == nil {
					sent++
				}
				wg.Done()
			}(url)
		}
		p.mu.RUnlock()
	}
	return sent > 0
}
