// Package later has guards that are acquired in a loop and needed after it: they are to pile up.
package later

import (
	"context"
	"io"
	"net"
	"os"
	"os/exec"
	"sync"
)

func okCollected(names []string) ([]byte, error) {
	var readers []io.Reader
	for _, name := range names {
		f, err := os.Open(name)
		if err != nil {
			return nil, err
		}
		defer f.Close()
		readers = append(readers, f)
	}
	return io.ReadAll(io.MultiReader(readers...))
}

func okNamed(names []string) (last []byte, err error) {
	files := make(map[string]*os.File)
	for _, name := range names {
		f, err := os.Open(name)
		if err != nil {
			return nil, err
		}
		defer f.Close()
		files[name] = f
	}
	return io.ReadAll(files["last"])
}

// The last of them is read after the loop.

func okLast(names []string) ([]byte, error) {
	var last io.Reader
	for _, name := range names {
		f, err := os.Open(name)
		if err != nil {
			return nil, err
		}
		defer f.Close()
		last = f
	}
	return io.ReadAll(last)
}

// A context is needed as long as who got it works.

func okWorkers(ctx context.Context, work []func(context.Context)) {
	var wg sync.WaitGroup
	for _, do := range work {
		ctx, cancel := context.WithCancel(ctx)
		defer cancel()
		wg.Add(1)
		go func() {
			defer wg.Done()
			do(ctx)
		}()
	}
	wg.Wait()
}

func okGroup(ctx context.Context, work []func(context.Context)) {
	var wg sync.WaitGroup
	for _, do := range work {
		ctx, cancel := context.WithCancel(ctx)
		defer cancel()
		wg.Go(func() { do(ctx) })
	}
	wg.Wait()
}

// A listener is needed as long as its address is told.

func okAddresses(n int) (addrs []net.Addr, err error) {
	for range n {
		l, err := net.Listen("tcp", "localhost:0")
		if err != nil {
			return nil, err
		}
		defer l.Close()
		addrs = append(addrs, l.Addr())
	}
	return addrs, use(addrs)
}

func use([]net.Addr) error { return nil }

// A temporary file is needed as long as its name is.

func okNames(contents [][]byte) error {
	var names []string
	for _, c := range contents {
		f, err := os.CreateTemp("", "x")
		if err != nil {
			return err
		}
		defer os.Remove(f.Name())
		if _, err := f.Write(c); err != nil {
			f.Close()
			return err
		}
		if err := f.Close(); err != nil {
			return err
		}
		names = append(names, f.Name())
	}
	return merge(names)
}

func merge([]string) error { return nil }

// Locks that are taken in a loop are to be held together.

type shard struct {
	mu sync.Mutex
	n  int
}

func okShards(shards []*shard) (sum int) {
	for _, s := range shards {
		s.mu.Lock()
		defer s.mu.Unlock()
	}
	for _, s := range shards {
		sum += s.n
	}
	return sum
}

// Goroutines and commands that are started in a loop are to run together.

func okGoroutines(jobs []func(stop <-chan struct{})) {
	for _, job := range jobs {
		stop := make(chan struct{})
		go func() {
			<-stop
			job(stop)
		}()
		defer close(stop)
	}
	select {}
}

func okCommands(names []string) error {
	for _, name := range names {
		cmd := exec.Command(name)
		if err := cmd.Start(); err != nil {
			return err
		}
		defer cmd.Wait()
	}
	return nil
}
