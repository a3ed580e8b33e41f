package missed

import "missed/disk"

// The object around the field goes elsewhere, into a closure that is returned or to a function value. Neither can see the field.

type badShared struct {
	log   *disk.File
	index *index
}

func (l *badShared) open(name string) (err error) {
	if l.log, err = disk.Open(name); err != nil {
		return err
	}
	l.index, err = openIndex(name)
	return err
}

func (l *badShared) size() int {
	l.index.Lock()
	defer l.index.Unlock()
	return l.index.n
}

func (l *badShared) Close() error { // want `index of badShared, opened by open, is not closed by Close` want-category "missed"
	return l.log.Close()
}

type engine struct{ shared badShared }

func (e *engine) pause(check func() error) (resume func() int, err error) {
	resume = func() int { return e.shared.size() }
	if err := check(); err != nil {
		return resume, err
	}
	e.shared.size()
	return resume, nil
}

func (e *engine) tell(listen func(*engine) bool) int {
	if listen(e) {
		return 0
	}
	return e.shared.size()
}

// What is in the field goes elsewhere.

type okShared struct {
	log   *disk.File
	stats *stats
}

func (l *okShared) open(name string) (err error) {
	if l.log, err = disk.Open(name); err != nil {
		return err
	}
	l.stats, err = openStats(name + ".stats")
	return err
}

func (l *okShared) watch(tell func(*stats)) { tell(l.stats) }

func (l *okShared) Close() error { return l.log.Close() }

// A function that has the object, an owner of it, releases the field.

type okOutside struct {
	log   *disk.File
	stats *stats
}

func (l *okOutside) open(name string) (err error) {
	if l.log, err = disk.Open(name); err != nil {
		return err
	}
	l.stats, err = openStats(name + ".stats")
	return err
}

type outer struct{ inner *okOutside }

func (o *outer) Close() error {
	o.inner.stats.Close()
	return o.inner.Close()
}

func (l *okOutside) Close() error { return l.log.Close() }
