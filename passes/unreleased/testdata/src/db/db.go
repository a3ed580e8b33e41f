// Package db has the fixtures of the kind db: database handles, which usually live as long as the program.
package db

import (
	"database/sql"
	"database/sql/driver"
)

// The handle is used once and forgotten, and its connections with it.

func badNever(dsn string) error {
	db, err := sql.Open("sqlite", dsn) // want `db is never closed`
	if err != nil {
		return err
	}
	return db.Ping()
}

func badEarlyReturn(dsn, query string) error {
	db, err := sql.Open("sqlite", dsn) // want `db is not closed if the function returns at line L(empty)`
	if err != nil {
		return err
	}
	if query == "" {
		return nil // L(empty)
	}
	defer db.Close()
	_, err = db.Exec(query)
	return err
}

func badErrorBranch(connector driver.Connector) (*sql.DB, error) {
	db := sql.OpenDB(connector) // want `db is not closed if the function returns at line L(ping)`
	if err := db.Ping(); err != nil {
		return nil, err // L(ping)
	}
	return db, nil
}

func okDefer(dsn, query string) error {
	db, err := sql.Open("sqlite", dsn)
	if err != nil {
		return err
	}
	defer db.Close()
	_, err = db.Exec(query)
	return err
}

func okHandOff(dsn string) (*sql.DB, error) {
	db, err := sql.Open("sqlite", dsn)
	if err != nil {
		return nil, err
	}
	db.SetMaxOpenConns(1)
	return db, nil
}

var shared *sql.DB

func okGlobal(dsn string) (err error) {
	shared, err = sql.Open("sqlite", dsn)
	return err
}
