// Package lib has workers for package missed.
package lib

// A Worker processes names until it is closed.
type Worker struct{ names chan string }

// NewWorker starts a worker.
func NewWorker() *Worker {
	w := &Worker{names: make(chan string)}
	go w.run()
	return w
}

func (w *Worker) run() {
	for range w.names {
	}
}

// Process processes a name.
func (w *Worker) Process(name string) { w.names <- name }

// Close ends the worker.
func (w *Worker) Close() error {
	close(w.names)
	return nil
}
