package guard

import "slices"

// pgxKinds are the guards of jackc/pgx and its pool.
func pgxKinds() []Kind {
	const pgx, pool = "github.com/jackc/pgx/v5", "github.com/jackc/pgx/v5/pgxpool"
	// on lists methods that connections, transactions and pools have in common.
	on := func(names ...string) []string {
		return slices.Concat(methods(pgx, "*Conn Tx", names...), methods(pool, "*Conn *Pool *Tx", names...))
	}
	return []Kind{
		{
			Name: "pgxrows", Noun: "result set", Verb: "closed",
			Acquire:    acquire(on("Query")...),
			Release:    []Release{{Method: "Close"}, {Method: "Next", When: False}},
			Idempotent: true,
			Uses:       []string{"Next", "Scan", "Values"},
			Why: "\"Rows must be closed before the [Conn] can be used again. Rows are closed by explicitly calling " +
				"[Rows.Close], calling [Rows.Next] until it returns false, or when a fatal error occurs\" (pgx.Rows).",
		},
		{
			Name: "pgxrow", Noun: "row", Verb: "scanned",
			Acquire:    acquireAlways(on("QueryRow")...),
			Release:    byMethod("Scan"),
			Idempotent: true,
			Ceiling:    Likely,
			Why: "Scan is what closes the rows behind a Row (pgx.Conn.QueryRow: \"any error that occurs ... is deferred " +
				"until calling Scan\").",
		},
		{
			Name: "pgxbatch", Noun: "batch result", Verb: "closed",
			Acquire:    acquireAlways(on("SendBatch")...),
			Release:    byMethod("Close"),
			Errors:     Matters,
			Idempotent: true,
			Why: "\"The returned BatchResults must be closed before the connection is used again\" (pgx.Conn.SendBatch); " +
				"queries whose results nobody reads run in Close, which returns their error.",
		},
		{
			Name: "pgxtx", Noun: "transaction", Verb: "committed or rolled back",
			Acquire: acquire(slices.Concat(
				methods(pgx, "*Conn", "Begin", "BeginTx"), methods(pgx, "Tx", "Begin"),
				methods(pool, "*Conn *Pool", "Begin", "BeginTx"), methods(pool, "*Tx", "Begin"))...),
			Release:    byCommit("Commit", "Rollback"),
			Errors:     Matters,
			Writes:     []string{"Begin", "CopyFrom", "Exec", "Prepare", "SendBatch"},
			Idempotent: true,
			Uses:       []string{"CopyFrom", "Exec", "Prepare", "Query", "QueryRow", "SendBatch"},
			Why: "A transaction lasts until Commit or Rollback, and from a pool it keeps its connection that long. A " +
				"deferred Rollback \"is safe even if tx.Commit() will be called first\" (pgx.Tx).",
		},
		{
			Name: "pgxconn", Noun: "connection", Verb: "closed",
			Acquire:    acquire(functions(pgx, "Connect", "ConnectConfig", "ConnectWithOptions")...),
			Release:    byMethod("Close"),
			Idempotent: true,
			Why: "Each connection is a process of the server until Close, which \"is safe to call ... on an already closed " +
				"connection\" (pgx.Conn).",
		},
		{
			Name: "pgxpool", Noun: "pool", Verb: "closed",
			Acquire:    acquire(functions(pool, "New", "NewWithConfig")...),
			Release:    byMethod("Close"),
			Idempotent: true,
			Ceiling:    Likely,
			Why: "A pool has connections and a goroutine that checks them, until Close. Most programs keep one for good, " +
				"hence likely.",
		},
		{
			Name: "pgxpoolconn", Noun: "pooled connection", Verb: "released",
			Acquire:    acquire(methods(pool, "*Pool", "Acquire")...),
			Release:    byMethod("Release", "Hijack"),
			Idempotent: true,
			Uses:       []string{"Begin", "BeginTx", "CopyFrom", "Exec", "Ping", "Query", "QueryRow", "SendBatch"},
			Why: "A connection returns to the pool with Release (pgxpool.Conn); without it the pool runs dry and Acquire " +
				"blocks. Hijack takes the connection out of the pool.",
		},
	}
}

// sqlxKinds are the guards that jmoiron/sqlx wraps around those of database/sql; calls of the methods that it promotes
// are matched as what they are.
func sqlxKinds() []Kind {
	const sqlx = "github.com/jmoiron/sqlx"
	return []Kind{
		{
			Name: "sqlxrows", Noun: "result set", Verb: "closed",
			Acquire: acquire(slices.Concat(
				methods(sqlx, "*DB *Tx *Stmt *NamedStmt", "Queryx", "QueryxContext"),
				methods(sqlx, "*Conn", "QueryxContext"),
				methods(sqlx, "*DB", "NamedQuery", "NamedQueryContext"),
				methods(sqlx, "*Tx", "NamedQuery"),
				methods(sqlx, "Queryer", "Queryx"), methods(sqlx, "QueryerContext", "QueryxContext"))...),
			Release: []Release{
				{Method: "Close"},
				{Method: "Next", When: False},
				{Method: "NextResultSet", When: False},
			},
			Idempotent: true,
			Uses:       []string{"Columns", "ColumnTypes", "MapScan", "Next", "NextResultSet", "Scan", "SliceScan", "StructScan"},
			Why:        "sqlx.Rows wraps sql.Rows, which keep their connection until they are closed or read to the end.",
		},
		{
			Name: "sqlxstmt", Noun: "prepared statement", Verb: "closed",
			Acquire: acquire(slices.Concat(
				methods(sqlx, "*DB", "Preparex", "PreparexContext", "PrepareNamed", "PrepareNamedContext"),
				methods(sqlx, "*Conn", "PreparexContext"))...),
			Release:    byMethod("Close"),
			Idempotent: true,
			Uses:       []string{"Exec", "ExecContext", "Get", "GetContext", "Query", "QueryContext", "Queryx", "QueryxContext", "Select", "SelectContext"},
			Why: "sqlx.Stmt and NamedStmt wrap sql.Stmt, which its caller must close; those of a Tx end with it and have " +
				"no row.",
		},
		{
			Name: "sqlxtx", Noun: "transaction", Verb: "committed or rolled back",
			Acquire: both(
				acquire(slices.Concat(methods(sqlx, "*DB", "Beginx", "BeginTxx"), methods(sqlx, "*Conn", "BeginTxx"))...),
				acquireAlways(methods(sqlx, "*DB", "MustBegin", "MustBeginTx")...),
			),
			Release: byCommit("Commit", "Rollback"),
			Errors:  Matters,
			Writes: []string{
				"Exec", "ExecContext", "MustExec", "MustExecContext", "NamedExec", "NamedExecContext", "NamedStmt", "NamedStmtContext",
				"Prepare", "PrepareContext", "PrepareNamed", "PrepareNamedContext", "Preparex", "PreparexContext", "Stmt",
				"StmtContext", "Stmtx", "StmtxContext",
			},
			Idempotent: true,
			Twice:      Fails,
			Uses: []string{
				"Exec", "ExecContext", "Get", "GetContext", "NamedExec", "NamedQuery", "Query", "QueryContext", "Queryx",
				"QueryxContext", "Select", "SelectContext",
			},
			Why: "sqlx.Tx wraps sql.Tx, which must end with a call to Commit or Rollback.",
		},
		{
			Name: "sqlxdb", Noun: "database", Verb: "closed",
			Acquire: both(
				acquire(functions(sqlx, "Open", "Connect", "ConnectContext")...),
				acquireAlways(functions(sqlx, "MustOpen", "MustConnect")...),
			),
			Release:    byMethod("Close"),
			Idempotent: true,
			Ceiling:    Likely,
			Uses: []string{
				"Beginx", "BeginTxx", "Exec", "ExecContext", "Get", "GetContext", "NamedExec", "NamedQuery", "Query", "QueryContext",
				"Queryx", "QueryxContext", "Select", "SelectContext",
			},
			Why: "sqlx.DB wraps sql.DB, which is meant to be long-lived, hence likely.",
		},
		{
			Name: "sqlxconn", Noun: "database connection", Verb: "closed",
			Acquire:    acquire(methods(sqlx, "*DB", "Connx")...),
			Release:    byMethod("Close"),
			Idempotent: true,
			Twice:      Fails,
			Uses:       []string{"BeginTxx", "ExecContext", "GetContext", "QueryContext", "QueryxContext", "SelectContext"},
			Why:        "sqlx.Conn wraps sql.Conn, which must be returned to the pool by Close.",
		},
	}
}
