// Package fixes has locks that are left held with the fix that is offered, in the golden file, and those for which there is
// none.
package fixes

import (
	"errors"
	"fmt"
	"sync"
)

var errNone = errors.New("none")

type store struct {
	mu    sync.RWMutex
	items map[string]string
	last  string
}

func (s *store) badSentinel(key string) (string, error) {
	s.mu.Lock() // want `s.mu is not unlocked if the function returns at line L(sentinel)`
	item, ok := s.items[key]
	if !ok {
		return "", errNone // L(sentinel)
	}
	s.last = key
	s.mu.Unlock()
	return item, nil
}

func (s *store) badFormatted(key string) (string, error) {
	s.mu.RLock() // want `s.mu is not read-unlocked if the function returns at line L(formatted), and at 1 other return`
	item, ok := s.items[key]
	if !ok {
		return item, fmt.Errorf("no item %q", key) // L(formatted)
	}
	if item == "" {
		return "", errors.New("empty")
	}
	s.mu.RUnlock()
	return item, nil
}

// What comes after the unlock on one branch can be left to a defer.

func (s *store) badEnd(key string) {
	s.mu.Lock() // want `s.mu is not unlocked if the function returns at line L(end)`
	if key == "" {
		s.mu.Unlock()
		return
	}
	delete(s.items, key)
} // L(end)

func (s *store) badInLoop(keys []string, work func(string) bool) bool {
	for _, key := range keys {
		s.mu.Lock() // want `s.mu is not unlocked if the function returns at line L(work)`
		if !work(key) {
			return false // L(work)
		}
		s.mu.Unlock()
	}
	return true
}

// What is returned is guarded by the lock: read after the unlock, it can be another's.

func (s *store) badReturnsField(key string) string {
	s.mu.Lock() // want `s.mu is not unlocked if the function returns at line L(field)`
	if key == "" {
		return s.last // L(field)
	}
	s.mu.Unlock()
	return key
}

func (s *store) badReturnsElement(key string) (string, error) {
	s.mu.RLock() // want `s.mu is not read-unlocked if the function returns at line L(element)`
	if _, ok := s.items[key]; ok {
		return s.items[key], nil // L(element)
	}
	s.mu.RUnlock()
	return "", nil
}

func (s *store) badReturnsShared(keys []string) (n int) {
	s.mu.Lock() // want `s.mu is not unlocked if the function returns at line L(shared)`
	found := 0
	count := func(key string) {
		if _, ok := s.items[key]; ok {
			found++
		}
	}
	for _, key := range keys {
		count(key)
	}
	if found > 1 {
		return found // L(shared)
	}
	s.mu.Unlock()
	return 0
}

// The lock may be released already on the way to the return.

func (s *store) badPerhapsUnlocked(key string, early bool) error {
	s.mu.Lock() // want `s.mu is not unlocked if the function returns at line L(perhaps)`
	if early {
		s.mu.Unlock()
	}
	if key == "" {
		return errNone // L(perhaps)
	}
	if !early {
		s.mu.Unlock()
	}
	return nil
}

// The variable has come to mean another store.

func badOtherStore(a, b *store, swap bool) error {
	s := a
	s.mu.Lock() // want `s.mu is not unlocked if the function returns at line L(swapped)`
	if swap {
		s = b
		println(s.last)
		return errNone // L(swapped)
	}
	s.mu.Unlock()
	return nil
}
