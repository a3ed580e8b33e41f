// Package belief has objects of which the package itself shows whether the error of their release is worth anything.
package belief

import (
	"context"
	"io"
	"os"
)

// Nobody looks at what closing a session says, so a goroutine need not either.

type session interface {
	ID() string
	Close() error
}

func use(s session) string {
	defer s.Close()
	return s.ID()
}

func check(s session) bool {
	id := s.ID()
	s.Close()
	return id != ""
}

func okAsElsewhere(s session) {
	go s.Close()
}

func okLiteralAsElsewhere(s session) {
	go func() { s.Close() }()
}

// Where one function does, the goroutine loses something.

type journal interface {
	Append(line string) error
	Close() error
}

func write(j journal, line string) error {
	if err := j.Append(line); err != nil {
		j.Close()
		return err
	}
	return j.Close()
}

func badUnlikeElsewhere(j journal) {
	go j.Close() // want `j.Close runs in a goroutine, so its error is lost`
}

// Two goroutines that lose the same error are two mistakes, the one that is a function of its own, too.

type index interface {
	Len() int
	Close() error
}

func badFirst(i index) {
	go i.Close() // want `i.Close runs in a goroutine, so its error is lost`
}

func badSecond(i index) {
	go func() {
		i.Close() // want `error of i.Close is lost in a goroutine`
	}()
}

func badThird(i index) {
	go end(i) // want `end runs in a goroutine and drops the error of i.Close`
}

func end(i index) {
	i.Close() // want-related "i.Close is called here"
}

// A method that hands on an error of the method of the same name does not look at it, and one that drops it may know why: both say
// nothing.

type layer interface {
	Size() int64
	Release(ctx context.Context) error
}

type named struct {
	inner layer
	name  string
}

func (n *named) Release(ctx context.Context) error { return n.inner.Release(ctx) }

func prune(l, m layer) {
	l.Release(context.Background())
	m.Release(context.Background())
}

func okForwardedOnly(l layer) {
	go l.Release(context.Background())
}

type page interface {
	Number() int
	Release(ctx context.Context) error
}

type pages struct{ all []page }

func (p *pages) Release(ctx context.Context) error {
	for _, page := range p.all {
		page.Release(ctx)
	}
	return nil
}

func badDroppedByItsLikeOnly(p page) {
	go p.Release(context.Background()) // want `p.Release runs in a goroutine, so its error is lost`
}

// A method that is alone in its interface says nothing of an object: what it is called on does.

func read(r io.ReadCloser) ([]byte, error) {
	defer r.Close()
	return io.ReadAll(r)
}

func readAgain(r io.ReadCloser) (n int64, err error) {
	defer r.Close()
	return io.Copy(io.Discard, r)
}

func badWriter(w io.WriteCloser) {
	go w.Close() // want `w.Close runs in a goroutine, so its error is lost`
}

func okReader(r io.ReadCloser) {
	go r.Close()
}

// A file is no object of the program, and each is another one.

func size(f *os.File) (int64, error) {
	defer f.Close()
	return f.Seek(0, io.SeekEnd)
}

func badFile(f *os.File) {
	go f.Close() // want `f.Close runs in a goroutine, so its error is lost`
}

// Tests say nothing about the package.

type store interface {
	Path() string
	Close() error
}

func badTested(s store) {
	go s.Close() // want `s.Close runs in a goroutine, so its error is lost`
}

// One call that drops the error is no custom.

type tape interface {
	Rewind()
	Close() error
}

func rewind(t tape) {
	t.Rewind()
	t.Close()
}

func badOnlyOnce(t tape) {
	go t.Close() // want `t.Close runs in a goroutine, so its error is lost`
}
