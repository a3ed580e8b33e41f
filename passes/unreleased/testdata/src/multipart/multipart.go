// Package multipart has the fixtures of the kind multipart: Close writes the last boundary.
package multipart

import (
	"bytes"
	"io"
	"mime/multipart"
	"net/http"
)

func badNever(url, file string) (*http.Request, error) {
	var body bytes.Buffer
	mw := multipart.NewWriter(&body) // want `mw is never closed`
	if err := mw.WriteField("file", file); err != nil {
		return nil, err
	}
	req, err := http.NewRequest("POST", url, &body)
	if err != nil {
		return nil, err
	}
	req.Header.Set("Content-Type", mw.FormDataContentType())
	return req, nil
}

func badEarlyReturn(w io.Writer, fields map[string]string) error {
	mw := multipart.NewWriter(w) // want `mw is not closed if the function returns at line L(none)`
	if len(fields) == 0 {
		return nil // L(none)
	}
	for name, value := range fields {
		if err := mw.WriteField(name, value); err != nil {
			return err
		}
	}
	return mw.Close()
}

func badErrorBranch(w io.Writer, r io.Reader) bool {
	mw := multipart.NewWriter(w) // want `mw is not closed if the function returns at line L(create)`
	part, err := mw.CreateFormFile("upload", "data")
	if err != nil {
		return false // L(create)
	}
	io.Copy(part, r)
	return mw.Close() == nil
}

func okErrorBranch(w io.Writer, r io.Reader) error {
	mw := multipart.NewWriter(w)
	part, err := mw.CreateFormFile("upload", "data")
	if err != nil {
		return err
	}
	if _, err := io.Copy(part, r); err != nil {
		return err
	}
	return mw.Close()
}

func okDefer(w io.Writer, value string) error {
	mw := multipart.NewWriter(w)
	defer mw.Close()
	return mw.WriteField("name", value)
}

// The writer runs in a goroutine that closes it.

func okStreamed(pw *io.PipeWriter, r io.Reader) (contentType string) {
	mw := multipart.NewWriter(pw)
	go func() {
		part, err := mw.CreateFormFile("upload", "data")
		if err == nil {
			_, err = io.Copy(part, r)
		}
		if e := mw.Close(); err == nil {
			err = e
		}
		pw.CloseWithError(err)
	}()
	return mw.FormDataContentType()
}

func okHandOff(w io.Writer) *multipart.Writer {
	return multipart.NewWriter(w)
}
