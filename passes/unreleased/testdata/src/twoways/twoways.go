// Package twoways has functions that hand out a guard twice: by itself, and in an object that has more to tell.
package twoways

import (
	"bytes"
	"fmt"
	"io"
	"net/http"

	"twoways/api"
)

// Closing what is read closes the body of the response.
func okReader(url string) ([]byte, int, error) {
	r, resp, err := api.Get(url)
	if err != nil {
		return nil, 0, err
	}
	defer r.Close()
	data, err := io.ReadAll(r)
	return data, resp.StatusCode, err
}

func okBody(url string) ([]byte, error) {
	r, resp, err := api.Get(url)
	if err != nil {
		return nil, err
	}
	defer resp.Body.Close()
	return io.ReadAll(r)
}

// The response is handed on to be asked; it has been read.
func okThrough(url string) ([]byte, *api.Response, error) {
	r, resp, err := api.Get(url)
	if err != nil {
		return nil, resp, err
	}
	defer r.Close()
	data, err := io.ReadAll(r)
	if err != nil {
		return nil, resp, err
	}
	return data, resp, nil
}

func okThroughTwo(url string) (int, error) {
	data, resp, err := okThrough(url)
	if err != nil && resp != nil && resp.StatusCode == http.StatusNotFound {
		return 0, nil
	}
	return len(data), err
}

func badNeither(url string) (int, error) {
	r, resp, err := api.Get(url) // want `r is never closed`
	if err != nil {
		return 0, err
	}
	data, err := io.ReadAll(r)
	return len(data) + resp.StatusCode, err
}

func badStatus(url string) ([]byte, error) {
	r, resp, err := api.Get(url) // want `r is not closed if the function returns at line L(status)`
	if err != nil {
		return nil, err
	}
	if resp.StatusCode != http.StatusOK {
		return nil, fmt.Errorf("status %d", resp.StatusCode) // L(status)
	}
	defer r.Close()
	return io.ReadAll(r)
}

func badOnlyTheResponse(url string) (int, error) {
	_, resp, err := api.Get(url) // want `resp.Body is never closed`
	if err != nil {
		return 0, err
	}
	return resp.StatusCode, nil
}

// Both are handed on.
func okBothHandedOn(url string) (io.ReadCloser, *api.Response, error) {
	return api.Get(url)
}

func okNested(url string) error {
	r, _, err := okBothHandedOn(url)
	if err != nil {
		return err
	}
	var b bytes.Buffer
	_, err = b.ReadFrom(r)
	return closing(r, err)
}

func closing(c io.Closer, err error) error {
	if cerr := c.Close(); err == nil {
		err = cerr
	}
	return err
}

// Of these two only one can be closed.

func badAgentOnly(addr string) (func(string) (string, error), error) {
	a, _, err := api.Dial(addr) // want `result of api.Dial is discarded, so the connection is never closed`
	if err != nil {
		return nil, err
	}
	return a.Ask, nil
}

func okAgent(addr, question string) (string, error) {
	a, c, err := api.Dial(addr)
	if err != nil {
		return "", err
	}
	defer c.Close()
	return a.Ask(question)
}
