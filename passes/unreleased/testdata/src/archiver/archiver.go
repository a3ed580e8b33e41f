// Package archiver has the fixtures of the kind archiver: zip and tar files end with what Close writes.
package archiver

import (
	"archive/tar"
	"archive/zip"
	"io"
	"io/fs"
	"log"
)

func badNever(w io.Writer, name string, data []byte) error {
	zw := zip.NewWriter(w) // want `zw is never closed`
	entry, err := zw.Create(name)
	if err != nil {
		return err
	}
	_, err = entry.Write(data)
	return err
}

func badEarlyReturn(w io.Writer, fsys fs.FS, empty bool) error {
	zw := zip.NewWriter(w) // want `zw is not closed if the function returns at line L(empty)`
	if empty {
		return nil // L(empty)
	}
	if err := zw.AddFS(fsys); err != nil {
		return err
	}
	return zw.Close()
}

// The caller learns of no error and gets an archive without an end.

func badErrorBranch(w io.Writer, header *tar.Header, data []byte) bool {
	tw := tar.NewWriter(w) // want `tw is not closed if the function returns at line L(header)`
	if err := tw.WriteHeader(header); err != nil {
		return false // L(header)
	}
	tw.Write(data)
	return tw.Close() == nil
}

// Flush pads the entry and writes no footer.

func badFlushed(w io.Writer, header *tar.Header) error {
	tw := tar.NewWriter(w) // want `tw is never closed`
	if err := tw.WriteHeader(header); err != nil {
		return err
	}
	return tw.Flush()
}

func okErrorBranch(w io.Writer, fsys fs.FS) error {
	tw := tar.NewWriter(w)
	if err := tw.AddFS(fsys); err != nil {
		return err
	}
	return tw.Close()
}

func okDefer(w io.Writer, fsys fs.FS) error {
	tw := tar.NewWriter(w)
	defer tw.Close()
	return tw.AddFS(fsys)
}

func okHandOff(w io.Writer) *zip.Writer {
	return zip.NewWriter(w)
}

type bundle struct{ tw *tar.Writer }

func okOwner(w io.Writer) *bundle {
	return &bundle{tar.NewWriter(w)}
}

// A handler has nobody to tell of a failure but a log. An archive with an end would look whole.

func okHandler(w io.Writer, fsys fs.FS, names []string) {
	tw := tar.NewWriter(w)
	for _, name := range names {
		f, err := fsys.Open(name)
		if err != nil {
			log.Print(err)
			return
		}
		_, err = io.Copy(tw, f)
		f.Close()
		if err != nil {
			log.Print(err)
			return
		}
	}
	if err := tw.Close(); err != nil {
		log.Print(err)
	}
}

func okOnlyIfWell(fsys fs.FS, pw *io.PipeWriter) {
	tw := tar.NewWriter(pw)
	err := tw.AddFS(fsys)
	if err == nil {
		err = tw.Close()
	}
	pw.CloseWithError(err)
}

func badHandler(w io.Writer, fsys fs.FS, names []string) {
	tw := tar.NewWriter(w) // want `tw is not closed if the function returns at line L(none)`
	if len(names) == 0 {
		return // L(none)
	}
	if err := tw.AddFS(fsys); err != nil {
		log.Print(err)
		return
	}
	tw.Close()
}

func badAtEnd(w io.Writer, next func() (*tar.Header, error)) {
	tw := tar.NewWriter(w) // want `tw is not closed if the function returns at line L(end)`
	for {
		header, err := next()
		if err == io.EOF {
			return // L(end)
		}
		if err != nil {
			log.Print(err)
			return
		}
		if header == nil {
			break
		}
	}
	tw.Close()
}
