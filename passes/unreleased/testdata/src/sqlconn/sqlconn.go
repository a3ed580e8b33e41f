// Package sqlconn has the fixtures of the kind sqlconn: a single connection taken from the pool.
package sqlconn

import (
	"context"
	"database/sql"
)

func badNever(ctx context.Context, db *sql.DB) error {
	conn, err := db.Conn(ctx) // want `conn is never closed`
	if err != nil {
		return err
	}
	return conn.PingContext(ctx)
}

func badEarlyReturn(ctx context.Context, db *sql.DB, query string) error {
	conn, err := db.Conn(ctx) // want `conn is not closed if the function returns at line L(empty)`
	if err != nil {
		return err
	}
	if query == "" {
		return nil // L(empty)
	}
	_, err = conn.ExecContext(ctx, query)
	conn.Close()
	return err
}

func badErrorBranch(ctx context.Context, db *sql.DB) (*sql.Conn, error) {
	conn, err := db.Conn(ctx) // want `conn is not closed if the function returns at line L(lock)`
	if err != nil {
		return nil, err
	}
	if _, err := conn.ExecContext(ctx, "select pg_advisory_lock(1)"); err != nil {
		return nil, err // L(lock)
	}
	return conn, nil
}

func okDefer(ctx context.Context, db *sql.DB) error {
	conn, err := db.Conn(ctx)
	if err != nil {
		return err
	}
	defer conn.Close()
	return conn.PingContext(ctx)
}

func okHandOff(ctx context.Context, db *sql.DB) (*sql.Conn, error) {
	return db.Conn(ctx)
}

type lock struct{ conn *sql.Conn }

func okOwner(ctx context.Context, db *sql.DB) (*lock, error) {
	conn, err := db.Conn(ctx)
	if err != nil {
		return nil, err
	}
	return &lock{conn}, nil
}
