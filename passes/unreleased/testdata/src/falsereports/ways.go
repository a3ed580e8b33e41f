package falsereports

import (
	"crypto/cipher"
	"errors"
	"io"
	"net/http"
	"os"
)

// A result has the guard in one field, or something else in another one. Without the first there is no guard.

type reply struct {
	Successful *body
	Pending    *string
}

type body struct{ io.ReadCloser }

func ask(url string) (*reply, error) {
	resp, err := http.Get(url)
	if err != nil {
		return nil, err
	}
	if resp.StatusCode == http.StatusOK {
		return &reply{Successful: &body{resp.Body}}, nil
	}
	defer resp.Body.Close()
	text, err := io.ReadAll(resp.Body)
	if err != nil {
		return nil, err
	}
	token := string(text)
	return &reply{Pending: &token}, nil
}

func okNotSuccessful(url string) ([]byte, string, error) {
	r, err := ask(url)
	if err != nil {
		return nil, "", err
	}
	if r.Successful != nil {
		defer r.Successful.Close()
		b, err := io.ReadAll(r.Successful)
		return b, "", err
	}
	return nil, *r.Pending, nil
}

func badSuccessful(url string) ([]byte, string, error) {
	r, err := ask(url) // want `r.Successful is never closed`
	if err != nil {
		return nil, "", err
	}
	if r.Successful != nil {
		b, err := io.ReadAll(r.Successful)
		return b, "", err
	}
	return nil, *r.Pending, nil
}

// The other field tells of it, too.
func okPending(url string) ([]byte, string, error) {
	r, err := ask(url)
	if err != nil {
		return nil, "", err
	}
	if r.Pending != nil {
		return nil, *r.Pending, nil
	}
	defer r.Successful.Close()
	b, err := io.ReadAll(r.Successful)
	return b, "", err
}

// Each round of the loop fills an element of its own.

type chunk struct {
	Reader io.Reader
	Size   int64
}

func newChunk(name string) (c *chunk, err error) {
	c = &chunk{}
	f, openErr := os.Open(name)
	if openErr != nil {
		return c, openErr
	}
	c.Reader = f
	fi, statErr := f.Stat()
	if statErr != nil {
		return c, statErr
	}
	c.Size = fi.Size()
	return c, nil
}

func (c *chunk) upload() (int64, error) {
	if c, ok := c.Reader.(io.Closer); ok {
		defer c.Close()
	}
	return io.Copy(io.Discard, c.Reader)
}

func okChunks(names []string) (ret []*chunk, err error) {
	ret = make([]*chunk, len(names))
	for i, name := range names {
		if ret[i], err = newChunk(name); err != nil {
			return
		}
	}
	return
}

func badLastChunk(names []string) (err error) {
	var last *chunk
	for _, name := range names {
		if last, err = newChunk(name); err != nil { // want `last is overwritten in the next iteration before it is released by upload`
			return err
		}
	}
	_, err = io.Copy(io.Discard, last.Reader)
	return err
}

// Who asks whether there is something to close, and closes it, has done what can be done.

type both struct {
	io.Reader
	io.Closer
}

func openAny(name string) (io.ReadCloser, error) { return os.Open(name) }

func view(name string, size int64, whole bool) (io.Reader, error) {
	if !whole {
		full, err := openAny(name)
		if err != nil {
			return nil, err
		}
		return &both{Reader: io.LimitReader(full, size), Closer: full}, nil
	}
	return openAny(name)
}

func okAskedWhetherClosable(w io.Writer, name string, size int64, whole bool) error {
	r, err := view(name, size, whole)
	if err != nil {
		return err
	}
	_, copyErr := io.Copy(w, r)
	if c, ok := r.(io.Closer); ok {
		c.Close()
	}
	return copyErr
}

// Who asks for more, asks for the rest.
func badNoSeeker(name string, size int64) (int64, error) {
	r, err := view(name, size, true) // want `r is not closed if the function returns at line L(seeker)`
	if err != nil {
		return 0, err
	}
	s, ok := r.(io.ReadSeekCloser)
	if !ok {
		return 0, errors.New("cannot seek") // L(seeker)
	}
	defer s.Close()
	return s.Seek(0, io.SeekEnd)
}

type deciphered struct {
	io.Reader
	underlying io.Closer
}

func (d *deciphered) Close() error { return d.underlying.Close() }

func decipher(r io.Reader, s cipher.Stream) (io.Reader, error) {
	if s == nil {
		return nil, errors.New("no key")
	}
	d := &cipher.StreamReader{S: s, R: r}
	if c, ok := r.(io.Closer); ok {
		return &deciphered{Reader: d, underlying: c}, nil
	}
	return d, nil
}

func okWrappedIsClosable(name string, s cipher.Stream, skip int64) (io.Reader, error) {
	full, err := os.Open(name)
	if err != nil {
		return nil, err
	}
	d, derr := decipher(full, s)
	if derr != nil {
		full.Close()
		return nil, derr
	}
	if _, err = io.CopyN(io.Discard, d, skip); err != nil {
		if c, ok := d.(io.Closer); ok {
			c.Close()
		}
		return nil, err
	}
	return &both{Reader: io.LimitReader(d, 10), Closer: full}, nil
}

// A switch over all there is needs no default.

type size int

const (
	small size = iota
	large
	huge
)

type index struct{ f *os.File }

func (x *index) Close() error { return x.f.Close() }

func okEach(name string, s size) (*index, error) {
	f, err := os.Open(name)
	if err != nil {
		return nil, err
	}
	var x *index
	switch s {
	case small:
		x = &index{f}
	case large, huge:
		f.Close()
	}
	return x, nil
}

func badOneLess(name string, s size) (*index, error) {
	f, err := os.Open(name) // want `f is not closed if the function returns at line L(huge)`
	if err != nil {
		return nil, err
	}
	var x *index
	switch s {
	case small:
		x = &index{f}
	case large:
		f.Close()
	}
	return x, nil // L(huge)
}

// falseNegativeUndeciphered: who asks whether a reader is a closer is believed to know that it is one, even if no reader with
// the guard is.
func falseNegativeUndeciphered(name string, s cipher.Stream, skip int64) error {
	full, err := os.Open(name)
	if err != nil {
		return err
	}
	var r io.Reader = &cipher.StreamReader{S: s, R: full}
	if r, err = skipped(r, skip); err != nil {
		if c, ok := r.(io.Closer); ok {
			c.Close()
		}
		return err
	}
	defer full.Close()
	_, err = io.Copy(io.Discard, r)
	return err
}

func skipped(r io.Reader, n int64) (io.Reader, error) {
	_, err := io.CopyN(io.Discard, r, n)
	return r, err
}

type keeper struct {
	names *list
	f     *os.File
}

type list struct{ s []string }

func newList() *list { return &list{} }

func newKeeper(name string) (*keeper, error) {
	f, err := os.Open(name)
	if err != nil {
		return nil, err
	}
	n := newList()
	return &keeper{names: n, f: f}, nil
}

func (k *keeper) list() *list  { return k.names }
func (k *keeper) Close() error { return k.f.Close() }

// falsePositiveNeverNil: that a field is set wherever the object is made is not known of what a getter returns.
func falsePositiveNeverNil(name string) (*keeper, error) {
	k, err := newKeeper(name) // want `k is not closed if the function returns at line L(names)`
	if err != nil {
		return nil, err
	}
	if k.list() == nil {
		return nil, errors.New("no names") // L(names)
	}
	return k, nil
}
