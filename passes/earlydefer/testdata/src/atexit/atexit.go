// Package atexit has releases that panic when they run if there is nothing to release.
package atexit

import (
	"database/sql"
	"log"
	"net/http"
	"os"
)

func badRows(db *sql.DB) error {
	rows, err := db.Query("SELECT 1")
	defer rows.Close() // want `rows.Close is deferred before err is tested at line L(test), and panics at the exit if db.Query fails` want-category "exit"

	if err != nil { // L(test)
		return err
	}
	return rows.Err()
}

func badTx(db *sql.DB) error {
	tx, err := db.Begin()
	defer tx.Rollback() // want `tx.Rollback is deferred before err is tested at line L(test), and panics at the exit if db.Begin fails`

	if err != nil { // L(test)
		return err
	}
	return tx.Commit()
}

func badPanic(db *sql.DB) {
	rows, err := db.Query("SELECT 1")
	defer rows.Close() // want `rows.Close is deferred before err is tested`
	if err != nil {
		panic(err)
	}
}

// The literal needs the response when it runs.

func badLiteral(url string) error {
	resp, err := http.Get(url)
	defer func() { _ = resp.Body.Close() }() // want `resp.Body.Close is deferred before err is tested at line L(test), and panics at the exit if http.Get fails`

	if err != nil { // L(test)
		return err
	}
	return nil
}

func badError(url string) (err error) {
	resp, err := http.Get(url)
	defer func() { // want `resp.Body.Close is deferred before err is tested`
		if closeErr := resp.Body.Close(); closeErr != nil {
			log.Print(closeErr)
		}
	}()
	if err != nil {
		return err
	}
	return nil
}

// A file that is not there can be closed, and has no name.

func badTemporary() (err error) {
	f, err := os.CreateTemp("", "x")
	defer func() { // want `os.Remove is deferred before err is tested at line L(test), and panics at the exit if os.CreateTemp fails`
		_ = f.Close()
		_ = os.Remove(f.Name())
	}()
	if err != nil { // L(test)
		return err
	}
	return nil
}

// A process that ends runs no deferred calls.

func okFatal(db *sql.DB) {
	rows, err := db.Query("SELECT 1")
	defer rows.Close()
	if err != nil {
		log.Fatal(err)
	}
}

func okExit(url string) {
	resp, err := http.Get(url)
	defer func() { resp.Body.Close() }()
	if err != nil {
		os.Exit(1)
	}
}

// The literal recovers, or has looked at the error.

func okRecover(url string) error {
	resp, err := http.Get(url)
	defer func() {
		defer func() { _ = recover() }()
		resp.Body.Close()
	}()
	if err != nil {
		return nil
	}
	return nil
}

func okTested(url string) error {
	resp, err := http.Get(url)
	defer func() {
		if err == nil {
			resp.Body.Close()
		}
	}()
	if err != nil {
		return err
	}
	return nil
}

// The variable gets something else before the literal runs.

func okReplaced(url string) error {
	resp, err := http.Get(url)
	defer func() { resp.Body.Close() }()
	if err != nil {
		resp = &http.Response{Body: http.NoBody}
	}
	return nil
}

func okRows(db *sql.DB) error {
	rows, err := db.Query("SELECT 1")
	if err != nil {
		return err
	}
	defer rows.Close()
	return rows.Err()
}
