// Package told has functions that return the error of a second release.
package told

import (
	"database/sql"
	"errors"
	"io"
	"log"
	"net"
	"net/http"
	"os"
)

// The function fails where it has succeeded: the deferred Close finds the file closed.

func badNamedResult(name string) (err error) {
	f, err := os.Create(name)
	if err != nil {
		return err
	}
	defer func() {
		if cerr := f.Close(); cerr != nil && err == nil { // want `f is closed a second time after line L(first), and the error of that is returned` want-category "error"
			err = cerr
		}
	}()
	if _, err := f.WriteString("x"); err != nil {
		return err
	}
	return f.Close() // want-related "f is closed here" L(first)
}

func badReturned(name string) error {
	f, err := os.Create(name)
	if err != nil {
		return err
	}
	if err := f.Close(); err != nil {
		return err
	}
	return f.Close() // want `f is closed a second time after line \d+, and the error of that is returned`
}

func badRollback(db *sql.DB) (err error) {
	tx, err := db.Begin()
	if err != nil {
		return err
	}
	defer func() {
		if rerr := tx.Rollback(); rerr != nil { // want `tx is committed or rolled back a second time after line \d+, and the error of that is returned`
			err = rerr
		}
	}()
	if _, err := tx.Exec("delete from t"); err != nil {
		return err
	}
	return tx.Commit()
}

func badListener(addr string) (err error) {
	l, err := net.Listen("tcp", addr)
	if err != nil {
		return err
	}
	defer func() {
		cerr := l.Close() // want `l is closed a second time after line \d+, and the error of that is returned`
		if err == nil {
			err = cerr
		}
	}()
	conn, err := l.Accept()
	if err != nil {
		return err
	}
	conn.Close()
	l.Close()
	return nil
}

// Nobody hears of it.

func okDropped(name string) error {
	f, err := os.Create(name)
	if err != nil {
		return err
	}
	defer f.Close()
	if _, err := f.WriteString("x"); err != nil {
		return err
	}
	return f.Close()
}

func okLogged(name string) error {
	f, err := os.Create(name)
	if err != nil {
		return err
	}
	defer func() {
		if err := f.Close(); err != nil {
			log.Print(err)
		}
	}()
	return f.Close()
}

// It is told apart from others.

func okErrClosed(name string) (err error) {
	f, err := os.Create(name)
	if err != nil {
		return err
	}
	defer func() {
		if cerr := f.Close(); cerr != nil && !errors.Is(cerr, os.ErrClosed) && err == nil {
			err = cerr
		}
	}()
	return f.Close()
}

func okTxDone(db *sql.DB) (err error) {
	tx, err := db.Begin()
	if err != nil {
		return err
	}
	defer func() {
		if rerr := tx.Rollback(); rerr != nil && rerr != sql.ErrTxDone {
			err = rerr
		}
	}()
	return tx.Commit()
}

// The function has failed before.

func okFailed(name string) (err error) {
	f, err := os.Create(name)
	if err != nil {
		return err
	}
	defer func() {
		if cerr := f.Close(); err == nil {
			err = cerr
		}
	}()
	if _, err := f.WriteString("x"); err != nil {
		f.Close()
		return err
	}
	return nil
}

func okRollbackIfFailed(db *sql.DB) (err error) {
	tx, err := db.Begin()
	if err != nil {
		return err
	}
	defer func() {
		if err != nil {
			if rerr := tx.Rollback(); rerr != nil {
				err = errors.Join(err, rerr)
			}
		}
	}()
	if _, err := tx.Exec("delete from t"); err != nil {
		return err
	}
	return tx.Commit()
}

// A second Close of a body has no error.

func okBody(url string) (err error) {
	resp, err := http.Get(url)
	if err != nil {
		return err
	}
	defer func() {
		if cerr := resp.Body.Close(); err == nil {
			err = cerr
		}
	}()
	if _, err := io.Copy(io.Discard, resp.Body); err != nil {
		return err
	}
	return resp.Body.Close()
}

// Nobody knows what the connection of another listener says.

func okAccepted(l net.Listener) (err error) {
	conn, err := l.Accept()
	if err != nil {
		return err
	}
	defer func() {
		if cerr := conn.Close(); err == nil {
			err = cerr
		}
	}()
	conn.Close()
	return nil
}

// Each round has a file of its own.

func okRounds(names []string) error {
	for _, name := range names {
		f, err := os.Create(name)
		if err != nil {
			return err
		}
		if err := f.Close(); err != nil {
			return err
		}
	}
	return nil
}

// What becomes of an error in errors.Join is not followed.
func falseNegativeJoin(name string) (err error) {
	f, err := os.Create(name)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, f.Close()) }()
	return f.Close()
}
