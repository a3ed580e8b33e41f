// Package pools launches cleanup in worker pools and groups of other modules.
package pools

import (
	"context"
	"errors"
	"log"
	"os"

	"github.com/alitto/pond"
	pond2 "github.com/alitto/pond/v2"
	"github.com/gammazero/workerpool"
	"github.com/panjf2000/ants/v2"
	"github.com/sourcegraph/conc"
	"github.com/sourcegraph/conc/pool"
	"golang.org/x/sync/errgroup"
)

// An error group has the errors of its tasks, for the one who waits.

func okGroup(f *os.File) error {
	var g errgroup.Group
	g.Go(f.Close)
	return g.Wait()
}

func okGroupContext(ctx context.Context, f *os.File) error {
	g, _ := errgroup.WithContext(ctx)
	g.Go(func() error { return f.Close() })
	if err := g.Wait(); err != nil {
		return err
	}
	return nil
}

func okGroupOfCaller(g *errgroup.Group, f *os.File) {
	g.Go(f.Close)
}

func badGroupUnread(f *os.File) {
	var g errgroup.Group
	g.Go(f.Close) // want `error of f.Close is lost, because the result of Wait is discarded`
	g.Wait()
}

func badGroupLiteral(f *os.File) error {
	var g errgroup.Group
	g.Go(func() error {
		f.Close() // want `error of f.Close is lost in g.Go`
		return nil
	})
	return g.Wait()
}

// A group with a limit may refuse.

func badTryGo(g *errgroup.Group, f *os.File) {
	g.TryGo(f.Close) // want `f.Close never runs if g.TryGo refuses it, and that is not tested`
}

func okTryGo(g *errgroup.Group, f *os.File) error {
	if !g.TryGo(f.Close) {
		return f.Close()
	}
	return nil
}

// A pool that is full or closed refuses, too.

func closeLogged(f *os.File) {
	if err := f.Close(); err != nil {
		log.Print(err)
	}
}

func badSubmit(p *ants.Pool, f *os.File) {
	p.Submit(func() { // want `f.Close never runs if p.Submit refuses it, and that is not tested`
		if err := f.Close(); err != nil {
			log.Print(err)
		}
	})
}

func badSubmitLogged(p *ants.Pool, f *os.File) {
	err := p.Submit(func() { // want `f.Close never runs if p.Submit refuses it, as line L(log) knows`
		if err := f.Close(); err != nil {
			log.Print(err)
		}
	})
	if err != nil {
		log.Print(err) // L(log)
	}
}

func okSubmit(p *ants.Pool, f *os.File) {
	err := p.Submit(func() {
		if err := f.Close(); err != nil {
			log.Print(err)
		}
	})
	if err != nil {
		closeLogged(f)
	}
}

func okSubmitReturned(p *ants.Pool, f *os.File) error {
	return p.Submit(func() {
		if err := f.Close(); err != nil {
			log.Print(err)
		}
	})
}

func badSubmitLost(f *os.File) error {
	return ants.Submit(func() {
		f.Close() // want `error of f.Close is lost in ants.Submit`
	})
}

func badWorker(p *workerpool.WorkerPool, f *os.File) {
	p.Submit(func() {
		f.Close() // want `error of f.Close is lost in p.Submit`
	})
}

func badConc(f *os.File) {
	var wg conc.WaitGroup
	wg.Go(func() {
		f.Close() // want `error of f.Close is lost in wg.Go`
	})
	wg.Wait()
}

func badConcPool(p *pool.Pool, f *os.File) {
	p.Go(func() {
		f.Close() // want `error of f.Close is lost in p.Go`
	})
}

func okConcErrors(f *os.File) error {
	p := pool.New().WithErrors()
	p.Go(f.Close)
	return p.Wait()
}

func okConcVariable(f *os.File) (err error) {
	var wg conc.WaitGroup
	wg.Go(func() {
		err = errors.Join(err, f.Close())
	})
	wg.Wait()
	return err
}

func badTrySubmit(p *pond.WorkerPool, f *os.File) {
	p.TrySubmit(func() { // want `f.Close never runs if p.TrySubmit refuses it, and that is not tested`
		if err := f.Close(); err != nil {
			log.Print(err)
		}
	})
}

func badPond(p pond2.Pool, f *os.File) {
	p.Go(func() { // want `f.Close never runs if p.Go refuses it, and that is not tested`
		if err := f.Close(); err != nil {
			log.Print(err)
		}
	})
}
