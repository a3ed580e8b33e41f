// Package spawn runs functions in goroutines, for others.
package spawn

// Go runs f in a goroutine.
func Go(f func()) {
	go f()
}

// Counted runs f in a goroutine and reports when it has ended.
func Counted(f func(), done chan<- struct{}) {
	go func() {
		f()
		done <- struct{}{}
	}()
}
