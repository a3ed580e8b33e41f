package mutex

import (
	"os"
	"sync"
)

// Of what is deferred on some ways there are as many combinations. What decides whether the lock is taken is not forgotten for them:
// the length of a string, asked for twice.

type screen struct{ mu sync.Mutex }

func (s *screen) okLength(names []string, info string, work func()) {
	if f, _ := os.Open(names[0]); f != nil {
		defer f.Close()
	}
	if f, _ := os.Open(names[1]); f != nil {
		defer f.Close()
	}
	if f, _ := os.Open(names[2]); f != nil {
		defer f.Close()
	}
	if f, _ := os.Open(names[3]); f != nil {
		defer f.Close()
	}
	if f, _ := os.Open(names[4]); f != nil {
		defer f.Close()
	}
	if len(info) == 0 {
		s.mu.Lock()
	}
	work()
	if len(info) == 0 {
		s.mu.Unlock()
	}
}
