// Package ending has objects that end before their cleanup does.
package ending

import (
	"log"
	"net"
	"os"
	"sync"
)

type worker interface {
	Close() error
}

// A caller of Close takes the workers as ended when it returns.

type BadQuick struct{ workers []worker }

func (q *BadQuick) Close() {
	for _, w := range q.workers {
		go w.Close() // want `w.Close runs in a goroutine, so its error is lost, and Close does not wait for it`
	}
}

type BadLogs struct{ workers []worker }

func (q *BadLogs) Stop() {
	for _, w := range q.workers {
		go func() { // want `Stop does not wait for w.Close, which runs in a goroutine` want-category "unjoined"
			if err := w.Close(); err != nil { // want-related "w.Close is called here"
				log.Print(err)
			}
		}()
	}
}

type BadSilent struct{ parts []*part }

type part struct{ f *os.File }

func (p *part) Stop() { p.f.Close() }

func (q *BadSilent) Stop() {
	for _, p := range q.parts {
		go p.Stop() // want `p.Stop runs in a goroutine and drops the error of p.f.Close, and Stop does not wait for it`
	}
}

type stopper interface{ Stop() }

type BadAbstract struct{ parts []stopper }

func (q *BadAbstract) Stop() {
	for _, p := range q.parts {
		go p.Stop() // want `Stop does not wait for p.Stop, which runs in a goroutine`
	}
}

type OkWaits struct{ workers []worker }

func (q *OkWaits) Close() {
	var wg sync.WaitGroup
	for _, w := range q.workers {
		wg.Add(1)
		go func() {
			defer wg.Done()
			if err := w.Close(); err != nil {
				log.Print(err)
			}
		}()
	}
	wg.Wait()
}

type OkChannel struct{ workers []worker }

func (q *OkChannel) Close() error {
	errs := make(chan error)
	for _, w := range q.workers {
		go func() { errs <- w.Close() }()
	}
	var first error
	for range q.workers {
		if err := <-errs; first == nil {
			first = err
		}
	}
	return first
}

// What is closed is not the object's own.

type OkOther struct{}

func (OkOther) Close(f *os.File) {
	go func() {
		if err := f.Close(); err != nil {
			log.Print(err)
		}
	}()
}

// What a goroutine of a connection has to tell is not worth waiting for.

type OkConnection struct{ c net.Conn }

func (o *OkConnection) Close() {
	go o.c.Close()
}

// The process ends at once.

func badFatal(dir string) {
	go func() { // want `log.Fatal does not wait for os.RemoveAll, which runs in a goroutine`
		if err := os.RemoveAll(dir); err != nil {
			log.Print(err)
		}
	}()
	log.Fatal("cannot go on")
}

func okFatalAfterWait(dir string) {
	done := make(chan struct{})
	go func() {
		defer close(done)
		if err := os.RemoveAll(dir); err != nil {
			log.Print(err)
		}
	}()
	<-done
	log.Fatal("cannot go on")
}
