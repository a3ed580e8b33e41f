package idioms

import (
	"database/sql"
	"iter"
	"os"
)

// An object that is half built when its constructor fails has nobody to close what it holds.

type log struct {
	f    *os.File
	size int64
}

func (l *log) init() error {
	info, err := l.f.Stat()
	if err != nil {
		return err
	}
	l.size = info.Size()
	return nil
}

func (l *log) Close() error { return l.f.Close() }

func badHalfBuilt(name string) (*log, error) {
	f, err := os.Open(name) // want `f is not closed if the function returns at line L(init)`
	if err != nil {
		return nil, err
	}
	l := &log{f: f}
	if err := l.init(); err != nil {
		return nil, err // L(init)
	}
	return l, nil
}

func okHalfBuilt(name string) (*log, error) {
	f, err := os.Open(name)
	if err != nil {
		return nil, err
	}
	l := &log{f: f}
	if err := l.init(); err != nil {
		l.Close()
		return nil, err
	}
	return l, nil
}

func okHalfBuiltClosesFile(name string) (*log, error) {
	f, err := os.Open(name)
	if err != nil {
		return nil, err
	}
	l := &log{f: f}
	if err := l.init(); err != nil {
		l.f.Close()
		return nil, err
	}
	return l, nil
}

// Who gets the object from its constructor has to close it.

func badOwner(name string) (int64, error) {
	l, err := okHalfBuilt(name) // want `l is never closed`
	if err != nil {
		return 0, err
	}
	return l.size, nil
}

func okOwner(name string) (int64, error) {
	l, err := okHalfBuilt(name)
	if err != nil {
		return 0, err
	}
	defer l.Close()
	return l.size, nil
}

// A constructor returns a function that undoes it. The caller calls that, or closes the object itself.

func setup(dsn string) (*sql.DB, func(), error) {
	db, err := sql.Open("driver", dsn)
	if err != nil {
		return nil, nil, err
	}
	return db, func() { db.Close() }, nil
}

func okCleanupCalled(dsn string) error {
	db, cleanup, err := setup(dsn)
	if err != nil {
		return err
	}
	defer cleanup()
	return db.Ping()
}

func okCleanupByHand(dsn string) error {
	db, _, err := setup(dsn)
	if err != nil {
		return err
	}
	defer db.Close()
	return db.Ping()
}

func okCleanupHandedOn(dsn string) (*sql.DB, func(), error) {
	db, cleanup, err := setup(dsn)
	if err != nil {
		return nil, nil, err
	}
	return db, cleanup, nil
}

func badCleanup(dsn string) error {
	db, cleanup, err := setup(dsn) // want `cleanup is not called if the function returns at line L(ping)`
	if err != nil {
		return err
	}
	if err := db.Ping(); err != nil {
		return err // L(ping)
	}
	cleanup()
	return nil
}

// The body of a loop over a function returns from the function around it.

func badRangeOverFunc(names iter.Seq[string]) error {
	for name := range names {
		f, err := os.Open(name) // want `f is not closed if the function returns at line L(use)`
		if err != nil {
			return err
		}
		if err := use(f); err != nil {
			return err // L(use)
		}
		f.Close()
	}
	return nil
}
