package twice

import (
	"sync"
	"testing"
)

// What always fails is meant to: another process runs it.

func okMeant() {
	var mu sync.RWMutex
	mu.RLock()
	mu.RUnlock()
	mu.RUnlock()
}

var meant = []func(){
	func() {
		var mu sync.Mutex
		mu.Lock()
		mu.Unlock()
		mu.Unlock()
	},
	func() {
		c := make(chan int)
		close(c)
		close(c)
	},
}

func badInTest(t *testing.T) {
	c := make(chan int)
	defer close(c) // want `c is closed a second time after line \d+ \(panics\)`
	if t.Name() == "" {
		close(c)
		return
	}
	c <- 1
}
