// Package tx has transactions. Whether what they did counts, Commit tells.
package tx

import (
	"context"
	"database/sql"
	"log"
)

func badCommit(db *sql.DB) error {
	tx, err := db.Begin()
	if err != nil {
		return err
	}
	defer tx.Rollback()
	if _, err := tx.Exec("UPDATE t SET n = n + 1"); err != nil { // L(write)
		return err
	}
	tx.Commit() // want `error of tx.Commit is dropped after the write at line L(write) \(hides a failed commit\)` want-category "statement"
	return nil
}

func badDeferred(db *sql.DB) error {
	tx, err := db.Begin()
	if err != nil {
		return err
	}
	defer tx.Commit() // want `error of tx.Commit is dropped by defer after the write` want-category "deferred"
	_, err = tx.Exec("UPDATE t SET n = n + 1")
	return err
}

func insert(ctx context.Context, tx *sql.Tx) error {
	_, err := tx.ExecContext(ctx, "INSERT INTO t VALUES (1)")
	return err
}

func badHelper(ctx context.Context, db *sql.DB) {
	tx, err := db.BeginTx(ctx, nil)
	if err != nil {
		log.Print(err)
		return
	}
	if err := insert(ctx, tx); err != nil {
		tx.Rollback()
		log.Print(err)
		return
	}
	tx.Commit() // want `error of tx.Commit is dropped`
}

// The deferred Rollback is for the paths that fail; its error tells nothing.
func okCommit(db *sql.DB) error {
	tx, err := db.Begin()
	if err != nil {
		return err
	}
	defer tx.Rollback()
	if _, err := tx.Exec("UPDATE t SET n = n + 1"); err != nil {
		return err
	}
	return tx.Commit()
}

func okRollback(db *sql.DB, dry bool) error {
	tx, err := db.Begin()
	if err != nil {
		return err
	}
	if _, err := tx.Exec("UPDATE t SET n = n + 1"); err != nil {
		tx.Rollback()
		return err
	}
	if dry {
		tx.Rollback()
		return nil
	}
	return tx.Commit()
}

// Nothing is lost of what was only read.
func okReads(db *sql.DB) (n int, err error) {
	tx, err := db.BeginTx(context.Background(), &sql.TxOptions{ReadOnly: true})
	if err != nil {
		return 0, err
	}
	defer tx.Commit()
	err = tx.QueryRow("SELECT count(*) FROM t").Scan(&n)
	return n, err
}
