package guard

import "slices"

// storeKinds are embedded databases: badger, pebble, bbolt and goleveldb.
func storeKinds() []Kind {
	return slices.Concat(badgerKinds(), pebbleKinds(), boltKinds(), leveldbKinds())
}

func badgerKinds() []Kind {
	const badger = "github.com/dgraph-io/badger/v4"
	return []Kind{
		{
			Name: "badger", Noun: "database", Verb: "closed",
			Acquire:    acquire(functions(badger, "Open", "OpenManaged")...),
			Release:    byMethod("Close"),
			Errors:     Matters,
			Idempotent: true,
			Durable:    true,
			Why:        "\"It's crucial to call it to ensure all the pending updates make their way to disk\" (badger.DB.Close).",
		},
		{
			Name: "badgertxn", Noun: "transaction", Verb: "committed or discarded",
			Acquire:    acquireAlways(methods(badger, "*DB", "NewTransaction", "NewTransactionAt")...),
			Release:    byMethod("Discard", "Commit", "CommitAt", "CommitWith"),
			Idempotent: true,
			Uses:       []string{"Delete", "Get", "NewIterator", "NewKeyIterator", "Set", "SetEntry"},
			Why: "Discard \"is very important and must be called\"; Commit calls it, and more calls do no harm " +
				"(badger.Txn.Discard). An open one keeps old versions from being collected.",
		},
		{
			Name: "badgeriter", Noun: "iterator", Verb: "closed",
			Acquire:    acquireAlways(methods(badger, "*Txn", "NewIterator", "NewKeyIterator")...),
			Release:    byMethod("Close"),
			Idempotent: true,
			Uses:       []string{"Next", "Rewind", "Seek"},
			Why: "\"Close would close the iterator. It is important to call this when you're done with iteration\" " +
				"(badger.Iterator).",
		},
		{
			Name: "badgerseq", Noun: "sequence", Verb: "released",
			Acquire:    acquire(methods(badger, "*DB", "GetSequence")...),
			Release:    byMethod("Release"),
			Errors:     Matters,
			Idempotent: true,
			Ceiling:    Likely,
			Why: "\"Release the leased sequence to avoid wasted integers\" (badger.Sequence): numbers are lost, nothing " +
				"else, hence likely.",
		},
		{
			Name: "badgerbatch", Noun: "write batch", Verb: "flushed or cancelled",
			Acquire:    acquireAlways(methods(badger, "*DB", "NewWriteBatch", "NewWriteBatchAt", "NewManagedWriteBatch")...),
			Release:    byCommit("Flush", "Cancel"),
			Errors:     Matters,
			Writes:     []string{"Delete", "DeleteAt", "Set", "SetEntry", "SetEntryAt", "Write"},
			Idempotent: true,
			Durable:    true,
			Why: "\"Flush must be called at the end to ensure that any pending writes get committed\"; \"Cancel function " +
				"must be called if there's a chance that Flush might not get called\" (badger.WriteBatch).",
		},
	}
}

func pebbleKinds() []Kind {
	const v1, v2 = "github.com/cockroachdb/pebble", "github.com/cockroachdb/pebble/v2"
	// on lists the methods of both major versions.
	on := func(types string, names ...string) []string {
		return slices.Concat(methods(v1, types, names...), methods(v2, types, names...))
	}
	return []Kind{
		{
			Name: "pebble", Noun: "database", Verb: "closed",
			Acquire: acquire(v1+".Open", v2+".Open"),
			Release: byMethod("Close"),
			Errors:  Matters,
			Durable: true,
			Twice:   Panics,
			Uses:    []string{"Delete", "Flush", "Get", "NewBatch", "NewIter", "NewSnapshot", "Set"},
			Why: "The database holds a lock file and goroutines until Close; \"it is not safe to close a DB until all " +
				"outstanding iterators are closed\", nor twice (pebble.DB.Close).",
		},
		{
			Name: "pebblevalue", Noun: "closer", Verb: "closed",
			Acquire: acquireResult(1, Auto, on("*DB *Batch *Snapshot *EventuallyFileOnlySnapshot", "Get")...),
			Release: byMethod("Close"),
			Why: "\"On success, the caller MUST call closer.Close() or a memory leak will occur\" (pebble.DB.Get): the " +
				"value is a block of the cache, which counts references itself.",
		},
		{
			Name: "pebbleiter", Noun: "iterator", Verb: "closed",
			Acquire: acquire(slices.Concat(
				on("*DB *Batch *Snapshot *EventuallyFileOnlySnapshot", "NewIter", "NewIterWithContext"),
				on("*Iterator", "Clone"))...),
			Release: byMethod("Close"),
			Errors:  Matters,
			Twice:   HitsAnother,
			Uses:    []string{"First", "Key", "Last", "Next", "Prev", "SeekGE", "SeekLT", "Value"},
			Why: "An open iterator pins memtables and files. \"It is not valid to call any method, including Close, after " +
				"the iterator has been closed\" (pebble.Iterator).",
		},
		{
			Name: "pebblesnapshot", Noun: "snapshot", Verb: "closed",
			Acquire: acquireAlways(on("*DB", "NewSnapshot", "NewEventuallyFileOnlySnapshot")...),
			Release: byMethod("Close"),
			Twice:   Panics,
			Uses:    []string{"Get", "NewIter"},
			Why: "\"The caller must call Snapshot.Close() when the snapshot is no longer needed\" (pebble.DB.NewSnapshot): " +
				"old versions are kept until then.",
		},
		{
			Name: "pebblebatch", Noun: "batch", Verb: "closed",
			Acquire: acquireAlways(on("*DB", "NewBatch", "NewBatchWithSize", "NewIndexedBatch")...),
			Release: byMethod("Close", "Commit"),
			Ceiling: Unsure,
			Why:     "Close returns a batch to its pool and nothing more: a batch that is dropped is collected.",
		},
	}
}

func boltKinds() []Kind {
	const bolt = "go.etcd.io/bbolt"
	return []Kind{
		{
			Name: "bolt", Noun: "database", Verb: "closed",
			Acquire:    acquire(bolt + ".Open"),
			Release:    byMethod("Close"),
			Idempotent: true,
			Why:        "An open database holds the lock of its file: a second Open of it waits (bbolt.Open).",
		},
		{
			Name: "bolttx", Noun: "transaction", Verb: "committed or rolled back",
			Acquire:    acquire(methods(bolt, "*DB", "Begin")...),
			Release:    byCommit("Commit", "Rollback"),
			Errors:     Matters,
			Writes:     []string{"Bucket", "CreateBucket", "CreateBucketIfNotExists", "DeleteBucket"},
			Idempotent: true,
			Twice:      Fails,
			Uses:       []string{"Bucket", "CreateBucket", "CreateBucketIfNotExists", "Cursor", "DeleteBucket", "ForEach"},
			Why: "\"IMPORTANT: You must close read-only transactions after you are finished or else the database will not " +
				"reclaim old pages\"; an open write transaction blocks the next (bbolt.DB.Begin).",
		},
	}
}

func leveldbKinds() []Kind {
	const leveldb = "github.com/syndtr/goleveldb/leveldb"
	return []Kind{
		{
			Name: "leveldb", Noun: "database", Verb: "closed",
			Acquire:    acquire(functions(leveldb, "Open", "OpenFile", "Recover", "RecoverFile")...),
			Release:    byMethod("Close"),
			Idempotent: true,
			Why: "\"The returned DB instance is safe for concurrent use. The DB must be closed after use, by calling Close " +
				"method\" (goleveldb.OpenFile).",
		},
		{
			Name: "leveldbiter", Noun: "iterator", Verb: "released",
			Acquire:    acquireAlways(methods(leveldb, "*DB *Snapshot *Transaction", "NewIterator")...),
			Release:    byMethod("Release"),
			Idempotent: true,
			Why:        "\"The iterator must be released after use, by calling Release method\" (goleveldb.DB.NewIterator).",
		},
		{
			Name: "leveldbsnapshot", Noun: "snapshot", Verb: "released",
			Acquire:    acquire(methods(leveldb, "*DB", "GetSnapshot")...),
			Release:    byMethod("Release"),
			Idempotent: true,
			Why:        "\"The snapshot must be released after use, by calling Release method\" (goleveldb.DB.GetSnapshot).",
		},
		{
			Name: "leveldbtx", Noun: "transaction", Verb: "committed or discarded",
			Acquire:    acquire(methods(leveldb, "*DB", "OpenTransaction")...),
			Release:    byCommit("Commit", "Discard"),
			Errors:     Matters,
			Writes:     []string{"Delete", "Put", "Write"},
			Idempotent: true,
			Why: "\"The transaction must be closed once done, either by committing or discarding the transaction\": writes " +
				"wait until then (goleveldb.DB.OpenTransaction). A Commit that fails may be repeated, which a report would not " +
				"improve.",
		},
	}
}
