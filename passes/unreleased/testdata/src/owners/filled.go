package owners

import (
	"context"
	"errors"
	"os"

	"owners/store"
)

func badInit(name string) (int64, error) {
	w, err := store.New(name) // want `w is never closed`
	if err != nil {
		return 0, err
	}
	return w.Size()
}

func okInit(name string) (int64, error) {
	w, err := store.New(name)
	if err != nil {
		return 0, err
	}
	defer w.Close()
	return w.Size()
}

func okLazy() error {
	l, err := store.NewLazy("")
	_ = l
	return err
}

// It serves for as long as the process.
func okStart() error {
	s := &store.Server{}
	if err := s.Start(); err != nil {
		return err
	}
	return nil
}

func badStarted(ready bool) error {
	s := &store.Server{}
	if err := s.Start(); err != nil { // want `s is not stopped if the function returns at line L(ready)`
		return err
	}
	if !ready {
		return errors.New("not ready") // L(ready)
	}
	return s.Stop()
}

// The object is somebody else's.
func okOther(s *store.Server, ready bool) error {
	if err := s.Start(); err != nil {
		return err
	}
	if !ready {
		return errors.New("not ready")
	}
	return s.Stop()
}

func badSandbox() error {
	s, err := store.NewSandbox("somewhere") // want `s is never closed`
	if err != nil {
		return err
	}
	return os.WriteFile(s.Dir()+"/x", nil, 0o600)
}

func badPoller(active bool) {
	p := store.NewPoller() // want `p is not closed if the function returns at line L(idle)`
	if !active {
		return // L(idle)
	}
	p.Poll()
	p.Close()
}

func badWatcher() {
	w := store.NewWatcher() // want `w is never closed`
	_ = w
}

// Nobody waits for a context that is not used yet.
func okProgram(run bool) {
	p := store.NewProgram()
	if !run {
		return
	}
	defer p.Close()
	p.Run()
}

// The goroutine ends with its input.
func okJob() {
	in := make(chan int)
	j := store.NewJob(in)
	_ = j
	close(in)
}

func okMaybe() {
	p := store.NewMaybe(false)
	p.Poll()
}

func okMover() {
	m := store.NewMover(context.Background())
	_ = m
}

func okTry(name string) (int64, error) { return store.NewTry(name).Size() }
