// Package form has the fixtures of the kind form: multipart forms with parts in temporary files.
package form

import (
	"mime/multipart"
	"net/http"
)

func badNever(r *multipart.Reader) ([]string, error) {
	form, err := r.ReadForm(1 << 20) // want `form is never removed`
	if err != nil {
		return nil, err
	}
	return form.Value["name"], nil
}

func badEarlyReturn(r *multipart.Reader) (int, error) {
	form, err := r.ReadForm(1 << 20) // want `form is not removed if the function returns at line L(none)`
	if err != nil {
		return 0, err
	}
	if len(form.File) == 0 {
		return 0, nil // L(none)
	}
	n := len(form.File["upload"])
	return n, form.RemoveAll()
}

func badErrorBranch(r *multipart.Reader, save func(*multipart.FileHeader) error) error {
	form, err := r.ReadForm(1 << 20) // want `form is not removed if the function returns at line L(save)`
	if err != nil {
		return err
	}
	for _, header := range form.File["upload"] {
		if err := save(header); err != nil {
			return err // L(save)
		}
	}
	return form.RemoveAll()
}

func okDefer(r *multipart.Reader) ([]string, error) {
	form, err := r.ReadForm(1 << 20)
	if err != nil {
		return nil, err
	}
	defer form.RemoveAll()
	return form.Value["name"], nil
}

func okHandOff(r *multipart.Reader) (*multipart.Form, error) {
	return r.ReadForm(1 << 20)
}

// The server removes the form that it parsed for the request.

func okRequest(r *http.Request) ([]string, error) {
	if err := r.ParseMultipartForm(1 << 20); err != nil {
		return nil, err
	}
	return r.MultipartForm.Value["name"], nil
}
