// Package sqlx has fixtures for what sqlx wraps around database/sql.
package sqlx

import "github.com/jmoiron/sqlx"

func badRows(db *sqlx.DB, into any) error {
	rows, err := db.Queryx("select * from users") // want `rows is not closed if the function returns at line L(scan)`
	if err != nil {
		return err
	}
	for rows.Next() {
		if err := rows.StructScan(into); err != nil {
			return err // L(scan)
		}
	}
	return rows.Err()
}

func okRows(db *sqlx.DB, into any) error {
	rows, err := db.NamedQuery("select * from users where name = :name", into)
	if err != nil {
		return err
	}
	defer rows.Close()
	for rows.Next() {
		if err := rows.StructScan(into); err != nil {
			return err
		}
	}
	return rows.Err()
}

func badTx(db *sqlx.DB) error {
	tx, err := db.Beginx() // want `tx is neither committed nor rolled back if the function returns at line L(exec)`
	if err != nil {
		return err
	}
	if _, err := tx.Exec("delete from users"); err != nil {
		return err // L(exec)
	}
	return tx.Commit()
}

func okTx(db *sqlx.DB) error {
	tx := db.MustBegin()
	defer tx.Rollback()
	tx.MustExec("delete from users")
	return tx.Commit()
}

func okHandOff(dsn string) (*sqlx.DB, error) {
	return sqlx.Connect("postgres", dsn)
}

// Another object with the same database inside is a way to close that.

func okUnsafe(source string) (*sqlx.DB, error) {
	db, err := sqlx.Connect("postgres", source)
	if err != nil {
		return nil, err
	}
	db.SetMaxOpenConns(2)
	return db.Unsafe(), nil
}

func badUnsafe(source string) error {
	db, err := sqlx.Connect("postgres", source) // want `db is never closed`
	if err != nil {
		return err
	}
	return db.Unsafe().Ping()
}
