// Package seq has an object whose release others cannot call: its last producer does.
package seq

import "io"

type Seq struct {
	w io.WriteCloser
	n int
}

func New(w io.WriteCloser) *Seq { return &Seq{w: w} }

func (s *Seq) remove() {
	if s.n--; s.n == 0 {
		_ = s.w.Close()
	}
}

func (s *Seq) Add() *Producer {
	s.n++
	return &Producer{s}
}

type Producer struct{ s *Seq }

func (p *Producer) Close() error {
	p.s.remove()
	return nil
}
