// Package watch has an object that ends its own channel.
package watch

type Watcher struct {
	Events chan string
	done   chan struct{}
}

func New() *Watcher {
	w := &Watcher{Events: make(chan string), done: make(chan struct{})}
	go w.read()
	return w
}

func (w *Watcher) read() {
	defer close(w.Events)
	<-w.done
}

func (w *Watcher) Close() error {
	close(w.done)
	return nil
}
