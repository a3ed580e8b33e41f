// Package row has the fixtures of the kind row: a row holds its connection until it is scanned.
package row

import (
	"context"
	"database/sql"
	"fmt"
)

func badNever(db *sql.DB) error {
	row := db.QueryRow("select pg_advisory_lock(1)") // want `row is not scanned if the function returns at line 12`
	return row.Err()
}

func badDiscarded(db *sql.DB) {
	db.QueryRow("update counters set n = n + 1") // want `QueryRow is discarded, so the row is never scanned`
}

func badEarlyReturn(ctx context.Context, db *sql.DB, want bool) (n int, err error) {
	row := db.QueryRowContext(ctx, "select count(*) from users") // want `row is not scanned if the function returns at line L(unwanted)`
	if !want {
		return 0, nil // L(unwanted)
	}
	err = row.Scan(&n)
	return n, err
}

func badErrorBranch(tx *sql.Tx, check func() error) (n int, err error) {
	row := tx.QueryRow("select count(*) from users") // want `row is not scanned if the function returns at line L(check)`
	if err := check(); err != nil {
		return 0, fmt.Errorf("check: %w", err) // L(check)
	}
	err = row.Scan(&n)
	return n, err
}

// A Scan that fails has closed the row as well.

func okScan(db *sql.DB) (n int, err error) {
	err = db.QueryRow("select count(*) from users").Scan(&n)
	return n, err
}

func okDefer(db *sql.DB, check func() error) (n int, err error) {
	row := db.QueryRow("select count(*) from users")
	defer row.Scan(&n)
	return n, check()
}

func okScanInBranch(stmt *sql.Stmt, id int) (name string, err error) {
	row := stmt.QueryRow(id)
	if err := row.Scan(&name); err != nil {
		return "", err
	}
	return name, nil
}

func okHelper(db *sql.DB) (int, error) {
	return scanInt(db.QueryRow("select count(*) from users"))
}

func scanInt(row interface{ Scan(...any) error }) (n int, err error) {
	err = row.Scan(&n)
	return n, err
}

func okHandOff(db *sql.DB) *sql.Row {
	return db.QueryRow("select count(*) from users")
}

// A row whose error is not nil holds nothing.
func okErr(db *sql.DB) (n int) {
	row := db.QueryRow("select 1")
	if row.Err() != nil {
		return 0
	} else if err := row.Scan(&n); err != nil {
		return 0
	}
	return n
}
