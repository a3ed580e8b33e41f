package fixes

import (
	"bufio"
	"context"
	"database/sql"
	"io"
	"net"
	"os"
	"runtime/trace"
	"syscall"
)

// A function that hands the guard over in the end releases it before the returns that do not.

func badConstructor(name string) (*os.File, error) {
	f, err := os.Open(name) // want `f is not closed if the function returns at line L(seek)`
	if err != nil {
		return nil, err
	}
	if _, err := f.Seek(0, io.SeekEnd); err != nil {
		return nil, err // L(seek)
	}
	return f, nil
}

type client struct {
	conn net.Conn
	r    *bufio.Reader
}

func (c *client) Close() error { return c.conn.Close() }

func (c *client) greet() error { _, err := c.conn.Write([]byte("hello")); return err }

func badTwoReturns(addr string) (*client, error) {
	conn, err := net.Dial("tcp", addr) // want `conn is not closed if the function returns at line L(one), and at 1 other return`
	if err != nil {
		return nil, err
	}
	c := &client{conn: conn, r: bufio.NewReader(conn)}
	if err := c.greet(); err != nil {
		return nil, err // L(one)
	}
	if _, err := c.r.ReadByte(); err != nil {
		return nil, err
	}
	return c, nil
}

func badOwner(addr string) (*client, error) {
	c, err := badTwoReturns(addr) // want `c is not closed if the function returns at line L(owner)`
	if err != nil {
		return nil, err
	}
	if err := c.greet(); err != nil {
		return nil, err // L(owner)
	}
	return c, nil
}

func badCleanup(name string) (*os.File, func(), error) {
	f, err := os.Open(name) // want `f is not closed if the function returns at line L(stat)`
	if err != nil {
		return nil, nil, err
	}
	if _, err := f.Stat(); err != nil {
		return nil, nil, err // L(stat)
	}
	return f, func() { f.Close() }, nil
}

func badEnd(files chan *os.File, name string, use func(io.Reader) bool) {
	f, err := os.Open(name) // want `f is not closed if the function returns at line L(end)`
	if err != nil {
		return
	}
	if use(f) {
		files <- f
		return
	}
	println(name)
} // L(end)

// A descriptor that is closed twice may by then be somebody else's: no defer beside the explicit release.

func badDescriptorClosed(name string) (n int, err error) {
	fd, err := syscall.Open(name, 0, 0) // want `fd is not closed if the function returns at line L(read)`
	if err != nil {
		return 0, err
	}
	n, err = syscall.Read(fd, make([]byte, 1))
	if err != nil {
		return 0, err // L(read)
	}
	return n, syscall.Close(fd)
}

func badRegion(ctx context.Context, skip bool) {
	region := trace.StartRegion(ctx, "work") // want `region is not ended if the function returns at line L(region)`
	if skip {
		return // L(region)
	}
	region.End()
}

// A transaction is rolled back unless it is committed. One that never is needs more than a fix.

func badTx(db *sql.DB) error {
	tx, err := db.Begin() // want `tx is neither committed nor rolled back if the function returns at line L(exec)`
	if err != nil {
		return err
	}
	if _, err := tx.Exec("delete from users"); err != nil {
		return err // L(exec)
	}
	return tx.Commit()
}

func badTxNever(db *sql.DB) error {
	tx, err := db.Begin() // want `tx is neither committed nor rolled back`
	if err != nil {
		return err
	}
	_, err = tx.Exec("delete from users")
	return err
}

// A method that releases the file may do more than that.

type scratch struct{ file *os.File }

func newScratch(name string) (*scratch, error) {
	f, err := os.Create(name)
	if err != nil {
		return nil, err
	}
	return &scratch{file: f}, nil
}

func (s *scratch) Delete() error {
	name := s.file.Name()
	if err := s.file.Close(); err != nil {
		return err
	}
	return os.Remove(name)
}

func badDelete(name string) (int, error) {
	s, err := newScratch(name) // want `s is never .* Delete`
	if err != nil {
		return 0, err
	}
	return s.file.WriteString(name)
}

// The guard is there on some paths only that lead to the return: closing what is nil panics.

func badPerhapsNil(name string, strict bool) (io.Reader, error) {
	conn, err := net.Dial("tcp", name) // want `conn is not closed if the function returns at line L(strict)`
	if err != nil || strict {
		return nil, err // L(strict)
	}
	return conn, nil
}

// What the return computes needs the guard.

func badReadInReturn(name string, keep bool) (io.Reader, int64, error) {
	f, err := os.Open(name) // want `f is not closed if the function returns at line L(read)`
	if err != nil {
		return nil, 0, err
	}
	if !keep {
		return nil, size(f), nil // L(read)
	}
	return f, 0, nil
}

func size(f *os.File) int64 {
	info, err := f.Stat()
	if err != nil {
		return 0
	}
	return info.Size()
}

// A deferred removal comes after what the return computes.

func badPathInReturn(keep func(string) bool) error {
	f, err := os.CreateTemp("", "x") // want `f is not removed if the function returns at line L(path)`
	if err != nil {
		return err
	}
	defer f.Close()
	path := f.Name()
	if !keep(path) {
		return check(path) // L(path)
	}
	return os.Remove(path)
}

// A helper hands out the path of the file, not the file.

func tempName() (string, error) {
	f, err := os.CreateTemp("", "x")
	if err != nil {
		return "", err
	}
	return f.Name(), f.Close()
}

func badHelperPath() error {
	path, err := tempName() // want `path is never removed`
	if err != nil {
		return err
	}
	return check(path)
}

func check(path string) error { _, err := os.Stat(path); return err }

// What is deferred needs the file.

func badDeferredUse(name string) (*os.File, error) {
	f, err := os.Create(name) // want `f is not closed if the function returns at line L(written)`
	if err != nil {
		return nil, err
	}
	w := bufio.NewWriter(f)
	defer w.Flush()
	if _, err := w.WriteString("header"); err != nil {
		return nil, err // L(written)
	}
	return f, nil
}

// The name has come to mean another file.

func badRenamed(first, second string) (*os.File, error) {
	f, err := os.Open(first) // want `f is overwritten at line L(second) before it is closed`
	if err != nil {
		return nil, err
	}
	if _, err := f.Seek(0, io.SeekEnd); err != nil {
		f, err = os.Open(second) // L(second)
		if err != nil {
			return nil, err
		}
	}
	return f, nil
}

// Another variable of the same name hides the guard at the return.

func badHidden(name, other string) (*os.File, error) {
	f, err := os.Open(name) // want `f is not closed if the function returns at line L(hidden)`
	if err != nil {
		return nil, err
	}
	if f, err := os.Open(other); err == nil {
		f.Close()
		return nil, os.ErrExist // L(hidden)
	}
	return f, nil
}

// Who waits knows where.

func badRegistered(name string, keep bool, files map[string]*os.File) error {
	f, err := os.Open(name) // want `f is not closed if the function returns at line L(unkept)`
	if err != nil {
		return err
	}
	if keep {
		files[name] = f
	}
	return nil // L(unkept)
}
