package goroutine

import (
	"context"

	"goroutine/watch"
)

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

// A method value that ends it.
func okAfterFunc(ctx context.Context) {
	t := newTicker("a")
	context.AfterFunc(ctx, t.Stop)
}

// A signal that cannot be sent is there already.
func okSignal() error {
	stop := make(chan bool, 1)
	go func() { <-stop }()
	err := work()
	select {
	case stop <- true:
	default:
	}
	return err
}
