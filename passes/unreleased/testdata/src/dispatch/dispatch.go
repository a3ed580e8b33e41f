// Package dispatch has fixtures for functions that are called through a table: what each of them does is known.
package dispatch

import (
	"database/sql"
	"errors"
	"os"
	"sync"
)

// Every step uses the database, and none keeps it.
var steps = map[int]func(*sql.DB) error{
	0: createUsers,
	1: func(db *sql.DB) error { _, err := db.Exec("ALTER TABLE users ADD email TEXT"); return err },
}

func createUsers(db *sql.DB) error {
	_, err := db.Exec("CREATE TABLE users (id INT)")
	return err
}

func upgrade(db *sql.DB, from, to int) error {
	for i := from; i < to; i++ {
		step, ok := steps[i]
		if !ok {
			return errors.New("no such version")
		} else if err := step(db); err != nil {
			return err
		}
	}
	return nil
}

func badUpgraded(name string) (*sql.DB, error) {
	db, err := sql.Open("driver", name) // want `db is not closed if the function returns at line L(upgrade)`
	if err != nil {
		return nil, err
	}
	if err := upgrade(db, 0, 2); err != nil {
		return nil, err // L(upgrade)
	}
	return db, nil
}

// The functions can be fields of the elements.
var upgrades = []struct {
	name string
	up   func(*sql.Tx) error
}{
	{"users", func(tx *sql.Tx) error { _, err := tx.Exec("CREATE TABLE users (id INT)"); return err }},
	{"mails", createMails},
}

func createMails(tx *sql.Tx) error {
	_, err := tx.Exec("CREATE TABLE mails (id INT)")
	return err
}

func badFields(db *sql.DB) error {
	tx, err := db.Begin() // want `tx is neither committed nor rolled back if the function returns at line L(fields)`
	if err != nil {
		return err
	}
	for _, u := range upgrades {
		if err := u.up(tx); err != nil {
			return err // L(fields)
		}
	}
	return tx.Commit()
}

var ways = [...]func(*os.File) error{readFile, checkFile}

func readFile(f *os.File) error { _, err := f.Read(nil); return err }

func checkFile(f *os.File) error { _, err := f.Stat(); return err }

func badArray(name string, way int) error {
	f, err := os.Open(name) // want `f is never closed`
	if err != nil {
		return err
	}
	return ways[way](f)
}

// All functions release it.
var ends = []func(*os.File) error{func(f *os.File) error { return f.Close() }, (*os.File).Close, endFile}

func endFile(f *os.File) error {
	defer f.Close()
	return f.Sync()
}

func okEnds(name string, end int) error {
	f, err := os.Open(name)
	if err != nil {
		return err
	}
	return ends[end](f)
}

// One of them keeps it.
var uses = map[string]func(*os.File){"read": func(f *os.File) { f.Read(nil) }, "keep": keep}

var (
	mu   sync.Mutex
	kept *os.File
)

func keep(f *os.File) {
	mu.Lock()
	defer mu.Unlock()
	kept = f
}

func okKept(name, use string) error {
	f, err := os.Open(name)
	if err != nil {
		return err
	}
	uses[use](f)
	return nil
}

// Others can add to a table that they can name, and to one that a function adds to.
var Hooks = []func(*os.File){func(f *os.File) { f.Read(nil) }}

func okExported(name string) error {
	f, err := os.Open(name)
	if err != nil {
		return err
	}
	for _, hook := range Hooks {
		hook(f)
	}
	return nil
}

var hooks = []func(*os.File){func(f *os.File) { f.Read(nil) }}

// Register adds a hook.
func Register(hook func(*os.File)) { hooks = append(hooks, hook) }

func okRegistered(name string) error {
	f, err := os.Open(name)
	if err != nil {
		return err
	}
	for _, hook := range hooks {
		hook(f)
	}
	return nil
}

var replaced = map[string]func(*os.File){"read": func(f *os.File) { f.Read(nil) }}

// Replace replaces a function.
func Replace(name string, f func(*os.File)) { replaced[name] = f }

func okReplaced(name string) error {
	f, err := os.Open(name)
	if err != nil {
		return err
	}
	replaced[name](f)
	return nil
}

// What a table is filled with by a call is not known.
var made = map[string]func(*os.File){"keep": keeper(&kept)}

func keeper(place **os.File) func(*os.File) { return func(f *os.File) { *place = f } }

func okMade(name string) error {
	f, err := os.Open(name)
	if err != nil {
		return err
	}
	made[name](f)
	return nil
}

// What a table has from another package has no body here.
var renames = []func(string, string) error{os.Rename, os.Symlink, os.Link}

func badRenamed(old, name string, way int) error {
	f, err := os.Open(old) // want `f is never closed`
	if err != nil {
		return err
	}
	return renames[way](f.Name(), name)
}
