package guard

// sqlKinds are the guards of database/sql. Statements prepared on a Tx have no row: "the returned statement ... will be
// closed when the transaction has been committed or rolled back".
func sqlKinds() []Kind {
	return []Kind{
		{
			Name: "rows", Noun: "result set", Verb: "closed",
			Acquire: acquire(
				"(*database/sql.DB).Query", "(*database/sql.DB).QueryContext",
				"(*database/sql.Tx).Query", "(*database/sql.Tx).QueryContext",
				"(*database/sql.Stmt).Query", "(*database/sql.Stmt).QueryContext",
				"(*database/sql.Conn).QueryContext",
			),
			Made: []string{"*database/sql.Rows"},
			Release: []Release{
				{Method: "Close"},
				{Method: "Next", When: False},
				{Method: "NextResultSet", When: False},
			},
			Idempotent: true,
			Uses:       []string{"Columns", "ColumnTypes", "Next", "NextResultSet", "Scan"},
			Why: "Open rows keep their connection from the pool. If Next is called \"and returns false and there are no " +
				"further result sets, the Rows are closed automatically\" (database/sql): a loop that ends by itself needs no " +
				"Close, one that is left early does.",
		},
		{
			Name: "row", Noun: "row", Verb: "scanned",
			Acquire: acquireAlways(
				"(*database/sql.DB).QueryRow", "(*database/sql.DB).QueryRowContext",
				"(*database/sql.Tx).QueryRow", "(*database/sql.Tx).QueryRowContext",
				"(*database/sql.Stmt).QueryRow", "(*database/sql.Stmt).QueryRowContext",
				"(*database/sql.Conn).QueryRowContext",
			),
			Release:    []Release{{Method: "Scan"}, {Method: "Err", When: Failure}},
			Idempotent: true,
			Ceiling:    Likely,
			Why: "A Row has no Close: Scan closes the rows behind it, and only Scan. A QueryRow used for its side effect " +
				"holds its connection until the context ends. A row whose error is not nil holds nothing.",
		},
		{
			Name: "stmt", Noun: "prepared statement", Verb: "closed",
			Acquire: acquire(
				"(*database/sql.DB).Prepare", "(*database/sql.DB).PrepareContext", "(*database/sql.Conn).PrepareContext"),
			Made:       []string{"*database/sql.Stmt"},
			Release:    byMethod("Close"),
			Idempotent: true,
			Uses:       []string{"Exec", "ExecContext", "Query", "QueryContext", "QueryRow", "QueryRowContext"},
			Why: "\"The caller must call the statement's [*Stmt.Close] method when the statement is no longer needed\" " +
				"(database/sql).",
		},
		{
			Name: "tx", Noun: "transaction", Verb: "committed or rolled back",
			Acquire: acquire(
				"(*database/sql.DB).Begin", "(*database/sql.DB).BeginTx", "(*database/sql.Conn).BeginTx"),
			Made:       []string{"*database/sql.Tx"},
			Release:    byCommit("Commit", "Rollback"),
			Errors:     Matters,
			Writes:     []string{"Exec", "ExecContext", "Prepare", "PrepareContext", "Stmt", "StmtContext"},
			Idempotent: true,
			Twice:      Fails,
			Uses: []string{
				"Exec", "ExecContext", "Prepare", "PrepareContext", "Query", "QueryContext", "QueryRow", "QueryRowContext", "Stmt",
				"StmtContext",
			},
			Why: "\"A transaction must end with a call to [Tx.Commit] or [Tx.Rollback]\" (database/sql); until then it " +
				"keeps its connection and the database its locks. Either call ends it, even if it fails, and the second one " +
				"returns ErrTxDone, which is why a deferred Rollback is the idiom.",
		},
		{
			Name: "sqlconn", Noun: "database connection", Verb: "closed",
			Acquire:    acquire("(*database/sql.DB).Conn"),
			Made:       []string{"*database/sql.Conn"},
			Release:    byMethod("Close"),
			Idempotent: true,
			Twice:      Fails,
			Uses:       []string{"BeginTx", "ExecContext", "PingContext", "PrepareContext", "QueryContext", "QueryRowContext", "Raw"},
			Why:        "\"Every Conn must be returned to the database pool after use by calling Conn.Close\" (database/sql).",
		},
		{
			Name: "db", Noun: "database", Verb: "closed",
			Acquire:    both(acquire("database/sql.Open"), acquireAlways("database/sql.OpenDB")),
			Release:    byMethod("Close"),
			Idempotent: true,
			Ceiling:    Likely,
			Uses: []string{
				"Begin", "BeginTx", "Conn", "Exec", "ExecContext", "Ping", "PingContext", "Prepare", "PrepareContext", "Query",
				"QueryContext", "QueryRow", "QueryRowContext",
			},
			Why: "A DB owns its connections and a goroutine that opens them. \"It is rare to Close a DB, as the DB handle " +
				"is meant to be long-lived\" (database/sql), hence likely.",
		},
	}
}
