// Package leveldb has fixtures for goleveldb.
package leveldb

import "github.com/syndtr/goleveldb/leveldb"

func badIterator(db *leveldb.DB, stop func([]byte) bool) bool {
	it := db.NewIterator(nil, nil) // want `it is not released if the function returns at line L(found)`
	for it.Next() {
		if stop(it.Key()) {
			return true // L(found)
		}
	}
	it.Release()
	return false
}

func okDefer(db *leveldb.DB) (n int, err error) {
	it := db.NewIterator(nil, nil)
	defer it.Release()
	for it.Next() {
		n++
	}
	return n, it.Error()
}

func badSnapshot(db *leveldb.DB, key []byte) ([]byte, error) {
	snap, err := db.GetSnapshot() // want `snap is never released`
	if err != nil {
		return nil, err
	}
	return snap.Get(key, nil)
}

func okHandOff(path string) (*leveldb.DB, error) {
	return leveldb.OpenFile(path, nil)
}
