// Package stmt has the fixtures of the kind stmt: prepared statements.
package stmt

import (
	"context"
	"database/sql"
)

func badNever(db *sql.DB, names []string) error {
	stmt, err := db.Prepare("insert into users values (?)") // want `stmt is never closed`
	if err != nil {
		return err
	}
	for _, name := range names {
		if _, err := stmt.Exec(name); err != nil {
			return err
		}
	}
	return nil
}

func badEarlyReturn(ctx context.Context, db *sql.DB, names []string) error {
	stmt, err := db.PrepareContext(ctx, "insert into users values (?)") // want `stmt is not closed if the function returns at line L(none)`
	if err != nil {
		return err
	}
	if len(names) == 0 {
		return nil // L(none)
	}
	defer stmt.Close()
	_, err = stmt.Exec(names[0])
	return err
}

func badErrorBranch(db *sql.DB, name string) error {
	stmt, err := db.Prepare("insert into users values (?)") // want `stmt is not closed if the function returns at line L(exec)`
	if err != nil {
		return err
	}
	if _, err := stmt.Exec(name); err != nil {
		return err // L(exec)
	}
	return stmt.Close()
}

func badLoop(db *sql.DB, queries []string) error {
	for _, query := range queries {
		stmt, err := db.Prepare(query) // want `stmt is overwritten in the next iteration before it is closed`
		if err != nil {
			return err
		}
		result, err := stmt.Exec()
		if err != nil {
			stmt.Close()
			return err
		}
		if n, err := result.RowsAffected(); err != nil || n == 0 {
			continue
		}
		stmt.Close()
	}
	return nil
}

func okDefer(db *sql.DB, name string) error {
	stmt, err := db.Prepare("insert into users values (?)")
	if err != nil {
		return err
	}
	defer stmt.Close()
	_, err = stmt.Exec(name)
	return err
}

// The end of the transaction closes its statements.

func okInTransaction(tx *sql.Tx, names []string) error {
	stmt, err := tx.Prepare("insert into users values (?)")
	if err != nil {
		return err
	}
	for _, name := range names {
		if _, err := stmt.Exec(name); err != nil {
			return err
		}
	}
	return nil
}

type store struct{ insert *sql.Stmt }

func okHandOff(db *sql.DB) (*store, error) {
	stmt, err := db.Prepare("insert into users values (?)")
	if err != nil {
		return nil, err
	}
	return &store{insert: stmt}, nil
}
