// Package rows has the fixtures of the kind rows: result sets of database/sql.
package rows

import (
	"context"
	"database/sql"
	"errors"
)

func badNever(db *sql.DB) (bool, error) {
	rows, err := db.Query("select 1") // want `rows is never closed`
	if err != nil {
		return false, err
	}
	columns, err := rows.Columns()
	return len(columns) > 0, err
}

// A query for its effect: Exec would have returned nothing to close.

func badDiscarded(db *sql.DB) error {
	_, err := db.Query("delete from users") // want `Query is discarded, so the result set is never closed`
	return err
}

// The end of the rows closes them, leaving the loop before the end does not.

func badEarlyReturn(ctx context.Context, db *sql.DB, name string) (bool, error) {
	rows, err := db.QueryContext(ctx, "select name from users") // want `rows is not closed if the function returns at line L(found)`
	if err != nil {
		return false, err
	}
	for rows.Next() {
		var got string
		if err := rows.Scan(&got); err != nil {
			rows.Close()
			return false, err
		}
		if got == name {
			return true, nil // L(found)
		}
	}
	return false, rows.Err()
}

func badErrorBranch(stmt *sql.Stmt) (names []string, err error) {
	rows, err := stmt.Query() // want `rows is not closed if the function returns at line L(scan)`
	if err != nil {
		return nil, err
	}
	for rows.Next() {
		var name string
		if err := rows.Scan(&name); err != nil {
			return nil, err // L(scan)
		}
		names = append(names, name)
	}
	return names, rows.Err()
}

// One row is read, and nobody asks whether there are more.

func badFirstRow(tx *sql.Tx) (n int, err error) {
	rows, err := tx.Query("select count(*) from users") // want `rows is not closed if the function returns at line L(scan)`
	if err != nil {
		return 0, err
	}
	if !rows.Next() {
		return 0, errors.Join(sql.ErrNoRows, rows.Err())
	}
	err = rows.Scan(&n)
	return n, err // L(scan)
}

// Next returns false only when the rows have closed themselves.

func okNextLoop(db *sql.DB) (n int, err error) {
	rows, err := db.Query("select name from users")
	if err != nil {
		return 0, err
	}
	for rows.Next() {
		n++
	}
	return n, rows.Err()
}

func okDefer(conn *sql.Conn, ctx context.Context) (names []string, err error) {
	rows, err := conn.QueryContext(ctx, "select name from users")
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	for rows.Next() {
		var name string
		if err := rows.Scan(&name); err != nil {
			return nil, err
		}
		names = append(names, name)
	}
	return names, rows.Err()
}

func okHelper(db *sql.DB) ([]string, error) {
	rows, err := db.Query("select name from users")
	if err != nil {
		return nil, err
	}
	return collect(rows)
}

func collect(rows *sql.Rows) (names []string, err error) {
	defer rows.Close()
	for rows.Next() {
		var name string
		if err := rows.Scan(&name); err != nil {
			return nil, err
		}
		names = append(names, name)
	}
	return names, rows.Err()
}

func okHandOff(db *sql.DB) (*sql.Rows, error) {
	return db.Query("select name from users")
}

type cursor struct{ rows *sql.Rows }

func (c *cursor) okStored(db *sql.DB) error {
	rows, err := db.Query("select name from users")
	if err != nil {
		return err
	}
	c.rows = rows
	return nil
}
