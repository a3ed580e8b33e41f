// Package bolt has fixtures for bbolt.
package bolt

import bolt "go.etcd.io/bbolt"

func badTx(db *bolt.DB, name []byte) error {
	tx, err := db.Begin(true) // want `tx is neither committed nor rolled back if the function returns at line L(bucket)`
	if err != nil {
		return err
	}
	if _, err := tx.CreateBucket(name); err != nil {
		return err // L(bucket)
	}
	return tx.Commit()
}

func okDefer(db *bolt.DB, name []byte) error {
	tx, err := db.Begin(true)
	if err != nil {
		return err
	}
	defer tx.Rollback()
	if _, err := tx.CreateBucket(name); err != nil {
		return err
	}
	return tx.Commit()
}

// View and Update end their transactions themselves.

func okView(db *bolt.DB, name, key []byte) (value []byte, err error) {
	err = db.View(func(tx *bolt.Tx) error {
		value = append(value, tx.Bucket(name).Get(key)...)
		return nil
	})
	return value, err
}

func badOpen(path string, name []byte) error {
	db, err := bolt.Open(path, 0o600, nil) // want `db is not closed if the function returns at line L(update)`
	if err != nil {
		return err
	}
	if err := db.Sync(); err != nil {
		return err // L(update)
	}
	return db.Close()
}

func okHandOff(path string) (*bolt.DB, error) {
	return bolt.Open(path, 0o600, nil)
}
