// Package tx has the fixtures of the kind tx: transactions end with Commit or Rollback.
package tx

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
)

func badNever(db *sql.DB) error {
	tx, err := db.Begin() // want `tx is neither committed nor rolled back`
	if err != nil {
		return err
	}
	_, err = tx.Exec("delete from users")
	return err
}

func badEarlyReturn(ctx context.Context, db *sql.DB, dryRun bool) error {
	tx, err := db.BeginTx(ctx, nil) // want `tx is neither committed nor rolled back if the function returns at line L(dry)`
	if err != nil {
		return err
	}
	if dryRun {
		return nil // L(dry)
	}
	if _, err := tx.Exec("delete from users"); err != nil {
		tx.Rollback()
		return err
	}
	return tx.Commit()
}

func badErrorBranch(db *sql.DB) error {
	tx, err := db.Begin() // want `tx is neither committed nor rolled back if the function returns at line L(exec)`
	if err != nil {
		return err
	}
	if _, err := tx.Exec("delete from users"); err != nil {
		return fmt.Errorf("delete: %w", err) // L(exec)
	}
	return tx.Commit()
}

// The deferred function looks at an error that nothing sets.

func badUnsetError(db *sql.DB) (err error) {
	tx, err := db.Begin() // want `tx is neither committed nor rolled back if the function returns at line L(exec)`
	if err != nil {
		return err
	}
	var failed error
	defer func() {
		if failed != nil {
			tx.Rollback()
		}
	}()
	if _, err := tx.Exec("delete from users"); err != nil {
		return err // L(exec)
	}
	return tx.Commit()
}

// Rollback after Commit does nothing, which makes the deferred one right on every path.

func okDefer(db *sql.DB) error {
	tx, err := db.Begin()
	if err != nil {
		return err
	}
	defer tx.Rollback()
	if _, err := tx.Exec("delete from users"); err != nil {
		return err
	}
	return tx.Commit()
}

func okDeferredByError(db *sql.DB) (err error) {
	tx, err := db.Begin()
	if err != nil {
		return err
	}
	defer func() {
		if err != nil {
			err = errors.Join(err, tx.Rollback())
			return
		}
		err = tx.Commit()
	}()
	_, err = tx.Exec("delete from users")
	return err
}

func okEachBranch(conn *sql.Conn, ctx context.Context) error {
	tx, err := conn.BeginTx(ctx, nil)
	if err != nil {
		return err
	}
	if _, err := tx.Exec("delete from users"); err != nil {
		return errors.Join(err, tx.Rollback())
	}
	return tx.Commit()
}

// A Commit that fails has ended the transaction all the same.

func okCommitFails(db *sql.DB) error {
	tx, err := db.Begin()
	if err != nil {
		return err
	}
	if err := tx.Commit(); err != nil {
		return fmt.Errorf("commit: %w", err)
	}
	return nil
}

func okCallback(db *sql.DB, work func(*sql.Tx) error) error {
	tx, err := db.Begin()
	if err != nil {
		return err
	}
	if err := work(tx); err != nil {
		tx.Rollback()
		return err
	}
	return tx.Commit()
}

func okHandOff(db *sql.DB) (*sql.Tx, error) {
	return db.Begin()
}

type session struct{ tx *sql.Tx }

func (s *session) okStored(db *sql.DB) (err error) {
	s.tx, err = db.Begin()
	return err
}

// falsePositiveBatches begins a transaction where its counter is zero, and the counter is not until the transaction is
// committed: nobody knows that it only grows.
func falsePositiveBatches(db *sql.DB, rows <-chan string) error {
	var tx *sql.Tx
	n := 0
	for row := range rows {
		if n == 0 {
			var err error
			if tx, err = db.Begin(); err != nil {
				return err
			}
		}
		if _, err := tx.Exec("insert into rows values (?)", row); err != nil {
			tx.Rollback()
			return err
		}
		n++
		if n%100 == 0 {
			if err := tx.Commit(); err != nil {
				return err
			}
			n = 0
		}
	}
	if n == 0 {
		return nil
	}
	return tx.Commit()
}
