package goroutine

import "goroutine/watch"

// A watcher ends its events by itself when it is closed.
func okWatcher() {
	w := watch.New()
	defer w.Close()
	go func() {
		for e := range w.Events {
			println(e)
		}
	}()
}

func badWatcher() {
	w := watch.New() // want "w is never closed"
	go func() {
		for e := range w.Events {
			println(e)
		}
	}()
}
