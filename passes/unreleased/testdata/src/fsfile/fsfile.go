// Package fsfile has the fixtures of the kind fsfile: files of a file system that is known by its interface only.
package fsfile

import (
	"bytes"
	"io"
	"io/fs"
	"net/http"
	"testing/fstest"
)

// The file system may hold descriptors, whatever it is.

func badNever(fsys fs.FS, name string) ([]byte, error) {
	f, err := fsys.Open(name) // want `f is never closed`
	if err != nil {
		return nil, err
	}
	return io.ReadAll(f)
}

func badEarlyReturn(fsys fs.FS, name string) (int64, error) {
	f, err := fsys.Open(name) // want `f is not closed if the function returns at line L(dir)`
	if err != nil {
		return 0, err
	}
	info, err := f.Stat()
	if err == nil && info.IsDir() {
		return 0, nil // L(dir)
	}
	f.Close()
	if err != nil {
		return 0, err
	}
	return info.Size(), nil
}

func badErrorBranch(fsys http.FileSystem, name string) (fs.FileInfo, error) {
	f, err := fsys.Open(name) // want `f is not closed if the function returns at line L(stat)`
	if err != nil {
		return nil, err
	}
	info, err := f.Stat()
	if err != nil {
		return nil, err // L(stat)
	}
	return info, f.Close()
}

// A large part of a form is a temporary file on disk.

func badFormFile(r *http.Request) ([]byte, error) {
	f, header, err := r.FormFile("upload") // want `f is never closed`
	if err != nil {
		return nil, err
	}
	buf := make([]byte, header.Size)
	_, err = io.ReadFull(f, buf)
	return buf, err
}

func okFormFile(r *http.Request) ([]byte, error) {
	f, _, err := r.FormFile("upload")
	if err != nil {
		return nil, err
	}
	defer f.Close()
	return io.ReadAll(f)
}

func okDefer(fsys fs.FS, name string) ([]byte, error) {
	f, err := fsys.Open(name)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	return io.ReadAll(f)
}

func okHandOff(fsys fs.FS, name string) (fs.File, error) {
	f, err := fsys.Open(name)
	if err != nil {
		return nil, err
	}
	return f, nil
}

// A file system wraps another one and hands its files out.

type logged struct{ fs.FS }

func (l logged) okOpen(name string) (fs.File, error) {
	println("open", name)
	return l.FS.Open(name)
}

// A file in memory holds nothing: fstest.MapFS is known by its own type.

func okInMemory() (string, error) {
	files := fstest.MapFS{"greeting": &fstest.MapFile{Data: []byte("hello")}}
	f, err := files.Open("greeting")
	if err != nil {
		return "", err
	}
	var buf bytes.Buffer
	_, err = buf.ReadFrom(f)
	return buf.String(), err
}
