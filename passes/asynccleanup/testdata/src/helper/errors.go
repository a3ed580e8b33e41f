package helper

import (
	"context"
	"log"
	"net/http"
	"os"
	"sync"
	"testing"

	"helper/report"
)

// A function of another package that gets the error is known by what it does with it.

func okReported(f *os.File) {
	go func() { report.Error("file", f.Close()) }()
}

func okReportedDeep(f *os.File) {
	go func() { report.Deep(f.Close()) }()
}

func badDropped(f *os.File) {
	go func() {
		report.Drop(f.Close()) // want `error of f.Close is lost in a goroutine`
	}()
}

func badFiltered(f *os.File) {
	go func() {
		report.Filtered(f.Close()) // want `error of f.Close is lost in a goroutine`
	}()
}

func badWrapped(f *os.File) {
	go func() {
		err := f.Close() // want `error of f.Close is lost in a goroutine`
		err = report.Wrap("file", err)
		if err != nil {
			return
		}
	}()
}

func okWrapped(f *os.File) {
	go func() {
		if err := report.Wrap("file", f.Close()); err != nil {
			log.Print(err)
		}
	}()
}

// A function of another package that runs the release has its error, or returns it.

func badRetried(dir string, f *os.File) {
	go func() {
		report.Retry(3, f.Close) // want `error of report.Retry is lost in a goroutine`
	}()
	go func() {
		report.Retry(3, func() error {
			return os.RemoveAll(dir) // want `error of os.RemoveAll is lost in a goroutine`
		})
	}()
}

func okRetried(dir string, f *os.File) {
	go func() {
		if err := report.Retry(3, f.Close); err != nil {
			log.Print(err)
		}
	}()
	go func() {
		err := report.Retry(3, func() error { return os.RemoveAll(dir) })
		report.Error("directory", err)
	}()
}

func okRetriedInside(dir string) {
	go func() {
		report.Retry(3, func() error {
			err := os.RemoveAll(dir)
			report.Error("directory", err)
			return err
		})
	}()
}

func okRunLogged(dir string, f *os.File) {
	go report.Logged(f.Close)
	go func() { report.Logged(f.Close) }()
	go func() {
		report.Logged(func() error { return os.RemoveAll(dir) })
	}()
}

func badRunQuiet(dir string, f *os.File) {
	go func() {
		report.Quiet(f.Close) // want `error of f.Close is lost in a goroutine`
	}()
	go func() {
		report.Quiet(func() error {
			return os.RemoveAll(dir) // want `error of os.RemoveAll is lost in a goroutine`
		})
	}()
}

func badOnce(once *sync.Once, dir string) {
	go func() {
		once.Do(func() {
			os.RemoveAll(dir) // want `error of os.RemoveAll is lost in a goroutine`
		})
	}()
	go func() {
		report.Do(func() {
			os.RemoveAll(dir) // want `error of os.RemoveAll is lost in a goroutine`
		})
	}()
}

func okOnce(once *sync.Once, dir string) {
	go func() {
		once.Do(func() { report.Error("directory", os.RemoveAll(dir)) })
	}()
}

// What is done beside the release is work, wherever it is done.

func okWorkInside(f *os.File) {
	go func() {
		report.Do(func() {
			defer f.Close()
			f.WriteString("end")
		})
	}()
}

func okOpenedInside(name string) {
	go func() {
		report.Do(func() {
			f, err := os.Create(name)
			if err != nil {
				return
			}
			f.Close()
		})
	}()
}

// A literal that the task calls itself returns the error to it.

func okCalled(f *os.File) {
	go func() {
		if err := func() error { return f.Close() }(); err != nil {
			log.Print(err)
		}
	}()
}

func badCalled(f *os.File) {
	go func() {
		func() error {
			return f.Close() // want `error of f.Close is lost in a goroutine`
		}()
	}()
}

// A function of another package that launches the release is known by what it does with its error.

func okLaunchedLogged(f *os.File) {
	report.GoLogged(f.Close)
	report.GoLogged(func() error { return f.Close() })
}

func badLaunchedQuiet(f *os.File, srv *http.Server) {
	report.GoQuiet(f.Close)                                                    // want `f.Close runs in report.GoQuiet, so its error is lost`
	report.GoQuiet(func() error { return srv.Shutdown(context.Background()) }) // want `error of srv.Shutdown is lost in report.GoQuiet`
}

func badLaunchedInside(f *os.File) {
	report.GoLogged(func() error {
		f.Close() // want `error of f.Close is lost in report.GoLogged`
		return nil
	})
}

func okLaunchedResult(f *os.File) error {
	return <-report.GoResult(f.Close)
}

// A pool of another package that refuses.

func closeLogged(f *os.File) { report.Error("file", f.Close()) }

func badRefused(p *report.Pool, f *os.File) {
	p.Submit(func() { report.Error("file", f.Close()) }) // want `f.Close never runs if p.Submit refuses it, and that is not tested`
}

func badRefusedLogged(p *report.Pool, f *os.File) {
	if err := p.Submit(func() { report.Error("file", f.Close()) }); err != nil { // want `f.Close never runs if p.Submit refuses it, as line L(log) knows`
		log.Print(err) // L(log)
	}
}

// A truth value tells of a refusal if the function is launched on the paths that return true, and on no others.

func badRefusedByFalse(p *report.Pool, f *os.File) {
	if !p.TryGo(func() { report.Error("file", f.Close()) }) { // want `f.Close never runs if p.TryGo refuses it, as line L(closed) knows`
		log.Print("pool is closed") // L(closed)
	}
}

func badRefusedByFalseIgnored(p *report.Pool, f *os.File) {
	p.TryGo(func() { report.Error("file", f.Close()) }) // want `f.Close never runs if p.TryGo refuses it, and that is not tested`
}

func badRefusedByPool(g *gate, f *os.File) {
	if !g.try(func() { report.Error("file", f.Close()) }) { // want `f.Close never runs if g.try fails, as line \d+ knows`
		log.Print("gate is shut")
	}
}

// A gate hands on what its pool says.
type gate struct{ pool *report.Pool }

func (g *gate) try(f func()) bool { return g.pool.TryGo(f) }

// Here true says that nobody has it, or nothing of the kind.

func okTrueIsFull(g *gate, f *os.File) {
	if full := g.offer(func() { report.Error("file", f.Close()) }); full {
		closeLogged(f)
	}
}

func (g *gate) offer(f func()) (full bool) { return !g.pool.TryGo(f) }

func okSaysMore(g *gate, f *os.File) {
	if !g.start(func() { report.Error("file", f.Close()) }) {
		log.Print("somebody was there before")
	}
}

func (g *gate) start(f func()) (first bool) {
	go f()
	return g.pool == nil
}

func okResultIsOutcome(t *testing.T, f *os.File) {
	t.Run("close", func(*testing.T) { report.Error("file", f.Close()) })
}

func badRefusedQueue(p *report.Pool, f *os.File) {
	if err := p.Enqueue(func() { report.Error("file", f.Close()) }); err != nil { // want `f.Close never runs if p.Enqueue fails, as line L(log) knows`
		log.Print(err) // L(log)
	}
}

func okRefused(p *report.Pool, f *os.File) {
	if err := p.Submit(func() { report.Error("file", f.Close()) }); err != nil {
		closeLogged(f)
	}
	if !p.TryGo(func() { report.Error("file", f.Close()) }) {
		closeLogged(f)
	}
	if err := p.Enqueue(func() { report.Error("file", f.Close()) }); err != nil {
		report.Error("file", f.Close())
	}
}
