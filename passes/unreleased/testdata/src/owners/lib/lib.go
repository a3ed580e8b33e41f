// Package lib has an owner of two files, whose Close does not close both on every path: that is for partialclose to say.
package lib

import "os"

// Pair owns two files.
type Pair struct {
	a, b *os.File
	used bool
}

// Use reads.
func (p *Pair) Use() int { p.used = true; return 0 }

// finish closes the second file.
func (p *Pair) finish() { p.b.Close() }

// Close closes.
func (p *Pair) Close() error {
	if p.used {
		p.finish()
	}
	return p.a.Close()
}

// Open opens both.
func Open(a, b string) (*Pair, error) {
	f, err := os.Open(a)
	if err != nil {
		return nil, err
	}
	g, err := os.Open(b)
	if err != nil {
		f.Close()
		return nil, err
	}
	return &Pair{a: f, b: g}, nil
}
