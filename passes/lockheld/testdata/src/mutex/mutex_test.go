package mutex

import "sync"

// A test wants to see what becomes of the wrong unlock.

var wrong = []func(){
	func() {
		var mu sync.RWMutex
		mu.RLock()
		mu.Unlock()
	},
	func() {
		var mu sync.RWMutex
		mu.Lock()
		mu.RUnlock()
	},
}

func okMeant() {
	var mu sync.RWMutex
	mu.RLock()
	mu.Unlock()
}
