// Package limits has errors that are dropped where the check does not look.
package limits

import (
	"bufio"
	"compress/gzip"
	"io"
	"io/fs"
	"log"
	"os"
	"path/filepath"

	"limits/lib"
)

func closeQuietly(c io.Closer) { c.Close() }

// Whether a helper looks at the error of what it releases is not known.
func falseNegativeHelper(name string, p []byte) error {
	f, err := os.Create(name)
	if err != nil {
		return err
	}
	defer closeQuietly(f)
	_, err = f.Write(p)
	return err
}

func keepFirst(errp *error, c io.Closer) {
	if err := c.Close(); *errp == nil {
		*errp = err
	}
}

// A helper that gets the address of an error may do more than store one there.
func falseNegativeKept(name string, p []byte) error {
	f, err := os.Create(name)
	if err != nil {
		return err
	}
	defer keepFirst(&err, f)
	_, err = f.Write(p)
	return err
}

// Of files that a function of another package opens it is not known what they are opened for.
func falseNegativeImported(name string, p []byte) error {
	f, err := lib.Create(name)
	if err != nil {
		return err
	}
	defer f.Close()
	_, err = f.Write(p)
	return err
}

type journal struct{ f *os.File }

func newJournal(name string) (*journal, error) {
	f, err := os.Create(name)
	if err != nil {
		return nil, err
	}
	return &journal{f}, nil
}

func (j *journal) add(p []byte) error {
	_, err := j.f.Write(p)
	return err
}

func (j *journal) Close() error { return j.f.Close() }

// What is written to through an owner, and closed with it, is not followed.
func falseNegativeOwner(name string, p []byte) error {
	j, err := newJournal(name)
	if err != nil {
		return err
	}
	defer j.Close()
	return j.add(p)
}

// A file that exists may be a device, and nothing tells it from one.
func falseNegativeInPlace(name string, p []byte) error {
	f, err := os.OpenFile(name, os.O_RDWR, 0)
	if err != nil {
		return err
	}
	defer f.Close()
	_, err = f.WriteAt(p, 512)
	return err
}

// That a bufio.Writer remembers an error helps only if it is flushed last.
func falseNegativeOrder(bw *bufio.Writer, p []byte) error {
	zw := gzip.NewWriter(bw)
	defer zw.Close()
	if _, err := zw.Write(p); err != nil {
		return err
	}
	return bw.Flush()
}

type packager interface{ pack(w io.Writer) error }

// A function without an error to return is asked only about writes by code that is known.
func falseNegativeUnknown(name string, p packager) {
	f, err := os.Create(name)
	if err != nil {
		log.Fatal(err)
	}
	defer f.Close()
	if err := p.pack(f); err != nil {
		log.Fatal(err)
	}
}

// falseNegativeCallback: what a literal writes that a function is given to call is not followed.
func falseNegativeCallback(dir string, w io.Writer) error {
	zw := gzip.NewWriter(w)
	defer zw.Close()
	return filepath.WalkDir(dir, func(path string, _ fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		_, err = io.WriteString(zw, path)
		return err
	})
}
