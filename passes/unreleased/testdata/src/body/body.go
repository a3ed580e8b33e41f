// Package body has the fixtures of the kind body: the body of an HTTP response.
package body

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"strings"
	"time"
)

func badNever(url string) ([]byte, error) {
	resp, err := http.Get(url) // want `resp.Body is never closed`
	if err != nil {
		return nil, err
	}
	return io.ReadAll(resp.Body)
}

// Only the status is of interest, and the connection is lost all the same.

func badStatusOnly(client *http.Client, req *http.Request) (int, error) {
	resp, err := client.Do(req) // want `resp.Body is never closed`
	if err != nil {
		return 0, err
	}
	return resp.StatusCode, nil
}

func badDiscarded(url string) error {
	_, err := http.Get(url) // want `result of http.Get is discarded, so the response body is never closed`
	return err
}

func badEarlyReturn(url string, into any) error {
	resp, err := http.Get(url) // want `resp.Body is not closed if the function returns at line L(status)`
	if err != nil {
		return err
	}
	if resp.StatusCode != http.StatusOK {
		return errors.New(resp.Status) // L(status)
	}
	defer resp.Body.Close()
	return json.NewDecoder(resp.Body).Decode(into)
}

// Two conditions share a branch, and only one of them means that there is no body.

func badErrorOrStatus(url string, into any) error {
	resp, err := http.Get(url) // want `resp.Body is not closed if the function returns at line L(either)`
	if err != nil || resp.StatusCode != http.StatusOK {
		return fmt.Errorf("get %s: %v", url, err) // L(either)
	}
	defer resp.Body.Close()
	return json.NewDecoder(resp.Body).Decode(into)
}

func badErrorBranch(client *http.Client, url string, form url.Values) (string, error) {
	resp, err := client.PostForm(url, form) // want `resp.Body is not closed if the function returns at line L(read)`
	if err != nil {
		return "", err
	}
	b, err := io.ReadAll(resp.Body)
	if err != nil {
		return "", err // L(read)
	}
	resp.Body.Close()
	return string(b), nil
}

func badRetry(url string) (*http.Response, error) {
	for {
		resp, err := http.Get(url) // want `resp.Body is overwritten in the next iteration before it is closed`
		if err != nil {
			return nil, err
		}
		if resp.StatusCode < 500 {
			return resp, nil
		}
		time.Sleep(time.Second)
	}
}

func badOverwritten(client *http.Client, req *http.Request) (*http.Response, error) {
	resp, err := client.Do(req) // want `resp.Body is overwritten at line L(again) before it is closed`
	if err != nil {
		return nil, err
	}
	if resp.StatusCode == http.StatusTooManyRequests {
		resp, err = client.Do(req) // L(again)
	}
	return resp, err
}

// The error of Close is kept where there is no other.

func okDeferredClosure(url string) (b []byte, err error) {
	resp, err := http.Get(url)
	if err != nil {
		return nil, err
	}
	defer func() {
		if e := resp.Body.Close(); err == nil {
			err = e
		}
	}()
	return io.ReadAll(resp.Body)
}

func okDefer(url string, into any) error {
	resp, err := http.Get(url)
	if err != nil {
		return err
	}
	defer resp.Body.Close()
	if resp.StatusCode != http.StatusOK {
		return errors.New(resp.Status)
	}
	return json.NewDecoder(resp.Body).Decode(into)
}

func okBodyInVariable(url string) ([]byte, error) {
	resp, err := http.Get(url)
	if err != nil {
		return nil, err
	}
	body := resp.Body
	defer body.Close()
	return io.ReadAll(body)
}

func okNilCheck(client *http.Client, req *http.Request) error {
	resp, err := client.Do(req)
	if resp != nil {
		defer resp.Body.Close()
	}
	return err
}

func okHelper(url string) (string, error) {
	resp, err := http.Get(url)
	if err != nil {
		return "", err
	}
	defer drain(resp)
	return resp.Status, nil
}

func drain(resp *http.Response) {
	io.Copy(io.Discard, resp.Body)
	resp.Body.Close()
}

func okRetry(url string) (*http.Response, error) {
	for range 3 {
		resp, err := http.Get(url)
		if err != nil {
			return nil, err
		}
		if resp.StatusCode < 500 {
			return resp, nil
		}
		resp.Body.Close()
		time.Sleep(time.Second)
	}
	return nil, errors.New("no answer")
}

// Somebody else closes: the caller, the reader of the body, a response of our own.

func okHandOff(client *http.Client, req *http.Request) (*http.Response, error) {
	resp, err := client.Do(req)
	if err != nil {
		return nil, fmt.Errorf("do: %w", err)
	}
	return resp, nil
}

func okBodyReturned(url string) (io.ReadCloser, error) {
	resp, err := http.Get(url)
	if err != nil {
		return nil, err
	}
	return resp.Body, nil
}

type download struct {
	name string
	body io.ReadCloser
}

func okBodyStored(url string) (*download, error) {
	resp, err := http.Get(url)
	if err != nil {
		return nil, err
	}
	return &download{name: url, body: resp.Body}, nil
}

type counting struct {
	next http.RoundTripper
	n    int
}

func (c *counting) okRoundTrip(req *http.Request) (*http.Response, error) {
	c.n++
	return c.next.RoundTrip(req)
}

func badRoundTrip(rt http.RoundTripper, req *http.Request) (string, error) {
	resp, err := rt.RoundTrip(req) // want `resp.Body is never closed`
	if err != nil {
		return "", err
	}
	return resp.Header.Get("ETag"), nil
}

// A response made in memory holds no connection.

func okInMemory(req *http.Request) (int, error) {
	resp := &http.Response{StatusCode: 200, Body: io.NopCloser(strings.NewReader("hello")), Request: req}
	b, err := io.ReadAll(resp.Body)
	return len(b), err
}

// What a deferred literal has of an earlier round is not what the next round gets.

func okRounds(tr *http.Transport, reqs []*http.Request) error {
	for _, r := range reqs {
		resp, err := tr.RoundTrip(r)
		if err != nil {
			return err
		}
		defer func() { _ = resp.Body.Close() }()
		println(resp.StatusCode)
	}
	return nil
}

func badRounds(tr *http.Transport, reqs []*http.Request) error {
	for _, r := range reqs {
		resp, err := tr.RoundTrip(r) // want "resp.Body is not closed if the function returns"
		if err != nil {
			return err
		}
		if resp.StatusCode != http.StatusOK {
			return nil // leak
		}
		defer func() { _ = resp.Body.Close() }()
	}
	return nil
}
