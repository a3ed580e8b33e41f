// Package belief has functions of which only their callers tell that the result is to be released.
package belief

import (
	"bufio"
	"errors"
	"io"
	"net"

	"belief/archive"
	"belief/lib"
)

type head struct{ pending []int }

var heads = map[string]*head{}

func newHead(name string) (*head, error) {
	h := heads[name]
	if h == nil {
		return nil, errors.New("no such head")
	}
	h.pending = append(h.pending, 1)
	return h, nil
}

func (h *head) size() int { return len(h.pending) }

func (h *head) Close() error {
	h.pending = h.pending[:0]
	return nil
}

func okDefer(name string) (int, error) {
	h, err := newHead(name)
	if err != nil {
		return 0, err
	}
	defer h.Close() // want-related "another result of newHead is closed here"
	return h.size(), nil
}

func okClosure(name string) (n int, err error) {
	h, err := newHead(name)
	if err != nil {
		return 0, err
	}
	defer func() { err = errors.Join(err, h.Close()) }()
	return h.size(), nil
}

func okThird(name string) error {
	h, err := newHead(name)
	if err != nil {
		return err
	}
	return h.Close()
}

func badFlush(name string) (int, error) {
	h, err := newHead(name) // want `h is never closed`
	if err != nil {
		return 0, err
	}
	return h.size(), nil
}

func okHandedOn(name string, keep func(*head)) error {
	h, err := newHead(name)
	if err != nil {
		return err
	}
	keep(h)
	return nil
}

// Nobody agrees on this one.

type view struct{ n int }

func (v *view) Close() { v.n = 0 }

func look(n int) *view { return &view{n} }

func okLook() int { return look(1).n }

func okLookAgain() int {
	v := look(2)
	return v.n
}

func okLookAndClose() int {
	v := look(3)
	defer v.Close()
	return v.n
}

// Close does nothing.

type memory struct{ data []byte }

func (memory) Close() error { return nil }

func buffer() memory { return memory{make([]byte, 8)} }

func okInert() int { return len(buffer().data) }

func okInertClosed() {
	b := buffer()
	b.Close()
}

func okInertDeferred() int {
	b := buffer()
	defer b.Close()
	return len(b.data)
}

func okInertToo() {
	buffer().Close()
}

// A function that releases something where it succeeds means to own it, whoever made it.

type writer interface {
	Write([]byte) (int, error)
	Close() error
}

type bucket interface{ object(name string) writer }

func badShort(b bucket, name string, data []byte) error {
	w := b.object(name) // want `w is not closed if the function returns at line L(short)`
	n, err := w.Write(data)
	if err != nil {
		w.Close()
		return err
	}
	if n != len(data) {
		return errors.New("short write") // L(short)
	}
	return w.Close()
}

// What is closed only because it has failed belongs to somebody else.

func okOnlyFailed(b bucket, data []byte) error {
	w := b.object("shared")
	if _, err := w.Write(data); err != nil {
		w.Close()
		return err
	}
	return nil
}

func okOnPurpose(b bucket, data []byte, last bool) error {
	w := b.object("shared")
	if _, err := w.Write(data); err != nil {
		return err
	}
	if last {
		return w.Close()
	}
	return nil
}

type cache struct{ current *head }

func (c *cache) head() *head { return c.current }

func okGetter(c *cache, n int) error {
	h := c.head()
	if h.size() < n {
		return errors.New("not yet")
	}
	return h.Close()
}

// What is made around something of the same kind is released with it.

func traced(w writer) writer { return tracing{w} }

type tracing struct{ writer }

func okDecorated(w writer, data []byte) error {
	t := traced(w)
	if _, err := t.Write(data); err != nil {
		return err
	}
	return t.Close()
}

func okDecoratedToo(w writer, data []byte) error {
	t := traced(w)
	defer t.Close()
	_, err := t.Write(data)
	return err
}

func okDecoratedOnly(w writer, data []byte) error {
	_, err := traced(w).Write(data)
	return err
}

// To release a decorator is to release what it is made around, which the caller had before.

type depot interface{ Close() error }

type metered struct {
	depot
	n int
}

func (m *metered) Close() error {
	m.n++
	return m.depot.Close()
}

func meter(b depot) *metered { return &metered{depot: b} }

func okMeter(b depot) error { return meter(b).Close() }

func okMeterAgain(b depot) error {
	m := meter(b)
	return m.Close()
}

func okMeterDeferred(b depot) int {
	m := meter(b)
	defer m.Close()
	return m.n
}

func okUnmetered(b depot) int { return meter(b).n }

// The same for a reader around a reader.

type counted struct {
	r io.Reader
	n int
}

func (c *counted) Read(b []byte) (int, error) {
	n, err := c.r.Read(b)
	c.n += n
	return n, err
}

func (c *counted) Close() error {
	c.n = 0
	return nil
}

func count(r io.Reader) *counted { return &counted{r: r} }

func okCount(r io.Reader) error { return count(r).Close() }

func okCountAgain(r io.Reader) error {
	c := count(r)
	return c.Close()
}

func okCountDeferred(r io.Reader) int {
	c := count(r)
	defer c.Close()
	return c.n
}

func okUncounted(r io.Reader) int { return count(r).n }

// A listener of one connection: what is to be released is the connection.

type conn interface {
	io.Reader
	Close() error
}

type single struct{ c conn }

func (s *single) Close() error {
	s.c = nil
	return nil
}

func newSingle(c conn) *single { return &single{c: c} }

func okSingle(c conn) error { return newSingle(c).Close() }

func okSingleAgain(c conn) error {
	s := newSingle(c)
	return s.Close()
}

func okSingleDeferred(c conn) bool {
	s := newSingle(c)
	defer s.Close()
	return s.c == nil
}

func okSingleLeft(c conn) bool { return newSingle(c).c == nil }

// What is made of a client is a thing of its own.

type client struct{ open int }

func (c *client) Close() error {
	c.open = 0
	return nil
}

type session struct{ c *client }

func (c *client) session() *session {
	c.open++
	return &session{c}
}

func (s *session) Close() error {
	s.c.open--
	return nil
}

func okSession(c *client) error { return c.session().Close() }

func okSessionAgain(c *client) error {
	s := c.session()
	return s.Close()
}

func okSessionDeferred(c *client) int {
	s := c.session()
	defer s.Close()
	return s.c.open
}

func badSession(c *client) int {
	return c.session().c.open // want "c.session result is never closed"
}

// A client that can be written to hands out files of its own.

type remote struct {
	io.Writer
	open int
}

type handle struct{ r *remote }

func (r *remote) create() *handle {
	r.open++
	return &handle{r}
}

func (h *handle) Write(b []byte) (int, error) { return h.r.Write(b) }

func (h *handle) Close() error {
	h.r.open--
	return nil
}

func badHandle(r *remote, b []byte) error {
	h := r.create() // want "h is not closed if the function returns"
	if _, err := h.Write(b); err != nil {
		return err // leak
	}
	return h.Close()
}

// A writer around a writer that only writes the rest: where that has failed, the rest is worth nothing.

type recorder struct {
	w   io.Writer
	n   int
	err error
}

func newRecorder(w io.Writer) *recorder { return &recorder{w: w} }

func (r *recorder) next() error {
	r.n++
	return r.err
}

func (r *recorder) Close() error {
	_, err := r.w.Write([]byte{byte(r.n)})
	r.err = errors.New("closed")
	return err
}

func okRecorder(w io.Writer) error {
	r := newRecorder(w)
	if err := r.next(); err != nil {
		return err
	}
	return r.Close()
}

// What an object has in a list is closed by some of those that ask for it.

type batches struct{ all []*batch }

type batch struct{ n int }

func (b *batch) Close() error {
	b.n = 0
	return nil
}

func (b *batches) batch(i int) *batch {
	if b.all[i] == nil {
		panic("no such batch")
	}
	return b.all[i]
}

func (b *batches) okFirst() { b.batch(0).Close() }

func (b *batches) okSecond(i int) {
	one := b.batch(i)
	one.Close()
}

func (b *batches) okThird(i int) {
	one := b.batch(i)
	defer one.Close()
	one.n++
}

func (b *batches) okSet(i int) {
	one := b.batch(i)
	one.n++
}

// A file that remembers its path is not made around that.

type server struct{ open int }

type remoteFile struct {
	s    *server
	path string
}

func (s *server) file(path string) (*remoteFile, error) {
	if s.open > 9 {
		return nil, errors.New("too many")
	}
	s.open++
	return &remoteFile{s: s, path: path}, nil
}

// statusOf is nil where all is well, which its type does not show.
func statusOf(n int, path string) error { return &statusError{n, path} }

type statusError struct {
	n    int
	path string
}

func (e *statusError) Error() string { return e.path }

func normal(err error) error {
	if s, ok := err.(*statusError); ok && s.n == 0 {
		return nil
	}
	return err
}

func (f *remoteFile) chmod() error { return normal(statusOf(f.s.open, f.path)) }

func (f *remoteFile) Close() error {
	f.s.open--
	return nil
}

func badRemoteFile(s *server) error {
	f, err := s.file("a") // want "f is not closed if the function returns"
	if err != nil {
		return err
	}
	if err := f.chmod(); err != nil {
		return err // leak
	}
	return f.Close()
}

// The method of another package's type shows what the object has.

type listing struct{ a *archive.Archive }

func (l *listing) okShown(w io.Writer) error {
	_, err := io.Copy(w, io.NewSectionReader(l.a.File(), 8, 64))
	return err
}

func (l *listing) okClosed(w io.Writer) error {
	defer l.a.File().Close()
	return l.okShown(w)
}

// The session has the connection, and keeps it where the exchange fails.
func okExchange(s *lib.Session, next net.Conn) error {
	old := s.Conn()
	if err := s.Exchange(next); err != nil {
		return err
	}
	if old != nil {
		old.Close()
	}
	return nil
}

// A value goes where its copy goes, whatever else is changed in it.

type value struct {
	w    io.Writer
	name string
	flat bool
}

func newValue(w io.Writer, name string) value {
	io.WriteString(w, "<"+name+">")
	return value{w: w, name: name}
}

func (v value) Close() { io.WriteString(v.w, "</"+v.name+">") }

func okValue(w io.Writer) {
	v := newValue(w, "a")
	defer v.Close()
	b := newValue(w, "b")
	b.Close()
	c := newValue(w, "c")
	c.Close()
}

func okChanged(w io.Writer) value {
	v := newValue(w, "d")
	v.flat = true
	return v
}

func badValue(w io.Writer) {
	v := newValue(w, "e") // want `v is never closed`
	v.flat = true
}

// Nodes have an end and are not ended.

type node struct{ pos, size int }

func (n *node) End() int { return n.pos + n.size }

type span struct{ n *node }

func (s *span) End() {}

func nodeAt(nodes []*node, pos int) *node {
	for _, n := range nodes {
		if n.pos <= pos && pos < n.End() {
			return &node{n.pos, n.size}
		}
	}
	return nil
}

func okEnds(nodes []*node) int {
	a, b, c := nodeAt(nodes, 1), nodeAt(nodes, 2), nodeAt(nodes, 3)
	return a.End() + b.End() + c.End()
}

func okBegins(nodes []*node) int {
	n := nodeAt(nodes, 4)
	return n.pos
}

// What a getter hands out, most callers lock and unlock. One uses it while another holds the lock.

type batchTx interface {
	LockOutside()
	Unlock()
	put(key string)
}

type backend interface{ batch() batchTx }

func okLocked(b backend) {
	tx := b.batch()
	tx.LockOutside()
	defer tx.Unlock()
	tx.put("a")
}

func okLockedAgain(b backend) {
	tx := b.batch()
	tx.LockOutside()
	tx.put("b")
	tx.Unlock()
}

func okLockedToo(b backend) {
	tx := b.batch()
	tx.LockOutside()
	defer tx.Unlock()
	tx.put("c")
}

func okLockedByCaller(b backend) { b.batch().put("d") }

// A method that releases all that the release does is one.

func okRun(name string, f func(string) error) error {
	r, err := lib.Search(name)
	if err != nil {
		return err
	}
	if r.Len() == 0 {
		r.Cancel()
		return nil
	}
	return runAll(r, f)
}

func runAll(r *lib.Results, f func(string) error) error { return r.Each(f) }

func badRun(name string, f func(string) error) error {
	r, err := lib.Search(name) // want "r is not cancelled if the function returns at line"
	if err != nil {
		return err
	}
	if r.Len() == 0 {
		r.Cancel()
		return nil
	}
	if r.Len() > 9 {
		return errors.New("too many") // leak
	}
	return r.Each(f)
}

// What nobody closes who gets it is somebody else's.

type worker interface {
	name() string
	exec(cmd string) error
	Close() error
}

type bridge struct{ resolve func() (worker, error) }

func (b *bridge) okName() (string, error) {
	w, err := b.resolve()
	if err != nil {
		return "", err
	}
	return w.name(), nil
}

func (b *bridge) okExec(cmd string) error {
	w, err := b.resolve()
	if err != nil {
		return err
	}
	return w.exec(cmd)
}

func (b *bridge) okTwice(cmd string) error {
	w, err := b.resolve()
	if err != nil {
		return err
	}
	if err := w.exec(cmd); err != nil {
		return err
	}
	return w.exec(cmd)
}

// Streams are closed whatever the others do.

type origin struct{ open func() (io.ReadCloser, error) }

func (o *origin) badOne() error {
	r, err := o.open() // want "r is never closed"
	if err != nil {
		return err
	}
	_, err = io.ReadAll(r)
	return err
}

func (o *origin) badTwo() error {
	r, err := o.open() // want "r is never closed"
	if err != nil {
		return err
	}
	_, err = io.Copy(io.Discard, r)
	return err
}

func (o *origin) badThree(b []byte) error {
	r, err := o.open() // want "r is never closed"
	if err != nil {
		return err
	}
	_, err = r.Read(b)
	return err
}

// Who has the options has the store in them, which can be closed.

func okOptions(name string) (lib.Options, error) {
	s, err := lib.NewStore(name)
	if err != nil {
		return lib.Options{}, err
	}
	return lib.Options{Name: name, Store: s}, nil
}

// What is made around a writer, and only writes the rest when it is closed, is worth nothing where the function fails: not
// even if it has a buffer.

type zipped struct {
	w *bufio.Writer
	n int
}

func newZipped(w io.Writer) *zipped { return &zipped{w: bufio.NewWriter(w)} }

func (z *zipped) add(name string) error {
	z.n++
	_, err := z.w.WriteString(name)
	return err
}

func (z *zipped) Close() error {
	if _, err := z.w.WriteString("end"); err != nil {
		return err
	}
	return z.w.Flush()
}

func okZipped(w io.Writer, names []string) (int, error) {
	z := newZipped(w)
	for _, name := range names {
		if err := z.add(name); err != nil {
			return z.n, err
		}
	}
	if err := z.Close(); err != nil {
		return z.n, err
	}
	return z.n, nil
}

// Two calls are no custom.

type porter interface {
	name() string
	Close() error
}

func badPorter(find func() (porter, error)) (string, error) {
	p, err := find() // want "p is never closed"
	if err != nil {
		return "", err
	}
	return p.name(), nil
}

func badOtherPorter(find func() (porter, error)) (int, error) {
	p, err := find() // want "p is never closed"
	if err != nil {
		return 0, err
	}
	return len(p.name()), nil
}

// What a getter receives from who has it, stays theirs; what a goroutine of the function sends is fresh.

type manager struct {
	asks  chan chan link
	links chan link
}

type link interface {
	ping() error
	Disconnect() error
}

func (m *manager) link() link {
	answer := make(chan link, 1)
	m.asks <- answer
	return <-answer
}

func (m *manager) okStop(check func() error) error {
	l := m.link()
	if err := check(); err != nil {
		return err
	}
	return l.Disconnect()
}

func (m *manager) dialed(dial func() link) link {
	answer := make(chan link, 1)
	go func() { answer <- dial() }()
	return <-answer
}

func (m *manager) badDialed(dial func() link, check func() error) error {
	l := m.dialed(dial) // want "l is not disconnected if the function returns at line L(check)"
	if err := check(); err != nil {
		return err // L(check)
	}
	return l.Disconnect()
}
