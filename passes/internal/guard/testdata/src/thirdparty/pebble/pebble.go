// Package pebble has fixtures for values, iterators and snapshots of pebble.
package pebble

import (
	"bytes"

	"github.com/cockroachdb/pebble"
	v2 "github.com/cockroachdb/pebble/v2"
)

func badValue(db *pebble.DB, key []byte) (int, error) {
	value, closer, err := db.Get(key) // want `closer is not closed if the function returns at line L(empty)`
	if err != nil {
		return 0, err
	}
	n := len(value)
	if n == 0 {
		return 0, nil // L(empty)
	}
	return n, closer.Close()
}

func badValueDiscarded(db *v2.DB, key []byte) ([]byte, error) {
	value, _, err := db.Get(key) // want `result of .*Get is discarded, so the closer is never closed`
	return bytes.Clone(value), err
}

func okValue(db *pebble.DB, key []byte) ([]byte, error) {
	value, closer, err := db.Get(key)
	if err != nil {
		return nil, err
	}
	defer closer.Close()
	return bytes.Clone(value), nil
}

func badIterator(db *v2.DB) (bool, error) {
	it, err := db.NewIter(nil) // want `it is never closed`
	if err != nil {
		return false, err
	}
	return it.First(), it.Error()
}

func okIterator(db *v2.DB) (n int, err error) {
	it, err := db.NewIter(nil)
	if err != nil {
		return 0, err
	}
	defer it.Close()
	for it.First(); it.Valid(); it.Next() {
		n++
	}
	return n, it.Error()
}

func okHandOff(db *pebble.DB) *pebble.Snapshot {
	return db.NewSnapshot()
}
