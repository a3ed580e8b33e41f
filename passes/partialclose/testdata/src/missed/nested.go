package missed

import "missed/disk"

// stats owns an owner of a file; its Close is promoted.
type stats struct {
	*disk.File
	n int
}

func openStats(name string) (*stats, error) {
	f, err := disk.Open(name)
	s := &stats{File: f}
	if err != nil {
		return nil, err
	}
	s.n = 1
	return s, nil
}

type badNested struct {
	log   *disk.File
	stats *stats
}

func (l *badNested) open(name string) error {
	log, err := disk.Open(name)
	if err != nil {
		return err
	}
	l.log = log
	s, err := openStats(name + ".stats")
	if err != nil {
		return err
	}
	l.stats = s
	return nil
}

func (l *badNested) Close() error { // want `stats of badNested, opened by open, is not closed by Close` want-category "missed"
	return l.log.Close()
}

type okNested struct {
	log   *disk.File
	stats *stats
}

func (l *okNested) open(name string) error {
	log, err := disk.Open(name)
	if err != nil {
		return err
	}
	l.log = log
	s, err := openStats(name + ".stats")
	if err != nil {
		return err
	}
	l.stats = s
	return nil
}

func (l *okNested) Close() error {
	err := l.stats.Close()
	if cerr := l.log.Close(); err == nil {
		err = cerr
	}
	return err
}
