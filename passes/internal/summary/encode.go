package summary

import (
	"encoding/binary"
	"errors"
	"fmt"
	"slices"

	"github.com/guardlint/guardlint/passes/internal/guard"
)

// A Table holds the summaries of a package by function name: "Open" for functions, "File.Close" for methods, whether
// their receivers are pointers or not, and "Iter.ForEach*" for what the implementations of an interface's method do to their
// receiver. A function that is not in the table of its package is known to leave everything alone; only what differs from
// that is stored.
type Table map[string]*Summary

// format is the first byte of an encoded table; it changes with the encoding.
const format = 8

// Encode returns the table as bytes. Equal tables give equal bytes: names are sorted, summaries normalized.
func (t Table) Encode() []byte {
	names := make([]string, 0, len(t))
	for name, s := range t {
		if !s.Empty() {
			names = append(names, name)
		}
	}
	slices.Sort(names)
	e := encoder{buf: []byte{format}}
	e.int(len(names))
	for _, name := range names {
		e.string(name)
		e.summary(t[name])
	}
	return e.buf
}

// Decode reads what [Table.Encode] wrote. It returns an error for anything else.
func Decode(data []byte) (t Table, err error) {
	if len(data) == 0 || data[0] != format {
		return nil, errors.New("summary: unknown format")
	}
	defer func() { // the decoder panics with errTruncated only
		if r := recover(); r != nil {
			t, err = nil, fmt.Errorf("summary: %v", r)
		}
	}()
	d := decoder{buf: data[1:]}
	n := d.count()
	t = make(Table, n)
	for range n {
		name := d.string()
		t[name] = d.summary()
	}
	if len(d.buf) > 0 {
		return nil, errors.New("summary: more data than the table says")
	}
	return t, nil
}

type encoder struct{ buf []byte }

func (e *encoder) int(i int)   { e.buf = binary.AppendVarint(e.buf, int64(i)) }
func (e *encoder) byte(b byte) { e.buf = append(e.buf, b) }
func (e *encoder) string(s string) {
	e.int(len(s))
	e.buf = append(e.buf, s...)
}

func (e *encoder) strings(list []string) {
	e.int(len(list))
	for _, s := range list {
		e.string(s)
	}
}

func (e *encoder) ints(list []int) {
	e.int(len(list))
	for _, i := range list {
		e.int(i)
	}
}

func (e *encoder) summary(s *Summary) {
	e.byte(flag(s.NoReturn) | flag(s.Opaque)<<1 | flag(len(s.Acquires) > 0)<<2 | flag(len(s.Waits) > 0)<<3 | flag(len(s.Had) > 0)<<4 |
		flag(len(s.Deaf) > 0)<<5)
	e.int(len(s.Params))
	for _, p := range s.Params {
		e.int(p.Param)
		e.ints(p.Path)
		e.byte(byte(p.OK))
		e.byte(byte(p.Err))
		e.strings(p.By)
		e.places(p.Returns)
		e.int(p.Into)
		e.ints(p.IntoPath)
	}
	e.ints(s.New)
	e.strings(s.Stops)
	e.ints(s.Observes)
	if len(s.Deaf) > 0 {
		e.ints(s.Deaf)
	}
	e.int(len(s.Results))
	for _, r := range s.Results {
		e.int(r.Result)
		e.ints(r.Path)
		e.string(r.Kind)
		e.byte(byte(r.Valid))
		e.int(r.Cleanup)
		e.int(r.Flag)
		e.byte(flag(r.Some) | flag(r.Convention)<<1 | flag(r.Paired)<<2 | flag(r.Awaited)<<3 | flag(len(r.Also) > 0)<<4)
		e.strings(r.By)
		if len(r.Also) > 0 {
			e.places(r.Also)
		}
	}
	e.int(len(s.Contracts))
	for _, c := range s.Contracts {
		e.int(c.Result)
		e.byte(byte(c.Is))
		e.int(c.Param)
		e.byte(byte(c.Then))
	}
	e.acquires(s.Acquires)
	e.waits(s.Waits)
	if len(s.Had) > 0 {
		e.ints(s.Had)
	}
}

func (e *encoder) places(list []Place) {
	e.int(len(list))
	for _, p := range list {
		e.int(p.Result)
		e.ints(p.Path)
	}
}

// acquires writes what few functions have: the flags of the summary say whether the list is there.
func (e *encoder) acquires(list []Acquire) {
	if len(list) == 0 {
		return
	}
	e.int(len(list))
	for _, a := range list {
		e.int(a.Param)
		e.ints(a.Path)
		e.string(a.Kind)
		e.byte(byte(a.Valid))
	}
}

// waits, too, is a list that few functions have.
func (e *encoder) waits(list []Wait) {
	if len(list) == 0 {
		return
	}
	e.int(len(list))
	for _, w := range list {
		e.int(w.Param)
		e.ints(w.Path)
		e.byte(flag(w.Closed))
	}
}

func flag(b bool) byte {
	if b {
		return 1
	}
	return 0
}

var errTruncated = errors.New("truncated table")

type decoder struct{ buf []byte }

func (d *decoder) int() int {
	i, n := binary.Varint(d.buf)
	if n <= 0 {
		panic(errTruncated)
	}
	d.buf = d.buf[n:]
	return int(i)
}

// count reads the length of a list, which cannot be longer than what is left to read.
func (d *decoder) count() int {
	n := d.int()
	if n < 0 || n > len(d.buf) {
		panic(errTruncated)
	}
	return n
}

func (d *decoder) byte() byte {
	if len(d.buf) == 0 {
		panic(errTruncated)
	}
	b := d.buf[0]
	d.buf = d.buf[1:]
	return b
}

func (d *decoder) string() string {
	n := d.count()
	s := string(d.buf[:n])
	d.buf = d.buf[n:]
	return s
}

func (d *decoder) strings() []string {
	var list []string
	for range d.count() {
		list = append(list, d.string())
	}
	return list
}

func (d *decoder) ints() []int {
	n := d.count()
	if n == 0 {
		return nil
	}
	list := make([]int, n)
	for i := range list {
		list[i] = d.int()
	}
	return list
}

func (d *decoder) places() (list []Place) {
	for range d.count() {
		list = append(list, Place{Result: d.int(), Path: d.ints()})
	}
	return list
}

func (d *decoder) summary() *Summary {
	flags := d.byte()
	s := &Summary{NoReturn: flags&1 != 0, Opaque: flags&2 != 0}
	for range d.count() {
		e := Effect{Param: d.int(), Path: d.ints(), OK: Fate(d.byte()), Err: Fate(d.byte()), By: d.strings()}
		e.Returns = d.places()
		e.Into, e.IntoPath = d.int(), d.ints()
		s.Params = append(s.Params, e)
	}
	s.New = d.ints()
	s.Stops = d.strings()
	s.Observes = d.ints()
	if flags&32 != 0 {
		s.Deaf = d.ints()
	}
	for range d.count() {
		r := Fresh{Result: d.int(), Path: d.ints(), Kind: d.string(), Valid: guard.Validity(d.byte()), Cleanup: d.int(), Flag: d.int()}
		flags := d.byte()
		r.Some, r.Convention, r.Paired, r.Awaited = flags&1 != 0, flags&2 != 0, flags&4 != 0, flags&8 != 0
		r.By = d.strings()
		if flags&16 != 0 {
			r.Also = d.places()
		}
		s.Results = append(s.Results, r)
	}
	for range d.count() {
		s.Contracts = append(s.Contracts, Contract{Result: d.int(), Is: Value(d.byte()) & 3, Param: d.int(), Then: Value(d.byte()) & 3})
	}
	if flags&4 != 0 {
		for range d.count() {
			s.Acquires = append(s.Acquires, Acquire{Param: d.int(), Path: d.ints(), Kind: d.string(), Valid: guard.Validity(d.byte())})
		}
	}
	if flags&8 != 0 {
		for range d.count() {
			s.Waits = append(s.Waits, Wait{Param: d.int(), Path: d.ints(), Closed: d.byte()&1 != 0})
		}
	}
	if flags&16 != 0 {
		s.Had = d.ints()
	}
	return s
}
