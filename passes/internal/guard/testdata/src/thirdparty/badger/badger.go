// Package badger has fixtures for transactions and iterators of badger.
package badger

import "github.com/dgraph-io/badger/v4"

func badTxn(db *badger.DB, key []byte) (int64, error) {
	txn := db.NewTransaction(false) // want `txn is neither committed nor discarded`
	item, err := txn.Get(key)
	if err != nil {
		return 0, err
	}
	return item.EstimatedSize(), nil
}

func badErrorBranch(db *badger.DB, key, value []byte) error {
	txn := db.NewTransaction(true) // want `txn is neither committed nor discarded if the function returns at line L(set)`
	if err := txn.Set(key, value); err != nil {
		return err // L(set)
	}
	return txn.Commit()
}

func okDefer(db *badger.DB, key, value []byte) error {
	txn := db.NewTransaction(true)
	defer txn.Discard()
	if err := txn.Set(key, value); err != nil {
		return err
	}
	return txn.Commit()
}

func badIterator(txn *badger.Txn, stop func([]byte) bool) bool {
	it := txn.NewIterator(badger.DefaultIteratorOptions) // want `it is not closed if the function returns at line L(found)`
	for it.Rewind(); it.Valid(); it.Next() {
		if stop(it.Item().Key()) {
			return true // L(found)
		}
	}
	it.Close()
	return false
}

func okIterator(txn *badger.Txn) (n int) {
	it := txn.NewIterator(badger.DefaultIteratorOptions)
	defer it.Close()
	for it.Rewind(); it.Valid(); it.Next() {
		n++
	}
	return n
}

func okHandOff(dir string) (*badger.DB, error) {
	return badger.Open(badger.DefaultOptions(dir))
}
