// Package pgx has fixtures for connections, pools, transactions and rows of pgx.
package pgx

import (
	"context"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgxpool"
)

func badRows(ctx context.Context, conn *pgx.Conn, want string) (bool, error) {
	rows, err := conn.Query(ctx, "select name from users") // want `rows is not closed if the function returns at line L(found)`
	if err != nil {
		return false, err
	}
	for rows.Next() {
		if string(rows.RawValues()[0]) == want {
			return true, nil // L(found)
		}
	}
	return false, rows.Err()
}

func okNextLoop(ctx context.Context, pool *pgxpool.Pool) (n int, err error) {
	rows, err := pool.Query(ctx, "select name from users")
	if err != nil {
		return 0, err
	}
	for rows.Next() {
		n++
	}
	return n, rows.Err()
}

func okCollect(ctx context.Context, conn *pgx.Conn) ([]string, error) {
	rows, err := conn.Query(ctx, "select name from users")
	if err != nil {
		return nil, err
	}
	return pgx.CollectRows(rows, pgx.RowTo[string])
}

func okScan(ctx context.Context, pool *pgxpool.Pool) (n int, err error) {
	err = pool.QueryRow(ctx, "select count(*) from users").Scan(&n)
	return n, err
}

func badTx(ctx context.Context, pool *pgxpool.Pool) error {
	tx, err := pool.Begin(ctx) // want `tx is neither committed nor rolled back if the function returns at line L(exec)`
	if err != nil {
		return err
	}
	if _, err := tx.Exec(ctx, "delete from users"); err != nil {
		return err // L(exec)
	}
	return tx.Commit(ctx)
}

func okTx(ctx context.Context, conn *pgx.Conn) error {
	tx, err := conn.Begin(ctx)
	if err != nil {
		return err
	}
	defer tx.Rollback(ctx)
	if _, err := tx.Exec(ctx, "delete from users"); err != nil {
		return err
	}
	return tx.Commit(ctx)
}

func badAcquired(ctx context.Context, pool *pgxpool.Pool) error {
	conn, err := pool.Acquire(ctx) // want `conn is not released if the function returns at line L(ping)`
	if err != nil {
		return err
	}
	if err := conn.Ping(ctx); err != nil {
		return err // L(ping)
	}
	conn.Release()
	return nil
}

func okAcquired(ctx context.Context, pool *pgxpool.Pool) error {
	conn, err := pool.Acquire(ctx)
	if err != nil {
		return err
	}
	defer conn.Release()
	return conn.Ping(ctx)
}

func badConn(ctx context.Context, dsn string) error {
	conn, err := pgx.Connect(ctx, dsn) // want `conn is never closed`
	if err != nil {
		return err
	}
	return conn.Ping(ctx)
}

func okConn(ctx context.Context, dsn string) error {
	conn, err := pgx.Connect(ctx, dsn)
	if err != nil {
		return err
	}
	defer conn.Close(ctx)
	return conn.Ping(ctx)
}

func badBatch(ctx context.Context, conn *pgx.Conn, batch *pgx.Batch) error {
	results := conn.SendBatch(ctx, batch) // want `results is never closed`
	_, err := results.Exec()
	return err
}

func okHandOff(ctx context.Context, dsn string) (*pgxpool.Pool, error) {
	return pgxpool.New(ctx, dsn)
}
